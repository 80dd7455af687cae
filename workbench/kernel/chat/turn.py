"""What a chat turn is made of: messages, steps and confirmations, as the stage shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from workbench.kernel.chat.confirmation import Confirmation
from workbench.kernel.chat.plan import Plan
from workbench.kernel.errors import ErrorReport
from workbench.kernel.functions import FunctionOutcome

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


@dataclass(frozen=True, slots=True)
class Pause:
    """Where a stepped turn stands: before or after the step of ``key``, and why.

    ``breakpoint_id`` is the breakpoint that stopped it, None when it is stepped by hand.
    """

    key: str
    place: Literal["before", "after"]
    breakpoint_id: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The pause as the journal and the command line show it."""
        return {"key": self.key, "place": self.place, "breakpoint_id": self.breakpoint_id}


@dataclass(slots=True)
class Step:
    """One call of a plan and how it went.

    ``args`` are the arguments as they were sent; ``injected`` names those taken from earlier
    results, ``passing`` how each value came or was dropped. ``refreshed`` lists the panels
    (``app_id/panel_id``) fetched again because of it. ``gates`` are the verdicts, ``attempts`` the
    tries the parameter model sent back and ``retry`` how that ended. ``edited``, ``mocked`` and
    ``runs`` (how often it ran) tell of somebody's hand; ``base_id`` is the state it began on.
    ``filled`` once the values of earlier steps are in its arguments; ``exact`` when they were
    edited after that, so that nothing is filled in any more.
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
    passing: list[dict[str, Any]] = field(default_factory=list)
    gates: list[dict[str, str]] = field(default_factory=list)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    retry: str = "no_retry"
    edited: bool = False
    mocked: bool = False
    runs: int = 0
    filled: bool = False
    exact: bool = False
    base_id: str | None = None
    handler_ms: float | None = None
    refresh_panels: list[str] | None = None

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
            "passing": self.passing,
            "gates": self.gates,
            "attempts": self.attempts,
            "retry": self.retry,
            "edited": self.edited,
            "mocked": self.mocked,
            "runs": self.runs,
            "base_id": self.base_id,
        }


@dataclass(slots=True)
class Turn:
    """One exchange: what was said, planned, confirmed, called and answered.

    A turn with an empty ``text`` is a delivery: a message the platform injected on its own, such as
    the result of a background task. ``pause`` is where a stepped turn stands; ``forked_from`` the
    turn and ``base_id`` the saved state a fork began on; ``budget`` its latency by stage. ``mocks``
    are results made up for steps by key, ``order`` the keys of the steps as they began. ``aside``
    marks a branch of an earlier session that was not the present one when that ended.
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
    pause: Pause | None = None
    forked_from: str | None = None
    base_id: str | None = None
    budget: list[dict[str, Any]] = field(default_factory=list)
    mocks: dict[str, FunctionOutcome] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    aside: bool = False

    @property
    def finished(self) -> bool:
        """True once nothing more will happen in it."""
        return self.status in FINISHED

    def abandon(self) -> None:
        """Mark every step that has not ended as cancelled: nothing more will happen to it."""
        for step in self.steps:
            if step.status in ("planned", "waiting", "running"):
                step.status = "cancelled"

    def step(self, key: str) -> Step:
        """The step of the plan's ``key``; raises KeyError for a key that is not in the plan."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)
