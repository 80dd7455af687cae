"""TagInput: a list of short texts typed, pasted or picked from suggestions."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import theme
from workbench.gui.render.column_box import FlowBox
from workbench.gui.render.forms.validation import FILL_IN, check_chosen
from workbench.gui.render.inputs.field import FieldView, register
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.option_panel import OptionPanel
from workbench.gui.render.painted import painted
from workbench.gui.render.pills import Pill
from workbench.gui.render.plain import label_of, texts_of
from workbench.gui.render.popover import Popover
from workbench.gui.render.tag_rules import TagRules, tag_rules
from workbench.gui.render.well import clear_ground, paint_well, tell_rest

PLACEHOLDER = "Add..."
_REJECTED_MS = 1800
_PANEL = 192


class TagEdit(QLineEdit):
    """The bare field after the pills."""

    added = Signal(str)
    pasted = Signal(str)
    emptied = Signal()
    moved = Signal(int)
    left = Signal()
    entered = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.delimiters: tuple[str, ...] = ()
        self.setFrame(False)
        self.setFont(theme().font("body"))
        clear_ground(self)

    def event(self, event: QEvent) -> bool:
        """A tooltip tells what is too long for the field."""
        return tell_rest(self, event) or super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Text begins where the page does."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.setAlignment(mirror.start(self))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for a word."""
        return QSize(80, 24)

    def sizeHint(self) -> QSize:
        """As tall as a pill's line."""
        return QSize(80, 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and delimiters add, Backspace in the empty field removes, arrows suggest."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            event.text() and event.text() in self.delimiters
        ):
            self.added.emit(self.text())
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the well."""
        super().focusInEvent(event)
        self.entered.emit(from_keyboard(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell it again."""
        super().focusOutEvent(event)
        self.left.emit()


class TagWell(FlowBox):
    """The well with the pills and the field."""

    def __init__(self) -> None:
        super().__init__(gap=4, stretch_last=True)
        self.margins = (8, 10, 8, 10)
        self.bad = False
        self._ringed = False
        self.edit = TagEdit(self)
        self.parts = [self.edit]
        self.setFocusProxy(self.edit)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def heightForWidth(self, width: int) -> int:
        """At least a field's height."""
        return max(super().heightForWidth(width), theme().height("field"))

    def set_ringed(self, ringed: bool) -> None:
        """The keyboard brought the focus, or not."""
        self._ringed = ringed
        self.update()

    def pills(self) -> list[Pill]:
        """The pills in order."""
        return [part for part in self.parts if isinstance(part, Pill)]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press anywhere types."""
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The well."""
        focused = self.edit.hasFocus()
        paint_well(
            painter,
            self.rect(),
            focused=focused,
            ringed=focused and self._ringed,
            hovered=self.underMouse(),
            bad=self.bad,
        )


@register("TagInput")
class TagInputView(FieldView):
    """Its value is a list of strings; `on_change` gets the whole list each time."""

    param = "tags"
    value_prop = "values"
    rules: TagRules

    def make_body(self) -> QWidget:
        """The well; suggestions open below it."""
        self.well = TagWell()
        self.edit = self.well.edit
        self.tags: list[str] = []
        self.panel: OptionPanel | None = None
        self.popover: Popover | None = None
        self._rejected = QTimer(self.well)
        self._rejected.setSingleShot(True)
        self._rejected.setInterval(_REJECTED_MS)
        self._rejected.timeout.connect(self._forgive)
        edit = self.edit
        edit.added.connect(self._enter)
        edit.pasted.connect(self._paste)
        edit.emptied.connect(self._remove_last)
        edit.moved.connect(self._move)
        edit.left.connect(self._close)
        edit.entered.connect(self._entered)
        edit.textEdited.connect(self._suggest)
        return self.well

    def focus_target(self) -> QWidget:
        """The field."""
        return self.edit

    def initial(self) -> Any:
        """The `values` prop as strings."""
        return texts_of(self.node.get("values"))

    def read(self) -> None:
        """What may be added."""
        self.rules = tag_rules(self.node.props)
        self.edit.delimiters = self.rules.delimiters

    def show_value(self, value: Any) -> None:
        """Make a pill for each tag that has none yet."""
        self.tags = list(dict.fromkeys(texts_of(value)))
        have = {pill.value: pill for pill in self.well.pills()}
        pills: list[QWidget] = []
        for tag in self.tags:
            pill = have.pop(tag, None)
            if pill is None:
                pill = Pill(tag, label_of(tag), self.well)
                pill.removed.connect(self._remove)
                pill.show()
            pills.append(pill)
        for gone in have.values():
            gone.hide()
            gone.deleteLater()
        self.well.parts = [*pills, self.edit]
        hint = label_of(self.node.get("placeholder"), PLACEHOLDER)
        self.edit.setPlaceholderText("" if self.tags else hint)
        self.well.relayout()
        self.well.updateGeometry()

    def check(self, value: Any) -> str:
        """Required: at least one."""
        return check_chosen(texts_of(value), required=self.required, message=FILL_IN)

    def show_bad(self, bad: bool) -> None:
        """A danger border."""
        self.well.bad = bad
        self.well.update()

    # -- adding and removing ----------------------------------------------------------------

    def _enter(self, text: str) -> None:
        if self._opened() and self.panel is not None and self.panel.list.current >= 0:
            self.panel.list.choose_current()
            return
        self._add([text.strip()])

    def _paste(self, text: str) -> None:
        parts = self.rules.split(text)
        if len(parts) >= 2:
            self._add(parts)
        else:
            self.edit.insert(" ".join(text.split("\n")))
            self._suggest(self.edit.text())

    def _add(self, parts: list[str]) -> None:
        """Add the parts that are new and valid; a lone one that is not valid is refused."""
        new = [part for part in dict.fromkeys(parts) if part and part not in self.tags]
        valid = [part for part in new if self.rules.accepts(part)]
        if new and not valid:
            self._reject()
            return
        self.edit.clear()
        if valid:
            self._set([*self.tags, *valid])
        self._suggest("")

    def _reject(self) -> None:
        self._problem = self.rules.message
        self._show_frame()
        self._rejected.start()

    def _forgive(self) -> None:
        self._problem = ""
        self._show_frame()

    def _remove(self, tag: str) -> None:
        if not self.disabled:
            self._set([one for one in self.tags if one != tag])
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_last(self) -> None:
        if self.tags:
            self._set(self.tags[:-1])

    def _set(self, tags: list[str]) -> None:
        self.show_value(tags)
        self.user_changed(tags)

    # -- suggestions ------------------------------------------------------------------------

    def _opened(self) -> bool:
        return self.popover is not None and self.popover.isVisible()

    def _entered(self, by_key: bool) -> None:
        self.well.set_ringed(by_key)
        self._suggest(self.edit.text())

    def _suggest(self, text: str) -> None:
        offers = self.rules.offers(text, self.tags)
        if not offers or not self.edit.hasFocus():
            self._close()
            return
        if self.popover is None or self.panel is None:
            self.panel = OptionPanel(_PANEL)
            self.panel.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.panel.list.chosen.connect(self._picked)
            self.popover = Popover(self.well, self.panel, match_width=True)
        self.panel.list.show_options(offers)
        if self.popover.isVisible():
            self.popover.fit()
        else:
            self.popover.open()

    def _move(self, step: int) -> None:
        if not self._opened():
            self._suggest(self.edit.text())
        if self._opened() and self.panel is not None:
            self.panel.list.move_by(step)

    def _picked(self, tag: str) -> None:
        self._add([tag])

    def _close(self) -> None:
        self.well.update()
        if self.popover is not None:
            self.popover.close_panel(refocus=False)

    def dispose(self) -> None:
        """Take the suggestions along."""
        self._rejected.stop()
        if self.popover is not None:
            self.popover.close_panel(refocus=False)
            self.popover.deleteLater()
        super().dispose()
