"""How a kernel is to be started."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KernelOptions:
    """Everything a session is started with.

    ``state`` is the folder of stores and journals, or ``":memory:"``; ``user`` the persona signed
    in; ``python`` the interpreter of every extension (None: each its own choice); ``sdk`` auto,
    bundled or installed; ``http`` how the outside world answers; ``watch`` reloads on save;
    ``memory_mb`` the cap of each child; ``load_timeout_s`` real seconds an import may take;
    ``trace_lines`` lets the bundled SDK note the source line of each UI node.

    ``clock_start`` is the virtual epoch second to begin at (None: the real one), ``clock_paused``
    begins with time standing still; ``drivers`` lets time itself fire skeletons and schedules.

    ``past`` is the journal of an earlier session to look at: no journal is begun, and nothing of it
    is taken over.
    """

    state: Path | str = ":memory:"
    profile: str = "seeds"
    user: str | None = None
    python: Path | str | None = None
    sdk: str = "auto"
    http: str = "mock"
    mock_file: Path | None = None
    mock_default: str | None = None
    redis_url: str | None = None
    env_file: Path | None = None
    faults: Path | None = None
    watch: bool = False
    memory_mb: int | None = 2048
    load_timeout_s: float = 30.0
    trace_lines: bool = False
    clock_start: float | None = None
    clock_paused: bool = False
    drivers: bool = False
    past: Path | None = None
