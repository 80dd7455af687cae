"""Runs what the kernel asks for, each as a task of its own, and reports how it ended."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from workbench.host.answers import Answer, encode, rescue
from workbench.host.calls import Calls
from workbench.host.context import Contexts
from workbench.host.guard import Guard
from workbench.host.handlers import Handler, Handlers
from workbench.host.hints import Doing
from workbench.host.link import Link
from workbench.host.logs import Logs
from workbench.host.memory import MemoryCap
from workbench.host.params import validation_report
from workbench.host.report import Reporter
from workbench.host.streams import Streams
from workbench.host.virtual_time import VirtualTime
from workbench.host.work import Work, current
from workbench.wire.errors import ErrorReport
from workbench.wire.frames import JSON, MAX_FRAME


class Runner:
    """Runs invocations and detached tasks, and knows those in progress."""

    def __init__(
        self,
        *,
        loop: asyncio.AbstractEventLoop,
        link: Link,
        calls: Calls,
        logs: Logs,
        streams: Streams,
        reporter: Reporter,
        memory: MemoryCap,
        guard: Guard,
        time: VirtualTime,
    ) -> None:
        self._loop = loop
        self._link = link
        self._calls = calls
        self._logs = logs
        self._streams = streams
        self._reporter = reporter
        self._memory = memory
        self._guard = guard
        self._time = time
        self._works: dict[int, Work] = {}
        self._newest = 0
        self._early: dict[int, str] = {}
        self._handlers: Handlers | None = None
        self._contexts: Contexts | None = None

    def serve(self, handlers: Handlers, contexts: Contexts) -> None:
        """Say what there is to run; until then an ``invoke`` is an error."""
        self._handlers = handlers
        self._contexts = contexts

    # -- beginning -------------------------------------------------------------------------

    def invoke(self, message: dict[str, Any]) -> None:
        """Begin an invocation."""
        work = Work(
            inv=message["id"],
            span=message.get("span") or f"i{message['id']}",
            kind=message["kind"],
            name=message["name"],
            network=message.get("network") or self._guard.network,
        )
        self._newest = work.inv
        self._start(work, self._invocation(work, message))
        mode = self._early.pop(work.inv, None)
        if mode is not None:
            self.cancel({"id": work.inv, "mode": mode})

    def works(self) -> list[Work]:
        """Everything in progress, in the order it began."""
        return list(self._works.values())

    def only_work(self) -> Work | None:
        """The work in progress, if there is exactly one."""
        works = list(self._works.values())
        return works[0] if len(works) == 1 else None

    async def detach(self, coro: Any, *, long_running: bool, name: str) -> str:
        """Let `coro` run on by itself, under the kernel's supervision; its task_id.

        The kernel grants it (and limits it) by answering ``tasks.spawn``.
        """
        if not asyncio.iscoroutine(coro):
            kind = type(coro).__name__
            raise TypeError(f"ctx.background_task() takes a coroutine, not {kind}: call it first")
        try:
            args = {"name": name, "long_running": long_running}
            number, answer = await self._calls.ask("tasks", "spawn", args)
        except BaseException:
            coro.close()
            raise
        parent = current.get()
        network = self._guard.network if parent is None else parent.network
        task_id = str(answer["task_id"])
        work = Work(number, task_id, "task", name, network, task_id=task_id)
        work.anchor = None if parent is None else parent.anchor
        self._start(work, self._detached(work, coro))
        return task_id

    def _start(self, work: Work, running: Any) -> None:
        self._works[work.inv] = work
        token = current.set(work)
        try:
            work.task = self._loop.create_task(running, name=f"{work.kind} {work.name}")
        finally:
            current.reset(token)

    def cancel(self, message: dict[str, Any]) -> None:
        """Stop a work at its next progress (mode ``user``) or at once (``abort``).

        May be called from any thread: the wish of a user is noted even while the loop is stuck,
        and so is one for an invocation that still waits for the loop.
        """
        number, mode = message["id"], message.get("mode", "abort")
        work = self._works.get(number)
        if work is None:
            if number > self._newest:
                self._early[number] = mode
        elif mode == "user":
            work.cancel_wanted = True
        else:
            self._loop.call_soon_threadsafe(self._abort, work)

    def _abort(self, work: Work) -> None:
        if work.task is not None:
            work.task.cancel()

    # -- running ---------------------------------------------------------------------------

    async def _invocation(self, work: Work, message: dict[str, Any]) -> None:
        handler: Handler | None = None

        async def run() -> Any:
            nonlocal handler
            if self._handlers is None or self._contexts is None:
                raise RuntimeError("no extension is loaded in this process")
            self._time.told(message.get("now"), work)
            params = message.get("params") or {}
            handler = self._handlers.find(message["kind"], work.name, params, message.get("args"))
            spec = message.get("ctx")
            ctx = None if spec is None else self._contexts.make(spec, work.kind)
            return await handler.call(ctx)

        def report(error: BaseException) -> ErrorReport:
            if handler is None:
                code = getattr(error, "code", None)
                return self._reporter.report(error, doing=Doing.HANDLER, code=code)
            found = validation_report(error, handler, self._reporter)
            return found or self._reporter.report(
                error, doing=handler.doing, handler=handler.function
            )

        await self._work(work, run, report, {"t": "result", "id": work.inv})

    async def _detached(self, work: Work, coro: Awaitable[Any]) -> None:
        async def run() -> Any:
            return await coro

        def report(error: BaseException) -> ErrorReport:
            return self._reporter.report(error, doing=Doing.TASK)

        head = {"t": "task", "id": work.inv, "task_id": work.task_id}
        await self._work(work, run, report, head)

    async def _work(
        self,
        work: Work,
        run: Callable[[], Awaitable[Any]],
        report: Callable[[BaseException], ErrorReport],
        head: dict[str, Any],
    ) -> None:
        """Run, and send the end, whatever it is."""
        began, cpu = time.perf_counter_ns(), time.thread_time_ns()
        answer: Answer | None = None
        failure: ErrorReport | None = None
        cancelled = False
        try:
            answer = encode(await run())
        except (Exception, asyncio.CancelledError, SystemExit, KeyboardInterrupt) as error:
            cancelled = self._is_cancellation(error)
            answer, failure = self._failed(work, error, report)
        end = {
            **head,
            "duration_ms": (time.perf_counter_ns() - began) / 1e6,
            "cpu_ms": (time.thread_time_ns() - cpu) / 1e6,
        }
        self._streams.finish_lines()
        self._logs.flush()
        self._works.pop(work.inv, None)
        if failure is None and answer is not None:
            self._send_answer(end, answer)
        elif failure is not None:
            self._link.send(
                {**end, "ok": False, "error": failure.to_json(), "cancelled": cancelled}
            )

    def _is_cancellation(self, error: BaseException) -> bool:
        if isinstance(error, asyncio.CancelledError):
            return True
        return isinstance(error, type(self._calls.cancelled()))

    def _failed(
        self, work: Work, error: BaseException, report: Callable[[BaseException], ErrorReport]
    ) -> tuple[Answer | None, ErrorReport | None]:
        with self._memory.lifted():
            rescued = rescue(error, work.kind, work.name)
            if rescued is not None:
                return encode(rescued)._replace(converted=[]), None
            failure = report(error)
            _forget_frames(error)
            return None, failure

    def _send_answer(self, end: dict[str, Any], answer: Answer) -> None:
        """Send a value that is JSON text already, without decoding and encoding it again."""
        if answer.converted:
            end["converted"] = answer.converted
        if answer.cut is not None:
            end["cut"] = answer.cut
        head = JSON.dumps({**end, "ok": True, "shape": answer.shape})
        payload = b"".join((head[:-1], b',"value":', answer.payload, b"}"))
        assert len(payload) <= MAX_FRAME
        self._link.send_payload(payload)


def _forget_frames(error: BaseException) -> None:
    """Let go of what the failed handler's variables hold, which may be all the memory there is."""
    error.__traceback__ = None
    error.__context__ = None
