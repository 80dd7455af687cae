"""No exception leaves a method that Qt calls: the node it belongs to becomes the failure box.

An exception in an override is more than a message on the console. Qt goes on, and asks for the
next override with the exception still pending; Shiboken then releases that function once too
often, and some time later the program ends with a segmentation fault. A painter that is active
when an exception leaves `paintEvent` aborts it at once.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import wraps
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from workbench.gui.render.view import NodeView

logger = logging.getLogger(__name__)

_ANSWERS: dict[str, Callable[[], Any]] = {
    **dict.fromkeys(("event", "eventFilter", "viewportEvent", "focusNextPrevChild"), bool),
    **dict.fromkeys(("sizeHint", "minimumSizeHint"), QSize),
    "heightForWidth": lambda: -1,
    "hasHeightForWidth": bool,
}
"""What Qt is told instead where the answer failed; handlers of events have none."""

_ROOM = "workbench.gui.render."
_done: set[str] = set()


def contain_overrides() -> None:
    """Wrap what Qt calls in the widgets of the renderer's modules, as far as they are imported."""
    for name, module in list(sys.modules.items()):
        if name.startswith(_ROOM) and name not in _done and _complete(module):
            _done.add(name)
            for value in list(vars(module).values()):
                if isinstance(value, type) and value.__module__ == name:
                    _wrap_class(value)


def _complete(module: ModuleType) -> bool:
    """Whether no thread is importing it just now."""
    return not getattr(module.__spec__, "_initializing", False)


def _wrap_class(kind: type) -> None:
    if not issubclass(kind, QWidget):
        return
    for name, value in list(vars(kind).items()):
        if isinstance(value, FunctionType) and (name in _ANSWERS or name.endswith("Event")):
            setattr(kind, name, _contained(value, _ANSWERS.get(name, _nothing)))


def _nothing() -> None:
    return None


def _contained(method: FunctionType, answer: Callable[[], Any]) -> Callable[..., Any]:
    @wraps(method)
    def override(self: QWidget, *args: Any) -> Any:
        try:
            return method(self, *args)
        except Exception as error:
            _end_painters(error)
            _break_down(self, error)
            return answer()

    return override


def _end_painters(error: Exception) -> None:
    trace = error.__traceback__
    while trace is not None:
        for value in trace.tb_frame.f_locals.values():
            if isinstance(value, QPainter) and value.isActive():
                value.end()
        trace = trace.tb_next


def _break_down(widget: QWidget, error: Exception) -> None:
    """Once the event is over: a widget cannot go while it is asked or painted."""
    from workbench.gui.render.blame import owner_of

    view = owner_of(widget) if isValid(widget) else None
    if view is not None:
        logger.error("a %s of a %s raised", type(widget).__name__, view.node.type, exc_info=error)
        QTimer.singleShot(0, view.scope.panel, lambda: _replace(view, error))
    elif isValid(widget):  # its view may still be under construction
        QTimer.singleShot(0, widget, lambda: _find(widget, error))
    else:
        _tell(error)


def _find(widget: QWidget, error: Exception) -> None:
    from workbench.gui.render.blame import owner_of

    view = owner_of(widget)
    if view is not None or widget.isVisible():  # else it has gone with its view meanwhile
        _replace(view, error)


def _replace(view: NodeView | None, error: Exception) -> None:
    if view is not None and view.group is not None:
        view.group.break_down(view, error)
    else:
        _tell(error)


def _tell(error: Exception) -> None:
    sys.excepthook(type(error), error, error.__traceback__)
