"""The running kernel as the window sees it: its beginning and end, who and what is in view.

Whatever acts on the kernel finds it here; what it tells comes back as a Qt signal. Widgets hold no
truth of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from workbench.gui.bridge import Bridge
from workbench.gui.discovery import Discovery
from workbench.gui.earlier import EarlierStage
from workbench.gui.folders import Folders
from workbench.gui.panes.inbox import Inbox
from workbench.gui.tasks import Tasks
from workbench.gui.warming import ALL, COMMON, begin_standby, import_stages, warm_renderer

if TYPE_CHECKING:
    from workbench.gui.reopening import Reopening
    from workbench.kernel.actions import ActionOutcome
    from workbench.kernel.builds.extension import Extension
    from workbench.kernel.children.standby import Standby
    from workbench.kernel.kernel import Kernel, KernelOptions

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

    `folders` are the extensions that were opened, `discovery` brings their panels into view.
    `reading` owns what reads the kernel's journal: it is cancelled before the kernel is closed.
    `inbox` counts the notifications of each user. `history` names the earlier sessions whose turns
    stand in the chat, `reopening` leads back to the place of one of them while that lasts.
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
        self.earlier = EarlierStage(self)
        self.kernel: Kernel | None = None
        self.options: KernelOptions | None = None
        self.current: str | None = None
        self.starting = False
        self.history: tuple[str, ...] = ()
        self.reopening: Reopening | None = None
        self.folders = Folders(self)
        self.discovery = Discovery(self)
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
        await self._start_at_place(found, options, roots, standby)
        if found is not None:
            self.notice.emit("The last session was cut off; this one stands where it did")

    async def _start_at_place(
        self,
        back: Reopening | None,
        options: KernelOptions,
        roots: Sequence[Path],
        standby: Standby | None = None,
    ) -> None:
        """Starts the kernel, at the place of an earlier session if there is one."""
        self.reopening = back
        if back is not None:
            options, roots, self.history = back.options(options), back.roots(roots), back.history
        try:
            await self._start_kernel(options, roots, standby)
        finally:
            self.reopening = None
        if back is not None:
            back.finish(self)

    async def _start_kernel(
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
            await self.folders.open(root)
        self.tasks.spawn(self._warm_the_rest(), "import the rest of the renderer")

    async def _bring_turns(self, kernel: Kernel) -> None:
        """Puts what was said in earlier sessions into the chat."""
        if self.reopening is not None:
            await self.reopening.bring_words(kernel)
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
        options, roots = replace(self.options, **changes), self.folders.roots
        shown = self.current
        journal = self.kernel.journal.path if self.kernel is not None else None
        await self.close()
        from workbench.gui.reopening import returning

        await self._start_at_place(returning(options, journal), options, roots)
        if shown is not None and self.kernel is not None and shown in self.kernel.extensions:
            self.show_extension(shown)

    async def close(self) -> None:
        """Ends the kernel and with it every child process."""
        if self.kernel is not None:
            self.ending.emit()
        kernel, self.kernel, self.current = self.kernel, None, None
        self.folders.roots = []
        self.history = ()
        self.discovery.forget()
        self.bridge.detach()
        if kernel is None:
            return
        self.kernel_changed.emit()
        await self.reading.close()
        self.reading = Tasks(self.tasks.on_error)
        await kernel.close()

    def past(self) -> Path | None:
        """The journal of the earlier session that is looked at, None for one that runs."""
        return self.kernel.options.past if self.kernel is not None else None

    # -- the extension in view

    def extensions(self) -> list[Extension]:
        """What is open, in the order it was opened."""
        return list(self.kernel.extensions.values()) if self.kernel is not None else []

    def extension(self) -> Extension | None:
        """The extension shown."""
        if self.kernel is None or self.current is None:
            return None
        return self.kernel.extensions.get(self.current)

    def show_extension(self, app_id: str | None) -> None:
        """Brings an extension to the stage, or with None no one."""
        if app_id != self.current:
            self.current = app_id
            self.current_changed.emit()

    def _build_changed(self, extension: Extension) -> None:
        self.problem.emit(extension.app_id, extension.problem)
        self.extensions_changed.emit()
        self.discovery.follow(extension)

    # -- people

    def person_name(self, imperal_id: str) -> str:
        """What a person is called; the id of somebody unknown, empty for nobody."""
        if self.kernel is None or imperal_id not in self.kernel.personas:
            return imperal_id
        return self.kernel.personas.find(imperal_id).name or imperal_id

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
        await self.discovery.run_all()

    def put_beside(self, imperal_id: str | None) -> None:
        """Looks at another user too, with panels of their own; with None at nobody else."""
        if self.kernel is not None:
            self.kernel.personas.put_beside(imperal_id)
            self.beside_changed.emit()

    # -- acting

    async def act(
        self, app_id: str, action: dict[str, Any], panel_id: str | None, *, user_id: str = ""
    ) -> ActionOutcome | None:
        """Runs a control's action, as whoever is signed in or as another user, and brings the
        panel it answered with into view."""
        if self.kernel is None:
            return None
        user = self.kernel.personas.find(user_id) if user_id else None
        outcome = await self.kernel.act(app_id, action, panel_id=panel_id, user=user)
        if outcome.answer is not None:
            self.panel_opened.emit(outcome.answer)
        return outcome

    def cancel_task(self, task_id: str) -> None:
        """Asks a background task to end; it is told at its next sign of life."""
        if self.kernel is not None:
            self.kernel.tasks.cancel(task_id)
