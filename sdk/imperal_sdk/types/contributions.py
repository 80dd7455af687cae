"""What an extension contributes to the host's interface, and the words for its places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from imperal_sdk._messages import explain, one_of

PANEL_SLOT_RENDERING_STATUS: dict[str, str] = {
    "left": "permanent",
    "right": "permanent",
    "center": "center-overlay",
    "overlay": "reserved",
    "bottom": "reserved",
    "chat-sidebar": "reserved",
}
"""How the host treats each slot: a permanent column, an overlay on demand, or not drawn yet."""

ALLOWED_PANEL_SLOTS: frozenset[str] = frozenset(PANEL_SLOT_RENDERING_STATUS)

TRAY_ZONE_ORDER: tuple[str, ...] = ("status", "actions", "system")
ALLOWED_TRAY_ZONES: frozenset[str] = frozenset(TRAY_ZONE_ORDER)

TRAY_BADGE_STYLES: tuple[str, ...] = ("corner", "inline")
ALLOWED_TRAY_BADGE_STYLES: frozenset[str] = frozenset(TRAY_BADGE_STYLES)
DEFAULT_TRAY_BADGE_STYLE = "corner"

TRAY_ICON_COLORS: tuple[str, ...] = (
    "default",
    "primary",
    "success",
    "warning",
    "danger",
    "muted",
)
TRAY_ICON_COLOR_ALIASES: dict[str, str] = {
    "blue": "primary",
    "green": "success",
    "yellow": "warning",
    "amber": "warning",
    "red": "danger",
    "gray": "muted",
    "grey": "muted",
}
ALLOWED_TRAY_ICON_COLORS: frozenset[str] = frozenset(TRAY_ICON_COLORS) | frozenset(
    TRAY_ICON_COLOR_ALIASES
)
DEFAULT_TRAY_ICON_COLOR = "default"

MENU_SECTION_ORDER: tuple[str, ...] = ("account", "main", "admin", "footer")
ALLOWED_MENU_SECTIONS: frozenset[str] = frozenset(MENU_SECTION_ORDER)
RESERVED_MENU_SECTIONS: frozenset[str] = frozenset({"account", "footer"})
CONTRIBUTABLE_MENU_SECTIONS: frozenset[str] = ALLOWED_MENU_SECTIONS - RESERVED_MENU_SECTIONS


def normalize_tray_icon_color(value: str | None) -> str:
    """Return the theme's name for a colour: aliases folded, nothing given means the default.

    Raises ValueError for a name the theme does not have.
    """
    if not value:
        return DEFAULT_TRAY_ICON_COLOR
    name = TRAY_ICON_COLOR_ALIASES.get(value, value)
    if name not in TRAY_ICON_COLORS:
        raise ValueError(
            explain(
                f"icon_color={value!r} is unknown",
                f"a tray icon's colour is one of {one_of(ALLOWED_TRAY_ICON_COLORS)}",
                "use a name, not a hex value",
            )
        )
    return name


@dataclass
class Panel:
    """A panel as the host's layout knows it; widths in pixels."""

    id: str
    title: str
    icon: str = ""
    slot: str = "center"
    component: str = ""
    default_position: int = 0
    movable: bool = True
    resizable: bool = True
    min_width: int = 200
    max_width: int | None = None
    permissions: list[str] = field(default_factory=list)
    context_trigger: str | None = None
    badge: str | None = None


@dataclass
class Widget:
    """A dashboard widget."""

    id: str
    slot: str
    component: str = ""
    size: str = "md"
    label: str = ""
    icon: str = ""
    permissions: list[str] = field(default_factory=list)


@dataclass
class Command:
    """A command of the host's palette; ``handler`` names the function it calls."""

    id: str
    title: str
    icon: str = ""
    shortcut: str = ""
    category: str = ""
    handler: str = ""
    when: str = ""


@dataclass
class ContextMenu:
    """An entry of a context menu."""

    slot: str
    label: str
    icon: str = ""
    handler: str = ""
    separator_before: bool = False
    when: str = ""
    group: str = ""


@dataclass
class Setting:
    """A field of the extension's settings form."""

    id: str
    type: str
    label: str
    description: str = ""
    default: Any = None
    required: bool = False
    min: float | None = None
    max: float | None = None
    options: list[dict[str, Any]] | None = None
    placeholder: str = ""
    group: str = ""
    admin_only: bool = False


@dataclass
class Theme:
    """Colours and shapes an extension asks for."""

    accent_color: str = ""
    dark_mode: bool = True
    custom_css: str = ""
    chat_bubble_style: str = "default"
    icon_style: str = "outline"
    border_radius: str = "md"
