"""What each command does in a window, and the facts that enable it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from workbench.gui import source
from workbench.gui.command_table import CENTER, CONFIRMATION, EXTENSION, KERNEL, RECORD, TURN
from workbench.gui.commands import Command
from workbench.gui.panes.link import source_of

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome

_HOUR, _DAY = 3600.0, 86_400.0
FAST = 60.0


class WindowCommands(QObject):
    """Binds the registry to a window and keeps its facts true."""

    def __init__(self, chrome: Chrome) -> None:
        super().__init__(chrome)
        self._chrome = chrome
        self._registry = chrome.registry
        self._session = chrome.session
        self._bind_files()
        self._bind_view()
        self._bind_panes()
        self._bind_clock()
        self._bind_chat()
        self._bind_network()
        self.refresh_recent()
        self._follow()

    def _follow(self) -> None:
        session, chrome = self._session, self._chrome
        session.kernel_changed.connect(self._kernel_changed)
        session.current_changed.connect(self._current_changed)
        session.extensions_changed.connect(self._current_changed)
        session.extensions_changed.connect(self._people_changed)
        session.people_changed.connect(self._people_changed)
        chrome.stage.center_changed.connect(self._center_changed)
        chrome.stage.chat.waiting_changed.connect(self._waiting_changed)
        chrome.deck.link.selected.connect(lambda *_: self._record_changed())
        chrome.deck.changed.connect(self._record_changed)

    # -- binding

    def _bind_files(self) -> None:
        chrome, session, bind = self._chrome, self._session, self._registry.bind
        bind("file.open_folder", chrome.choose_folder)
        bind("file.reload", lambda: session.reload(session.current or ""))
        bind("file.discover", lambda: session.discover(session.current or ""))
        bind("file.close_extension", lambda: session.close_extension(session.current or ""))
        bind("file.reveal", self._reveal_folder)
        bind("file.quit", chrome.window.close)

    def _bind_view(self) -> None:
        chrome, bind = self._chrome, self._registry.bind
        bind("view.palette", chrome.open_palette)
        bind("view.shortcuts", chrome.open_shortcuts)
        for name in ("light", "dark", "system"):
            bind(f"view.theme_{name}", partial(self._theme, name), checked=partial(self._is, name))
        bind("view.zoom_in", lambda: chrome.zoom(1))
        bind("view.zoom_out", lambda: chrome.zoom(-1))
        bind("view.zoom_reset", lambda: chrome.zoom(0))
        bind("view.next_extension", lambda: self._step_extension(1))
        bind("view.previous_extension", lambda: self._step_extension(-1))
        bind("view.close_center", chrome.stage.close_center)
        bind("view.full_screen", self._full_screen)

    def _bind_panes(self) -> None:
        deck, bind = self._chrome.deck, self._registry.bind
        for pane_id in deck.specs:
            shown = partial(self._pane_shown, pane_id)
            bind(f"pane.{pane_id}", partial(deck.show_pane, pane_id), checked=shown)
        bind("pane.toggle", deck.toggle)
        bind("pane.detach", lambda: deck.toggle_detached(deck.current))
        bind("pane.pause", self._pause_pane)
        bind("pane.filter", self._filter_pane)
        bind("pane.open_source", lambda: self._with_source(open_it=True))
        bind("pane.copy_source", lambda: self._with_source(open_it=False))

    def _bind_clock(self) -> None:
        bind = self._registry.bind
        for name in ("pause", "real", "fast"):
            bind(f"clock.{name}", partial(self._steer, name), checked=partial(self._flows, name))
        bind("clock.next", self._jump_to_next)
        bind("clock.hour", lambda: self._jump(_HOUR))
        bind("clock.day", lambda: self._jump(_DAY))

    def _bind_chat(self) -> None:
        bind = self._registry.bind
        bind("chat.focus", lambda: self._chrome.stage.chat.composer.editor.setFocus())
        bind("chat.stop", self._chrome.stage.chat.stop)
        bind("chat.accept", lambda: self._answer(True))
        bind("chat.decline", lambda: self._answer(False))

    def _bind_network(self) -> None:
        for mode in ("mock", "offline", "live", "record", "replay"):
            self._registry.bind(
                f"network.{mode}",
                partial(self._network, mode),
                checked=partial(self._through, mode),
            )

    # -- facts

    def _kernel_changed(self) -> None:
        self._registry.set_fact(KERNEL, self._session.kernel is not None)
        self._current_changed()
        self._people_changed()
        self._refresh_profiles()

    def _current_changed(self) -> None:
        self._registry.set_fact(EXTENSION, self._session.extension() is not None)

    def _center_changed(self) -> None:
        self._registry.set_fact(CENTER, self._chrome.stage.center_open())

    def _waiting_changed(self) -> None:
        waiting = self._chrome.stage.chat.waiting() is not None
        self._registry.set_fact(CONFIRMATION, waiting)
        self._registry.set_fact(TURN, self._chrome.stage.chat.running() is not None)

    def _record_changed(self) -> None:
        pane = self._chrome.deck.pane()
        record = pane.selected_record() if pane is not None else None
        self._registry.set_fact(RECORD, record is not None and source_of(record) is not None)

    # -- commands that depend on what is there

    def _replace(self, prefix: str, commands: list[tuple[Command, object]]) -> None:
        for command in [c for c in self._registry if c.id.startswith(prefix)]:
            self._registry.remove(command.id)
        for command, run in commands:
            self._registry.add(command)
            assert callable(run)
            self._registry.bind(command.id, run)

    def refresh_recent(self) -> None:
        """One command per recent folder."""
        commands: list[tuple[Command, object]] = []
        for number, root in enumerate(self._chrome.settings.recent):
            title = f"Open {root.name}"
            command = Command(
                f"recent.{number}", title, (), "File", "folder-clock", (KERNEL,), str(root)
            )
            commands.append((command, partial(self._chrome.open_folder, root)))
        self._replace("recent.", commands)

    def _people_changed(self) -> None:
        kernel = self._session.kernel
        people = list(kernel.personas) if kernel is not None else []
        ids = {f"persona.{person.imperal_id}" for person in people}
        if ids != {c.id for c in self._registry if c.id.startswith("persona.")}:
            for command in [c for c in self._registry if c.id.startswith("persona.")]:
                self._registry.remove(command.id)
            for person in people:
                name = person.name or person.imperal_id
                detail = f"{person.tenant_id} · {person.role}"
                id_ = f"persona.{person.imperal_id}"
                self._registry.add(
                    Command(id_, f"Sign in as {name}", (), "", "user-round", (KERNEL,), detail)
                )
                choose = partial(self._session.choose_persona, person.imperal_id)
                signed_in = partial(self._signed_in, person.imperal_id)
                self._registry.bind(id_, choose, checked=signed_in)
        self._registry.changed()

    def _refresh_profiles(self) -> None:
        from workbench import paths

        names = sorted(path.stem for path in (paths.resources() / "profiles").glob("*.toml"))
        for name in names:
            id_ = f"profile.{name}"
            if id_ in self._registry:
                continue
            self._registry.add(
                Command(id_, f"Profile “{name}”", (), "", "sliders-horizontal", (KERNEL,))
            )
            choose, chosen = partial(self._profile, name), partial(self._follows, name)
            self._registry.bind(id_, choose, checked=chosen)
        self._registry.changed()

    # -- what they do

    def _reveal_folder(self) -> None:
        extension = self._session.extension()
        if extension is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(extension.root))))

    def _theme(self, name: str) -> None:
        self._chrome.use_theme(name)
        self._registry.changed()

    def _is(self, name: str) -> bool:
        return self._chrome.theme_choice == name

    def _step_extension(self, by: int) -> None:
        ids = [extension.app_id for extension in self._session.extensions()]
        if self._session.current in ids:
            at = ids.index(self._session.current)
            self._session.show_extension(ids[(at + by) % len(ids)])

    def _full_screen(self) -> None:
        window = self._chrome.window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()

    def _pane_shown(self, pane_id: str) -> bool:
        return self._chrome.deck.open and self._chrome.deck.current == pane_id

    def _pause_pane(self) -> None:
        pane = self._chrome.deck.focused()
        if pane is not None:
            pane.toggle_pause()

    def _filter_pane(self) -> None:
        deck = self._chrome.deck
        pane = deck.focused() or deck.pane()
        if pane is None:
            return
        if pane.pane_id not in deck.docks:
            deck.show_pane(pane.pane_id)
        pane.bar.filter.setFocus()
        pane.bar.filter.selectAll()

    def _with_source(self, *, open_it: bool) -> None:
        pane = self._chrome.deck.focused()
        record = pane.selected_record() if pane is not None else None
        place = source_of(record) if record is not None else None
        if place is None:
            return
        if open_it:
            self._chrome.open_source(*place)
        else:
            self._chrome.toasts.show(source.copy_place(*place), icon="copy")

    def _steer(self, how: str) -> None:
        kernel = self._session.kernel
        if kernel is None:
            return
        if how == "pause":
            if kernel.clock.mode == "paused":
                kernel.clock.resume()
            else:
                kernel.clock.pause()
        elif how == "fast":
            kernel.clock.accelerate(FAST)
        else:
            kernel.clock.resume()
        self._chrome.toolbar.show_time()
        self._registry.changed()

    def _flows(self, how: str) -> bool:
        kernel = self._session.kernel
        modes = {"pause": "paused", "real": "real", "fast": "accelerated"}
        return kernel is not None and kernel.clock.mode == modes[how]

    async def _jump_to_next(self) -> None:
        kernel = self._session.kernel
        if kernel is None:
            return
        due = kernel.clock.next_due
        if due is None:
            self._chrome.toasts.show("Nothing waits: no timer, fire or expiry is set", icon="clock")
            return
        await kernel.clock.jump(max(due, kernel.clock.now()))

    async def _jump(self, seconds: float) -> None:
        kernel = self._session.kernel
        if kernel is not None:
            await kernel.clock.jump(kernel.clock.now() + seconds)

    def _answer(self, accept: bool) -> None:
        chat = self._chrome.stage.chat
        waiting = chat.waiting()
        if waiting is not None:
            chat.answer(waiting, accept)

    async def _network(self, mode: str) -> None:
        if not self._through(mode):
            await self._session.restart(http=mode)

    def _through(self, mode: str) -> bool:
        options = self._session.options
        return options is not None and options.http == mode

    async def _profile(self, name: str) -> None:
        if not self._follows(name):
            await self._session.restart(profile=name)

    def _follows(self, name: str) -> bool:
        options = self._session.options
        return options is not None and str(options.profile) == name

    def _signed_in(self, imperal_id: str) -> bool:
        kernel = self._session.kernel
        return kernel is not None and kernel.personas.current.imperal_id == imperal_id
