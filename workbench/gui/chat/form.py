"""What something about a turn is written in: fields, what is wrong with them, take up or leave."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.chat.text_well import TextWell, is_apply
from workbench.gui.parts import button, look
from workbench.gui.parts.button import Button
from workbench.gui.parts.segmented import Segmented
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Paragraph


class Form(QWidget):
    """Base: Return takes up, Escape leaves, and a line says what is wrong.

    `applied` carries what was written, `left` that nothing changes. Subclasses put their widgets
    into `body`, answer `written` and call `judge` when something was touched.
    """

    applied = Signal(object)
    left = Signal()

    def __init__(self, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout()
        self.note = Paragraph("", "small", "danger")
        self.note.hide()
        self.apply = Button(verb, variant=button.PRIMARY, height=26)
        self.cancel = Button("Cancel", height=26)
        self.modes = Segmented()
        self.modes.hide()
        foot = Row(gap=8)
        foot.add(self.apply, self.cancel)
        foot.layout_.addStretch(1)
        foot.add(self.modes)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self.body)
        self._column.addWidget(self.note)
        self._column.addWidget(foot)
        self.apply.setToolTip("Ctrl+Return, in a field of one line Return")
        self.cancel.setToolTip("Escape")
        self.apply.clicked.connect(self.take_up)
        self.cancel.clicked.connect(self.left)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        self._column.setSpacing(look.px(10))
        self.body.setSpacing(look.px(9))

    def written(self) -> Any:
        """What is written; raises `ValueError` saying what is wrong."""
        raise NotImplementedError

    def warning(self) -> str:
        """What is odd about what is written, though it can be taken up."""
        return ""

    def focus_first(self) -> None:
        """Puts the cursor where writing begins."""
        raise NotImplementedError

    def add_well(self, well: TextWell) -> None:
        """Adds a text of several lines that takes up and leaves like a field."""
        well.applied.connect(self.take_up)
        well.left.connect(self.left)
        well.changed.connect(self.judge)
        self.body.addWidget(well)

    def judge(self) -> None:
        """Says what is wrong, and whether that can be taken up all the same."""
        wrong = warning = ""
        try:
            self.written()
            warning = self.warning()
        except ValueError as error:
            wrong = str(error)
        self.apply.setEnabled(not wrong)
        self.complain(wrong or warning, "danger" if wrong else "warning")

    def complain(self, text: str, tone: str = "danger") -> None:
        """Says something over the buttons; an empty text takes it away."""
        self.note.set_text(text, tone)
        self.note.setVisible(bool(text))

    def take_up(self) -> None:
        """Hands over what is written, unless something is wrong with it."""
        self.judge()
        if self.apply.isEnabled():
            self.applied.emit(self.written())

    def event(self, event: QEvent) -> bool:
        """Ctrl+Return belongs to the form while it has the focus, not to a card that waits."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and is_apply(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return takes up, Escape leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_up()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
