"""What a chat turn is made of: messages, steps and confirmations, as the stage shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from workbench.kernel.chat.confirmation import Confirmation
from workbench.kernel.chat.plan import Plan
from workbench.kernel.errors import ErrorReport

TurnStatus = Literal["thinking", "waiting", "running", "done", "failed", "cancelled"]
StepStatus = Literal["planned", "waiting", "running", "success", "error", "skipped", "cancelled"]

FINISHED: frozenset[TurnStatus] = frozenset({"done", "failed", "cancelled"})


@dataclass(slots=True)
class Message:
    """One bubble: ``role`` is user, assistant or system; ``at`` virtual epoch seconds."""

    role: str
    text: str
    at: float
    ui: dict[str, Any] | None = None
    app_id: str | None = None


@dataclass(slots=True)
class Step:
    """One call of a plan and how it went.

    ``args`` are the arguments as they were sent; ``injected`` names those taken from earlier
    results. ``refreshed`` lists the panels (``app_id/panel_id``) fetched again because of it.
    """

    name: str
    app_id: str
    function: str
    action_type: str
    args: dict[str, Any]
    key: str = ""
    id: str = ""
    status: StepStatus = "planned"
    duration_ms: float | None = None
    error: ErrorReport | None = None
    result: Any = None
    summary: str = ""
    confirmation_id: str | None = None
    refreshed: list[str] = field(default_factory=list)
    injected: list[str] = field(default_factory=list)
    task_id: str | None = None
    span_id: str | None = None
    ui: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """The step as the journal and the command line show it."""
        return {
            "tool": f"{self.app_id}.{self.function}",
            "function": self.function,
            "action_type": self.action_type,
            "args": self.args,
            "injected": list(self.injected),
            "status": self.status,
            "result": self.result,
            "summary": self.summary,
            "error": self.error.to_json() if self.error else None,
            "confirmation_id": self.confirmation_id,
            "task_id": self.task_id,
        }


@dataclass(slots=True)
class Turn:
    """One exchange: what was said, planned, confirmed, called and answered.

    A turn with an empty ``text`` is a delivery: a message the platform injected on its own, such as
    the result of a background task.
    """

    id: str
    text: str
    user_id: str
    status: TurnStatus = "thinking"
    messages: list[Message] = field(default_factory=list)
    plan: Plan | None = None
    steps: list[Step] = field(default_factory=list)
    confirmations: list[Confirmation] = field(default_factory=list)
    error: ErrorReport | None = None
    at: float = 0.0
    duration_ms: float | None = None

    @property
    def finished(self) -> bool:
        """True once nothing more will happen in it."""
        return self.status in FINISHED

    def step(self, key: str) -> Step:
        """The step of the plan's ``key``; raises KeyError for a key that is not in the plan."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)
