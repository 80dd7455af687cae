"""Which views are to blame for an exception: those it passed, or whose widget raised it.

One that raised while drawn makes room for the failure box.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from workbench.gui.render.depth import deep
from workbench.gui.render.view import NodeView

if TYPE_CHECKING:
    from workbench.gui.render.surface import Surface

logger = logging.getLogger(__name__)

_REPAIRS = 50
"""Views of one surface that may raise while it is measured once."""


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


def half_made_widgets(error: BaseException) -> list[QWidget]:
    """The widgets whose construction the exception ended: nobody knows of them yet."""
    found: list[QWidget] = []
    trace = error.__traceback__
    while trace is not None:
        widget = trace.tb_frame.f_locals.get("self")
        if isinstance(widget, QWidget) and trace.tb_frame.f_code.co_name == "__init__":
            found.append(widget)
        trace = trace.tb_next
    return found


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


def break_down(error: Exception, surface: Surface) -> None:
    """Put the failure box in the place of the view of ``surface`` that raised while drawn.

    Where none of its views did, the exception goes on.
    """
    view = culprit(error, surface)
    if view is None or view.group is None:
        raise error
    logger.error("a %s node raised while drawn", view.node.type, exc_info=error)
    view.group.break_down(view, error)


def repaired(surface: Surface, measure: Callable[[], int]) -> int:
    """What a measurement of a surface's views says, once those that raise are replaced."""
    with deep():
        for _ in range(_REPAIRS):
            try:
                return measure()
            except Exception as error:
                break_down(error, surface)
    return 0


def owner_of(widget: QWidget) -> NodeView | None:
    """The view that a widget belongs to, or None for one that stands on no surface."""
    from workbench.gui.render.surface import Surface

    inside, around = widget, widget.parentWidget()
    while around is not None and not isinstance(around, Surface):
        inside, around = around, around.parentWidget()
    if around is None:
        return None
    for view in around.views():
        if view.scope.surface is around and (view.widget is inside or inside in view.parts):
            return view
    return None
