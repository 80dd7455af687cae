"""Faults on handlers and background work: held up, failed, run twice, or cut off midway."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from workbench.kernel.errors import ErrorReport
from workbench.kernel.faults.book import FaultBook
from workbench.kernel.faults.rule import FaultRule
from workbench.kernel.gates import Refusal
from workbench.kernel.invocation import Invocation, Outcome, Trigger
from workbench.kernel.tasks.task import Task
from workbench.kernel.waiting import Waiting

Run = Callable[[Trigger], Awaitable[Outcome]]
Interrupt = Callable[[Invocation, ErrorReport, float], None]

_RULE = "fault"
"""The note on a trigger that says which rule is being applied; its record keeps it."""


class HandlerFaults:
    """Applies the rules about handlers to everything that goes through dispatch.

    `restart` ends the process in the middle of its work, as when a worker of the platform is
    replaced; what retries or reports that is the rest of the kernel.
    """

    def __init__(self, book: FaultBook, clock: Waiting, run: Run, interrupt: Interrupt) -> None:
        self._book = book
        self._clock = clock
        self._run = run
        self._interrupt = interrupt
        self._extra: set[asyncio.Task[Any]] = set()

    async def before(self, trigger: Trigger) -> Refusal | None:
        """A handler is about to be sent: hold it up, refuse it, or send it a second time."""
        if not self._book.armed or _RULE in trigger.note:
            return None
        target = f"{trigger.kind}:{trigger.name}"
        rule = self._book.strike(target, trigger.app_id, trigger.user.imperal_id)
        if rule is None:
            return None
        trigger.note = {**trigger.note, _RULE: {"do": rule.do, "on": rule.on, "s": rule.seconds}}
        if rule.do == "delay":
            trigger.delay_s = rule.seconds or 0.0
        elif rule.do == "duplicate":
            self._again(trigger)
        elif rule.do == "error":
            message = rule.message or f"{trigger.kind} {trigger.name!r} failed by a fault rule"
            return Refusal("fault", ErrorReport(rule.error, message), status="error")
        return None

    def started(self, invocation: Invocation) -> None:
        """A handler is running: arrange what is to befall it."""
        rule = invocation.trigger.note.get(_RULE)
        if rule is not None and rule["do"] in ("timeout", "restart"):
            what = f"{invocation.trigger.kind} {invocation.trigger.name!r}"
            self._arrange(invocation, rule["do"], rule["s"] or 0.0, what)

    def task_changed(self, task: Task) -> None:
        """Background work has begun: the rules for ``task:<name>`` apply to it."""
        if not self._book.armed or task.invocation is None or task.percent is not None:
            return
        if task.running and not task.faulted:
            task.faulted = True
            rule = self._book.strike(f"task:{task.name}", task.app_id, task.user_id)
            if rule is not None:
                self._befall(task, rule)

    async def settled(self) -> None:
        """Wait until no second run is going on."""
        while self._extra:
            await asyncio.wait(list(self._extra))

    async def close(self) -> None:
        """Give up the second runs that are still going."""
        extra = list(self._extra)
        for task in extra:
            task.cancel()
        await asyncio.gather(*extra, return_exceptions=True)

    def _befall(self, task: Task, rule: FaultRule) -> None:
        if task.invocation is not None and rule.do in ("timeout", "restart"):
            what = f"background task {task.name!r}"
            self._arrange(task.invocation, rule.do, rule.seconds or 0.0, what)

    def _arrange(self, invocation: Invocation, do: str, seconds: float, what: str) -> None:
        def strike() -> None:
            if not invocation.child.work.includes(invocation):
                return
            if do == "restart":
                invocation.child.kill("a fault rule restarted the worker")
                return
            report = ErrorReport("DeadlineExceeded", f"{what} was stopped by a fault rule")
            self._interrupt(invocation, report, 2.0)

        self._clock.call_later(seconds, strike)

    def _again(self, trigger: Trigger) -> None:
        second = replace(trigger, note={**trigger.note, "duplicate": True})
        task = asyncio.get_running_loop().create_task(_awaited(self._run(second)))
        self._extra.add(task)
        task.add_done_callback(self._extra.discard)


async def _awaited(running: Awaitable[Any]) -> None:
    await running
