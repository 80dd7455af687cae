"""RadioGroup: one choice, all of them in sight."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import radio, ring, theme
from workbench.gui.render.column_box import ColumnBox, FlowBox
from workbench.gui.render.forms.validation import PICK, check_chosen
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.inputs.marked_line import MarkedLine
from workbench.gui.render.option_panel import Option, options_of
from workbench.gui.render.plain import text_of
from workbench.gui.render.text_block import TextBlock

_SIDE = 16
_FORWARD = (Qt.Key.Key_Down, Qt.Key.Key_Right)
_BACK = (Qt.Key.Key_Up, Qt.Key.Key_Left)


class RadioLine(MarkedLine):
    """One choice with its description; `stepped` asks for the one before or after it."""

    accessible_role = QAccessible.Role.RadioButton

    stepped = Signal(int)

    def __init__(self, option: Option, parent: QWidget | None = None) -> None:
        super().__init__(option.label, parent)
        self.option = option
        self.setText(option.label)
        self.setEnabled(not option.disabled)
        self.setAccessibleDescription(option.description)

    def _description(self) -> TextBlock | None:
        words = self.option.description
        return TextBlock(theme(), words, "caption") if words else None

    def sizeHint(self) -> QSize:
        """Circle, label and description."""
        words = self._description()
        width = max(super().sizeHint().width(), self.left + words.natural() if words else 0)
        return QSize(width, self.heightForWidth(width))

    def heightForWidth(self, width: int) -> int:
        """The lines of label and description."""
        words = self._description()
        below = words.height(self.room(width)) if words is not None else 0
        return super().heightForWidth(width) + below

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the neighbour, as in a browser."""
        key = mirror.key(self, event.key())
        if key in _FORWARD or key in _BACK:
            self.stepped.emit(1 if key in _FORWARD else -1)
            return
        super().keyPressEvent(event)

    def draw(self, painter: QPainter) -> None:
        """Circle, label and description."""
        circle = self.mark_area(_SIDE)
        radio(painter, circle, on=self.isChecked())
        if self.key_focus:
            ring(painter, circle.adjusted(-1, -1, 1, 1), 9)
        self.draw_label(painter)
        words = self._description()
        if words is not None:
            top = super().heightForWidth(self.width())
            ink = theme().color("text-muted")
            words.paint(painter, self.left, top, self.room(self.width()), ink)


@register("RadioGroup")
class RadioGroupView(FieldView):
    """Its value is the chosen option's value, a string."""

    def make_body(self) -> QWidget:
        """Filled in `read`: the orientation decides what the body is."""
        self.lines: list[RadioLine] = []
        self._made: tuple[Any, bool] | None = None
        return ColumnBox()

    def focus_target(self) -> QWidget:
        """The chosen option, else the first that can be chosen."""
        usable = [line for line in self.lines if not line.option.disabled]
        chosen = [line for line in usable if line.isChecked()]
        stops: list[QWidget] = [*chosen, *usable, self.body]
        return stops[0]

    def named_target(self) -> QWidget:
        """The group; each option has a name of its own."""
        return self.body

    def initial(self) -> Any:
        """The `value` prop as text."""
        return text_of(self.node.get("value"))

    def read(self) -> None:
        """Make the lines again when the options or the orientation changed."""
        options = options_of(self.node.get("options"))
        flowing = self.node.get("orientation") == "horizontal"
        if self._made == (options, flowing):
            return
        self._made = (options, flowing)
        old = self.body
        self.lines = [RadioLine(option) for option in options]
        self.body = self._flow() if flowing else self._column()
        for line_ in self.lines:
            line_.when_clicked(partial(self._choose, line_))
            line_.stepped.connect(partial(self._step, line_))
        self.frame.replace(old, self.body)
        self.body.show()
        old.hide()
        old.deleteLater()
        self.frame.relayout()

    def _flow(self) -> QWidget:
        flow = FlowBox(gap=16)
        flow.parts = list(self.lines)
        for line_ in self.lines:
            line_.setParent(flow)
        return flow

    def _column(self) -> QWidget:
        column = ColumnBox()
        for line_ in self.lines:
            column.add(line_, above=8)
        return column

    def show_value(self, value: Any) -> None:
        """Tick one; only that one (or the first) is a stop of the Tab key."""
        text = text_of(value)
        for line_ in self.lines:
            line_.setChecked(line_.option.value == text)
            line_.update()
        stop = self.focus_target()
        for line_ in self.lines:
            tab = line_ is stop
            line_.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab else Qt.FocusPolicy.ClickFocus)

    def check(self, value: Any) -> str:
        """Required."""
        return check_chosen(text_of(value), required=self.required, message=PICK)

    def show_enabled(self, enabled: bool) -> None:
        """Disabled options stay disabled."""
        for line_ in self.lines:
            line_.setEnabled(enabled and not line_.option.disabled)

    def _choose(self, chosen: RadioLine) -> None:
        if chosen.option.value != text_of(self.value):
            self.show_value(chosen.option.value)
            self.user_changed(chosen.option.value)

    def _step(self, here: RadioLine, step: int) -> None:
        usable = [line_ for line_ in self.lines if line_.isEnabled()]
        if here in usable:
            following = usable[(usable.index(here) + step) % len(usable)]
            self._choose(following)
            following.setFocus(Qt.FocusReason.TabFocusReason)
