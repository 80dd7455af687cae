"""RichEditor: styled text with a toolbar; its value is HTML."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import CENTER, box, corner, glyph, line, ring, theme
from workbench.gui.render.clickables import Clickable
from workbench.gui.render.column_box import ColumnBox
from workbench.gui.render.documents.rich_edit import RichEdit
from workbench.gui.render.forms.validation import FILL_IN
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import action_of, flag_of, label_of, text_of

DEBOUNCE_MS = 500
PLACEHOLDER = "Start writing..."
BAR = 43
_SIDE = 30
_COMMANDS = (
    ("bold", "B", "", "Bold"),
    ("italic", "I", "", "Italic"),
    ("", "", "", ""),
    ("h1", "H1", "", "Heading 1"),
    ("h2", "H2", "", "Heading 2"),
    ("h3", "H3", "", "Heading 3"),
    ("", "", "", ""),
    ("bullet", "", "list", "Bullet list"),
    ("number", "", "list-ordered", "Numbered list"),
    ("", "", "", ""),
    ("code", "", "code", "Code block"),
    ("rule", "", "minus", "Rule"),
)


class ToolButton(Clickable):
    """A letter or an icon; tinted while its style is in force."""

    def __init__(self, letter: str, icon: str, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._letter = letter
        self._icon = icon
        self.setCheckable(True)
        self.setToolTip(name)
        self.setFixedSize(_SIDE, _SIDE)

    def nextCheckState(self) -> None:
        """The editor decides."""

    def draw(self, painter: QPainter) -> None:
        """Letter or icon."""
        shown = theme()
        if self.isChecked():
            box(painter, self.rect(), corner(4), fill=shown.color("primary", 0.2))
        elif self.underMouse():
            box(painter, self.rect(), corner(4), fill=shown.color("hover"))
        ink = shown.ink("primary", 0.2) if self.isChecked() else shown.color("text-muted")
        if self._icon:
            center = QPointF(self.width() / 2, self.height() / 2)
            glyph(painter, self._icon, center, 14, ink)
        else:
            role = "caption-strong" if self._letter == "B" else "caption-medium"
            with mirror.upright(painter, self.width() / 2):
                painter.save()
                painter.translate(self.width() / 2, 0)
                painter.shear(-0.2 if self._letter == "I" else 0.0, 0.0)
                area = QRectF(-self.width() / 2, 0, self.width(), self.height())
                line(painter, area, self._letter, role, ink, CENTER)
                painter.restore()
        if self.key_focus:
            ring(painter, self.rect(), corner(4))


class ToolBar(QWidget):
    """The buttons, in groups."""

    def __init__(self, edit: RichEdit) -> None:
        super().__init__()
        self._edit = edit
        self.buttons: dict[str, ToolButton] = {}
        self._breaks: list[int] = []
        self._lefts: dict[str, int] = {}
        left = 8
        for command, letter, icon, name in _COMMANDS:
            if not command:
                self._breaks.append(left + 4)
                left += 9
                continue
            left = self._add(command, letter, icon, name, left)
            self.buttons[command].when_clicked(partial(edit.run, command))
        self._save_break = left + 4
        self._add("save", "", "save", "Save", left + 9)
        self.buttons["save"].when_clicked(edit.saved.emit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        edit.cursorPositionChanged.connect(self.refresh)
        edit.currentCharFormatChanged.connect(lambda _shape: self.refresh())

    def _add(self, command: str, letter: str, icon: str, name: str, left: int) -> int:
        button = ToolButton(letter, icon, name, self)
        self.buttons[command], self._lefts[command] = button, left
        return left + _SIDE + 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stand in a row."""
        for command, button in self.buttons.items():
            mirror.move(button, self._lefts[command], 6)

    def show_save(self, shown: bool) -> None:
        """The save button is there only when saving means something."""
        self.buttons["save"].setVisible(shown)
        self.update()

    def refresh(self) -> None:
        """Tint what is in force at the cursor."""
        for command, button in self.buttons.items():
            active = self._edit.active(command)
            if active != button.isChecked():
                button.setChecked(active)
                button.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(360, BAR)

    def minimumSizeHint(self) -> QSize:
        """Buttons at the end may be cut."""
        return QSize(120, BAR)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Lines between the groups and below."""
        shown = theme()
        breaks = list(self._breaks)
        if not self.buttons["save"].isHidden():
            breaks.append(self._save_break)
        for left in breaks:
            painter.fillRect(QRectF(left, 12, 1, 18), shown.color("border-subtle"))
        bottom = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(bottom, shown.color("border-card"))


class RichFrame(ColumnBox):
    """The card around toolbar and text."""

    def __init__(self) -> None:
        super().__init__(margins=(1, 1, 1, 1))
        self.edit = RichEdit()
        self.bar = ToolBar(self.edit)
        self.bad = False
        self._focused = self._ringed = False
        self.add(self.bar)
        self.add(self.edit)
        self.setFocusProxy(self.edit)
        self.edit.focused.connect(self._set_focus)

    def _set_focus(self, focused: bool, ringed: bool) -> None:
        self._focused, self._ringed = focused, ringed
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Card surface; danger, focus or plain border."""
        shown = theme()
        token = "danger" if self.bad else "primary" if self._focused else "border-card"
        fill = shown.color("surface-card")
        box(painter, self.rect(), corner(12), fill=fill, edge=shown.color(token))
        if self._ringed:
            ring(painter, self.rect(), corner(12))


@register("RichEditor")
class RichEditorView(FieldView):
    """`on_change` follows typing after half a second; `on_save` runs on Ctrl+S or the button.

    Inside a Form only content that is not empty is registered (UI reference, Form values).
    """

    param = "content"
    value_prop = "content"

    def make_body(self) -> QWidget:
        """The card."""
        self.card = RichFrame()
        self.edit = self.card.edit
        self._delay = QTimer(self.card)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DEBOUNCE_MS)
        self._delay.timeout.connect(self._announce)
        self.edit.edited.connect(self._edited)
        self.edit.saved.connect(self._save)
        self._shown = ""
        return self.card

    def focus_target(self) -> QWidget:
        """The text."""
        return self.edit

    def initial(self) -> Any:
        """The `content` prop as text."""
        return text_of(self.node.get("content"))

    def read(self) -> None:
        """Toolbar, placeholder and the save button."""
        get = self.node.props.get
        self.card.bar.setVisible(flag_of(get("toolbar"), True))
        self.card.bar.show_save(action_of(get("on_save")) is not None)
        self.edit.hint = label_of(get("placeholder"), PLACEHOLDER)
        self.edit.viewport().update()

    def show_value(self, value: Any) -> None:
        """Show other content; the text being typed is not disturbed."""
        html = text_of(value)
        if html != self._shown:
            self._shown = html
            self.edit.write(html)
            self.card.bar.refresh()

    def register(self) -> None:
        """Announce the content to the form unless it is empty."""
        if self._form is None:
            return
        given = self._form.state.value(self.name)
        if text_of(given) or text_of(self.initial()):
            super().register()
        else:
            self.show_value("")

    def check(self, value: Any) -> str:
        """Required: something is written."""
        return FILL_IN if self.required and self.edit.blank else ""

    def show_bad(self, bad: bool) -> None:
        """A danger border."""
        self.card.bad = bad
        self.card.update()

    def show_enabled(self, enabled: bool) -> None:
        """A running action does not stop the typing."""
        self.edit.setReadOnly(self.disabled or self.cut)
        self.card.bar.setEnabled(not self.cut)

    def _edited(self) -> None:
        self._shown = self.edit.html()
        self.user_changed(self._shown, action="")
        self._delay.start()

    def _announce(self) -> None:
        self.dispatch("on_change", self._shown)

    def _save(self) -> None:
        self.dispatch("on_save", self.edit.html())

    def restyle(self) -> None:
        """Repaint in the new colours."""
        super().restyle()
        self.edit.restyle()

    def dispose(self) -> None:
        """Typing that was not announced yet is not."""
        self._delay.stop()
        super().dispose()
