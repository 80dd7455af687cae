"""The badge and the avatar inside a list row: shapes without a widget, kept for the next paint."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from workbench.gui.render.avatar import AvatarShape
from workbench.gui.render.badge import BadgeShape
from workbench.gui.render.brushwork import theme
from workbench.gui.render.pictures import embedded
from workbench.gui.render.plain import flag_of, label_of, text_of
from workbench.gui.theme import Theme

Props = dict[str, Any]
_KEPT = 512


def badge_shape(props: Props) -> BadgeShape:
    """The pill for the props of a Badge node."""
    label = label_of(props.get("label")) or label_of(props.get("value"))
    color, size = text_of(props.get("color")), text_of(props.get("size"))
    return _badge(theme(), label[:80], color, size, flag_of(props.get("dot")))


def avatar_shape(props: Props) -> AvatarShape:
    """The picture or initials for the props of an Avatar node."""
    name = label_of(props.get("name")) or label_of(props.get("fallback"))
    square = props.get("shape") == "square"
    size = text_of(props.get("size")) or "md"
    image = embedded(props.get("src"))
    if image is not None:
        return AvatarShape(theme(), name, image, size, square)
    return _avatar(theme(), name[:80], size, square)


@lru_cache(maxsize=_KEPT)
def _badge(shown: Theme, label: str, color: str, size: str, dot: bool) -> BadgeShape:
    return BadgeShape(shown, label, color, size, dot)


@lru_cache(maxsize=_KEPT)
def _avatar(shown: Theme, name: str, size: str, square: bool) -> AvatarShape:
    return AvatarShape(shown, name, None, size, square)
