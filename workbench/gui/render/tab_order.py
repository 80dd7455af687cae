"""The order in which the Tab key visits a panel: the order of the nodes, whoever was made first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from workbench.gui.render.surface import Surface
    from workbench.gui.render.view import NodeView


def arrange(surface: Surface) -> None:
    """Chain the focusable widgets of a surface and of all surfaces inside it in tree order."""
    before: QWidget | None = None
    for widget in stops(surface):
        if before is not None and before is not widget:
            QWidget.setTabOrder(before, widget)
        before = widget


def stops(surface: Surface) -> Iterator[QWidget]:
    """The widgets the Tab key can reach, in tree order."""
    waiting: list[NodeView] = list(reversed(surface.root.present))
    while waiting:
        view = waiting.pop()
        for part in view.parts:
            yield from _focusable(part)
        if view.inner:
            yield from _own_stops(view)
            for inner in view.inner:
                yield from stops(inner)
            continue
        if view.widget is not view.scope.surface:
            yield from _focusable(view.widget)
            continue
        waiting.extend(reversed([child for group in view.groups() for child in group.present]))


def _focusable(widget: QWidget) -> Iterator[QWidget]:
    """A widget and what is in it, as far as the Tab key stops there."""
    for candidate in (widget, *widget.findChildren(QWidget)):
        if candidate.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield candidate


def _own_stops(view: NodeView) -> Iterator[QWidget]:
    """The stops of a view's widget that are not on a surface inside it."""
    for candidate in _focusable(view.widget):
        if not any(inner.isAncestorOf(candidate) for inner in view.inner):
            yield candidate
