"""What stands above a Graph's canvas: search, layout, zoom, export, type chips and thresholds."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import (
    RIGHT,
    box,
    check,
    corner,
    glyph,
    line,
    ring,
    text_width,
    theme,
)
from workbench.gui.render.clickables import Clickable, TextButton
from workbench.gui.render.column_box import ColumnBox, FlowBox
from workbench.gui.render.css_color import css_color
from workbench.gui.render.graphs.data import OTHER_COLOR, TYPE_COLORS, GraphData
from workbench.gui.render.graphs.layouts import TITLES
from workbench.gui.render.inputs.checkbox import CheckLine
from workbench.gui.render.inputs.select import ChoiceList, ChoiceWell
from workbench.gui.render.inputs.slider import RangeTrack
from workbench.gui.render.option_panel import Option
from workbench.gui.render.painted import painted
from workbench.gui.render.well import WellEdit

_TALL = 32
_SEARCH_MS = 200
_STEPS = 100
_ABOVE = 7
_TRACK = 130


class TypeChip(Clickable):
    """A type of vertices with its colour and count; ticked while it is shown."""

    def __init__(self, kind: str, count: int, parent: QWidget) -> None:
        super().__init__(f"{kind}, {count}", parent)
        self.kind = kind
        self._count = count
        self.setCheckable(True)
        self.setChecked(True)

    def sizeHint(self) -> QSize:
        """Bar, box, name and count."""
        width = text_width(self.kind, "caption") + text_width(f"({self._count})", "small")
        return QSize(width + 50, 26)

    def _room(self) -> int:
        return max(self.width() - 30 - 10 - text_width(f"({self._count})", "small"), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A tooltip tells a name that is too long."""
        super().resizeEvent(event)
        cut = text_width(self.kind, "caption") > self._room()
        self.setToolTip(self.kind if cut else "")

    def draw(self, painter: QPainter) -> None:
        """A chip with a coloured edge."""
        shown = theme()
        fill, edge = shown.color("surface-2"), shown.color("border")
        box(painter, self.rect(), corner(4), fill=fill, edge=edge)
        color = css_color(TYPE_COLORS.get(self.kind.lower(), OTHER_COLOR)) or QColor(OTHER_COLOR)
        painter.fillRect(QRectF(0, 2, 3, self.height() - 4), color)
        check(painter, QRectF(10, 6, 14, 14), on=self.isChecked())
        name = QRectF(30, 0, self._room(), self.height())
        width = line(painter, name, self.kind, "caption", shown.color("text"))
        count = QRectF(34 + width, 0, 60, self.height())
        line(painter, count, f"({self._count})", "small", shown.color("text-muted"))
        if self.key_focus:
            ring(painter, self.rect(), corner(4))


class Caption(QWidget):
    """A word before the chips."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As tall as a chip."""
        return QSize(text_width(self._text, "label") + 2, 26)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The word."""
        line(painter, self.rect(), self._text, "label", theme().color("text-muted"))


class Threshold(QWidget):
    """A caption, a value and a short slider; `changed` carries the part of the range, 0..1."""

    changed = Signal(float)

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._value = ""
        self.track = RangeTrack(self)
        self.track.setRange(0, _STEPS)
        self.track.setAccessibleName(caption)
        self.track.dragged.connect(lambda: self.changed.emit(self.part))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def part(self) -> float:
        """Where the knob is, 0..1."""
        return self.track.value() / _STEPS

    def say(self, value: str) -> None:
        """Show the value before the slider."""
        if len(value) != len(self._value):
            self.updateGeometry()
        self._value = value
        self.update()

    def sizeHint(self) -> QSize:
        """Caption, value and slider."""
        texts = text_width(self._caption, "caption") + 12 + text_width(self._value, "mono-small")
        return QSize(texts + _TRACK + 8, 28)

    def hasHeightForWidth(self) -> bool:
        """In a narrow place the slider stands under the texts."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line, or two."""
        return 28 if width >= self.sizeHint().width() else 52

    def resizeEvent(self, event: object) -> None:
        """The slider stands at the right, or below."""
        if self.height() > 40:
            mirror.lay(self.track, 0, 24, self.width(), 28)
        else:
            mirror.lay(self.track, self.width() - _TRACK, 0, _TRACK, self.height())

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Caption and value."""
        shown = theme()
        stacked = self.height() > 40
        area = QRectF(0, 0, self.width() if stacked else self.width() - _TRACK - 8, 28)
        line(painter, area, self._caption, "caption", shown.color("text"))
        line(painter, area, self._value, "mono-small", shown.color("text-muted"), RIGHT)


class Disclosure(Clickable):
    """The line that opens the text alternative."""

    def __init__(self) -> None:
        super().__init__("Accessible graph data")
        self.opened = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, 36)

    def draw(self, painter: QPainter) -> None:
        """A chevron and the caption."""
        shown = theme()
        name = "chevron-down" if self.opened else "chevron-right"
        glyph(painter, name, QPointF(19, 18), 14, shown.color("text-muted"))
        area = QRectF(32, 0, self.width() - 40, 36)
        line(painter, area, self.accessibleName(), "body-medium", shown.color("text"))
        if self.key_focus:
            ring(painter, self.rect().adjusted(4, 3, -4, -3), corner(6))


class GraphBar(ColumnBox):
    """All the controls; the signals say what a person wants."""

    searched = Signal(str)
    layout_chosen = Signal(str)
    zoomed = Signal(int)
    fitted = Signal()
    restored = Signal()
    exported = Signal()
    labels_switched = Signal(bool)
    filtered = Signal()

    def __init__(self) -> None:
        super().__init__(margins=(12, 8, 12, 8))
        self.search = WellEdit(tall=_TALL, icon="search")
        self.search.setPlaceholderText("Search entities...")
        self.search.setAccessibleName("Search entities")
        self.layout_well = ChoiceWell(_TALL)
        self.layout_well.setAccessibleName("Layout")
        self.layouts = ChoiceList(self.layout_well)
        self.labels = CheckLine()
        self.labels.setText("Edge labels")
        self.labels.setAccessibleName("Edge labels")
        self.tools = FlowBox(gap=8)
        self.chips = FlowBox(gap=6)
        self._types = Caption("Types:", self.chips)
        self.mentions = Threshold("Min mentions:")
        self.strength = Threshold("Min strength:")
        self.thresholds = FlowBox(gap=24)
        self._layout = "grid"
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_SEARCH_MS)
        self._build_tools()
        for part in (self.mentions, self.strength):
            part.setParent(self.thresholds)
            part.changed.connect(lambda _part: self.filtered.emit())
            self.thresholds.parts.append(part)
        self.add(self.tools)
        self.add(self.chips, above=2 * _ABOVE)
        self.add(self.thresholds, above=2 * _ABOVE)
        self._connect()

    def _build_tools(self) -> None:
        buttons = (
            ("−", "Zoom out", partial(self.zoomed.emit, -1)),
            ("+", "Zoom in", partial(self.zoomed.emit, 1)),
            ("Fit", "Fit", self.fitted.emit),
            ("Reset", "Reset", self.restored.emit),
            ("PNG", "Save as PNG", self.exported.emit),
        )
        self.tools.parts = [self.search, self.layout_well]
        for label, name, run in buttons:
            primary = label == "PNG"
            button = TextButton(label, "primary" if primary else "secondary", small=True)
            button.setAccessibleName(name)
            button.when_clicked(run)
            self.tools.parts.append(button)
        self.tools.parts.append(self.labels)
        for part in self.tools.parts:
            part.setParent(self.tools)

    def _connect(self) -> None:
        self.search.textEdited.connect(lambda _text: self._delay.start())
        self._delay.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.layout_well.when_clicked(self._open_layouts)
        self.layouts.chosen.connect(self._choose_layout)
        self.labels.when_clicked(self._switch_labels)

    def show_graph(self, data: GraphData, layout: str, *, labels: bool) -> None:
        """Show the controls for a graph."""
        self.labels.setChecked(labels)
        self.show_layout(layout)
        for chip in self.chips.parts[1:]:
            chip.hide()
            chip.deleteLater()
        self.chips.parts = [self._types]
        for kind, count in list(data.kinds.items())[:40]:
            chip = TypeChip(kind, count, self.chips)
            chip.when_clicked(self.filtered.emit)
            chip.show()
            self.chips.parts.append(chip)
        self.chips.setVisible(len(self.chips.parts) > 1)
        self.relayout()
        self.updateGeometry()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """A hairline between the lines of controls."""
        ink = theme().color("border-card")
        for part in (self.chips, self.thresholds):
            if not part.isHidden():
                painter.fillRect(QRectF(0, part.y() - _ABOVE - 1, self.width(), 1), ink)

    def show_layout(self, layout: str) -> None:
        """Show which layout is in force."""
        self._layout = layout
        self.layout_well.show_choice(TITLES.get(layout, "Grid"), muted=False)

    def hidden_kinds(self) -> set[str]:
        """The types whose chip is not ticked."""
        chips = (chip for chip in self.chips.parts if isinstance(chip, TypeChip))
        return {chip.kind for chip in chips if not chip.isChecked()}

    def _open_layouts(self) -> None:
        options = [Option(name, title) for name, title in TITLES.items()]
        self.layouts.open(options, self._layout)

    def _choose_layout(self, layout: str) -> None:
        self.show_layout(layout)
        self.layout_chosen.emit(layout)

    def _switch_labels(self) -> None:
        self.labels.setChecked(not self.labels.isChecked())
        self.labels_switched.emit(self.labels.isChecked())
