"""A loaded extension: where it lives, which build answers for it, and how it is doing."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from workbench.kernel.declarations import Declarations
from workbench.kernel.errors import ErrorReport
from workbench.kernel.workspace import Workspace

if TYPE_CHECKING:
    from workbench.kernel.children.child import Child

__all__ = ["Build", "Declarations", "Extension", "Status"]

Status = Literal["loading", "ready", "blocked", "crashed", "failed", "removed"]
"""loading: no build yet · ready · blocked: its loop is stuck · crashed: being started again ·
failed: the newest sources do not load, the last good build answers · removed: its folder is gone.
"""


@dataclass(slots=True)
class Build:
    """One successful load of the sources into a child process.

    ``duration_ms`` is real time from the claim of a child to its declarations; ``at`` is virtual;
    ``workspace`` is the ``workbench.toml`` it was loaded with.
    """

    number: int
    child: Child
    declarations: Declarations
    duration_ms: float
    at: float
    reason: str
    workspace: Workspace

    @property
    def pid(self) -> int:
        """Process id of the child that runs this build."""
        return self.child.pid

    @property
    def sdk(self) -> dict[str, object] | None:
        """Version, origin and path of the SDK the child runs on."""
        return self.child.sdk


@dataclass(slots=True)
class Extension:
    """An extension the session has opened.

    ``build`` is the last good build and stays through failed reloads; ``problem`` says what is
    wrong now (None when nothing is); ``draining`` are older builds that still finish their work.
    """

    app_id: str
    root: Path
    python: str
    status: Status = "loading"
    problem: ErrorReport | None = None
    current: Build | None = None
    builds: int = 0
    draining: list[Build] = field(default_factory=list)

    @property
    def build(self) -> Build:
        """The build that answers; an extension in ``kernel.extensions`` always has one."""
        if self.current is None:
            raise LookupError(f"{self.app_id} has no build yet")
        return self.current

    @property
    def declarations(self) -> Declarations:
        """What the current build declares."""
        return self.build.declarations

    @property
    def entry(self) -> Path:
        """The file the platform imports."""
        return self.root / "main.py"
