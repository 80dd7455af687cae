"""Image: a picture that came inside the tree, or a placard that says where it would be."""

from __future__ import annotations

from urllib.parse import urlsplit

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from workbench.gui.render import mirror
from workbench.gui.render.actions import fire
from workbench.gui.render.brushwork import box, glyph
from workbench.gui.render.hit_area import HitArea
from workbench.gui.render.node import Node
from workbench.gui.render.pictures import embedded
from workbench.gui.render.plain import action_of, label_of, pixels_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.remote_pictures import request
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView

_CAPTION_ABOVE = 4
_UNBOUND = 100_000
_MARK = 24
_PLACARD_TALL = 54
_NATURAL_PLACARD = 220


@register("Image")
class ImageView(NodeView):
    """Never wider than its place; radius 6; a button when it has an action."""

    role = "image"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._hit: HitArea | None = None
        self._gone = False
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        self._alt = label_of(get("alt"))
        caption = text_of(get("caption"))
        self._caption = TextBlock(self.theme, caption, "caption") if caption else None
        source = get("src")
        self._image: QPixmap | None = embedded(source)
        self._note = "Image unavailable"
        if self._image is None and isinstance(source, str) and _is_remote(source):
            self._note = f"Image not loaded from {_host(source)}"
            request(self.scope.actions, source, self._arrived)
        self._label = TextBlock(self.theme, self._note, "body", truncate=True)
        self._read_action()

    def _arrived(self, source: str, image: QPixmap) -> None:
        if not self._gone and self.node.props.get("src") == source:
            self._image = image
            self.invalidate()

    def _read_action(self) -> None:
        action = action_of(self.node.props.get("on_click"))
        if action is not None and self._hit is None:
            self._hit = self.own(HitArea(self._alt, self.scope.surface, "md", veil=True))
            self._hit.when_clicked(self._click)
        elif action is None and self._hit is not None:
            self.disown(self._hit)
            self._hit = None
        if self._hit is not None:
            self._hit.setAccessibleName(self._alt or "Image")

    def _click(self) -> None:
        action = action_of(self.node.props.get("on_click"))
        if action is not None:
            fire(self.scope.actions, action)

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def dispose(self) -> None:
        """A picture that arrives later is dropped."""
        self._gone = True
        super().dispose()

    # -- size -------------------------------------------------------------------------------

    def _size(self, width: int) -> tuple[int, int]:
        """The picture's box inside a width, keeping its proportions unless both are given."""
        get = self.node.props.get
        wide, tall = pixels_of(get("width"), whole=width), pixels_of(get("height"))
        if self._image is None:
            room = _NATURAL_PLACARD if width >= _UNBOUND else width
            return int(min(wide or room, width)), int(tall or _PLACARD_TALL)
        natural = self._image.deviceIndependentSize()
        ratio = natural.height() / max(natural.width(), 1)
        if wide is None:
            wide = tall / ratio if tall is not None and ratio else natural.width()
        shown = min(wide, width)
        if tall is None or (wide > width and not get("object_fit")):
            tall = shown * (tall / wide if tall is not None and wide else ratio)
        return max(round(shown), 1), max(round(tall), 1)

    def measure_natural(self) -> int:
        """The picture's own width, or the one given."""
        return self._size(_UNBOUND)[0]

    def measure_minimum(self) -> int:
        """Pictures shrink."""
        return min(48, self.natural())

    def measure_height(self, width: int) -> int:
        """Picture and caption."""
        picture = self._size(max(width, 1))[1]
        caption = self._caption.height(width) + _CAPTION_ABOVE if self._caption else 0
        return picture + caption

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place; the click area covers the picture."""
        super().place(x, y, w, h)
        if self._hit is not None:
            wide, tall = self._size(max(w, 1))
            mirror.lay(self._hit, x, y, wide, tall)

    # -- drawing ----------------------------------------------------------------------------

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Picture or placard, and the caption under it."""
        wide, tall = self._size(max(self.w, 1))
        area = QRectF(self.x, self.y, wide, tall)
        if self._image is None:
            self._paint_placard(painter, area)
        else:
            self._paint_picture(painter, area, self._image)
        if self._caption is not None:
            top, ink = self.y + tall + _CAPTION_ABOVE, self.theme.color("text-muted")
            middle = Qt.AlignmentFlag.AlignHCenter
            self._caption.paint(painter, self.x, top, self.w, ink, middle)

    def _paint_picture(self, painter: QPainter, area: QRectF, image: QPixmap) -> None:
        outline = QPainterPath()
        radius = self.theme.radius("md")
        outline.addRoundedRect(area, radius, radius)
        painter.save()
        painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        target = fitted(image, area, self.node.props.get("object_fit"))
        with mirror.upright(painter, target.center().x()):
            painter.drawPixmap(target, image, QRectF(image.rect()))
        painter.restore()

    def _paint_placard(self, painter: QPainter, area: QRectF) -> None:
        theme = self.theme
        fill, edge = theme.color("surface-2"), theme.color("border-card")
        box(painter, area, theme.radius("md"), fill=fill, edge=edge)
        middle = area.center()
        muted = theme.color("text-muted")
        room = max(int(area.width()) - 16 - _MARK, 0)
        used = min(self._label.natural(), room)
        left = middle.x() - (used + _MARK) / 2
        glyph(painter, "image-off", QPointF(left + 8, middle.y()), 16, muted)
        self._label.paint(painter, left + _MARK, middle.y() - self._label.line / 2, used, muted)

    def spoken(self) -> str:
        """The alternative text and the caption."""
        caption = self._caption.text if self._caption is not None else ""
        return ". ".join(part for part in (self._alt or self._note, caption) if part)

    def tooltip_at(self, point: QPoint) -> str:
        """The alternative text, or why there is no picture."""
        return self._alt if self._image is not None else self._note


def fitted(image: QPixmap, area: QRectF, fit: object) -> QRectF:
    """Where the whole picture is drawn so that it fits an area as CSS ``object-fit`` says."""
    size = image.deviceIndependentSize()
    if fit not in ("contain", "cover", "none", "scale-down") or size.isEmpty():
        return area
    across, down = area.width() / size.width(), area.height() / size.height()
    scale = {
        "contain": min(across, down),
        "cover": max(across, down),
        "none": 1.0,
        "scale-down": min(across, down, 1.0),
    }[str(fit)]
    wide, tall = size.width() * scale, size.height() * scale
    middle = area.center()
    return QRectF(middle.x() - wide / 2, middle.y() - tall / 2, wide, tall)


def _is_remote(source: str) -> bool:
    return source[:8].lower().startswith(("http://", "https://"))


def _host(source: str) -> str:
    try:
        return urlsplit(source[:2000]).hostname or "its address"
    except ValueError:
        return "its address"
