"""Which views an exception passed: the one to blame, and those it left half made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.render.view import NodeView

if TYPE_CHECKING:
    from workbench.gui.render.surface import Surface


def half_made(error: BaseException) -> list[NodeView]:
    """The views whose construction the exception ended, innermost first.

    They never came to stand in a group, so nobody else will let their widgets go.
    """
    found: list[NodeView] = []
    trace = error.__traceback__
    while trace is not None:
        view = trace.tb_frame.f_locals.get("self")
        if isinstance(view, NodeView) and view not in found:
            group = view.group
            if group is not None and view not in group.views:
                found.append(view)
        trace = trace.tb_next
    return found[::-1]


def culprit(error: BaseException, surface: Surface) -> NodeView | None:
    """The innermost view of ``surface`` among the frames the exception passed, or None."""
    found: NodeView | None = None
    trace = error.__traceback__
    while trace is not None:
        view = trace.tb_frame.f_locals.get("self")
        if isinstance(view, NodeView) and view.scope.surface is surface:
            found = view
        trace = trace.tb_next
    return found
