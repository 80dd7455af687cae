"""Between the screen and a panel's tree: which element is drawn at a point, and where one is drawn.

Views are found again in the tree by the node they draw. What a view makes up for itself (the parts
of a Stage, say) stands in no tree: it belongs to the nearest element around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from workbench.gui.inspector import rows
from workbench.gui.inspector.tree import ROOT, Steps, at, below, trail
from workbench.gui.render import mirror
from workbench.gui.render.node import same
from workbench.gui.render.overlays.layer import Layer
from workbench.gui.render.panel_view import PanelView
from workbench.gui.render.surface import Surface

if TYPE_CHECKING:
    from workbench.gui.render.view import NodeView

_MOST = 4_000
_NEAR = 3


def view_at(window: QWidget, point: QPoint) -> NodeView | None:
    """The innermost view drawn at a point of the screen, in a panel or an overlay over it."""
    widget = window.childAt(window.mapFromGlobal(point))
    while widget is not None:
        if isinstance(widget, Surface):
            found = widget.view_at(widget.mapFromGlobal(point)) or widget.scope.within
            return found or next(iter(widget.root.views), None)
        if isinstance(widget, Layer):
            return _owner(window, widget)
        widget = widget.parentWidget()
    return None


def _owner(window: QWidget, layer: Layer) -> NodeView | None:
    """The overlay that a layer belongs to."""
    for panel in window.findChildren(PanelView):
        for view in panel.surface.views():
            if view.layer_shown() is layer:
                return view
    return None


def place_at(view: NodeView, point: QPoint) -> Steps:
    """The place of what a view draws at a point of the screen, down to the row of a list."""
    steps = steps_of(view)
    row = rows.row_at(view, point)
    return steps if row is None else (*steps, "props", *row)


def steps_of(view: NodeView) -> Steps:
    """The place of the element a view draws, or of the nearest one around it."""
    tree = view.scope.panel.node()
    steps = ROOT
    for part in _chain(view):
        found = _find(tree, steps, part)
        steps = steps if found is None else found
    return steps


def _chain(view: NodeView) -> list[NodeView]:
    """The views from the top of the panel to one."""
    found: list[NodeView] = []
    at_: NodeView | None = view
    while at_ is not None:
        found.append(at_)
        at_ = _around(at_)
    return found[::-1]


def _around(view: NodeView) -> NodeView | None:
    above = view.group.owner if view.group is not None else None
    return above if above is not None else view.scope.within


def _find(tree: Any, steps: Steps, view: NodeView) -> Steps | None:
    """Where under an element the node of a view stands, None where it does not."""
    raw = view.node.raw
    if not steps and same(tree, raw):
        return steps
    rank = _rank(view)
    for place, element in _near(at(tree, steps)):
        if element is raw or same(element, raw):
            if not rank:
                return (*steps, *place)
            rank -= 1
    return None


def _rank(view: NodeView) -> int:
    """How many siblings before a view draw the very same thing."""
    group = view.group
    if group is None or view not in group.views:
        return 0
    before = group.views[: group.views.index(view)]
    return sum(1 for other in before if same(other.node.raw, view.node.raw))


def _near(element: Any, depth: int = _NEAR) -> Iterator[tuple[Steps, Any]]:
    """The elements under one, nearest levels first."""
    edge: list[tuple[Steps, Any]] = [(ROOT, element)]
    seen = 0
    for _ in range(depth):
        following: list[tuple[Steps, Any]] = []
        for steps, upper in edge:
            for inner, found in below(upper):
                following.append(((*steps, *inner), found))
                seen += 1
                if seen > _MOST:
                    return
                yield following[-1]
        edge = following


# -- the other way about


def rect_of(panel: PanelView, steps: Steps) -> QRect | None:
    """Where an element is drawn on the screen; of one that is not drawn itself, what holds it."""
    tree = panel.node()
    view: NodeView | None = None
    known = ROOT
    for place in trail(tree, steps):
        found = _view_of(panel, view, at(tree, place), steps_before(tree, place))
        if found is not None:
            view, known = found, place
    if view is None:
        return None
    row = rows.rect_of(view, steps[len(known) :])
    return row if row is not None else drawn(view)


def steps_before(tree: Any, steps: Steps) -> int:
    """How many of the siblings before an element are the very same."""
    if not steps or not isinstance(steps[-1], int):
        return 0
    siblings, element = at(tree, steps[:-1]), at(tree, steps)
    return sum(1 for other in siblings[: steps[-1]] if same(other, element))


def _view_of(panel: PanelView, around: NodeView | None, element: Any, rank: int) -> NodeView | None:
    """The view under another (or at the top of a panel) that draws an element."""
    waiting = list(panel.surface.root.views if around is None else around.children())
    for _ in range(_MOST):
        if not waiting:
            return None
        view = waiting.pop(0)
        if view.node.raw is element or same(view.node.raw, element):
            if not rank:
                return view
            rank -= 1
        else:
            waiting.extend(view.children())
    return None


def over_window(panel: PanelView, steps: Steps) -> bool:
    """Whether an element is, or is in, an overlay over the window."""
    tree, view = panel.node(), None
    for place in trail(tree, steps):
        view = _view_of(panel, view, at(tree, place), steps_before(tree, place)) or view
        if view is not None and view.layer_shown() is not None:
            return True
    return False


def drawn(view: NodeView) -> QRect:
    """Where a view is on the screen; of an overlay, its sheet."""
    layer = view.layer_shown()
    if layer is not None:
        return QRect(layer.sheet.mapToGlobal(QPoint(0, 0)), layer.sheet.size())
    surface = view.scope.surface
    area = mirror.seen(surface, view.rect)
    return QRect(surface.mapToGlobal(area.topLeft()), area.size())
