"""One run of one handler: what was asked, under whose name, and what came of it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from workbench.kernel.errors import ErrorReport
from workbench.kernel.node_lines import Lines
from workbench.kernel.personas import Persona
from workbench.kernel.services.call import Scope

if TYPE_CHECKING:
    from workbench.kernel.children.child import Child
    from workbench.kernel.timers import Hold

RECORD_KIND: Final = {
    "panel": "panel",
    "widget": "panel",
    "tray": "panel",
    "menu": "panel",
    "function": "call",
    "tool": "call",
    "skeleton": "skeleton",
    "skeleton_alert": "skeleton",
    "schedule": "schedule",
    "event": "event",
    "webhook": "webhook",
    "exposed": "ipc",
    "lifecycle": "lifecycle",
    "health": "health",
}
"""The journal's kind for each kind of invocation the wire knows."""

TOOL_TYPE: Final = {
    "panel": "panel",
    "widget": "panel",
    "tray": "panel",
    "menu": "panel",
    "function": "chat_fn",
    "skeleton": "skeleton",
}
"""``ctx._tool_type`` for a kind of invocation; everything else is a plain ``tool``."""

_MS = 1e-6


class Ids:
    """Names for the things of a session: short, readable, never repeated, the same on every run."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def new(self, kind: str) -> str:
        """The next name, such as ``panel-17``."""
        return f"{kind}-{next(self._numbers)}"


@dataclass(slots=True)
class Trigger:
    """A request to run a handler, before any gate has looked at it.

    ``kind`` is the wire's kind and ``name`` the bare handler name of that kind. ``user`` is whose
    name the handler runs under. ``source`` says who asked (panel, chat, cli, event, schedule …).
    ``parent_id`` is the span this runs inside; ``cause_id`` the record that made it happen.
    ``deadline_s`` is real seconds, None for no limit; ``without_ctx`` hands the handler ``None``.
    ``at`` is the virtual instant it happens at (None: now), which many may share. ``delay_s`` is
    for how many virtual seconds a fault rule holds it up before it is sent.
    """

    app_id: str
    kind: str
    name: str
    params: dict[str, Any]
    user: Persona
    source: str
    parent_id: str | None = None
    cause_id: str | None = None
    deadline_s: float | None = 60.0
    call_stack: tuple[str, ...] = ()
    without_ctx: bool = False
    surface: str = "panel"
    declared: Mapping[str, Any] | None = None
    note: dict[str, Any] = field(default_factory=dict)
    at: float | None = None
    delay_s: float = 0.0


@dataclass(slots=True)
class Span:
    """One timed stretch inside an invocation; times are real milliseconds from its trigger."""

    id: str
    parent_id: str | None
    kind: str
    name: str
    start_ms: float
    duration_ms: float
    status: str = "ok"
    file: str | None = None
    line: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The span as records and the command line show it."""
        row: dict[str, Any] = {
            "id": self.id,
            "parent_id": self.parent_id,
            "kind": self.kind,
            "name": self.name,
            "start_ms": self.start_ms,
            "duration_ms": self.duration_ms,
            "status": self.status,
        }
        if self.file is not None:
            row["at"] = {"file": self.file, "line": self.line}
        return row


@dataclass(slots=True)
class Invocation:
    """A handler in flight in one child process.

    ``at`` is the virtual instant it happens at, ``sent_at`` the one from which its cap counts: a
    second run for the same instant begins when the first has ended.
    """

    number: int
    span_id: str
    trigger: Trigger
    child: Child
    started_ns: int
    at: float
    sent_at: float = 0.0
    sent_ns: int = 0
    spans: list[Span] = field(default_factory=list)
    task_id: str | None = None
    ctx: dict[str, Any] | None = None
    scope: Scope | None = None
    holds: tuple[Hold, ...] = ()
    interrupted: ErrorReport | None = None

    @property
    def declared(self) -> Mapping[str, Any] | None:
        """The declaration of the handler that runs."""
        return self.trigger.declared

    @property
    def system(self) -> bool:
        """True when it runs as the system, and may therefore act as a user it names."""
        return self.trigger.user.is_system


@dataclass(slots=True)
class Outcome:
    """What an invocation came to.

    ``status`` is success, error, cancelled, refused, timeout or host_lost. ``value`` and ``shape``
    are the wire's; ``converted`` lists places of the value the child had to turn into JSON, and
    ``lines`` says where the nodes in it were made, if that was noted.
    """

    status: str
    span_id: str
    value: Any = None
    shape: str = "none"
    error: ErrorReport | None = None
    duration_ms: float = 0.0
    handler_ms: float = 0.0
    cpu_ms: float | None = None
    virtual_ms: float = 0.0
    converted: list[dict[str, str]] = field(default_factory=list)
    lines: Lines = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when the handler returned."""
        return self.status == "success"


def spans_of(invocation: Invocation, outcome: Outcome, queued: int) -> list[Span]:
    """The invocation, its three stages, then the ``ctx`` calls in the order they ended."""
    trigger, root = invocation.trigger, invocation.span_id
    sent = invocation.sent_ns or queued
    queue_ms = (queued - invocation.started_ns) * _MS
    send_ms = (sent - invocation.started_ns) * _MS
    kind = RECORD_KIND[trigger.kind]
    total = outcome.duration_ms
    status = "ok" if outcome.ok else outcome.status
    return [
        Span(root, trigger.parent_id, kind, trigger.name, 0.0, total, status),
        Span(root + ".queue", root, "queue", "queue", 0.0, queue_ms),
        Span(root + ".dispatch", root, "dispatch", "dispatch", queue_ms, send_ms - queue_ms),
        Span(root + ".handler", root, "handler", "handler", send_ms, outcome.handler_ms, status),
        *invocation.spans,
    ]
