"""The stage: left slot, center slot, chat and right slot, in the platform's widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.chat.pane import ChatPane
from workbench.gui.parts.banner import Banner
from workbench.gui.stage.slots import Slots
from workbench.gui.stage.wardrobe import Wardrobe
from workbench.gui.stage.whose import WhoseRow

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.errors import ErrorReport


class Stage(Slots):
    """Shows the panels of the extension in view to whoever is signed in, and the chat.

    The chat fills the center until a center panel is open; then it is a rail at its right.
    """

    def __init__(self, session: Session) -> None:
        chat = ChatPane(session)
        super().__init__(session, chat)
        self._problems: dict[str, ErrorReport] = {}
        self.chat = chat
        self.banner = Banner(retry="Reload")
        self.wardrobe = Wardrobe(session, self)
        self.whose = WhoseRow()
        self.whose.hide()
        self.outer.insertWidget(0, self.whose)
        self.outer.insertWidget(1, self.banner)
        session.problem.connect(self._problem)
        session.people_changed.connect(self.forget)
        self.banner.retry_asked.connect(self._reload)
        for part in (self.banner, self.chat):
            part.source_asked.connect(self.source_asked)
        self._arrange()

    def user_id(self) -> str:
        """Who is signed in."""
        kernel = self._session.kernel
        return kernel.personas.current.imperal_id if kernel is not None else ""

    def _show_extension(self) -> None:
        super()._show_extension()
        self._show_problem()

    def _kernel_changed(self) -> None:
        self._problems.clear()
        super()._kernel_changed()

    # -- problems over the last good panels

    def _problem(self, subject: str, report: ErrorReport | None) -> None:
        if report is None:
            self._problems.pop(subject, None)
        else:
            self._problems[subject] = report
        self._show_problem()

    def _show_problem(self) -> None:
        """The problem of the extension in view, or of a folder that never loaded."""
        current = self._session.current
        report = self._problems.get(current or "")
        if report is not None:
            extension = self._session.extension()
            stays = extension is not None and extension.status == "failed"
            self.banner.say(report, "the last good build stays" if stays else "")
            return
        folders = [r for subject, r in self._problems.items() if "/" in subject or "\\" in subject]
        self.banner.say(folders[-1] if folders else None)

    def _reload(self) -> None:
        from pathlib import Path

        current = self._session.current
        if current is not None and current in self._problems:
            self._session.tasks.spawn(self._session.folders.reload(current), "reload")
            return
        folders = [subject for subject in self._problems if "/" in subject or "\\" in subject]
        if folders:
            self._session.tasks.spawn(self._session.folders.open(Path(folders[-1])), "open")
