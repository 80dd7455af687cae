"""A widget that stacks other widgets and knows its height for every width.

Qt's own box layouts ask for heights by width only within layouts; the renderer's surfaces ask
widgets. This is the smallest thing that answers both.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render import mirror


def height_for(widget: QWidget, width: int) -> int:
    """The height a widget wants at a width, within its own limits."""
    height = widget.heightForWidth(width) if widget.hasHeightForWidth() else -1
    if height < 0:
        height = widget.sizeHint().height()
    return min(max(height, widget.minimumHeight()), widget.maximumHeight())


@dataclass(slots=True)
class Part:
    """A widget in a column; `above` is the space before it, px; `fill` stretches it."""

    widget: QWidget
    above: int
    fill: bool


class ColumnBox(QWidget):
    """Widgets under one another; hidden ones take no room, nor the space above them."""

    def __init__(
        self, parent: QWidget | None = None, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
    ) -> None:
        super().__init__(parent)
        self._parts: list[Part] = []
        self.margins = margins
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget, *, above: int = 0, fill: bool = True) -> None:
        """Put a widget at the end."""
        widget.setParent(self)
        self._parts.append(Part(widget, above, fill))

    def replace(self, old: QWidget, new: QWidget) -> None:
        """Put `new` in the place of `old`, which the caller lets go."""
        for part in self._parts:
            if part.widget is old:
                new.setParent(self)
                part.widget = new

    def hasHeightForWidth(self) -> bool:
        """Always."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All parts at a width."""
        return self._walk(width, place=False)

    def sizeHint(self) -> QSize:
        """The widest part."""
        left, _, right, _ = self.margins
        width = max((part.widget.sizeHint().width() for part in self._shown()), default=0)
        return QSize(width + left + right, self.heightForWidth(width + left + right))

    def minimumSizeHint(self) -> QSize:
        """The widest part that cannot shrink."""
        left, _, right, _ = self.margins
        least = max((part.widget.minimumSizeHint().width() for part in self._shown()), default=0)
        return QSize(least + left + right, 0)

    def relayout(self) -> None:
        """Place the parts for the present width."""
        self._walk(self.width(), place=True)

    def _shown(self) -> list[Part]:
        return [part for part in self._parts if not part.widget.isHidden()]

    def _walk(self, width: int, *, place: bool) -> int:
        left, top, right, bottom = self.margins
        room = max(width - left - right, 0)
        y, first = top, True
        for part in self._shown():
            y += 0 if first else part.above
            first = False
            wide = room if part.fill else min(part.widget.sizeHint().width(), room)
            tall = height_for(part.widget, wide)
            if place:
                mirror.lay(part.widget, left, y, wide, tall)
            y += tall
        return y + bottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        self.relayout()

    def event(self, event: QEvent) -> bool:
        """A part asked for another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.relayout()
            self.updateGeometry()
            return True
        return super().event(event)


class FlowBox(QWidget):
    """Widgets side by side that go on in the next line when the width is used up.

    `stretch_last` gives the last widget the rest of its line (the field of a tag input).
    """

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 6, stretch_last: bool = False
    ) -> None:
        super().__init__(parent)
        self.parts: list[QWidget] = []
        self.margins = (0, 0, 0, 0)
        self._gap = gap
        self._stretch_last = stretch_last
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Always."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many lines as it takes."""
        return self._walk(width, place=False)

    def sizeHint(self) -> QSize:
        """All in one line."""
        shown = [part for part in self.parts if not part.isHidden()]
        width = sum(part.sizeHint().width() for part in shown) + self._gap * max(len(shown) - 1, 0)
        width += self.margins[0] + self.margins[2]
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One narrow widget a line."""
        return QSize(80, 0)

    def relayout(self) -> None:
        """Place the widgets for the present width."""
        self._walk(self.width(), place=True)

    def _walk(self, width: int, *, place: bool) -> int:
        left, top, right, bottom = self.margins
        room = max(width - left - right, 1)
        x, y, tall = 0, 0, 0
        row: list[tuple[QWidget, QRect]] = []
        shown = [part for part in self.parts if not part.isHidden()]
        for number, part in enumerate(shown):
            last = self._stretch_last and number == len(shown) - 1
            hint = part.minimumSizeHint() if last else part.sizeHint()
            wide = min(hint.width(), room)
            high = height_for(part, wide)
            if x and x + wide > room:
                _settle(row, tall, place=place)
                x, y, tall, row = 0, y + tall + self._gap, 0, []
            wide = room - x if last else wide
            row.append((part, QRect(left + x, top + y, wide, high)))
            x, tall = x + wide + self._gap, max(tall, high)
        _settle(row, tall, place=place)
        return y + tall + top + bottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        self.relayout()

    def event(self, event: QEvent) -> bool:
        """A widget asked for another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.relayout()
            self.updateGeometry()
            return True
        return super().event(event)


def _settle(row: list[tuple[QWidget, QRect]], tall: int, *, place: bool) -> None:
    """Place the widgets of one line, each in the middle of its height."""
    if place:
        for part, rect in row:
            mirror.lay_in(part, rect.translated(0, (tall - rect.height()) // 2))
