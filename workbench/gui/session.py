"""The running kernel as the window sees it: what is open, which extension is shown, what was asked.

Everything a person does goes through here to the kernel; everything the kernel tells comes back as
a Qt signal. Widgets hold no truth of their own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from workbench.gui.bridge import Bridge
from workbench.gui.panes.inbox import Inbox
from workbench.gui.tasks import Tasks
from workbench.gui.warming import ALL, COMMON, begin_standby, import_stages, warm_renderer

if TYPE_CHECKING:
    from workbench.gui.reopening import Reopening
    from workbench.kernel.builds.extension import Extension
    from workbench.kernel.children.standby import Standby
    from workbench.kernel.contributions import Contribution, Kind
    from workbench.kernel.errors import ErrorReport
    from workbench.kernel.idempotency import SecondRun
    from workbench.kernel.kernel import Kernel, KernelOptions
    from workbench.kernel.panels import PanelAnswer

logger = logging.getLogger(__name__)

OptionsMaker = Callable[[], "KernelOptions"]


class Session(QObject):
    """One window's kernel and what is shown of it.

    `kernel_changed`: a kernel started or ended; `ending`: the one that runs is about to be ended.
    `extensions_changed`: one came, went or changed its state. `current_changed`: another extension
    is shown. `panel_opened` carries a `PanelAnswer` that must come into view. `problem` carries the
    app id (or a folder) and an `ErrorReport`, or None when it is over. `notice` carries a short
    text. `people_changed`: another persona is signed in. `beside_changed`: somebody else, or
    nobody, is looked at beside.

    `settled`: the first panels are drawn and all that draws panels is imported.

    `reading` owns what reads the kernel's journal: it is cancelled before the kernel is closed.
    `inbox` counts the notifications of each user. `history` names the earlier sessions whose turns
    stand in the chat.
    """

    kernel_changed = Signal()
    ending = Signal()
    extensions_changed = Signal()
    current_changed = Signal()
    panel_opened = Signal(object)
    problem = Signal(str, object)
    notice = Signal(str)
    people_changed = Signal()
    beside_changed = Signal()
    settled = Signal()

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.bridge = Bridge(self)
        self.reading = Tasks(tasks.on_error)
        self.inbox = Inbox(self)
        self.kernel: Kernel | None = None
        self.options: KernelOptions | None = None
        self.current: str | None = None
        self.starting = False
        self.history: tuple[str, ...] = ()
        self._reopening: Reopening | None = None
        self._roots: list[Path] = []
        self._known_panels: dict[str, set[str]] = {}
        self.bridge.build.connect(self._build_changed)
        self.bridge.records.connect(self.inbox.receive)

    # -- starting and ending

    async def start(self, make_options: OptionsMaker, roots: Sequence[Path]) -> None:
        """Imports the kernel in stages, starts it and opens the folders.

        Where the last session was cut off, this one is brought to the place it stood at.
        """
        self.starting = True
        options = make_options()
        standby = await begin_standby(options, roots)
        await import_stages()
        from workbench.gui.reopening import reopening

        found = await reopening(options)
        await self._bring_back(found, options, roots, standby)
        if found is not None:
            self.notice.emit("The last session was cut off; this one stands where it did")

    async def _bring_back(
        self,
        back: Reopening | None,
        options: KernelOptions,
        roots: Sequence[Path],
        standby: Standby | None = None,
    ) -> None:
        """Starts the kernel, at the place of an earlier session if there is one."""
        self._reopening = back
        if back is not None:
            options, roots, self.history = back.options(options), back.roots(roots), back.history
        try:
            await self._run(options, roots, standby)
        finally:
            self._reopening = None
        if back is not None:
            back.finish(self)

    async def _run(
        self, options: KernelOptions, roots: Sequence[Path], standby: Standby | None = None
    ) -> None:
        from workbench.kernel.kernel import Kernel

        self.starting = True
        self.options = options
        self.kernel = await Kernel.start(options, standby)
        self.starting = False
        await self._bring_turns(self.kernel)
        self.bridge.attach(self.kernel)
        self.inbox.follow(self.kernel.journal, self.reading)
        self.tasks.spawn(warm_renderer(COMMON), "import what most panels are drawn with")
        self.kernel_changed.emit()
        for root in roots:
            await self.open(root)
        self.tasks.spawn(self._warm_the_rest(), "import the rest of the renderer")

    async def _bring_turns(self, kernel: Kernel) -> None:
        """Puts what was said in earlier sessions into the chat."""
        if self._reopening is not None:
            await self._reopening.bring_turns(kernel)
        elif kernel.options.past is not None:
            import asyncio

            from workbench.kernel.sessions.viewing import history_of

            kernel.chat.recall(await asyncio.to_thread(history_of, kernel.options.past))

    async def _warm_the_rest(self) -> None:
        await warm_renderer(ALL)
        self.settled.emit()

    async def restart(self, **changes: Any) -> None:
        """Ends the kernel and starts another with some options changed, at the same place."""
        from dataclasses import replace

        if self.options is None:
            return
        options, roots, shown = replace(self.options, **changes), list(self._roots), self.current
        journal = self.kernel.journal.path if self.kernel is not None else None
        await self.close()
        from workbench.gui.reopening import returning

        await self._bring_back(returning(options, journal), options, roots)
        if shown is not None and self.kernel is not None and shown in self.kernel.extensions:
            self.show_extension(shown)

    async def close(self) -> None:
        """Ends the kernel and with it every child process."""
        if self.kernel is not None:
            self.ending.emit()
        kernel, self.kernel, self.current = self.kernel, None, None
        self._roots = []
        self.history = ()
        self._known_panels.clear()
        self.bridge.detach()
        if kernel is None:
            return
        self.kernel_changed.emit()
        await self.reading.close()
        self.reading = Tasks(self.tasks.on_error)
        await kernel.close()

    def person_name(self, imperal_id: str) -> str:
        """What a person is called; the id of somebody unknown, empty for nobody."""
        if self.kernel is None or imperal_id not in self.kernel.personas:
            return imperal_id
        return self.kernel.personas.find(imperal_id).name or imperal_id

    # -- extensions

    @property
    def reopening(self) -> bool:
        """Whether the place of a session that was cut off is being brought back."""
        return self._reopening is not None

    def past(self) -> Path | None:
        """The journal of the earlier session that is looked at, None for one that runs."""
        return self.kernel.options.past if self.kernel is not None else None

    def roots(self) -> list[Path]:
        """The folders that were opened, whether or not they loaded."""
        return list(self._roots)

    def extensions(self) -> list[Extension]:
        """What is open, in the order it was opened."""
        return list(self.kernel.extensions.values()) if self.kernel is not None else []

    def extension(self) -> Extension | None:
        """The extension shown."""
        if self.kernel is None or self.current is None:
            return None
        return self.kernel.extensions.get(self.current)

    async def open(self, root: Path) -> None:
        """Loads an extension folder, shows it and opens its panels."""
        from workbench.kernel.errors import LoadError

        if self.kernel is None:
            return
        if self.past() is not None:
            self.notice.emit("An earlier session is only looked at; nothing can be opened in it")
            return
        root = root.absolute()
        if root not in self._roots:
            self._roots.append(root)
        try:
            extension = await self.kernel.load(root)
        except LoadError as error:
            self.problem.emit(str(root), error.report)
            self.extensions_changed.emit()
            return
        self.problem.emit(str(root), None)
        self.extensions_changed.emit()
        self.show_extension(extension.app_id)
        await self.discover(extension.app_id)

    async def close_extension(self, app_id: str) -> None:
        """Ends an extension and shows the next one."""
        if self.kernel is None or app_id not in self.kernel.extensions:
            return
        root = self.kernel.extensions[app_id].root
        self._roots = [kept for kept in self._roots if kept != root]
        await self.kernel.unload(app_id)
        if self.current == app_id:
            self.current = next(iter(self.kernel.extensions), None)
            self.current_changed.emit()
        self.extensions_changed.emit()

    async def reload(self, app_id: str) -> None:
        """Starts the code anew; if it does not load, the last good build stays and says why."""
        from workbench.kernel.errors import LoadError

        if self.kernel is None:
            return
        try:
            await self.kernel.reload(app_id)
        except LoadError as error:
            self.problem.emit(app_id, error.report)

    async def discover(self, app_id: str) -> None:
        """A new discovery cycle: panels are called with no params, the auto action runs once."""
        if self.kernel is None:
            return
        back = self._reopening
        for answer in await self.kernel.panels.discover(app_id):
            if claims_its_slot(answer) and (back is None or back.shows(answer)):
                self.panel_opened.emit(answer)
        if back is not None:
            await back.open_panels(self, app_id)

    def show_extension(self, app_id: str) -> None:
        """Brings an extension to the stage."""
        if app_id != self.current:
            self.current = app_id
            self.current_changed.emit()

    # -- acting

    async def act(
        self, app_id: str, action: dict[str, Any], panel_id: str | None, *, user_id: str = ""
    ) -> Any:
        """Runs a control's action, as whoever is signed in or as another user, and brings the
        panel it answered with into view."""
        if self.kernel is None:
            return None
        user = self.kernel.personas.find(user_id) if user_id else None
        outcome = await self.kernel.act(app_id, action, panel_id=panel_id, user=user)
        if outcome.answer is not None:
            self.panel_opened.emit(outcome.answer)
        return outcome

    async def upload(self, app_id: str, endpoint: str, path: Path) -> int:
        """Sends a file a person chose to an endpoint; the answer is the HTTP status."""
        if self.kernel is None:
            raise ConnectionError("The kernel is not running")
        return await self.kernel.uploads.send(app_id, endpoint, path)

    async def contribution(self, app_id: str, kind: Kind, name: str) -> Contribution | None:
        """Calls a tray item, menu item or widget as the host does."""
        if self.kernel is None or app_id not in self.kernel.extensions:
            return None
        return await self.kernel.contributions.call(app_id, kind, name)

    async def jump(self, at: float) -> None:
        """Lets virtual time jump to an instant, firing what is due on the way."""
        if self.kernel is not None:
            await self.kernel.clock.jump(max(at, self.kernel.clock.now()))

    def let_time_fire(self, wanted: bool) -> None:
        """Lets virtual time fire schedules and skeletons by itself, or not."""
        if self.kernel is None:
            return
        if wanted:
            self.kernel.drivers.start()
        else:
            self.kernel.drivers.stop()

    async def fire(self, kind: str, app_id: str, name: str) -> None:
        """Runs a schedule now, or refreshes a skeleton section for the person signed in."""
        if self.kernel is None:
            return
        if kind == "schedule":
            await self.kernel.schedules.fire(app_id, name)
        else:
            await self.kernel.skeletons.tick(app_id, name)

    async def run_twice(self, app_id: str, name: str) -> SecondRun | None:
        """Runs a schedule twice at one instant; what the second run changed, or None if the first
        one failed already."""
        if self.kernel is None:
            return None
        first = await self.kernel.schedules.fire(app_id, name)
        if not first.ok:
            self.notice.emit(f"{name} failed at its first run: there is nothing to compare")
            return None
        return await self.kernel.idempotency.run_again(first)

    async def silence(self, app_id: str, rule: str) -> None:
        """Silences a validator's rule in an extension's workbench.toml, and validates again."""
        from workbench.kernel.errors import WorkbenchError
        from workbench.kernel.silencing import silence

        if self.kernel is None or app_id not in self.kernel.extensions:
            return
        try:
            silence(self.kernel.extensions[app_id].root, rule)
            await self.kernel.reload(app_id)
            await self.kernel.authoring.validate(app_id)
        except (WorkbenchError, OSError) as error:
            self.notice.emit(str(error))

    async def refresh_skeleton(self, app_id: str, section: str, user_id: str) -> None:
        """Refreshes a section for one user now."""
        if self.kernel is not None:
            user = self.kernel.personas.find(user_id)
            await self.kernel.skeletons.tick(app_id, section, user=user)

    def cancel_task(self, task_id: str) -> None:
        """Asks a background task to end; it is told at its next sign of life."""
        if self.kernel is not None:
            self.kernel.tasks.cancel(task_id)

    async def publish(self, event_type: str, data: dict[str, Any]) -> None:
        """Publishes an event by hand, as the person signed in, in its first word's name."""
        if self.kernel is not None:
            publisher, user = event_type.partition(".")[0], self.kernel.personas.current
            await self.kernel.events.emit(publisher, event_type, data, user=user)

    async def choose_persona(self, imperal_id: str) -> None:
        """Signs somebody else in; panels are opened afresh under the new name.

        Whoever was looked at beside them changes places with who was signed in.
        """
        if self.kernel is None:
            return
        people = self.kernel.personas
        before, beside = people.current.imperal_id, people.beside
        people.choose(imperal_id)
        if beside is not None and beside.imperal_id == imperal_id:
            people.put_beside(before)
        self.people_changed.emit()
        self.beside_changed.emit()
        for app_id in list(self.kernel.extensions):
            await self.discover(app_id)

    def put_beside(self, imperal_id: str | None) -> None:
        """Looks at another user too, with panels of their own; with None at nobody else."""
        if self.kernel is not None:
            self.kernel.personas.put_beside(imperal_id)
            self.beside_changed.emit()

    async def discover_beside(self) -> None:
        """Opens the panels of the extension in view for the user beside."""
        kernel, app_id = self.kernel, self.current
        beside = kernel.personas.beside if kernel is not None else None
        if kernel is None or beside is None or app_id is None:
            return
        for answer in await kernel.panels.discover(app_id, user=beside):
            if claims_its_slot(answer):
                self.panel_opened.emit(answer)

    def _build_changed(self, extension: Extension) -> None:
        problem: ErrorReport | None = extension.problem
        self.problem.emit(extension.app_id, problem)
        self.extensions_changed.emit()
        self._open_new_panels(extension.app_id)

    def _open_new_panels(self, app_id: str) -> None:
        """Opens panels that a save has added; one that was there before is not opened anew."""
        if self.kernel is None or app_id not in self.kernel.extensions:
            self._known_panels.pop(app_id, None)
            return
        published = {str(row["panel_id"]) for row in self.kernel.panels.published(app_id)}
        known = self._known_panels.setdefault(app_id, published)
        new = published - known
        self._known_panels[app_id] = known | published
        for panel_id in sorted(new):
            self.tasks.spawn(self._open_panel(app_id, panel_id), "open a new panel")

    async def _open_panel(self, app_id: str, panel_id: str) -> None:
        if self.kernel is not None:
            answer = await self.kernel.panels.call(app_id, panel_id, origin="discovery")
            if claims_its_slot(answer):
                self.panel_opened.emit(answer)


def claims_its_slot(answer: PanelAnswer) -> bool:
    """Whether a discovered panel comes into view by itself.

    Side panels always do, even to say that they failed. A center panel does only with a tree other
    than an empty placeholder: until then the chat keeps the center.
    """
    if answer.slot != "center":
        return True
    return answer.ok and answer.ui is not None and not _is_placeholder(answer.ui)


def _is_placeholder(tree: dict[str, Any]) -> bool:
    return str(tree.get("type", "")).lower() == "empty" and not tree.get("id")
