"""Video and Audio: a placard that opens the file outside; nothing is played or fetched here."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, glyph
from workbench.gui.render.link import follow, safe_href
from workbench.gui.render.node import Node
from workbench.gui.render.plain import label_of, pixels_of
from workbench.gui.render.push_button import Face, PushButton, ring_around
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView

_GAP = 12
_WIDEST, _TALLEST, _VIDEO_TALL = 1280, 560, 270
_AUDIO_TALL, _MISSING_TALL, _TITLE_GAP = 54, 52, 4
_MISSING_VIDEO = 68
_EMBEDDED = "data:"


class _MediaView(NodeView):
    """What the file is called and a button that opens it."""

    role = "image"
    icon = "film"
    missing = "No source"
    unavailable = "Unavailable"
    kind = "media"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._button: PushButton | None = None
        self._read()

    def _read(self) -> None:
        source = self.node.props.get("src")
        self._href = safe_href(source)
        title = label_of(self.node.props.get("title"))
        self._title = title or (file_of(self._href) if self._href else "")
        self._block = TextBlock(self.theme, self._title or self._absence(), "body", truncate=True)
        if self._href and self._button is None:
            self._button = self.own(PushButton(self.scope.surface, self.update))
            self._button.when_clicked(lambda: follow(self.scope, self._href))
        elif not self._href and self._button is not None:
            self.disown(self._button)
            self._button = None
        if self._button is not None:
            self._button.show_face(Face("Open", size="sm", icon_left="external-link"))
            self._button.setAccessibleName(f"Open {self.kind} {self._title}")
            self._button.setToolTip(self._href)

    def _absence(self) -> str:
        """Why there is nothing to open."""
        source = self.node.props.get("src")
        if not isinstance(source, str) or not source:
            return self.missing
        embedded = source[:5].lower() == _EMBEDDED
        if not embedded:
            return self.unavailable
        return f"Embedded {self.kind}: it plays on the platform only"

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def _heading(self) -> int:
        """Height of the title that stands over what cannot be opened here, with its gap."""
        return self._block.line + _TITLE_GAP if self._title and self._button is None else 0

    def _paint_absence(self, painter: QPainter) -> None:
        """The title over a gray box with the reason."""
        theme, above = self.theme, self._heading()
        if above:
            title = TextBlock(theme, self._title, "body-medium", truncate=True)
            title.paint(painter, self.x, self.y, self.w, theme.color("text"))
        area = QRectF(self.x, self.y + above, self.w, self.h - above)
        box(painter, area, theme.radius("lg"), fill=theme.color("surface-2"))
        text = TextBlock(theme, self._absence(), "body", truncate=True)
        top = area.top() + (area.height() - text.line) / 2
        middle = Qt.AlignmentFlag.AlignHCenter
        text.paint(painter, self.x + 8, top, self.w - 16, theme.color("text-muted"), middle)

    def measure_natural(self) -> int:
        """Icon, name and button in a row."""
        button = self._button.wanted_width() + _GAP if self._button is not None else 0
        return self._block.natural() + button + 24 + 4 * _GAP

    def measure_minimum(self) -> int:
        """Room for the button."""
        return min(180, self.natural())

    def spoken(self) -> str:
        """What it is."""
        return f"{self.kind}: {self._title}"

    def tooltip_at(self, point: QPoint) -> str:
        """Title and reason in full."""
        absence = self._absence() if self._button is None else ""
        return f"{self._title} {absence}".strip()

    def _place_button(self, left: int, middle: int) -> None:
        if self._button is not None:
            tall = self._button.wanted_height()
            top = middle - tall // 2
            mirror.lay(self._button, left, top, self._button.wanted_width(), tall)

    def _paint_ring(self, painter: QPainter) -> None:
        if self._button is not None and self._button.key_focus:
            ring_around(painter, QRectF(mirror.laid(self._button)), self.theme.radius("md"))


@register("Audio")
class AudioView(_MediaView):
    """A bar with the name of the recording."""

    icon = "music"
    missing = "No audio source"
    unavailable = "Audio unavailable"
    kind = "audio"

    def measure_height(self, width: int) -> int:
        """A player's bar, or the reason for none."""
        return _AUDIO_TALL if self._button is not None else self._heading() + _MISSING_TALL

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """The button stands at the right end."""
        super().place(x, y, w, h)
        if self._button is not None:
            left = x + w - _GAP - self._button.wanted_width()
            self._place_button(left, y + _AUDIO_TALL // 2)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The bar."""
        if self._button is None:
            self._paint_absence(painter)
            return
        theme, middle = self.theme, self.y + _AUDIO_TALL / 2
        area = QRectF(self.x, self.y, self.w, _AUDIO_TALL)
        box(painter, area, _AUDIO_TALL / 2, fill=theme.color("surface-2"))
        muted = theme.color("text-muted")
        glyph(painter, self.icon, QPointF(self.x + 2 * _GAP, middle), 18, muted)
        left = self.x + 3 * _GAP + 6
        room = max(mirror.laid(self._button).x() - left - _GAP, 0)
        self._block.paint(painter, left, middle - 10, room, muted)
        self._paint_ring(painter)


@register("Video")
class VideoView(_MediaView):
    """A dark frame with the name of the film."""

    icon = "play"
    missing = "No video source"
    unavailable = "Video unavailable"
    kind = "video"

    def _frame(self, width: int) -> tuple[int, int]:
        """Size of the frame: what the author asked for, held inside the width and 16:9."""
        get = self.node.props.get
        wide = pixels_of(get("width"), whole=width)
        frame = int(min(wide or width, width, _WIDEST))
        tall = pixels_of(get("height"))
        return frame, int(min(tall or min(frame * 9 / 16, _VIDEO_TALL), _TALLEST))

    def measure_height(self, width: int) -> int:
        """The frame's height."""
        if self._href:
            return max(self._frame(width)[1], 120)
        return self._heading() + _MISSING_VIDEO

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """The button stands under the middle."""
        super().place(x, y, w, h)
        if self._button is not None:
            frame = self._frame(w)[0]
            left = x + (frame - self._button.wanted_width()) // 2
            self._place_button(left, y + h // 2 + 40)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The frame."""
        if self._button is None:
            self._paint_absence(painter)
            return
        theme, (frame, _) = self.theme, self._frame(self.w)
        area = QRectF(self.x, self.y, frame, self.h)
        box(painter, area, theme.radius("lg"), fill=theme.color("gray-950"))
        ink, middle = theme.color("gray-400"), self.y + self.h / 2
        glyph(painter, self.icon, QPointF(self.x + frame / 2, middle - 30), 32, ink)
        room = min(self._block.natural(), frame - 2 * _GAP)
        self._block.paint(painter, self.x + (frame - room) / 2, middle - 4, room, ink)
        self._paint_ring(painter)


def file_of(address: str) -> str:
    """The last part of an address's path, or its host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return parts.path.rstrip("/").rpartition("/")[2] or parts.netloc or address
