"""A list of sibling views kept in step with a list of nodes.

Children are matched by key, else id, else type and place (as the platform does). What is equal to
before is not touched at all, what changed is patched, and only what is new or gone makes or ends
views; so focus, scroll positions and typed text survive a refresh.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from operator import is_
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from workbench.gui.render import notice
from workbench.gui.render.ending import Ending, clear_away
from workbench.gui.render.limits import bounded
from workbench.gui.render.node import CannotDrawError, Node, child_values, read, same
from workbench.gui.render.refusals import full, not_a_node, refusal, rest_of
from workbench.gui.render.registry import view_class

if TYPE_CHECKING:
    from workbench.gui.render.scope import Scope
    from workbench.gui.render.view import NodeView

logger = logging.getLogger(__name__)

Before = dict[tuple[str, str], "NodeView"]


@dataclass(slots=True)
class _Rest:
    """What is still to be read of a list of children: ``values`` from number ``done`` on.

    ``before`` are the views of the version before that were not met yet, by identity.
    """

    values: list[Any]
    done: int
    before: Before


class Group:
    """The children of one view (or of a surface): ``views`` in order.

    ``owner`` is the view they belong to, or None for the top of a surface.
    """

    __slots__ = ("_rest", "depth", "owner", "scope", "views")

    depth: int

    def __init__(self, scope: Scope, owner: NodeView | None, value: Any = None) -> None:
        self.scope = scope
        self.owner = owner
        self.views: list[NodeView] = []
        self._rest: _Rest | None = None
        above = owner.group if owner is not None else None
        if above is not None:
            self.depth = above.depth + 1
        else:
            self.depth = _depth_of(scope) + 1
        if value is not None:
            self.patch(value)

    @property
    def present(self) -> list[NodeView]:
        """The views that take a place in the layout."""
        return [view for view in self.views if not view.absent]

    def patch(self, value: Any) -> None:
        """Follow a new list of children; what takes long goes on in later turns of the loop."""
        values, views = child_values(value), self._read_views()
        unread, rest = self._unread(), self._rest
        self._rest = None
        with self.scope.panel.growth.slice():
            kept = self._unchanged(values, views) if rest is None else 0
            following = enumerate(views[kept:], kept)
            before = {view.node.identity(i): view for i, view in following}
            for identity, view in unread.items():
                if before.setdefault(identity, view) is not view:
                    self._end(view)
            self._follow(values, views[:kept], before, least=0)

    def _unchanged(self, values: list[Any], views: list[NodeView]) -> int:
        """How many of the first children are what they were, as far as time goes."""
        growth = self.scope.panel.growth
        count = 0
        for view, value in zip(views, values, strict=False):
            if not same(view.node.raw, value) or growth.over():
                break
            count += 1
        return count

    def grow(self) -> None:
        """Go on with what the last slice of work left over, by at least one child."""
        rest, views = self._rest, self._read_views()
        if rest is not None:
            self._rest = None
            self._follow(rest.values, views, rest.before, least=1)

    def _read_views(self) -> list[NodeView]:
        return self.views if self._rest is None else self.views[: self._rest.done]

    def _unread(self) -> Before:
        return self._rest.before if self._rest is not None else {}

    def _follow(
        self, values: list[Any], views: list[NodeView], before: Before, *, least: int
    ) -> None:
        """Make or patch the views of ``values`` that come after ``views``, as far as time goes.

        ``before`` are the views of the version drawn until now that were not met yet; they stand
        at the end while there is more to read, and are ended after that.
        """
        previous, growth = self.views, self.scope.panel.growth
        for index in range(len(views), len(values)):
            if least <= 0 and growth.over():
                break
            least -= 1
            if not before and full(self.scope.panel):
                views.append(self._make(rest_of(len(values) - index)))
                values = values[: index + 1]
                break
            old = previous[index] if index < len(previous) else None
            if old is not None and same(old.node.raw, values[index]) and _take(before, old, index):
                views.append(old)  # most children of most refreshes: nothing to read
                continue
            views.append(self._next(values[index], index, before))
        done = len(views)
        self.views = [*views, *before.values()]
        while before and done == len(values) and (least > 0 or not growth.over()):
            least -= 1
            self._end(before.pop(next(iter(before))))
            del self.views[done]
        if before or done < len(values):
            self._rest = _Rest(values, done, before)
            growth.wait(self)
        if len(previous) != len(self.views) or not all(map(is_, previous, self.views)):
            self._restructured()

    def _restructured(self) -> None:
        self.scope.surface.structure_changed()
        if self.owner is not None:
            self.owner.invalidate()
        else:
            self.scope.surface.schedule_layout()

    def _next(self, item: Any, index: int, before: Before) -> NodeView:
        node = read(item)
        if node is None:
            node = not_a_node(item)
        identity = node.identity(index)
        old = before.get(identity)
        if old is None:
            node = bounded(node)
            identity = node.identity(index)
            old = before.get(identity)
        if old is not None and (old.node.raw is item or same(old.node.raw, item)):
            del before[identity]
            return old
        node = bounded(node)
        if old is not None and old.accepts(node):
            del before[identity]
            try:
                old.patch(node)
            except Exception as error:
                if not isinstance(error, CannotDrawError):
                    logger.exception("patching a %s node failed", node.type)
                fresh = self._failed(node, error)
                self._end(old)
                return fresh
            return old
        return self._make(node)

    def _make(self, node: Node) -> NodeView:
        """A view for a node; what cannot be drawn becomes a notice in its place."""
        try:
            reason = refusal(self, node)
            if reason:
                view: NodeView = notice.Notice(self.scope, node, reason)
            elif node.problem:
                view = notice.Failure(self.scope, node, node.problem)
            else:
                self.scope.surface.building = self
                kind: type[NodeView] = view_class(node.kind) or notice.Unknown
                view = kind.variant_for(node)(self.scope, node)
        except Exception as error:
            if not isinstance(error, CannotDrawError):
                logger.exception("drawing a %s node failed", node.type)
            clear_away(error)
            return self._failed(node, error)
        self._adopt(view)
        return view

    def _failed(self, node: Node, error: BaseException) -> NodeView:
        kind = "" if isinstance(error, CannotDrawError) else f"{type(error).__name__}: "
        view = notice.Failure(self.scope, node, f"{kind}{error}")
        self._adopt(view)
        self.scope.panel.report_failure(node, error)
        return view

    def _adopt(self, view: NodeView) -> None:
        view.group = self
        self.scope.panel.view_count += 1
        self.scope.panel.widget_count += view.weight - len(view.parts)  # which `own` has counted
        widget = view.widget
        if widget is not self.scope.surface and widget.parentWidget() is self.scope.surface:
            # Its place comes with the layout: else Qt would measure it, only to give it one now.
            widget.setAttribute(Qt.WidgetAttribute.WA_Resized)
            widget.show()
        self.scope.surface.adopted(view)

    def _end(self, view: NodeView) -> None:
        self.scope.surface.damage(view.rect)
        with self.scope.panel.growth.slice():
            Ending(view).grow()

    def stop(self) -> None:
        """Read no more of what was left over: the owner ends."""
        self._rest = None

    def break_down(self, view: NodeView, error: BaseException) -> None:
        """Put the failure box in the place of a view that raised while measured or painted."""
        if view not in self.views:
            return
        index = self.views.index(view)
        self.views[index] = self._failed(view.node, error)
        self._end(view)
        self.scope.surface.structure_changed()
        self.views[index].invalidate()

    def dispose(self) -> None:
        """End all views of this group now."""
        self._rest = None
        views, self.views = self.views, []
        for view in views:
            self.scope.surface.damage(view.rect)
            Ending(view).finish()


def _take(before: Before, view: NodeView, index: int) -> bool:
    """Take a view out of those not met yet; False where another has its identity."""
    identity = view.node.identity(index)
    if before.get(identity) is not view:
        return False
    del before[identity]
    return True


def _depth_of(scope: Scope) -> int:
    within = scope.within
    return within.group.depth if within is not None and within.group is not None else 0
