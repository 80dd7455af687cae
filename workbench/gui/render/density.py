"""How close together things stand: what widgets do when the agency's density changes.

Sizes and paddings are asked of `Theme.space` whenever something is measured, so that most follow by
being measured anew. A widget whose size is fixed takes up the density in `respace`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget


@runtime_checkable
class Spaced(Protocol):
    """A widget of a fixed size."""

    def respace(self) -> None:
        """Take the size that the density in force asks for."""


def respace(root: QWidget) -> None:
    """Let everything that stands in a widget take up the density in force, and its place again."""
    inside = root.findChildren(QWidget)
    for widget in inside:
        if isinstance(widget, Spaced):
            widget.respace()
    place_again((root, *inside))


def place_again(widgets: Iterable[QWidget]) -> None:
    """As after a resize, everything that places others places them again."""
    for widget in widgets:
        widget.updateGeometry()
        QCoreApplication.sendEvent(widget, QResizeEvent(widget.size(), widget.size()))
