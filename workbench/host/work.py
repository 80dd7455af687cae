"""What the child is busy with: an invocation or a detached task, which its calls belong to."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from workbench.wire.kernel_messages import Network

if TYPE_CHECKING:
    from workbench.host.virtual_time import Anchor


@dataclass(eq=False)
class Work:
    """An invocation or a detached task in progress.

    Calls find it through a context variable and not through ``ctx``: a coroutine that goes on in
    the background still holds the context object of a turn that is over.
    """

    inv: int
    span: str
    kind: str
    name: str
    network: Network
    task_id: str | None = None
    task: asyncio.Task[Any] | None = None
    anchor: Anchor | None = None
    """The virtual time it was last told; None while the session's clock is the machine's own."""
    cancel_wanted: bool = False
    """A user asked for it to stop: the next `progress` raises TaskCancelled."""
    cancel_told: bool = False
    """`progress` has raised: from now on every call raises."""
    calls: int = field(default=0)

    def next_span(self) -> str:
        """The id of a new span under this one."""
        self.calls += 1
        return f"{self.span}.{self.calls}"


current: ContextVar[Work | None] = ContextVar("workbench_work", default=None)
"""The work on whose behalf the running code runs; None at import and in threads of the author's."""
