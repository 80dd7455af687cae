"""The three slots of the extension in view, as one user sees them, and what stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.chat.pane import RAIL
from workbench.gui.parts import look
from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Surface
from workbench.gui.stage.column import Column

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.panel_answer import PanelAnswer

DEFAULT_WIDTH, MIN_WIDTH, MAX_WIDTH = 280, 200, 500
"""Widths of a side column where the panel declares none (panels guide, Slots)."""
_ROOM = 360
_ROOMY = 760
"""Below this width, px at 100 %, there is no room for the chat beside a center panel."""
_FREE = 16_777_215


class Slots(Surface):
    """Columns for the left, center and right slot around `middle`.

    `middle` fills the center until a center panel is open; then it is a rail `rail()` px wide at
    its right. `widths` are the widths a person gave side columns, by "app/slot", px at 100 %.

    `center_changed` tells that the center was taken or given back; `source_asked` carries file and
    line of a source to open.
    """

    center_changed = Signal()
    source_asked = Signal(str, int)

    def __init__(self, session: Session, middle: QWidget, user_id: str = "") -> None:
        super().__init__("surface-0")
        self._session = session
        self._middle = middle
        self.widths: dict[str, int] = {}
        slots = ("left", "center", "right")
        self.columns = {slot: Column(session, slot, user_id) for slot in slots}
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        for part in (self.columns["left"], self.columns["center"], middle, self.columns["right"]):
            self.splitter.addWidget(part)
        self.outer = QVBoxLayout(self)
        self.outer.setContentsMargins(0, 0, 0, 0)
        self.outer.setSpacing(0)
        self.outer.addWidget(self.splitter, 1)
        session.panel_opened.connect(self._open)
        session.bridge.panel.connect(self._refresh)
        session.current_changed.connect(self._show_extension)
        session.extensions_changed.connect(self._extensions_changed)
        session.kernel_changed.connect(self._kernel_changed)
        self.splitter.splitterMoved.connect(self._widths_chosen)
        for column in self.columns.values():
            column.source_asked.connect(self.source_asked)
            column.closed.connect(self._arrange)

    def user_id(self) -> str:
        """Whose panels are shown."""
        raise NotImplementedError

    def rail(self) -> int:
        """How wide the middle is beside an open center panel: the platform's rail as long as there
        is room, else 0, which hides it."""
        return look.px(RAIL) if self.width() >= look.px(_ROOMY) else 0

    # -- what the window asks

    def center_open(self) -> bool:
        """Whether a center panel has taken the center."""
        return self.columns["center"].occupied()

    def close_center(self) -> None:
        """Gives the center back to what stands in the middle."""
        self.columns["center"].close_current()

    # -- following the session

    def _mine(self, answer: PanelAnswer) -> bool:
        return answer.user_id in ("", self.user_id())

    def _open(self, answer: PanelAnswer) -> None:
        if not self._mine(answer):
            return
        column = self.columns.get(answer.slot)
        if column is None:
            self._session.notice.emit(
                f"Panel “{answer.panel_id}” asks for the slot “{answer.slot}”: never drawn"
            )
            return
        column.open(answer, self._declared(answer.app_id, answer.panel_id))
        self._arrange()

    def _refresh(self, answer: PanelAnswer) -> None:
        column = self.columns.get(answer.slot) if self._mine(answer) else None
        if column is None or not self._declared(answer.app_id, answer.panel_id):
            return
        if column.refresh(answer) and column.isHidden():
            self._arrange()

    def _declared(self, app_id: str, panel_id: str) -> dict[str, Any]:
        kernel = self._session.kernel
        extension = kernel.extensions.get(app_id) if kernel is not None else None
        if extension is None:
            return self._session.earlier.declared(app_id, panel_id)
        rows = extension.declarations.rows("panels")
        return next((dict(row) for row in rows if row.get("panel_id") == panel_id), {})

    def _show_extension(self) -> None:
        app_id = self._session.current or ""
        for column in self.columns.values():
            column.show_extension(app_id)
        self._arrange()

    def _extensions_changed(self) -> None:
        """Drops the pages of what was closed; puts those aside that are no longer declared."""
        loaded = {e.app_id: e for e in self._session.extensions()}
        for slot, column in self.columns.items():
            for app_id in column.app_ids():
                extension = loaded.get(app_id)
                if extension is None:
                    column.forget(app_id)
                    continue
                rows = extension.declarations.rows("panels")
                keep = {str(row["panel_id"]) for row in rows if row.get("slot") == slot}
                column.put_aside(app_id, keep)
        self._arrange()

    def _kernel_changed(self) -> None:
        if self._session.kernel is None:
            self.forget()
        self._show_extension()

    def forget(self) -> None:
        """Drops every panel: they were another user's, or their kernel has ended."""
        for column in self.columns.values():
            for app_id in column.app_ids():
                column.forget(app_id)
        self._arrange()

    # -- widths

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side columns keep their width; what is between them gives way."""
        super().resizeEvent(event)
        self._arrange()

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        super().restyle()
        if hasattr(self, "splitter"):
            self._arrange()

    def _arrange(self) -> None:
        """Shows the occupied slots and gives each its width."""
        center = self.center_open()
        for slot, column in self.columns.items():
            column.setVisible(column.occupied())
            if slot != "center":
                low, high = self._limits(slot)
                column.setMinimumWidth(low)
                column.setMaximumWidth(high)
        rail = self.rail() if center else 0
        self._middle.setVisible(bool(rail) or not center)
        self._middle.setMinimumWidth(rail or min(look.px(_ROOM), self.width() // 2))
        self._middle.setMaximumWidth(rail or _FREE)
        left, right = (self._width(slot) for slot in ("left", "right"))
        rest = max(1, self.width() - left - right - rail - 3)
        self.splitter.setSizes([left, rest if center else 0, rail if center else rest, right])
        self.center_changed.emit()

    def _width(self, slot: str) -> int:
        if not self.columns[slot].occupied():
            return 0
        low, high = self._limits(slot)
        declared = self._options(slot).get("default_width")
        usual = declared if isinstance(declared, int | float) else DEFAULT_WIDTH
        wanted = self.widths.get(f"{self._session.current}/{slot}", usual)
        return max(low, min(high, look.px(wanted)))

    def _limits(self, slot: str) -> tuple[int, int]:
        """The narrowest and the widest a side column may be; a small window narrows both."""
        options = self._options(slot)
        low, high = options.get("min_width"), options.get("max_width")
        low = look.px(low if isinstance(low, int | float) else MIN_WIDTH)
        high = look.px(high if isinstance(high, int | float) else MAX_WIDTH)
        room = max(look.px(140), self.width() // 3)
        return min(low, room), max(min(low, room), min(high, room))

    def _options(self, slot: str) -> dict[str, Any]:
        page = self.columns[slot].current()
        if page is None:
            return {}
        declared = self._declared(page.app_id, page.panel_id)
        options = declared.get("options")
        return dict(options) if isinstance(options, dict) else {}

    def _widths_chosen(self, position: int, index: int) -> None:
        """Remembers a dragged width for the extension in view."""
        sizes = self.splitter.sizes()
        for slot, place in (("left", 0), ("right", 3)):
            if self.columns[slot].occupied() and sizes[place]:
                scale = look.px(1000) / 1000
                self.widths[f"{self._session.current}/{slot}"] = round(sizes[place] / scale)
