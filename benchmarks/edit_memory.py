"""What the window's process and its children hold, looked at whenever nothing is going on."""

from __future__ import annotations

import asyncio
import gc
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from workbench.kernel.kernel import Kernel

_CALM = (["serving", "warm"], ["warm"])
"""One child at work and one to spare, as between two saves; or none, if the last one died."""
_LOOKS = 500
"""How often calm is looked for, 20 ms apart."""


@dataclass(frozen=True)
class Sample:
    """Resident memory in MB, pages that processes share counted in each of them."""

    edit: int
    window_mb: float
    children_mb: float
    processes: int
    threads: int
    files: int
    records: int

    @property
    def total_mb(self) -> float:
        """Of all processes together."""
        return self.window_mb + self.children_mb


async def sample(kernel: Kernel, edit: int) -> Sample:
    """Wait until all is calm and look.

    Resident size is taken, not the proportional one: that changes with every other program on the
    machine that maps the same libraries.

    Raises RuntimeError when calm does not come.
    """
    states: list[str] = []
    for _ in range(_LOOKS):
        states = sorted(child.state for child in kernel.supervisor.children)
        if states in _CALM:
            break
        await asyncio.sleep(0.02)
    else:
        raise RuntimeError(f"no calm after edit {edit}: {states}")
    gc.collect()
    ours = psutil.Process()
    children = ours.children(recursive=True)
    window_mb, *others = (process.memory_info().rss / 2**20 for process in (ours, *children))
    threads, records = ours.num_threads(), kernel.journal.count()
    files = ours.num_fds() if psutil.POSIX else 0
    return Sample(edit, window_mb, sum(others), 1 + len(children), threads, files, records)


def late(samples: Sequence[Sample]) -> list[Sample]:
    """Those of the last four fifths: by then all that is loaded once has been loaded."""
    last = samples[-1].edit
    return [sample for sample in samples if sample.edit >= last / 5]


def growth_mb(samples: Sequence[Sample]) -> float:
    """From the first sixteenth of the last four fifths to the last sixteenth, by their medians.

    So of 1,000 edits the last 50 are compared with the first 50 of the last 800.
    """
    totals = [sample.total_mb for sample in late(samples)]
    few = max(3, len(totals) // 16)
    return statistics.median(totals[-few:]) - statistics.median(totals[:few])
