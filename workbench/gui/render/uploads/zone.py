"""The dashed zone files are dropped on, and the rows of what was taken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, corner, glyph, line, ring, text_width, theme
from workbench.gui.render.clickables import Clickable, IconButton, TextButton
from workbench.gui.render.painted import painted
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.uploads.rules import size_text

_ICONS = {
    "reading": ("loader-circle", "primary"),
    "ready": ("circle-check", "text-muted"),
    "uploading": ("loader-circle", "primary"),
    "queued": ("clock", "text-muted"),
    "indexing": ("loader-circle", "primary"),
    "done": ("circle-check", "success"),
    "error": ("circle-x", "danger"),
}
STATUSES = frozenset(_ICONS)
ROW = 44
_SIDE = 14
_BUSY = frozenset({"reading", "uploading", "indexing"})


@dataclass(slots=True)
class FileRow:
    """One chosen file; `part` is how much of it is done, 0..1."""

    client_id: str
    name: str
    size: int
    status: str = "reading"
    error: str = ""
    part: float = 0.0
    preview: QPixmap | None = None

    @property
    def failed(self) -> bool:
        """Whether it was refused or went wrong."""
        return self.status == "error"


class DropZone(Clickable):
    """Takes files by drop or click; `dropped` carries their paths."""

    dropped = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Choose files", parent)
        self._title = self._hint = ""
        self._variant = "default"
        self._over = False
        self.setAcceptDrops(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_texts(self, title: str, hint: str, variant: str) -> None:
        """Change texts and look."""
        self._title, self._hint, self._variant = title, hint, variant
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    @property
    def _compact(self) -> bool:
        return self._variant == "compact"

    def sizeHint(self) -> QSize:
        """Icon and texts."""
        return QSize(280, self.heightForWidth(280))

    def hasHeightForWidth(self) -> bool:
        """The texts wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Icon, texts and padding."""
        title, hint = self._blocks()
        inner = max(width - 2 * _SIDE, 1)
        icon, padding = (32, 30) if self._compact else (48, 54)
        return icon + 8 + title.height(inner) + hint.height(inner) + padding

    def _blocks(self) -> tuple[TextBlock, TextBlock]:
        role = "caption" if self._compact else "body-medium"
        return TextBlock(theme(), self._title, role), TextBlock(theme(), self._hint, "caption")

    def minimumSizeHint(self) -> QSize:
        """May be narrow."""
        return QSize(140, self.sizeHint().height())

    def draw(self, painter: QPainter) -> None:
        """Dashed frame, round icon, title and hint."""
        shown = theme()
        lit = self._over or (self.underMouse() and self.isEnabled())
        edge = shown.color("primary" if self._over else "border-strong" if lit else "border")
        fill = shown.color("primary", 0.1) if self._over else None
        if self._variant == "futuristic" and fill is None:
            fill = shown.color("primary", 0.06 if lit else 0.03)
        pen = QPen(edge, 2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2, 1.5])
        painter.setPen(pen)
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), corner(12), corner(12))
        self._content(painter, lit)
        if self.key_focus:
            ring(painter, self.rect().adjusted(3, 3, -3, -3), corner(9))

    def _content(self, painter: QPainter, lit: bool) -> None:
        shown = theme()
        side, px = (32, 16) if self._compact else (48, 24)
        if lit and self._variant == "futuristic":
            side, px = side + 4, px + 2
        title, hint = self._blocks()
        inner = max(self.width() - 2 * _SIDE, 1)
        texts = title.height(inner) + hint.height(inner)
        top = (self.height() - side - 8 - texts) / 2
        disc = QRectF((self.width() - side) / 2, top, side, side)
        box(painter, disc, side / 2, fill=shown.color("surface-2"))
        glyph(painter, "upload", disc.center(), px, shown.color("text-muted"))
        below, middle = disc.bottom() + 8, Qt.AlignmentFlag.AlignHCenter
        title.paint(painter, _SIDE, below, inner, shown.color("text"), middle)
        below += title.height(inner)
        hint.paint(painter, _SIDE, below, inner, shown.color("text-muted"), middle)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may come."""
        if event.mimeData().hasUrls():
            self._over = True
            event.acceptProposedAction()
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """They are here."""
        self._over = False
        self.update()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


class FileLine(QWidget):
    """One file: picture or icon, name, size, progress, status, and a cross."""

    removed = Signal(str)

    def __init__(self, row: FileRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.cross = IconButton("x", f"Remove {row.name}", side=28, icon_px=14, parent=self)
        self.cross.when_clicked(lambda: self.removed.emit(self.row.client_id))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line with what stands under it."""
        return QSize(280, ROW)

    def minimumSizeHint(self) -> QSize:
        """Names are cut."""
        return QSize(140, ROW)

    def resizeEvent(self, event: object) -> None:
        """The cross stands at the right."""
        side = self.cross.width()
        mirror.move(self.cross, self.width() - side - 4, (self.height() - side) // 2)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """All of it."""
        shown, row = theme(), self.row
        left = 8.0
        if row.preview is not None:
            with mirror.upright(painter, 20):
                painter.drawPixmap(8, 10, 24, 24, row.preview)
            left += 32
        else:
            icon_at = QPointF(left + 8, self.height() / 2)
            glyph(painter, "file", icon_at, 16, shown.color("text-muted"))
            left += 24
        right = self.width() - self.cross.width() - 44
        size = size_text(row.size)
        room = right - left - text_width(size, "caption") - 8
        name = QRectF(left, 6, max(room, 20), 18)
        width = line(painter, name, row.name, "body", shown.color("text"))
        after = QRectF(left + width + 8, 7, 90, 18)
        line(painter, after, size, "caption", shown.color("text-muted"))
        below = QRectF(left, 24, max(right - left, 0), 16)
        if row.failed:
            line(painter, below, row.error or "Failed", "caption", shown.ink("danger"))
        elif row.status in _BUSY:
            track = QRectF(left, 29, below.width(), 4)
            box(painter, track, 2, fill=shown.color("progress-track"))
            track.setWidth(track.width() * min(max(row.part, 0.05), 1.0))
            box(painter, track, 2, fill=shown.color("primary"))
        else:
            line(painter, below, row.status, "caption", shown.color("text-muted"))
        icon, token = _ICONS[row.status]
        at = QPointF(self.width() - 50, self.height() / 2)
        glyph(painter, icon, at, 16, shown.color(token))


class FilesFooter(QWidget):
    """ "3 files · 96.0 KB · 1 failed", and Clear all."""

    def __init__(self) -> None:
        super().__init__()
        self._text = self._failed = ""
        self.clear = TextButton("Clear all", "plain", small=True, parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: list[FileRow]) -> None:
        """Count what there is."""
        failed = sum(row.failed for row in rows)
        size = sum(row.size for row in rows)
        self._text = f"{len(rows)} {'file' if len(rows) == 1 else 'files'} · {size_text(size)}"
        self._failed = f" · {failed} failed" if failed else ""
        self.setAccessibleName(self._text + self._failed)
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(240, 32)

    def resizeEvent(self, event: object) -> None:
        """The button stands at the right."""
        size = self.clear.sizeHint()
        mirror.lay(self.clear, self.width() - size.width(), 0, size.width(), 32)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The counts."""
        shown = theme()
        area = QRectF(8, 0, self.width() - 110, self.height())
        width = line(painter, area, self._text, "caption", shown.color("text-muted"))
        line(painter, area.adjusted(width, 0, 0, 0), self._failed, "caption", shown.ink("danger"))
