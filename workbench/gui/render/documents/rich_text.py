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
    QResizeEvent,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import ring, smooth, theme
from workbench.gui.render.documents.chips import Chip, chips_of, paint_chips
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.pictures import embedded


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
    pictures only those inside ``data:`` addresses are drawn. ``width`` is about how wide it will
    be, so that nothing is laid out for a width that is never seen.
    """

    def __init__(self, parent: QWidget, followed: Callable[[str], None], width: int = 0) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}
        self._natural = -1
        self._ringed = False
        self._chips: list[Chip] = []
        self._build: Callable[[QTextDocument], None] | None = None
        self._decorate: Callable[[QPainter, QTextDocument], None] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setUndoRedoEnabled(False)
        # The document is laid out for the widths it is asked about, not for every size it passes.
        self.resize(max(width, 1), 1)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setLineWrapColumnOrWidth(max(width, 1))
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
        self._chips = chips_of(document)
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
        """Height of the document at a width; it stays laid out for this one."""
        if width not in self._heights:
            document = self.document()
            if document.textWidth() != max(width, 1):
                document.setTextWidth(max(width, 1))
            self._heights[width] = round(document.size().height() + 0.49)
        return self._heights[width]

    def natural_width(self) -> int:
        """Width on which nothing wraps."""
        if self._natural < 0:
            document = self.document()
            document.setTextWidth(-1)
            self._natural = int(document.idealWidth()) + 2
        return self._natural

    def sizeHint(self) -> QSize:
        """The document without wrapping."""
        width = self.natural_width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(40, 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap at the new width."""
        self._wrap()
        super().resizeEvent(event)

    def _wrap(self) -> None:
        width = max(self.viewport().width(), 1)
        if self.lineWrapColumnOrWidth() != width or self.document().textWidth() != width:
            self.setLineWrapColumnOrWidth(width)

    # -- looks ------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """What lies under the text, the text, the ring."""
        self._wrap()  # it may have been asked about another width since
        painter = QPainter(self.viewport())
        smooth(painter)
        paint_chips(painter, self.document(), self._chips, event.rect())
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
