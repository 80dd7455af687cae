"""Draws a large tree over several turns of the event loop, so that no turn holds the window up.

The work on a tree is cut into slices. A list of siblings that finds the slice used up keeps what
it has not read yet and waits here; the next turn goes on with it, after what has been made so far
was laid out and painted. An ordinary panel is done within its first slice.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from workbench.gui.render.depth import deep

SLICE_MS = 20
"""Work done before the loop gets its turn; with layout and paint it stays under 50 ms."""

LAYOUT_MS = 30
"""Time of our own that one layout of very many views takes before it leaves some for later."""

AT_LEAST = 60
"""Views that each slice measures and places however long it takes: all that most panels have."""


class Growing(Protocol):
    """A list of siblings that is not complete yet."""

    def grow(self) -> None:
        """Go on until the slice is used up, by at least one node."""


class Waiting(Protocol):
    """A view that was not measured or placed anew in this slice."""

    def ask_again(self) -> None:
        """Have it measured and placed by the next layout."""


class Growth(QObject):
    """The unfinished lists of one panel, in the order of the tree."""

    def __init__(self, panel: QObject) -> None:
        super().__init__(panel)
        self._waiting: deque[Growing] = deque()
        self._fresh: list[Growing] = []
        self._after: dict[Callable[[], None], None] = {}
        self._postponed: list[Waiting] = []
        self._until = self._granted = self._began = 0
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether something is still to be drawn."""
        return bool(self._waiting or self._fresh or self._postponed)

    @contextmanager
    def slice(self, length_ms: float = SLICE_MS) -> Iterator[None]:
        """A slice of work; one inside another is part of it."""
        if self._until:
            yield
            return
        self._until = time.perf_counter_ns() + int(length_ms * 1e6)
        self._granted = AT_LEAST
        self._began = time.thread_time_ns()
        try:
            yield
        finally:
            self._until = 0
            # Those deeper in the tree came first, and go before all that waited already.
            self._waiting.extendleft(reversed(self._fresh))
            self._fresh.clear()
            if not (self._waiting or self._postponed):
                self._tell()
            elif not self._turn.isActive():
                self._turn.start(0)

    def over(self) -> bool:
        """Whether the slice is used up."""
        return time.perf_counter_ns() > self._until

    def postpone(self, view: Waiting) -> bool:
        """Whether a view should keep its size and place for now, the slice being used up.

        It is asked again in the next turn, and so on until all have been.
        """
        if not self._until or not self.over():
            return False
        # On a busy machine little of the slice was ours: what counts then is our own time.
        if time.thread_time_ns() - self._began < LAYOUT_MS * 1e6:
            return False
        if self._granted > 0:
            self._granted -= 1
            return False
        self._postponed.append(view)
        return True

    def wait(self, group: Growing) -> None:
        """Have a list go on in a later slice."""
        self._fresh.append(group)

    def afterwards(self, work: Callable[[], None]) -> None:
        """Call this once, when all is drawn: what need not be done after every slice."""
        self._after[work] = None

    def _tell(self) -> None:
        after, self._after = self._after, {}
        if after:
            with self.slice():  # one for all of it: each would take one of its own
                for work in after:
                    work()

    def _go_on(self) -> None:
        self._ask_again()
        with deep(), self.slice():
            while self._waiting and not self.over():
                self._waiting.popleft().grow()

    def _ask_again(self) -> None:
        postponed, self._postponed = self._postponed, []
        for view in postponed:
            view.ask_again()

    def finish(self) -> None:
        """Draw all the rest now; for pictures and tests."""
        while self.busy:
            self._ask_again()
            with deep(), self.slice(1e9):
                while self._waiting:
                    self._waiting.popleft().grow()
