"""A line over a stage."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtGui import QPainter, QPaintEvent

from workbench.gui.parts import look
from workbench.gui.parts.painted import painted
from workbench.gui.parts.surface import Row


class Strip(Row):
    """A row on the stage's ground, with a hairline below; `tall` px at 100 %."""

    tall: ClassVar[int] = 32

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        super().restyle()
        self.setFixedHeight(look.px(self.tall))
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The ground with a hairline below."""
        painter.fillRect(self.rect(), look.ground())
        line = look.theme().color("border-card")
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
