"""The base of every drawn node.

A view has a place on a `Surface` (the widget that paints it) and answers three questions about its
size, all in whole logical pixels and all remembered until `invalidate`:

* `natural`: the width it takes when nothing presses it (CSS max-content),
* `minimum`: the width below which it would be damaged (CSS min-content),
* `height`: the height it needs at a width.

`NodeView` itself is window-less: its surface paints it. One with a widget is a `WidgetView`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, TypeVar

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from workbench.gui.render.limits import WEIGHTS
from workbench.gui.render.node import Node, same
from workbench.gui.render.scope import Scope

if TYPE_CHECKING:
    from workbench.gui.render.group import Group
    from workbench.gui.render.overlays.layer import Layer
    from workbench.gui.render.surface import Surface
    from workbench.gui.theme import Theme

W = TypeVar("W", bound=QWidget)

_UNKNOWN = -1


class NodeView:
    """One node on a surface. Subclasses implement the ``measure_…`` methods and `paint`.

    ``x, y, w, h`` is its place on the surface, counted from where the page starts: from the right
    where it runs from right to left (see `mirror`). ``group`` is the list of siblings it
    stands in. A subclass's ``__init__`` calls ``super().__init__`` first and then reads its props.
    """

    role: ClassVar[str] = "text"
    """What assistive technology is told this is: text, heading, group, image, list, separator."""

    absent = False
    """Whether it takes no place at all at present, not even a gap: dismissed, or not yet open."""

    weighs: ClassVar[bool] = True
    """Whether its type tells how many controls it counts as; not so for what stands for it."""

    see_through: ClassVar[bool] = False
    """Whether it paints nothing but its children: then it need not be painted when they move."""

    ended = False
    """Whether the node is gone: it is drawn no more, and its widgets go as time allows."""

    parts: tuple[QWidget, ...] = ()
    """Widgets a window-less view has beside what it paints: a header to click, a close button."""

    inner: tuple[Surface, ...] = ()
    """Surfaces inside the view's own widget, made by `Scope.render_child`."""

    def __init__(self, scope: Scope, node: Node) -> None:
        self.scope = scope
        self.node = node
        self.group: Group | None = scope.surface.building
        self.x = self.y = self.w = self.h = 0
        self._natural = self._minimum = self._height = self._height_width = _UNKNOWN
        self._put: tuple[int, int, int, int] | None = None

    # -- size -------------------------------------------------------------------------------

    def natural(self) -> int:
        """Preferred width, remembered."""
        if self._natural < 0:
            self._natural = self.measure_natural()
        return self._natural

    def minimum(self) -> int:
        """Smallest sensible width, remembered."""
        if self._minimum < 0:
            self._minimum = self.measure_minimum()
        return self._minimum

    def height(self, width: int) -> int:
        """Height at a width, remembered for the last width asked.

        In a panel of very many views this may be the height at the width before, until its turn
        comes (see `Growth.postpone`).
        """
        if self._height_width != width:
            if self._height >= 0 and self.scope.panel.growth.postpone(self):
                return self._height
            self._height = self.measure_height(width)
            self._height_width = width
        return self._height

    def measure_natural(self) -> int:
        """Compute the preferred width."""
        return 0

    def measure_minimum(self) -> int:
        """Compute the smallest width; the preferred one unless the view can shrink."""
        return self.natural()

    def measure_height(self, width: int) -> int:
        """Compute the height at a width."""
        return 0

    def put(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place, which is nothing to do where neither it nor anything inside changed."""
        wanted = (x, y, w, h)
        if wanted != self._put:
            surface, moved = self.scope.surface, self.rect
            if self.w > 0 and not surface.in_sight(y, h) and self.scope.panel.growth.postpone(self):
                return
            self._put = wanted
            self.place(x, y, w, h)
            if moved != self.rect:
                surface.damage(moved)
                surface.damage(self.rect)
            elif not self.see_through:
                surface.damage(self.rect)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place on the surface; containers put their children in theirs."""
        self.x, self.y, self.w, self.h = x, y, w, h

    @property
    def stale(self) -> bool:
        """Whether the remembered sizes were dropped and not yet asked for again."""
        return self._height_width < 0

    def invalidate(self) -> None:
        """The size may have changed: forget it here and above, and have the surface lay out."""
        self.scope.surface.damage(self.rect)
        view: NodeView | None = self
        while view is not None:
            view.forget()
            view = view.group.owner if view.group is not None else None
        self.scope.surface.schedule_layout()

    def forget(self) -> None:
        """Drop the remembered sizes and place of this view alone."""
        self._natural = self._minimum = self._height = self._height_width = _UNKNOWN
        self._put = None

    def forget_place(self) -> None:
        """Drop the remembered place: the next layout puts this view again."""
        self._put = None

    def likely_width(self) -> int:
        """About how wide it will be, before anybody has laid it out: what stands around it is."""
        view = self.group.owner if self.group is not None else None
        while view is not None and view.w <= 0:
            view = view.group.owner if view.group is not None else None
        return view.w if view is not None else self.scope.surface.inner_width()

    def ask_again(self) -> None:
        """Have the next layout measure and place this view: the last one had no time for it."""
        view: NodeView | None = self
        surface = self.scope.surface
        while view is not None and not view.ended:
            if view.scope.surface is not surface:
                surface.schedule_layout()
                surface = view.scope.surface
            if view is not self:
                view.forget()
            view._put = None
            above = view.group.owner if view.group is not None else None
            view = above if above is not None else view.scope.within
        surface.schedule_layout()

    def update(self) -> None:
        """Have this view painted again, its size being the same."""
        self.scope.surface.repaint_area(self.rect.adjusted(-4, -4, 4, 4))

    # -- drawing ----------------------------------------------------------------------------

    @property
    def theme(self) -> Theme:
        """The theme to paint with now."""
        return self.scope.theme

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Draw at ``x, y, w, h``. ``clip`` is the part of the surface being painted."""

    def restyle(self) -> None:
        """The theme changed: drop what was made in the old colours."""

    # -- life -------------------------------------------------------------------------------

    @classmethod
    def variant_for(cls, node: Node) -> type[NodeView]:
        """The class to draw this node with, for types that are drawn in more than one way."""
        return cls

    def accepts(self, node: Node) -> bool:
        """Whether `patch` can turn this view into that node; else a new view is made."""
        return node.kind == self.node.kind and not node.problem

    def patch(self, node: Node) -> None:
        """Become another version of the same node; called only when something in it differs."""
        before, self.node = self.node, node
        self.changed(before)
        self.invalidate()

    def changed(self, before: Node) -> None:
        """Read the props of ``self.node`` again. ``before`` is the version drawn until now."""

    def differs(self, before: Node, *props: str) -> bool:
        """Whether any of these props is not what it was."""
        return any(not same(before.props.get(name), self.node.props.get(name)) for name in props)

    def dispose(self) -> None:
        """The node is gone. Stop timers, let go of widgets; the base disposes of the children."""
        for group in self.groups():
            group.dispose()
        for surface in self.inner:
            surface.dispose()
        for part in self.parts:
            part.hide()
            part.deleteLater()

    def own(self, part: W) -> W:
        """Take a widget, child of the surface, as a part: shown now, gone with the view.

        The view gives it its place in `place`.
        """
        self.parts = (*self.parts, part)
        self.scope.panel.widget_count += 1
        self.scope.surface.structure_changed()
        part.show()
        return part

    def disown(self, part: QWidget) -> None:
        """Let a part go before the view ends."""
        self.parts = tuple(other for other in self.parts if other is not part)
        if not self.ended:
            self.scope.panel.widget_count -= 1
        part.hide()
        part.deleteLater()

    def groups(self) -> Iterator[Group]:
        """The lists of child views this view owns."""
        return iter(())

    def children(self) -> Iterator[NodeView]:
        """All child views in order."""
        for group in self.groups():
            yield from group.views
        for surface in self.inner:
            yield from surface.root.views

    # -- about it ---------------------------------------------------------------------------

    @property
    def widget(self) -> QWidget:
        """The widget this node is drawn on: its own, or for a window-less view its surface."""
        return self.scope.surface

    @property
    def weight(self) -> int:
        """How many controls it counts as, of those a panel may have."""
        own = 0 if self.widget is self.scope.surface else 1
        return len(self.parts) + (WEIGHTS.get(self.node.kind, own) if self.weighs else 0)

    @property
    def rect(self) -> QRect:
        """Its place on the surface."""
        return QRect(self.x, self.y, self.w, self.h)

    @property
    def path(self) -> tuple[str, ...]:
        """Where the node is in the tree, as the inspector shows it: ``("Page", "Card 2", …)``."""
        parts: list[str] = []
        view: NodeView | None = self
        while view is not None:
            group = view.group
            place = group.views.index(view) if group is not None and view in group.views else 0
            parts.append(f"{view.node.type}[{place}]")
            view = group.owner if group is not None and group.owner else view.scope.within
        return tuple(reversed(parts))

    def layer_shown(self) -> Layer | None:
        """The overlay this view has open over the window, if any."""
        return None

    def spoken(self) -> str:
        """What assistive technology reads for this node alone, without its children."""
        return ""

    def tooltip_at(self, point: QPoint) -> str:
        """Text to show when the pointer rests at a point of the surface; empty for none."""
        return ""
