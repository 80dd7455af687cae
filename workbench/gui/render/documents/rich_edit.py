"""The editing surface of a RichEditor: as tall as its text, with the commands of its toolbar."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import theme
from workbench.gui.render.documents import rich_document
from workbench.gui.render.documents.rich_document import block_format, char_format, style_of
from workbench.gui.render.documents.rich_html import HEADINGS, read_html, write_html
from workbench.gui.render.hint import begin_lines, paint_hint
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.long_words import wrap_mode
from workbench.gui.render.well import clear_ground

LEAST = 120
_TALLEST = 20_000


class RichEdit(QTextEdit):
    """Styled text. `edited` is emitted when a person changed it, `saved` on Ctrl+S."""

    edited = Signal()
    saved = Signal()
    focused = Signal(bool, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._writing = False
        self.hint = ""
        self._heights: dict[int, int] = {}
        self._heights_of = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(28)
        self.document().setDefaultFont(theme().font("body"))
        self.setViewportMargins(12, 8, 12, 12)
        clear_ground(self)
        self.viewport().setAutoFillBackground(False)
        self.document().contentsChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(self._resized)

    # -- content ----------------------------------------------------------------------------

    def write(self, html: str) -> None:
        """Show other content."""
        self._writing = True
        self.setWordWrapMode(wrap_mode(html))
        rich_document.write(self.document(), read_html(html))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._writing = False

    def html(self) -> str:
        """The content as HTML."""
        return write_html(rich_document.read(self.document()))

    @property
    def blank(self) -> bool:
        """Nothing is written."""
        return self.document().isEmpty()

    def _changed(self) -> None:
        if not self._writing:
            self.edited.emit()

    def _resized(self) -> None:
        self.updateGeometry()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted HTML keeps only what the editor knows."""
        if not source.hasHtml():
            self.textCursor().insertText(source.text())
            return
        cursor = self.textCursor()
        for place, block in enumerate(read_html(source.html())):
            if place:
                cursor.insertBlock(block_format(block.style), char_format(block.style))
            for run in block.runs:
                cursor.insertText(run.text, char_format(block.style, run.flags, run.href))

    # -- commands ---------------------------------------------------------------------------

    @property
    def style_name(self) -> str:
        """The style of the block the cursor is in."""
        return style_of(self.textCursor().block())

    def active(self, command: str) -> bool:
        """Whether a command of the toolbar is in force at the cursor."""
        if command == "bold":
            return (
                self.style_name not in HEADINGS
                and self.currentCharFormat().fontWeight() >= QFont.Weight.DemiBold
            )
        if command == "italic":
            return self.currentCharFormat().fontItalic()
        return command == self.style_name

    def run(self, command: str) -> None:
        """Run a command of the toolbar: bold, italic, a block style, or rule."""
        if command in ("bold", "italic"):
            self._toggle_inline("b" if command == "bold" else "i")
        elif command == "rule":
            self._insert_rule()
        else:
            self._toggle_style(command)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_inline(self, flag: str) -> None:
        shape = self.currentCharFormat()
        style = self.style_name
        flags = set(rich_document.flags_of(shape, style)) ^ {flag}
        wanted = char_format(style, "".join(sorted(flags)), shape.anchorHref())
        self.mergeCurrentCharFormat(wanted)

    def _toggle_style(self, style: str) -> None:
        wanted = "p" if self.style_name == style else style
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart())
        last = self.document().findBlock(cursor.selectionEnd())
        cursor.beginEditBlock()
        block = first
        while block.isValid():
            self._style_block(QTextCursor(block), wanted)
            if block == last:
                break
            block = block.next()
        cursor.endEditBlock()
        self.setCurrentCharFormat(char_format(wanted))

    def _style_block(self, cursor: QTextCursor, style: str) -> None:
        items = cursor.block().textList()
        if items is not None:
            items.remove(cursor.block())
        cursor.setBlockFormat(block_format(style))
        cursor.setBlockCharFormat(char_format(style))
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        start = QTextCursor(cursor.block())
        start.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        start.mergeCharFormat(char_format(style))
        if style in ("bullet", "number"):
            rich_document.put_in_list(QTextCursor(start.block()), style, 1)

    def _insert_rule(self) -> None:
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.insertBlock(block_format("rule"), char_format("p"))
        cursor.insertBlock(block_format("p"), char_format("p"))
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    # -- events -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+S saves, Ctrl+B and Ctrl+I style, Enter leaves headings and empty items."""
        if event.matches(QKeySequence.StandardKey.Save):
            self.saved.emit()
        elif event.matches(QKeySequence.StandardKey.Bold):
            self.run("bold")
        elif event.matches(QKeySequence.StandardKey.Italic):
            self.run("italic")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._leave_block(event):
            return
        else:
            super().keyPressEvent(event)

    def _leave_block(self, event: QKeyEvent) -> bool:
        style, block = self.style_name, self.textCursor().block()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        if style in ("bullet", "number", "quote", "code") and not block.text():
            self._style_block(self.textCursor(), "p")
            self.setCurrentCharFormat(char_format("p"))
            return True
        if style in HEADINGS and self.textCursor().atBlockEnd():
            self.textCursor().insertBlock(block_format("p"), char_format("p"))
            return True
        return False

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The panel scrolls."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the frame."""
        super().focusInEvent(event)
        self.focused.emit(True, from_keyboard(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell it again."""
        super().focusOutEvent(event)
        self.focused.emit(False, False)

    # -- size and paint ---------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The text at a width, and at least the usual height; remembered while it is the same."""
        document = self.document()
        if document.revision() != self._heights_of:
            self._heights_of = document.revision()
            self._heights.clear()
        if width not in self._heights:
            self._heights[width] = self._measured(width)
        return self._heights[width]

    def _measured(self, width: int) -> int:
        document = self.document()
        before = document.textWidth()
        document.setTextWidth(max(width - 24, 1))
        tall = int(document.size().height() + 0.99) + 20
        if before > 0 and before != width - 24:
            document.setTextWidth(before)
        return min(max(tall, LEAST), _TALLEST)

    def sizeHint(self) -> QSize:
        """A comfortable line."""
        return QSize(360, self.heightForWidth(360))

    def minimumSizeHint(self) -> QSize:
        """May be narrow."""
        return QSize(160, LEAST)

    def restyle(self) -> None:
        """Write the same content in the new colours."""
        modified, palette = self.document().isModified(), QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Text, theme().color("text"))
        self.setPalette(palette)
        clear_ground(self)
        self.write(self.html())
        self.document().setModified(modified)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grounds of code and quotes, then the text."""
        painter = QPainter(self.viewport())
        mirror.begin(painter, self.viewport())
        try:
            self._draw_grounds(painter)
        finally:
            painter.end()
        super().paintEvent(event)
        paint_hint(self, self.hint)

    def changeEvent(self, event: QEvent) -> None:
        """The page runs the other way."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            begin_lines(self)

    def _draw_grounds(self, painter: QPainter) -> None:
        shown, layout = theme(), self.document().documentLayout()
        block = self.document().begin()
        while block.isValid():
            style = str(block.blockFormat().property(rich_document.STYLE) or "")
            if style:
                area = QRectF(layout.blockBoundingRect(block))
                area.setLeft(0)
                area.setRight(self.viewport().width())
                if style == "code":
                    painter.fillRect(area, shown.color("code-bg"))
                else:
                    area.setRight(2)
                    painter.fillRect(area, shown.color("border-strong"))
            block = block.next()
