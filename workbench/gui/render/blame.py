"""Which view is to blame for an exception: the innermost one whose method was running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.render.view import NodeView

if TYPE_CHECKING:
    from workbench.gui.render.surface import Surface


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
