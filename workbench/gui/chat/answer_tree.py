"""A tree that was answered into the chat: as tall as what it shows, and scrolled beyond a limit."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.parts import look
from workbench.gui.render.actions import ActionHost
from workbench.gui.render.panel_view import PanelView

_PADDING = 16
_TALLEST = 480


class AnswerTree(PanelView):
    """A panel that stands in a column and takes the height of its content there.

    A panel's own surface is never smaller than what is seen of it, so the height wanted is that of
    the content at a width and not that of the surface: a card once tall would stay so.
    """

    _wanted = 0

    def __init__(self, actions: ActionHost, parent: QWidget | None = None) -> None:
        super().__init__(actions, parent, padding=_PADDING)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the zoom in force; the tree takes up the theme by itself."""
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Longer lines, fewer of them."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The content, up to the limit."""
        with self.growth.slice():
            return min(look.px(_TALLEST), self.surface.heightForWidth(width))

    def sizeHint(self) -> QSize:
        """The content at the present width."""
        return QSize(look.px(240), self.heightForWidth(max(self.width(), look.px(240))))

    def minimumSizeHint(self) -> QSize:
        """It may be squeezed: what does not fit is scrolled."""
        return QSize(0, 0)

    def _fit(self) -> None:
        """What was opened, typed or loaded may have changed the height."""
        super()._fit()
        wanted = self.heightForWidth(self.viewport().width())
        if wanted != self._wanted:
            self._wanted = wanted
            self.updateGeometry()
