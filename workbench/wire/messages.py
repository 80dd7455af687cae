"""Every message of the wire, as typed dictionaries; `docs/wire.md` tells what each one means.

Numbers: an `id` that the kernel makes is positive, one that the child makes is negative, so an
invocation, a call and a detached task can never be taken for one another.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

Kind = Literal[
    "panel",
    "widget",
    "tray",
    "menu",
    "function",
    "tool",
    "skeleton",
    "skeleton_alert",
    "schedule",
    "event",
    "webhook",
    "exposed",
    "lifecycle",
    "health",
]
Shape = Literal["ui", "node", "dict", "none", "action_result", "other"]
Network = Literal["deny", "allow"]

LOG_WINDOW = 2000
"""Log records a child may send before the kernel grants more by a `credit` message."""


# -- what the kernel sends ---------------------------------------------------------------------


class Limits(TypedDict):
    """Limits that the child sets on itself; None leaves the system's."""

    memory_mb: int | None


class Load(TypedDict):
    """Import an extension: `entry` is a path under `root`."""

    t: Literal["load"]
    id: int
    root: str
    entry: str
    limits: NotRequired[Limits]
    trace_lines: NotRequired[bool]
    network: NotRequired[Network]
    now: NotRequired[float]


class CtxSpec(TypedDict):
    """All that a context holds before its first call; plain JSON in the SDK's own field names."""

    user: dict[str, Any]
    tenant: dict[str, Any] | None
    time: dict[str, Any]
    config: dict[str, Any]
    extension_id: str
    tool_type: str
    agency_id: str | None
    agency_theme: dict[str, Any] | None
    surface: str
    call_stack: list[str]
    profile: dict[str, bool]


class Invoke(TypedDict):
    """Run one declared handler."""

    t: Literal["invoke"]
    id: int
    kind: Kind
    name: str
    params: dict[str, Any]
    args: NotRequired[list[Any]]
    ctx: CtxSpec | None
    deadline_s: float | None
    span: str
    network: NotRequired[Network]
    now: NotRequired[float]


class Cancel(TypedDict):
    """Stop an invocation or a detached task, by a user's wish or at once."""

    t: Literal["cancel"]
    id: int
    mode: Literal["user", "abort"]


class Answer(TypedDict):
    """The value of a `call`, or its CallError."""

    t: Literal["answer"]
    id: int
    ok: bool
    value: NotRequired[Any]
    error: NotRequired[dict[str, Any]]
    now: NotRequired[float]


class StacksRequest(TypedDict):
    """Ask for the stacks of all threads."""

    t: Literal["stacks"]
    id: int


class Lines(TypedDict):
    """Note the author's line of each UI node from now on, or no longer."""

    t: Literal["lines"]
    wanted: bool


class Ping(TypedDict):
    """Ask for a pong; answered even while the child's loop is stuck."""

    t: Literal["ping"]
    id: int


class Time(TypedDict):
    """The rest that an `idle` began is over: virtual time has gone on by `waited` seconds."""

    t: Literal["time"]
    id: int
    now: float
    waited: float


class Waits(TypedDict):
    """Before it answers a `call` the kernel only waits for virtual time; or no longer does."""

    t: Literal["waits"]
    id: int
    waits: bool


class ClockLeft(TypedDict):
    """From now on the session's time is not the machine's: it is `now`."""

    t: Literal["clock"]
    now: float


class Credit(TypedDict):
    """Allow `n` more log records."""

    t: Literal["credit"]
    n: int


class Shutdown(TypedDict):
    """Leave: the child ends its process."""

    t: Literal["shutdown"]


# -- what the child sends ----------------------------------------------------------------------


class SdkInfo(TypedDict):
    """The `imperal_sdk` in use."""

    version: str
    origin: Literal["bundled", "installed"]
    path: str


class Hello(TypedDict):
    """The child is warm, or cannot work and says why."""

    t: Literal["hello"]
    pid: int
    python: str
    executable: str
    sdk: SdkInfo | None
    error: NotRequired[dict[str, Any]]


class Loaded(TypedDict):
    """The extension imported; `declarations` is what it declares."""

    t: Literal["loaded"]
    id: int
    declarations: dict[str, Any]
    duration_ms: float


class Failed(TypedDict):
    """The extension did not import."""

    t: Literal["failed"]
    id: int
    error: dict[str, Any]


class Result(TypedDict):
    """An invocation ended."""

    t: Literal["result"]
    id: int
    ok: bool
    duration_ms: float
    value: NotRequired[Any]
    shape: NotRequired[Shape]
    cpu_ms: NotRequired[float]
    error: NotRequired[dict[str, Any]]
    cancelled: NotRequired[bool]
    converted: NotRequired[list[dict[str, str]]]
    cut: NotRequired[str]


class TaskDone(TypedDict):
    """A detached coroutine ended; otherwise like `Result`."""

    t: Literal["task"]
    id: int
    task_id: str
    ok: bool
    duration_ms: float
    value: NotRequired[Any]
    shape: NotRequired[Shape]
    cpu_ms: NotRequired[float]
    error: NotRequired[dict[str, Any]]
    cancelled: NotRequired[bool]
    converted: NotRequired[list[dict[str, str]]]
    cut: NotRequired[str]


class Place(TypedDict):
    """A line of the author's source."""

    file: str
    line: int


Call = TypedDict(
    "Call",
    {
        "t": Literal["call"],
        "id": int,
        "inv": int | None,
        "span": str,
        "parent": str,
        "service": str,
        "method": str,
        "args": dict[str, Any],
        "as": str | None,
        "at": Place | None,
        "task": NotRequired[str],
    },
)
"""A call on a ctx client; `task` is the task_id when a detached coroutine makes it."""


class LogRecord(TypedDict):
    """One line of output, from wherever it came."""

    at: str
    level: str
    logger: str
    message: str
    file: str | None
    line: int | None
    inv: int | None
    stream: Literal["logging", "stdout", "stderr", "ctx"]


class Logs(TypedDict):
    """A batch of output; `dropped` records were lost to the rate cap before it."""

    t: Literal["logs"]
    records: list[LogRecord]
    dropped: int


class StackFrame(TypedDict):
    """One line of a stack, outermost first in every list of them."""

    file: str
    line: int
    function: str
    code: str


class Blocked(TypedDict):
    """The child's loop has not come round for `ms` milliseconds."""

    t: Literal["blocked"]
    ms: int
    inv: int | None
    stack: list[StackFrame]


class Idle(TypedDict):
    """Nothing can go on before virtual time does: a timer is due in `s` seconds, or there is none.

    `invs` are the invocations and tasks in progress; `heard` counts the kernel's messages so far,
    `ping`, `stacks` and `credit` left out.
    """

    t: Literal["idle"]
    id: int
    s: float | None
    invs: list[int]
    heard: int


class Check(TypedDict):
    """Run the SDK's validators: all of them over the loaded extension, else the source rules."""

    t: Literal["check"]
    id: int
    root: str


class Finding(TypedDict):
    """What a validator found; `file` and `line` are the author's."""

    rule: str
    level: Literal["error", "warn", "info"]
    message: str
    file: str | None
    line: int | None
    evidence: str | None
    fix: str | None


class Checked(TypedDict):
    """The answer to `Check`."""

    t: Literal["checked"]
    id: int
    findings: list[Finding]


class Pong(TypedDict):
    """The answer to `Ping`."""

    t: Literal["pong"]
    id: int


class ThreadStack(TypedDict):
    """What one thread is doing."""

    name: str
    frames: list[StackFrame]


class Stacks(TypedDict):
    """The answer to `StacksRequest`."""

    t: Literal["stacks"]
    id: int
    threads: list[ThreadStack]
