"""What stands over the window, a menu or a dialog, looks like the panel it belongs to."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

CHANGES = frozenset({QEvent.Type.LayoutDirectionChange, QEvent.Type.PaletteChange})
"""Events of an owner after which what belongs to it must look again."""


def look_like(widget: QWidget, owner: QWidget) -> None:
    """Take the direction and the colours of an owner that is not the parent."""
    widget.setLayoutDirection(owner.layoutDirection())
    widget.setPalette(owner.palette())
