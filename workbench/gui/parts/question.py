"""A yes-or-no question over the window, awaited without blocking anything."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.parts import button
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Mark
from workbench.gui.parts.overlay import Overlay
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line, Paragraph


class Question(Overlay):
    """Asks one thing; `answer` is what was chosen, False unless said otherwise."""

    def __init__(self, window: QWidget, title: str, text: str, yes: str, no: str) -> None:
        super().__init__(window, width=420, top=0.28)
        self.answer = False
        head = Row(gap=8, margins=(18, 18, 18, 0))
        head.add(Mark("circle-help", "warning", 16), Line(title, "ui-strong", stretch=True))
        words = Row(margins=(18, 2, 18, 0))
        words.add(Paragraph(text, "ui", "muted"))
        foot = Row(gap=8, margins=(18, 16, 18, 18))
        self.yes = Button(yes, variant=button.PRIMARY, height=30)
        self.no = Button(no, variant=button.SECONDARY, height=30)
        foot.layout_.addStretch()
        foot.add(self.no, self.yes)
        for row in (head, words, foot):
            self.sheet.body.addWidget(row)
        self.yes.clicked.connect(self._accept)
        self.no.clicked.connect(self.close_layer)
        self.setAccessibleName(title)

    def open(self) -> None:
        """Shows the question with the focus on yes."""
        super().open()
        self.yes.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return answers yes unless the other button has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.no.hasFocus():
                self.close_layer()
            else:
                self._accept()
            event.accept()
            return
        super().keyPressEvent(event)

    def _accept(self) -> None:
        self.answer = True
        self.close_layer()


async def ask(
    window: QWidget,
    text: str,
    *,
    title: str = "Are you sure?",
    yes: str = "Yes",
    no: str = "Cancel",
) -> bool:
    """Shows the question and waits for its answer; cancelled waiting takes it away again."""
    import asyncio

    layer = Question(window, title, text, yes, no)
    answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def settle() -> None:
        if not answered.done():
            answered.set_result(layer.answer)

    layer.closed.connect(settle)
    layer.open()
    try:
        return await answered
    finally:
        layer.hide()
        layer.deleteLater()
