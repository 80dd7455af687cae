"""Avatar: a picture of somebody, or the initials."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from workbench.gui.render.brushwork import box, smooth
from workbench.gui.render.choices import one_of
from workbench.gui.render.mirror import upright
from workbench.gui.render.node import Node
from workbench.gui.render.pictures import cover, embedded
from workbench.gui.render.plain import label_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView
from workbench.gui.theme import Theme
from workbench.gui.theme.contrast import ink_on

SIZES = {"xs": 24, "sm": 32, "md": 40, "lg": 56}
_ROLES = {"xs": "caption-strong", "sm": "body-strong", "md": "button-lg", "lg": "h2"}
_GROUNDS = ("primary", "accent", "success", "warning", "accent", "teal", "indigo", "rose")


def initials_of(name: str, most: int = 2) -> str:
    """First letters of the first and the last word, else the first two letters, in capitals."""
    words = name.split()
    if not words:
        return "?"
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
    return letters[:most].upper()


def ground_of(name: str) -> str:
    """The token of a name's background: the same name always has the same one."""
    number = 0
    for letter in name[:256]:
        number = (number * 31 + ord(letter)) & 0xFFFFFFFF
    return _GROUNDS[number % len(_GROUNDS)]


class AvatarShape:
    """Initials or picture with a size, apart from any view so that lists can draw it too."""

    def __init__(
        self, theme: Theme, name: str, image: QPixmap | None, size: str, square: bool = False
    ) -> None:
        self.px = SIZES.get(size, SIZES["md"])
        self.name = name
        self._image = image
        self._square = square
        self._ground = ground_of(name)
        self._block = TextBlock(theme, initials_of(name), _ROLES.get(size, _ROLES["md"]))

    def paint(self, painter: QPainter, theme: Theme, x: int, y: int) -> None:
        """Draw with the top left corner at ``(x, y)``."""
        smooth(painter)
        area = QRectF(x, y, self.px, self.px)
        radius = theme.radius("md") if self._square else self.px / 2
        if self._image is not None:
            outline = QPainterPath()
            outline.addRoundedRect(area, radius, radius)
            painter.save()
            painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
            with upright(painter, area.center().x()):
                painter.drawPixmap(area.toRect(), cover(self._image, self.px, self.px))
            painter.restore()
            return
        box(painter, area, radius, fill=theme.color(self._ground))
        ink = ink_on(theme.color(self._ground))
        top = y + (self.px - self._block.line) / 2
        self._block.paint(painter, x, top, self.px, ink, Qt.AlignmentFlag.AlignHCenter)


@register("Avatar")
class AvatarView(NodeView):
    """A round or square picture; initials while there is none."""

    role = "image"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        name = label_of(get("name")) or label_of(get("fallback"))
        size = one_of(get("size"), SIZES, "md")
        image = embedded(get("src"))
        self._shape = AvatarShape(self.theme, name, image, size, get("shape") == "square")

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def measure_natural(self) -> int:
        """The side of the avatar."""
        return self._shape.px

    def measure_height(self, width: int) -> int:
        """The side of the avatar."""
        return self._shape.px

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Draw it at the start of its place."""
        self._shape.paint(painter, self.theme, self.x, self.y)

    def spoken(self) -> str:
        """Whose avatar it is."""
        return self._shape.name

    def tooltip_at(self, point: QPoint) -> str:
        """The name."""
        return self._shape.name
