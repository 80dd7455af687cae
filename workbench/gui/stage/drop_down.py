"""What drops down from the tray: trees that extensions answered with, each under its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.gui.chat.cards import ErrorCard
from workbench.gui.panes.cells import duration
from workbench.gui.parts import look
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line, Paragraph
from workbench.gui.stage.host import PanelActions
from workbench.gui.stage.tray_answer import Leaf
from workbench.gui.stage.wardrobe import Facing

if TYPE_CHECKING:
    from workbench.gui.render.panel_view import PanelView
    from workbench.gui.session import Session

_WIDE = 340
_TALLEST = 420


class DropDown(QWidget):
    """Leaves under one another; `source_asked` carries file and line of an error."""

    source_asked = Signal(str, int)
    resized = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._leaves: list[Leaf] = []
        self.views: list[PanelView] = []
        self._times: list[Line] = []
        self._column = QVBoxLayout(self)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        side = look.px(12)
        self._column.setContentsMargins(side, look.px(10), side, side)
        self._column.setSpacing(look.px(8))

    def sizeHint(self) -> QSize:
        """As tall as what is in it."""
        hint = self._column.sizeHint()
        return QSize(look.px(_WIDE), min(look.px(_TALLEST), hint.height()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the controls ends here: what lies under the panel is not meant."""
        event.accept()

    def leaves(self) -> list[Leaf]:
        """What is shown."""
        return list(self._leaves)

    def show_leaves(self, leaves: Sequence[Leaf]) -> None:
        """Shows these instead; trees of the same things are patched, not drawn anew."""
        same = [(leaf.app_id, leaf.title, leaf.tree is None) for leaf in leaves]
        before = [(leaf.app_id, leaf.title, leaf.tree is None) for leaf in self._leaves]
        self._leaves = list(leaves)
        if same == before and all(leaf.tree is not None for leaf in leaves):
            for view, time, leaf in zip(self.views, self._times, leaves, strict=True):
                view.set_tree(leaf.tree)
                time.set_text(_took(leaf))
        else:
            self._build()
        for view in self.views:
            view.settle()
            view.setFixedHeight(min(look.px(_TALLEST) - look.px(60), view.content_height()))
        self.resized.emit()

    def clear(self) -> None:
        """Drops everything; actions that a control has under way end unheard."""
        for view in self.views:
            view.set_tree(None)
        self.views, self._times, self._leaves = [], [], []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _build(self) -> None:
        leaves = self._leaves
        self.clear()
        self._leaves = leaves
        for leaf in leaves:
            for part in (self._caption(leaf), self._body(leaf)):
                self._column.addWidget(part)
                part.show()  # else it has no size yet when the panel takes its own
        self._column.addStretch(1)

    def _caption(self, leaf: Leaf) -> Row:
        time = Line(_took(leaf), "mono-tiny", "subtle")
        self._times.append(time)
        row = Row(gap=8)
        whose = Line(leaf.app_id, "small", "subtle", stretch=True)
        row.add(Line(leaf.title, "small-strong"), whose, time)
        return row

    def _body(self, leaf: Leaf) -> QWidget:
        if leaf.error is not None:
            card = ErrorCard(leaf.error)
            card.source_asked.connect(self.source_asked)
            return card
        if leaf.tree is None:
            said = leaf.note or "It answered without a tree: nothing is drawn."
            return Paragraph(said, "small", "muted")
        from workbench.gui.render.panel_view import PanelView

        view = PanelView(PanelActions(self._session, leaf.app_id, None, self), padding=0)
        Facing(view, self._session)
        view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        view.resize(look.px(_WIDE - 26), 10)
        view.set_tree(leaf.tree)
        self.views.append(view)
        return view


def _took(leaf: Leaf) -> str:
    return "" if leaf.took_ms is None else duration(leaf.took_ms)
