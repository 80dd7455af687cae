"""Which token a colour name in a prop means."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QColor

from workbench.gui.theme import Theme

_TOKENS = {
    "blue": "primary",
    "primary": "primary",
    "green": "success",
    "success": "success",
    "red": "danger",
    "danger": "danger",
    "yellow": "warning",
    "amber": "warning",
    "orange": "warning",
    "warning": "warning",
    "purple": "accent",
    "gray": "text-muted",
    "grey": "text-muted",
}


def token_of(name: Any, default: str) -> str:
    """The token for a colour name such as ``green``; ``default`` for any other value."""
    return _TOKENS.get(name, default) if isinstance(name, str) else default


def readable(theme: Theme, token: str, tint: float = 0.0) -> QColor:
    """A token's colour as ink for small text, on the page or on a tint of itself."""
    return theme.ink(token, tint)
