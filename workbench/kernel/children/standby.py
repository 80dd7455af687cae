"""The first spare child, warming up while the kernel itself is still being imported.

A child needs a quarter of a second until it can load an extension, and so does the kernel; side by
side they are ready together. So this module imports little.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.kernel.children.interpreter import choose_python
from workbench.kernel.children.supervisor import Supervisor
from workbench.kernel.children.switchboard import Switchboard
from workbench.kernel.options import KernelOptions


@dataclass(frozen=True, slots=True)
class Standby:
    """The keeper of the children, and the board their messages arrive at, before a kernel."""

    switchboard: Switchboard
    supervisor: Supervisor

    @classmethod
    async def begin(cls, options: KernelOptions, root: Path | None = None) -> Standby:
        """Start a spare for the extension in `root`; returns as soon as its process runs.

        Hand the result to `Kernel.start`, which owns it from then on. A spare that does not start
        is no failure here: the load that wants a child says why there is none.
        """
        switchboard = Switchboard()
        supervisor = Supervisor(switchboard, sdk=options.sdk, memory_mb=options.memory_mb)
        python = choose_python(None if root is None else root.absolute(), options.python)
        await supervisor.prepare_now(python)
        return cls(switchboard, supervisor)
