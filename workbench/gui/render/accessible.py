"""Tells assistive technology about painted views, which Qt does not know of.

A surface is announced as a group whose children are its painted texts, headings, pictures and
lists in reading order, with the real widgets between them where they stand.
"""

from __future__ import annotations

import weakref
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor
from PySide6.QtWidgets import QAccessibleWidget, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.surface import Surface
from workbench.gui.render.view import NodeView

_ROLES = {
    "text": QAccessible.Role.StaticText,
    "heading": QAccessible.Role.Heading,
    "image": QAccessible.Role.Graphic,
    "list": QAccessible.Role.List,
    "group": QAccessible.Role.Grouping,
    "separator": QAccessible.Role.Separator,
    "progress": QAccessible.Role.ProgressBar,
    "alert": QAccessible.Role.AlertMessage,
    "link": QAccessible.Role.StaticText,
    "button": QAccessible.Role.StaticText,
}

# Qt keeps bare pointers to interfaces it has handed to an assistive client, so none may be freed.
_kept: list[QAccessibleInterface] = []


@cache
def install() -> None:
    """Let Qt ask here for interfaces of surfaces; done once per process."""
    QAccessible.installFactory(_interface)


def _interface(_key: str, thing: QObject | None) -> QAccessibleInterface | None:
    if not isinstance(thing, Surface):
        return None
    made = SurfaceInterface(thing)
    _kept.append(made)
    return made


class SurfaceInterface(QAccessibleWidget):
    """A surface with its painted and its real children in reading order."""

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface, QAccessible.Role.Grouping)
        self._surface = weakref.ref(surface)
        self._items: weakref.WeakKeyDictionary[NodeView, ViewInterface] = (
            weakref.WeakKeyDictionary()
        )

    def _children(self) -> list[QAccessibleInterface]:
        surface = self._surface()
        if surface is None:
            return []
        found: list[QAccessibleInterface] = []
        for thing in reading_order(surface):
            if isinstance(thing, QWidget):
                known = QAccessible.queryAccessibleInterface(thing)
                if known is not None:
                    found.append(known)
                continue
            item = self._items.get(thing)
            if item is None:
                item = self._items[thing] = ViewInterface(thing, self)
                _kept.append(item)
            found.append(item)
        return found

    def childCount(self) -> int:
        """How many painted and real children there are."""
        return len(self._children())

    def child(self, index: int) -> Any:
        """One of them."""
        children = self._children()
        return children[index] if 0 <= index < len(children) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The place of a child, -1 for a stranger."""
        for index, other in enumerate(self._children()):
            if other is child or (child.object() is not None and other.object() is child.object()):
                return index
        return -1

    def childAt(self, x: int, y: int) -> Any:
        """The child at a point of the screen."""
        at = QPoint(x, y)
        return next((child for child in self._children() if child.rect().contains(at)), None)


class ViewInterface(QAccessibleInterface):
    """One painted view."""

    def __init__(self, view: NodeView, above: SurfaceInterface) -> None:
        super().__init__()
        self._view = weakref.ref(view)
        self._above = above

    def isValid(self) -> bool:
        """Whether the view still exists."""
        view = self._view()
        return view is not None and view.group is not None and view in view.group.views

    def object(self) -> Any:
        """Painted views are no Qt objects."""
        return None

    def window(self) -> Any:
        """The window of the surface."""
        return self._above.window()

    def parent(self) -> SurfaceInterface:
        """The surface."""
        return self._above

    def child(self, index: int) -> Any:
        """None: what is inside is a child of the surface."""
        return None

    def childAt(self, x: int, y: int) -> Any:
        """None: what is inside is a child of the surface."""
        return None

    def childCount(self) -> int:
        """None."""
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """No child is known."""
        return -1

    def relations(self, match: Any = None) -> list[Any]:
        """None."""
        return []

    def role(self) -> QAccessible.Role:
        """What the view says it is."""
        view = self._view()
        return _ROLES.get(view.role, QAccessible.Role.StaticText) if view else _ROLES["text"]

    def state(self) -> QAccessible.State:
        """Painted text can be read and nothing else."""
        state = QAccessible.State()
        state.readOnly = True
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """What is read out."""
        view = self._view()
        wanted = kind in (QAccessible.Text.Name, QAccessible.Text.Value)
        return view.spoken() if view is not None and wanted else ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Painted text cannot be changed."""

    def rect(self) -> QRect:
        """Its place on the screen."""
        view = self._view()
        if view is None:
            return QRect()
        surface = view.scope.surface
        place = mirror.seen(surface, view.rect)
        return QRect(surface.mapToGlobal(place.topLeft()), place.size())

    def foregroundColor(self) -> QColor:
        """Not told."""
        return QColor()

    def backgroundColor(self) -> QColor:
        """Not told."""
        return QColor()


def reading_order(surface: Surface) -> list[NodeView | QWidget]:
    """Painted views with something to say and the real widgets of a surface, in tree order."""
    found: list[NodeView | QWidget] = []
    waiting: list[NodeView] = list(reversed(surface.root.present))
    while waiting:
        view = waiting.pop()
        if view.widget is not surface:
            found.append(view.widget)
            continue
        if view.spoken():
            found.append(view)
        found.extend(view.parts)
        waiting.extend(reversed([child for group in view.groups() for child in group.present]))
    return found
