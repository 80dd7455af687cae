"""What a child sends to the kernel, as typed dictionaries; `docs/wire.md` tells what each means.

Numbers: an `id` that the kernel makes is positive, one that the child makes is negative, so an
invocation, a call and a detached task can never be taken for one another.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

Shape = Literal["ui", "node", "dict", "none", "action_result", "other"]

LOG_WINDOW = 2000
"""Log records a child may send before the kernel grants more by a `credit` message."""


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
