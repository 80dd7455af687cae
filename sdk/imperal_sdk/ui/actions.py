"""Actions: what a component does when someone uses it."""

from __future__ import annotations

from typing import Any

from imperal_sdk.ui._props import stated
from imperal_sdk.ui.base import UIAction, UINode

ICON_COLORS = ("default", "primary", "success", "warning", "danger", "muted")
"""Colours a tray icon can take."""

ICON_COLOR_ALIASES = {
    "blue": "primary",
    "green": "success",
    "yellow": "warning",
    "amber": "warning",
    "red": "danger",
    "gray": "muted",
    "grey": "muted",
}
"""Everyday colour names and the tray colour each stands for."""


def Call(function: str, **params: Any) -> UIAction:
    """Call a chat function, or a panel by its ``__panel__<id>`` name, with these parameters.

    Parameters reach the wire as they are: a node among them is not converted.
    """
    return UIAction("call", {"function": function, "params": params})


def Navigate(path: str) -> UIAction:
    """Go to a path inside the platform."""
    return UIAction("navigate", {"path": path})


def Send(message: str) -> UIAction:
    """Send ``message`` to the chat as if the user had typed it."""
    return UIAction("send", {"message": message})


def Open(url: str) -> UIAction:
    """Open an address outside the platform."""
    return UIAction("open", {"url": url})


def TrayResponse(badge: Any = None, panel: Any = None, icon_color: Any = None) -> UINode:
    """Answer of a tray handler: a badge, the panel to drop down and the icon's colour.

    ``icon_color`` is one of ``ICON_COLORS`` or an alias; anything else is left out.
    """
    color = icon_color.lower() if isinstance(icon_color, str) else ""
    color = ICON_COLOR_ALIASES.get(color, color)
    props = stated(badge=badge, panel=panel)
    if color in ICON_COLORS:
        props["icon_color"] = color
    return UINode("TrayResponse", props)
