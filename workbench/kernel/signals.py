"""Plain synchronous signals, so the kernel can announce changes without knowing who listens."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")

_log = logging.getLogger(__name__)


class Signal(Generic[P]):
    """A list of listeners called in the order they connected.

    `Signal[[str, int]]` announces a string and a number. A listener that raises is logged and
    never breaks the emitter or the listeners after it.
    """

    def __init__(self) -> None:
        self._listeners: dict[int, Callable[P, object]] = {}
        self._next = 0

    def connect(self, listener: Callable[P, object]) -> Callable[[], None]:
        """Call `listener` on every emit from now on; returns the function that disconnects it."""
        key = self._next
        self._next += 1
        self._listeners[key] = listener

        def disconnect() -> None:
            self._listeners.pop(key, None)

        return disconnect

    def emit(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Call every listener connected at this moment; one disconnected meanwhile is skipped."""
        for key, listener in tuple(self._listeners.items()):
            if key not in self._listeners:
                continue
            try:
                listener(*args, **kwargs)
            except Exception:
                _log.exception("a listener of a signal raised")
