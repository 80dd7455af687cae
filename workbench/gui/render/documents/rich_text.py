"""Styled text that can be selected, with links that can be followed; as tall as it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlock,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, ring, smooth, theme
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.pictures import embedded

CHIP = 0x100000 + 1
"""Character property: the text is drawn on a bordered chip."""


class SealedDocument(QTextDocument):
    """A document that loads nothing, neither from the net nor from the disk."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture that is inside its own address; everything else is an empty picture."""
        image = embedded(name.toString() if isinstance(name, QUrl) else name)
        if image is not None:
            return image
        blank = QImage(1, 1, QImage.Format.Format_ARGB32)
        blank.fill(Qt.GlobalColor.transparent)
        return blank


class RichText(QTextBrowser):
    """A document without frame, background or scroll bars.

    ``followed`` is called with the address of a link that was clicked. Nothing is ever loaded: of
    pictures only those inside ``data:`` addresses are drawn.
    """

    def __init__(self, parent: QWidget, followed: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self._natural = -1
        self._ringed = False
        self._build: Callable[[QTextDocument], None] | None = None
        self._decorate: Callable[[QPainter, QTextDocument], None] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(lambda url: followed(url.toString()))
        self.highlighted.connect(self._hovered)

    def show_document(
        self,
        build: Callable[[QTextDocument], None],
        decorate: Callable[[QPainter, QTextDocument], None] | None = None,
    ) -> None:
        """Fill the document afresh; ``decorate`` paints under the text, mirrored with the page."""
        document = SealedDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(theme().font("body"))
        build(document)
        # The page says where lines begin, the first strong letter of each how it runs.
        option = document.defaultTextOption()
        option.setAlignment(mirror.start(self))
        document.setDefaultTextOption(option)
        self._build, self._decorate = build, decorate
        self._heights = {}
        self._natural = -1
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Text, theme().color("text"))
        palette.setColor(QPalette.ColorRole.Highlight, theme().color("primary", 0.35))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme().color("text"))
        self.setPalette(palette)
        self.setDocument(document)  # the one before is deleted by Qt
        self.updateGeometry()
        self.viewport().update()

    # -- size -------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the document at a width."""
        if width not in self._heights:
            document = self.document()
            before = document.textWidth()
            document.setTextWidth(max(width, 1))
            self._heights[width] = round(document.size().height() + 0.49)
            if before != width:
                document.setTextWidth(before)
        return self._heights[width]

    def natural_width(self) -> int:
        """Width on which nothing wraps."""
        if self._natural < 0:
            document = self.document()
            before = document.textWidth()
            document.setTextWidth(-1)
            self._natural = int(document.idealWidth()) + 2
            document.setTextWidth(before)
        return self._natural

    def sizeHint(self) -> QSize:
        """The document without wrapping."""
        width = self.natural_width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(40, 16)

    # -- looks ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """What lies under the text, the text, the ring."""
        painter = QPainter(self.viewport())
        smooth(painter)
        paint_chips(painter, self.document())
        mirror.begin(painter, self.viewport())
        if self._decorate is not None:
            self._decorate(painter, self.document())
        painter.end()
        super().paintEvent(event)
        if self._ringed:
            painter = QPainter(self.viewport())
            ring(painter, QRectF(self.viewport().rect()), theme().radius("sm"))

    def _hovered(self, url: QUrl) -> None:
        self.viewport().setToolTip(url.toString())

    # -- behaviour --------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The panel scrolls, never this."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that would scroll go to the panel."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring when the keyboard came here and there is no link to mark."""
        super().focusInEvent(event)
        self._ringed = from_keyboard(event) and not self.textCursor().hasSelection()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring any more."""
        super().focusOutEvent(event)
        self._ringed = False
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """The owner restyles: changes of the application's palette are not followed here."""
        if event.type() != QEvent.Type.PaletteChange:
            super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange and self._build is not None:
            self.show_document(self._build, self._decorate)


def paint_chips(painter: QPainter, document: QTextDocument) -> None:
    """Draw the bordered boxes under text that has the `CHIP` property."""
    block = document.begin()
    while block.isValid():
        for first, last in _chips(block):
            _paint_chip(painter, document, block, first, last)
        block = block.next()


def _chips(block: QTextBlock) -> list[tuple[int, int]]:
    """Start and end of each stretch of chip text inside a block."""
    found: list[tuple[int, int]] = []
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.isValid() and fragment.charFormat().boolProperty(CHIP):
            first = fragment.position() - block.position()
            if found and found[-1][1] == first:
                first = found.pop()[0]
            found.append((first, fragment.position() - block.position() + fragment.length()))
        iterator += 1
    return found


def _paint_chip(
    painter: QPainter, document: QTextDocument, block: QTextBlock, first: int, last: int
) -> None:
    now, lines = theme(), block.layout()
    corner = document.documentLayout().blockBoundingRect(block).topLeft()
    metrics = now.metrics("code")
    for number in range(lines.lineCount()):
        line = lines.lineAt(number)
        start = max(first, line.textStart())
        end = min(last, line.textStart() + line.textLength())
        if start >= end:
            continue
        left, right = _x(line.cursorToX(start)), _x(line.cursorToX(end))
        top = corner.y() + line.y() + line.ascent() - metrics.ascent() - 2
        area = QRectF(corner.x() + left, top, right - left, metrics.height() + 4)
        radius = now.radius("sm")
        box(painter, area, radius, fill=now.color("code-bg"), edge=now.color("border"))


def _x(place: Any) -> float:
    """The x of a cursor: Qt gives a number, or a number and a position."""
    return float(place[0] if isinstance(place, tuple | list) else place)
