"""What dispatch writes down: one record for each invocation, one more for a gate that refused."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter_ns
from typing import Any

from workbench.kernel.core import Core
from workbench.kernel.gates import Refusal
from workbench.kernel.invocation import RECORD_KIND, Invocation, Outcome, Span, Trigger
from workbench.kernel.timers import Hold

_MS = 1e-6

Write = Callable[[], object]


class Turns:
    """Lets things that run side by side be written down in the order they began.

    Places are counted from 0. The first that has not ended writes at once; what the others write is
    kept until all before them have ended.
    """

    def __init__(self) -> None:
        self._first = 0
        self._kept: dict[int, list[Write]] = {}
        self._ended: set[int] = set()

    def write(self, place: int, write: Write) -> None:
        """The one at `place` has something to write."""
        if place <= self._first:
            write()
        else:
            self._kept.setdefault(place, []).append(write)

    def end(self, place: int) -> None:
        """The one at `place` will write no more."""
        self._ended.add(place)
        while self._first in self._ended:
            self._ended.remove(self._first)
            self._first += 1
            for write in self._kept.pop(self._first, ()):
                write()


class Slot:
    """The place among others of something that is carried out: when it may write, and the hold on
    time that is kept while it is going on.

    Call it with what is to be written.
    """

    __slots__ = ("_place", "_turns", "hold")

    def __init__(self, hold: Hold, turns: Turns | None = None, place: int = 0) -> None:
        self.hold = hold
        self._turns = turns
        self._place = place

    def __call__(self, write: Write) -> None:
        """Write in turn, or at once where the order does not matter."""
        if self._turns is None:
            write()
        else:
            self._turns.write(self._place, write)

    def end(self) -> None:
        """It is over: time may go on, and those after it may write."""
        self.hold.release()
        if self._turns is not None:
            self._turns.end(self._place)


def write_end(core: Core, invocation: Invocation, outcome: Outcome) -> None:
    """The record of a handler that ran."""
    trigger = invocation.trigger
    core.journal.append(
        RECORD_KIND[trigger.kind],
        trigger.name,
        id=invocation.span_id,
        parent_id=trigger.parent_id,
        cause_id=trigger.cause_id,
        app_id=trigger.app_id,
        actor=trigger.user.imperal_id,
        at=invocation.at,
        started_ns=core.journal.elapsed_ns(invocation.started_ns),
        duration_ms=outcome.duration_ms,
        status=outcome.status,
        body={
            **_inputs(trigger),
            "ctx": invocation.ctx,
            "pid": invocation.child.pid,
            "virtual_ms": outcome.virtual_ms,
            "handler_ms": outcome.handler_ms,
            "cpu_ms": outcome.cpu_ms,
            "stages": [span.as_json() for span in outcome.spans[1:4]],
            "shape": outcome.shape,
            "value": outcome.value,
            "converted": outcome.converted,
            "error": outcome.error.to_json() if outcome.error else None,
        },
    )


def write_refusal(
    core: Core, trigger: Trigger, span_id: str, refusal: Refusal, began: int, at: float
) -> Outcome:
    """The records of a handler that a gate kept from running, and its outcome."""
    duration = (perf_counter_ns() - began) * _MS
    error = refusal.error.to_json()
    core.journal.append(
        "gate",
        refusal.gate,
        id=core.ids.new("gate"),
        parent_id=span_id,
        app_id=trigger.app_id,
        actor=trigger.user.imperal_id,
        at=at,
        status="refused",
        body={"handler": trigger.name, "error": error},
    )
    kind = RECORD_KIND[trigger.kind]
    core.journal.append(
        kind,
        trigger.name,
        id=span_id,
        parent_id=trigger.parent_id,
        cause_id=trigger.cause_id,
        app_id=trigger.app_id,
        actor=trigger.user.imperal_id,
        at=at,
        started_ns=core.journal.elapsed_ns(began),
        duration_ms=duration,
        status=refusal.status,
        body={**_inputs(trigger), "error": error},
    )
    status = refusal.status
    span = Span(span_id, trigger.parent_id, kind, trigger.name, 0.0, duration, status)
    return Outcome(status, span_id, error=refusal.error, duration_ms=duration, spans=[span])


def _inputs(trigger: Trigger) -> dict[str, Any]:
    declared = trigger.declared or {}
    return {
        "kind": trigger.kind,
        "source": trigger.source,
        "surface": trigger.surface,
        "params": trigger.params,
        "call_stack": trigger.call_stack,
        "at": {"file": declared.get("file"), "line": declared.get("line")},
        **trigger.note,
    }
