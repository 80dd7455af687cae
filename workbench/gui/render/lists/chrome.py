"""What stands around a list's rows: the search box, the bar of bulk actions and the footer."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, check, corner, glyph, line, ring, text_width, theme
from workbench.gui.render.clickables import Clickable, IconButton
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import action_of, label_of, list_of, mapping_of, text_of
from workbench.gui.render.well import WellEdit

Props = dict[str, Any]
SEARCH_HEIGHT = 48
BULK_HEIGHT = 42
FOOTER_HEIGHT = 36


class SearchBar(QWidget):
    """The search field; `typed` carries the text at each keystroke."""

    typed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.edit = WellEdit(tall=30, role="caption", icon="search")
        self.edit.setParent(self)
        self.edit.setClearButtonEnabled(False)
        self.edit.setAccessibleName("Search")
        self.edit.textEdited.connect(self.typed)

    def set_placeholder(self, text: str) -> None:
        """Change the hint in the empty field."""
        self.edit.setPlaceholderText(text)

    def sizeHint(self) -> QSize:
        """Field and margins."""
        return QSize(200, SEARCH_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The field fills the bar."""
        mirror.lay(self.edit, 12, 10, max(self.width() - 24, 40), 30)


class BulkButton(Clickable):
    """One bulk action: small text on a raised chip, with an optional icon."""

    def __init__(self, label: str, icon: str, parent: QWidget) -> None:
        super().__init__(label, parent)
        self.setText(label)
        self._icon = icon

    def sizeHint(self) -> QSize:
        """Icon, label and padding."""
        return QSize(text_width(self.text(), "small") + (34 if self._icon else 16), 26)

    def draw(self, painter: QPainter) -> None:
        """A chip that darkens under the pointer."""
        shown = theme()
        fill = shown.color("surface-3" if self.underMouse() else "surface-2")
        box(painter, self.rect(), corner(6), fill=fill)
        left = 8.0
        if self._icon:
            center = QPointF(left + 6, self.height() / 2)
            glyph(painter, self._icon, center, 12, shown.color("text"), fallback="circle")
            left += 18
        area = QRectF(left, 0, self.width() - left - 6, self.height())
        line(painter, area, self.text(), "small", shown.color("text"))
        if self.key_focus:
            ring(painter, self.rect(), corner(6))


class SelectAll(Clickable):
    """The checkbox of the bar; dashed while only some rows are selected."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Select all", parent)
        self.setCheckable(True)
        self._partly = False
        self.setFixedSize(24, 26)

    def show_state(self, *, on: bool, partly: bool) -> None:
        """All rows are selected, or some are."""
        self._partly = partly
        self.setChecked(on)
        self.update()

    def nextCheckState(self) -> None:
        """The list decides what is selected."""

    def draw(self, painter: QPainter) -> None:
        """The box."""
        rect = QRectF(4, (self.height() - 16) / 2, 16, 16)
        check(painter, rect, on=self.isChecked(), partly=self._partly)
        if self.key_focus:
            ring(painter, self.rect(), corner(6))


class BulkBar(QWidget):
    """Shown while rows are selected: select all, how many, the bulk actions, and leave."""

    select_all = Signal()
    leave = Signal()
    run = Signal(object)
    """Carries the action object of the button that was clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._count = 0
        self.box = SelectAll(self)
        self.box.when_clicked(self.select_all.emit)
        self.close_button = IconButton("x", "Clear selection", side=28, parent=self)
        self.close_button.when_clicked(self.leave.emit)
        self.buttons: list[BulkButton] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 0, 12, 1)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.box)
        self._layout.addSpacing(28)
        self._layout.addStretch(1)
        self._layout.addWidget(self.close_button)

    def set_actions(self, value: Any) -> None:
        """Make a button for each of the `bulk_actions`."""
        for button in self.buttons:
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for part in list_of(value):
            props = mapping_of(part)
            action = action_of(props.get("action")) or action_of(props.get("on_click"))
            label = label_of(props.get("label")) or "Action"
            button = BulkButton(label, text_of(props.get("icon")), self)
            button.setEnabled(action is not None)
            button.when_clicked(partial(self.run.emit, action))
            self._layout.insertWidget(2 + len(self.buttons), button)
            self.buttons.append(button)

    def show_count(self, count: int, total: int) -> None:
        """How many of `total` rows are selected."""
        self._count = count
        self.box.show_state(on=count >= total > 0, partly=0 < count < total)
        self.setAccessibleName(f"{count} selected")
        self.update()

    def sizeHint(self) -> QSize:
        """One line of buttons."""
        return QSize(self._layout.sizeHint().width(), BULK_HEIGHT)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The page colour, the count and a line in primary below."""
        shown = theme()
        painter.fillRect(self.rect(), shown.color("surface-0"))
        bottom = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(bottom, shown.color("primary", 0.4))
        area = QRectF(34, 0, 28, self.height() - 1)
        line(painter, area, str(self._count), "caption-strong", shown.ink("primary", 0.1))


class PageFooter(QWidget):
    """Previous, "2/8", next, and how many items there are."""

    step = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = ""
        self._text = ""
        self.previous = IconButton("chevron-left", "Previous page", side=24, parent=self)
        self.next = IconButton("chevron-right", "Next page", side=24, parent=self)
        self.previous.when_clicked(lambda: self.step.emit(-1))
        self.next.when_clicked(lambda: self.step.emit(1))

    def show_pages(self, pages: str, text: str, *, back: bool, forward: bool) -> None:
        """Show `pages` ("2/8", or "" for no arrows) and the count."""
        self._pages, self._text = pages, text
        self.previous.setVisible(bool(pages))
        self.next.setVisible(bool(pages))
        self.previous.setEnabled(back)
        self.next.setEnabled(forward)
        self._arrange()
        self.setAccessibleName(f"Page {pages}, {text}" if pages else text)
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(160, FOOTER_HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrows stand at the left; a tooltip tells a count that is too long."""
        self._arrange()
        room = self.width() - 2 * self.previous.width() - 48 - text_width(self._pages, "small")
        self.setToolTip(self._text if text_width(self._text, "tiny") > room else "")

    def _arrange(self) -> None:
        side = self.previous.width()
        top = (self.height() - side) // 2 + 1
        mirror.move(self.previous, 8, top)
        mirror.move(self.next, side + 16 + text_width(self._pages, "small"), top)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """A hairline above, the page numbers between the arrows, the count after them."""
        shown = theme()
        painter.fillRect(0, 0, self.width(), 1, shown.color("border-card"))
        left = 12.0
        if self._pages:
            side = self.previous.width()
            area = QRectF(side + 12, 1, 200, self.height() - 1)
            left = side + 12 + line(painter, area, self._pages, "small", shown.color("text-muted"))
            left += side + 8
            dot = QRectF(left, 1, 10, self.height() - 1)
            left += line(painter, dot, "·", "tiny", shown.color("text-muted")) + 5
        area = QRectF(left, 1, max(self.width() - left - 12, 0), self.height() - 1)
        ink = shown.color("text-subtle")
        line(painter, area, self._text, "tiny", ink, Qt.AlignmentFlag.AlignVCenter)


class StickyGround(QWidget):
    """The page colour behind the parts that stick, while rows pass under them."""

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Fill, with a hairline below."""
        painter.fillRect(self.rect(), theme().color("surface-0"))
        bottom = QRect(0, self.height() - 1, self.width(), 1)
        painter.fillRect(bottom, theme().color("border-card"))
