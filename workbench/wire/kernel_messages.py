"""What the kernel sends to a child, as typed dictionaries; `docs/wire.md` tells what each means.

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
Network = Literal["deny", "allow"]


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


class Check(TypedDict):
    """Run the SDK's validators: all of them over the loaded extension, else the source rules."""

    t: Literal["check"]
    id: int
    root: str
