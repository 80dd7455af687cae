"""Background tasks of a MockContext: they really run, and what they answer is kept."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from imperal_sdk._messages import explain
from imperal_sdk.chat.exceptions import TaskCancelled
from imperal_sdk.types.action_result import ActionResult

SHORT_CAP_S = 180.0
LONG_CAP_S = 1800.0


@dataclass
class BackgroundTask:
    """One task: its name and cap, and how it ended.

    ``status`` is running, done, failed, cancelled or timed_out; ``error`` says why it failed.
    """

    task_id: str
    name: str
    long_running: bool
    status: str = "running"
    result: ActionResult[Any] | None = None
    error: str = ""

    @property
    def cap_s(self) -> float:
        """How long the task may take, in seconds."""
        return LONG_CAP_S if self.long_running else SHORT_CAP_S


class MockBackground:
    """Runs tasks on the test's loop; ``await wait()`` lets all of them finish.

    ``deliver(text, refresh_panels)`` puts the answer into the chat, as the platform does.
    """

    def __init__(self, deliver: Callable[[str, list[str] | None], None]) -> None:
        self.tasks: list[BackgroundTask] = []
        self._deliver = deliver
        self._running: set[asyncio.Task[None]] = set()

    async def spawn(
        self, coro: Coroutine[Any, Any, Any], *, long_running: bool = False, name: str = ""
    ) -> str:
        """Start ``coro`` and return the task's id."""
        task = BackgroundTask(uuid.uuid4().hex, name, long_running)
        self.tasks.append(task)
        running = asyncio.create_task(self._run(task, coro), name=name)
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return task.task_id

    async def wait(self) -> list[BackgroundTask]:
        """Wait until no task runs any more and return all of them."""
        while self._running:
            await asyncio.wait(set(self._running))
        return self.tasks

    async def _run(self, task: BackgroundTask, coro: Coroutine[Any, Any, Any]) -> None:
        cap = asyncio.timeout(task.cap_s)
        try:
            async with cap:
                answer = await coro
        except TaskCancelled:
            task.status = "cancelled"
        except Exception as error:
            late = cap.expired()
            task.status = "timed_out" if late else "failed"
            task.error = (
                f"it took longer than {task.cap_s:g} s"
                if late
                else f"{type(error).__name__}: {error}"
            )
        else:
            self._finish(task, answer)
        if task.error:
            self._deliver(f"The background task {task.name!r} failed.", None)

    def _finish(self, task: BackgroundTask, answer: object) -> None:
        if not isinstance(answer, ActionResult):
            task.status = "failed"
            task.error = explain(
                f"background task {task.name!r} returned {type(answer).__name__}",
                "a background coroutine returns an ActionResult "
                "(I-LONGRUN-BG-CORO-RETURNS-ACTIONRESULT)",
                "end it with return ActionResult.success(...)",
            )
            return
        task.status, task.result = "done", answer
        self._deliver(answer.summary or answer.error or "", answer.refresh_panels)
