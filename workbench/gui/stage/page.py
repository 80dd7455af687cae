"""One panel on the stage: header, what went wrong, and the tree it answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workbench.gui.panes.cells import size
from workbench.gui.panes.instants import instants
from workbench.gui.parts import look
from workbench.gui.parts.banner import Banner
from workbench.gui.parts.surface import Empty
from workbench.gui.stage.header import Header, params_text
from workbench.gui.stage.host import LOOKED_AT, PanelActions
from workbench.gui.stage.wardrobe import Facing

if TYPE_CHECKING:
    from workbench.gui.render.panel_view import PanelView
    from workbench.gui.session import Session
    from workbench.gui.stage.failure import Failure
    from workbench.kernel.errors import ErrorReport
    from workbench.kernel.panel_answer import PanelAnswer

ICONS = {"left": "panel-left", "center": "app-window", "right": "panel-right"}

_PADDING = {"left": 12, "right": 12}
"""Free space around a side column's content, px; the center has the platform's 24."""


class PanelPage(QWidget):
    """Shows the answers of one panel. The last good tree stays under a banner when a call fails.

    `user_id` is whose panel it is, empty for whoever is signed in.

    `close_asked` is the header's cross, `source_asked` carries file and line.
    """

    close_asked = Signal()
    source_asked = Signal(str, int)

    def __init__(
        self, session: Session, app_id: str, panel_id: str, slot: str, user_id: str = ""
    ) -> None:
        super().__init__()
        self._user_id = user_id
        self.app_id = app_id
        self.panel_id = panel_id
        self.slot = slot
        self._session = session
        self._declared: dict[str, Any] = {}
        self._view: PanelView | None = None
        self._failure: Failure | None = None
        self.header = Header(ICONS.get(slot, "app-window"), panel_id, closable=slot == "center")
        self.banner = Banner(retry="Retry")
        self._empty = Empty("loader", "Calling the panel…")
        self._body = QStackedWidget()
        self._body.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self._body, 1)
        self.header.close_asked.connect(self.close_asked)
        self.banner.source_asked.connect(self.source_asked)
        self.banner.retry_asked.connect(self._retry)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme in force."""
        self.update()

    @property
    def user_id(self) -> str:
        """Whose panel it is, empty for whoever is signed in."""
        return self._user_id

    def declare(self, declared: dict[str, Any]) -> None:
        """Takes the panel's declaration: its title and icon."""
        self._declared = declared
        if not self.header.time.text():
            self.header.show_answer(self._icon(), self.title(), "", None)

    def title(self) -> str:
        """The declared title, or the panel's id."""
        return str(self._declared.get("title") or self.panel_id)

    def failure(self) -> Failure | None:
        """The error in place of the tree, once there was one."""
        return self._failure

    def view(self) -> PanelView | None:
        """The drawn tree, once there is one."""
        return self._view

    def put_away(self) -> None:
        """Ends the page; an action that a control has under way ends unheard."""
        if self._view is not None:
            self._view.set_tree(None)
        self.deleteLater()

    def show_answer(self, answer: PanelAnswer) -> None:
        """Shows a call's outcome."""
        params = params_text(answer.panel_id, answer.params)
        if self.slot != "center" and not answer.params:
            params = ""
        then = "" if self._session.past() is None else f"as of {instants().exact(answer.at)[:8]}"
        self.header.show_answer(self._icon(), self.title(), params, answer.duration_ms, then)
        self.header.time.setToolTip(f"{size(answer.bytes)} of tree")
        if not answer.ok:
            self._show_failure(answer)
            return
        self.banner.say(None)
        if answer.ui is None:
            self._show_blank(answer)
            return
        self._show_tree(answer.ui)

    def _show_tree(self, tree: dict[str, Any]) -> None:
        if self._view is None:
            from workbench.gui.render.panel_view import PanelView

            actions = PanelActions(self._session, self.app_id, self.panel_id, self, self._user_id)
            self._view = PanelView(actions, padding=_PADDING.get(self.slot, 24))
            Facing(self._view, self._session, self._user_id)
            self._body.addWidget(self._view)
        self._view.set_tree(tree)
        self._body.setCurrentWidget(self._view)

    def _show_failure(self, answer: PanelAnswer) -> None:
        error = answer.error
        if self._view is not None and self._view.node() is not None:
            self.banner.say(error, "the last good panel stays")
            self._body.setCurrentWidget(self._view)
            return
        if error is None:
            self._empty.set("circle-x", "The panel failed")
            self._body.setCurrentWidget(self._empty)
            return
        self._show_first_failure(error)

    def _show_first_failure(self, error: ErrorReport) -> None:
        """A panel that never had a tree shows its error in place of one."""
        from workbench.gui.stage.failure import Failure

        if self._failure is None:
            self._failure = Failure()
            self._failure.source_asked.connect(self.source_asked)
            self._failure.retry_asked.connect(self._retry)
            self._body.addWidget(self._failure)
        self._failure.show_report(error)
        self._body.setCurrentWidget(self._failure)

    def _show_blank(self, answer: PanelAnswer) -> None:
        hints = {
            "dict": "The handler returned a plain dict without a “ui” key: nothing is drawn.",
            "none": "The handler returned nothing: production leaves the slot blank.",
        }
        hint = hints.get(answer.shape, "The answer holds no UI node: nothing is drawn.")
        self._empty.set("square-dashed", "Nothing to draw", hint)
        self._body.setCurrentWidget(self._empty)

    def _icon(self) -> str:
        from workbench.gui.theme import icons

        name = str(self._declared.get("icon") or "")
        return name if name and icons.resolve(name) else ICONS.get(self.slot, "app-window")

    def _retry(self) -> None:
        kernel = self._session.kernel
        if self._session.past() is not None:
            self._session.notice.emit(LOOKED_AT)
        elif kernel is not None:
            user = kernel.personas.find(self._user_id) if self._user_id else None
            call = kernel.panels.call(self.app_id, self.panel_id, {}, user=user)
            self._session.tasks.spawn(call, "retry panel")
