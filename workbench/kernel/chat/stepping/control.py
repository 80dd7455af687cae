"""Where a turn stands still: pauses before and after its steps, and breakpoints.

A turn runs freely unless it was begun stepped or meets a breakpoint. While it stands, what is
already running (a sibling step, a background task, a reload) goes on; only new steps wait.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from workbench.kernel.chat.turn import Pause, Step

Mode = Literal["run", "step", "over"]


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """Stops a turn before a step of this function or action type, or after one that failed.

    ``function`` is ``app.function`` or the bare name, ``step_id`` one step of one turn; fields that
    are None match everything.
    """

    id: str
    function: str | None = None
    action_type: str | None = None
    on_error: bool = False
    step_id: str | None = None

    def before(self, step: Step) -> bool:
        """True when it stops before ``step`` runs."""
        return not self.on_error and self._means(step)

    def after(self, step: Step) -> bool:
        """True when it stops after ``step`` ended as it did."""
        return self.on_error and step.status == "error" and self._means(step)

    def _means(self, step: Step) -> bool:
        named = self.function in (None, step.function, f"{step.app_id}.{step.function}")
        typed = self.action_type in (None, step.action_type)
        return named and typed and self.step_id in (None, step.id)


class Breakpoints:
    """The breakpoints of a session."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._rows: dict[str, Breakpoint] = {}

    def add(
        self,
        *,
        function: str | None = None,
        action_type: str | None = None,
        on_error: bool = False,
        step_id: str | None = None,
    ) -> Breakpoint:
        """Set one; ValueError when it would stop at everything."""
        if function is None and action_type is None and step_id is None and not on_error:
            raise ValueError("a breakpoint needs a function, a step, an action type or an error")
        row = Breakpoint(f"break-{next(self._ids)}", function, action_type, on_error, step_id)
        self._rows[row.id] = row
        return row

    def remove(self, breakpoint_id: str) -> None:
        """Take one away; KeyError if it is not there."""
        del self._rows[breakpoint_id]

    def all(self) -> list[Breakpoint]:
        """All of them, oldest first."""
        return list(self._rows.values())

    def stop(self, step: Step, place: Literal["before", "after"]) -> Breakpoint | None:
        """The first that stops here."""
        return next((row for row in self._rows.values() if getattr(row, place)(step)), None)


class Control:
    """The stepping of one turn. ``moved`` is called whenever the place where it stands changes;
    ``stepped`` is true once anybody has stepped it.

    Steps of a level that come to a stop together queue; the first of them is where the turn stands.
    """

    def __init__(self, breakpoints: Breakpoints, mode: Mode, moved: Callable[[], None]) -> None:
        self._breakpoints = breakpoints
        self._mode: Mode = mode
        self._moved = moved
        self._queue: list[tuple[Pause, asyncio.Event]] = []
        self.stepped = mode != "run"

    @property
    def pause(self) -> Pause | None:
        """Where the turn stands, None while it runs."""
        return self._queue[0][0] if self._queue else None

    async def before(self, step: Step) -> None:
        """Wait here if the turn is to stand before ``step``."""
        found = self._breakpoints.stop(step, "before")
        if self._mode != "run" or found is not None:
            await self._stand(Pause(step.key, "before", found.id if found else None))

    async def after(self, step: Step) -> None:
        """Wait here if the turn is to stand after ``step``, with its result in sight."""
        found = self._breakpoints.stop(step, "after")
        if self._mode == "step" or found is not None:
            await self._stand(Pause(step.key, "after", found.id if found else None))

    def go(self, mode: Mode) -> None:
        """Go on from where the turn stands; nothing happens if it does not.

        ``run`` to the end or the next breakpoint, ``step`` to the next place to stand, ``over`` to
        the next step.
        """
        self._mode = mode
        self.stepped = self.stepped or mode != "run"
        going = self._queue[:1]
        if mode == "run":
            going += [row for row in self._queue[1:] if row[0].breakpoint_id is None]
        for row in going:
            self._queue.remove(row)
            row[1].set()
        if going:
            self._moved()

    def halt(self) -> None:
        """Stand before the next step that has not begun; what runs goes on."""
        if not self._queue:
            self._mode = "over"
            self.stepped = True

    async def _stand(self, pause: Pause) -> None:
        row = (pause, asyncio.Event())
        self.stepped = True
        self._queue.append(row)
        self._moved()
        try:
            await row[1].wait()
        finally:
            if row in self._queue:
                self._queue.remove(row)
                self._moved()
