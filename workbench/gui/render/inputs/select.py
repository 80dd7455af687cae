"""Select: one choice out of a list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render.brushwork import glyph, line, text_width, theme
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.forms.validation import CHOOSE, check_chosen
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.option_panel import Option, OptionPanel, options_of
from workbench.gui.render.plain import label_of, text_of
from workbench.gui.render.popover import Popover
from workbench.gui.render.well import paint_well

PLACEHOLDER = "Select…"
_OPENERS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space)


class ChoiceWell(Clickable):
    """A well that shows one choice and opens the list of all."""

    def __init__(self, tall: int = 44, parent: QWidget | None = None) -> None:
        super().__init__("Choice", parent)
        self.bad = False
        self.muted = False
        self._tall = tall
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def show_choice(self, text: str, *, muted: bool) -> None:
        """Show a label; `muted` for the placeholder."""
        self.muted = muted
        self.setText(text)
        self._hint()
        self.update()

    def _hint(self) -> None:
        cut = text_width(self.text()[:1000], "body") > self.width() - 53
        self.setToolTip(self.text() if cut else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A tooltip tells a choice that is too long."""
        super().resizeEvent(event)
        self._hint()

    def sizeHint(self) -> QSize:
        """The choice and the arrow."""
        return QSize(max(text_width(self.text()[:60], "body") + 56, 120), theme().space(self._tall))

    def minimumSizeHint(self) -> QSize:
        """May be cut."""
        return QSize(80, theme().space(self._tall))

    def draw(self, painter: QPainter) -> None:
        """Well, label and arrow."""
        shown = theme()
        paint_well(
            painter,
            self.rect(),
            focused=self.hasFocus(),
            ringed=self.key_focus,
            hovered=self.underMouse(),
            bad=self.bad,
        )
        ink = shown.color("text-placeholder" if self.muted else "text")
        area = QRectF(self.rect()).adjusted(13, 0, -40, 0)
        line(painter, area, self.text(), "body", ink)
        center = QPointF(self.width() - 21, self.height() / 2)
        glyph(painter, "chevron-down", center, 16, shown.color("text-muted"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows open the list as well."""
        if event.key() in _OPENERS:
            self.click()
            return
        super().keyPressEvent(event)


class ChoiceList(QObject):
    """The list of a `ChoiceWell`, made when it is first opened; `chosen` carries a value."""

    chosen = Signal(str)

    def __init__(self, well: ChoiceWell) -> None:
        super().__init__(well)
        self._well = well
        self.panel: OptionPanel | None = None
        self._popover: Popover | None = None

    def open(self, options: list[Option], value: str) -> None:
        """Open below the well, or close when it is open."""
        if self._popover is not None and self._popover.isVisible():
            self.close()
            return
        if self.panel is None or self._popover is None:
            self.panel = OptionPanel()
            self.panel.list.chosen.connect(self._choose)
            self._popover = Popover(self._well, self.panel, match_width=True)
        choices = self.panel.list
        choices.setAccessibleName(self._well.accessibleName())
        choices.show_options(options, value)
        self._popover.open()
        choices.setFocus(Qt.FocusReason.PopupFocusReason)
        choices.set_current(choices.current)

    def _choose(self, value: str) -> None:
        self.close()
        self.chosen.emit(value)

    def close(self) -> None:
        """Close, the keyboard going back to the well."""
        if self._popover is not None:
            self._popover.close_panel()

    def dispose(self) -> None:
        """The control is gone."""
        if self._popover is not None:
            self._popover.close_panel(refocus=False)
            self._popover.deleteLater()


@register("Select")
class SelectView(FieldView):
    """A drop-down. Its value is always a string; `on_change` fires in and out of a Form."""

    def make_body(self) -> QWidget:
        """The well; the list is made when it is opened."""
        self.well = ChoiceWell()
        self.choices = ChoiceList(self.well)
        self.well.when_clicked(self._open)
        self.choices.chosen.connect(self._chosen)
        self.options: list[Option] = []
        return self.well

    def initial(self) -> Any:
        """The `value` prop as text."""
        return text_of(self.node.get("value"))

    def read(self) -> None:
        """Options and placeholder; an explicitly empty placeholder means there is none."""
        self.options = options_of(self.node.get("options"))
        given = self.node.get("placeholder")
        self.placeholder = "" if given == "" else label_of(given, PLACEHOLDER)

    def show_value(self, value: Any) -> None:
        """Show the label of a value; one that is no option shows the first, as a browser does."""
        text = text_of(value)
        found = next((option for option in self.options if option.value == text), None)
        if found is None and (text or not self.placeholder):
            found = next((option for option in self.options if not option.disabled), None)
        if found is not None:
            self.well.show_choice(found.label, muted=False)
        else:
            self.well.show_choice(self.placeholder, muted=True)

    def check(self, value: Any) -> str:
        """Required."""
        return check_chosen(text_of(value), required=self.required, message=CHOOSE)

    def show_bad(self, bad: bool) -> None:
        """A danger border."""
        self.well.bad = bad
        self.well.update()

    def spoken_value(self) -> str:
        """The choice; the well itself is only a button."""
        return "" if self.well.muted else self.well.text()

    def _open(self) -> None:
        self.choices.open(self.options, text_of(self.value))

    def _chosen(self, value: str) -> None:
        if value != text_of(self.value):
            self.show_value(value)
            self.user_changed(value)

    def dispose(self) -> None:
        """Take the list along."""
        self.choices.dispose()
        super().dispose()
