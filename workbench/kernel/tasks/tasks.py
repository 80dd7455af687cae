"""Background work: detached handlers and coroutines, progress, caps, cancelling, delivery."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, Final

from workbench.kernel.calls import current_call
from workbench.kernel.children.child import Child
from workbench.kernel.children.death import Death, lost_report
from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.functions import Aftermath, FunctionOutcome, read_outcome
from workbench.kernel.invocation import Invocation, Outcome, Trigger
from workbench.kernel.journal.record import Record
from workbench.kernel.recording import Slot
from workbench.kernel.services.arguments import unknown_method
from workbench.kernel.services.call import ServiceCall
from workbench.kernel.signals import Signal
from workbench.kernel.tasks.beginnings import acknowledged, check_owner, new_task, spawned
from workbench.kernel.tasks.endings import (
    Endings,
    cut_off_outcome,
    inherited_task,
    told_outcome,
)
from workbench.kernel.tasks.task import Delivery, Task
from workbench.kernel.tasks.watch import TaskWatch

REMEMBERED: Final = 500
"""Tasks that have ended and are still listed; older ones are in the journal only."""


class Tasks:
    """All background work of a session; also answers ``ctx.background_task`` and ``progress``."""

    def __init__(
        self,
        core: Core,
        *,
        dispatch: Dispatch,
        delivery: Delivery,
        aftermath: Aftermath,
    ) -> None:
        self._core = core
        self.changed: Signal[[Task]] = Signal()
        self._dispatch = dispatch
        self._delivery = delivery
        self._aftermath = aftermath
        self._endings = Endings(core, delivery, self.changed)
        self._watch = TaskWatch(core, dispatch.interrupt)
        self._tasks: dict[str, Task] = {}
        self._runners: set[asyncio.Task[None]] = set()

    def all(self, user_id: str | None = None) -> list[Task]:
        """Every task of the session, or those of one user, oldest first."""
        return [t for t in self._tasks.values() if user_id is None or t.user_id == user_id]

    def running(self) -> list[Task]:
        """Tasks that have not ended."""
        return [task for task in self._tasks.values() if task.running]

    def get(self, task_id: str) -> Task:
        """The task of that id; LookupError if there is none."""
        return self._tasks[task_id]

    # -- starting ---------------------------------------------------------------------------

    async def detach(self, trigger: Trigger, declared: Mapping[str, Any]) -> FunctionOutcome:
        """Run a whole handler in the background and acknowledge at once."""
        task = self._new(trigger, trigger.name, bool(declared.get("long_running")))
        task.function = trigger.name
        trigger = replace(trigger, deadline_s=None, note={**trigger.note, "task_id": task.id})
        await self._endings.announce(task, "started")
        self._run(task, self._run_handler(task, trigger, declared))
        return acknowledged(task, trigger)

    async def promote(
        self,
        invocation: Invocation,
        declared: Mapping[str, Any],
        running: asyncio.Task[Outcome],
    ) -> FunctionOutcome:
        """Detach a handler that is running already and has taken too long for a turn."""
        trigger = invocation.trigger
        task = self._new(trigger, trigger.name, bool(declared.get("long_running")))
        task.function = trigger.name
        trigger.deadline_s = None
        invocation.holds += (task.hold,)
        invocation.child.stir()
        self._adopt(task, invocation)
        await self._endings.announce(task, "started")
        self._run(task, self._await_handler(task, trigger, declared, running))
        return acknowledged(task, trigger)

    async def call(self, call: ServiceCall) -> Any:
        """Answer ``tasks.spawn`` and ``progress.report``, the wire's view of background work."""
        invocation, frame = current_call()
        if call.method == "spawn":
            return await self._spawn(invocation, frame["id"], call.args)
        if call.method == "report":
            return self._progress(invocation, call.args)
        raise unknown_method(call)

    async def _spawn(
        self, parent: Invocation, number: int, args: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Count a coroutine the child is about to run itself; its calls carry ``number``."""
        check_owner(parent)
        name = str(args.get("name") or "background")
        task = self._new(parent.trigger, name, bool(args.get("long_running")))
        invocation = spawned(self._core, task, parent, number)
        task.cause_id = parent.span_id
        self._adopt(task, invocation)
        invocation.child.work.begin_task(invocation)
        await self._endings.announce(task, "started")
        return {"task_id": task.id}

    def _new(self, trigger: Trigger, name: str, long_running: bool) -> Task:
        task = new_task(self._core, trigger, name, long_running=long_running)
        self._tasks[task.id] = task
        return task

    def _adopt(self, task: Task, invocation: Invocation) -> None:
        """Tie a task to the invocation that runs it, and start its cap."""
        invocation.task_id = task.id
        task.invocation = invocation
        task.span_id = invocation.span_id
        self._watch.begin(task)
        if task.cancelling:  # asked for before there was anything to tell
            invocation.child.cancel(invocation.number, "user")

    async def _run_handler(self, task: Task, trigger: Trigger, declared: Mapping[str, Any]) -> None:
        running = asyncio.ensure_future(
            self._dispatch.run(
                trigger, lambda invocation: self._adopt(task, invocation), Slot(task.hold)
            )
        )
        await self._await_handler(task, trigger, declared, running)

    async def _await_handler(
        self,
        task: Task,
        trigger: Trigger,
        declared: Mapping[str, Any],
        running: asyncio.Task[Outcome],
    ) -> None:
        result = read_outcome(await running, trigger)
        await self._finish(task, result)
        await self._aftermath.finished(trigger, declared, result)

    # -- on the way -------------------------------------------------------------------------

    def _progress(self, invocation: Invocation, args: Mapping[str, Any]) -> None:
        task = self._tasks.get(invocation.task_id or "")
        if task is None or not task.running:
            return
        percent = args.get("percent")
        task.percent = float(percent) if isinstance(percent, int | float) else task.percent
        task.message = str(args.get("message") or "")
        self._watch.heard(task)
        self.changed.emit(task)

    def cancel(self, task_id: str, *, user_id: str | None = None) -> Task:
        """Ask a task to stop: TaskCancelled at its next progress or later call.

        `user_id` is who asks, None for whoever runs the workbench.

        Raises:
            LookupError: there is no such task.
            PermissionError: the task belongs to another user (I-LONGRUN-BG-USER-SCOPED).
        """
        task = self._tasks[task_id]
        if user_id is not None and user_id != task.user_id:
            self._delivery.refused(task, user_id)
            raise PermissionError(f"403: task {task_id} belongs to another user than {user_id}")
        if task.running and not task.cancelling:
            task.cancelling = True
            if task.invocation is not None:
                task.invocation.child.cancel(task.invocation.number, "user")
            self.changed.emit(task)
        return task

    # -- ending -----------------------------------------------------------------------------

    def ended(self, child: Child, frame: Mapping[str, Any]) -> None:
        """A child reports the end of a detached coroutine."""
        task = self._tasks.get(str(frame.get("task_id")))
        child.work.end_task(int(frame["id"]))
        if task is None or not task.running or task.invocation is None:
            return
        if task.invocation.child is not child:
            return  # only the process that runs a task can say that it has ended
        self._run(task, self._finish(task, told_outcome(task, frame)))

    def lost(self, child: Child, death: Death) -> None:
        """The child of some tasks is gone; they end with it."""
        for invocation in list(child.tasks.values()):
            child.work.end_task(invocation.number)
            task = self._tasks.get(invocation.task_id or "")
            if task is None or not task.running:
                continue
            why = invocation.interrupted or lost_report(death, child.root, invocation.declared)
            status = "timeout" if invocation.interrupted else "host_lost"
            outcome = FunctionOutcome(status, task.id, error=why, error_code="INTERNAL")
            self._run(task, self._finish(task, outcome))

    async def settled(self) -> None:
        """Wait until no background work is running and all results are delivered."""
        while self._runners or self.running():
            waits = [asyncio.ensure_future(task.done.wait()) for task in self.running()]
            await asyncio.wait([*self._runners, *waits], return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()

    async def close(self) -> None:
        """Stop following what still runs, and record that the session's end was its end too."""
        cut = self.running()
        for task in cut:
            task.stop_timers()
            task.let_go()
        runners = list(self._runners)
        for runner in runners:
            runner.cancel()
        await asyncio.gather(*runners, return_exceptions=True)
        for task in cut:
            if task.running:
                await self._endings.end(task, cut_off_outcome(task))

    async def inherit(self, record: Record, session: str) -> Task:
        """End a task that an earlier session began and never ended, and tell its user."""
        task = inherited_task(self._core, record, session)
        self._tasks[task.id] = task
        try:
            await self._finish(task, cut_off_outcome(task))
        finally:
            task.let_go()
        return task

    async def _finish(self, task: Task, outcome: FunctionOutcome) -> None:
        await self._endings.finish(task, outcome)
        self._forget()

    def _forget(self) -> None:
        """Keep the newest of those that have ended; the journal has them all."""
        ended = [task for task in self._tasks.values() if not task.running]
        for task in ended[:-REMEMBERED]:
            del self._tasks[task.id]

    def _run(self, task: Task, work: Coroutine[Any, Any, None]) -> None:
        """See a task to its end; time waits until its result is delivered."""
        runner = asyncio.get_running_loop().create_task(work)
        self._runners.add(runner)
        runner.add_done_callback(self._runners.discard)
        runner.add_done_callback(lambda _: task.let_go())
