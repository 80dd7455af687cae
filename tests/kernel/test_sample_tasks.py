"""The tasks sample: a nightly sweep over three users, of whom one always fails."""

from __future__ import annotations

import shutil
from pathlib import Path

from workbench import paths
from workbench.kernel.kernel import Kernel, KernelOptions

USERS = ("u-ada", "u-grace", "u-linus")
DAY = 86_400.0


async def tasks_of(kernel: Kernel, user: str) -> int:
    extension = kernel.extensions["tasks"]
    shelves = await kernel.suite.contents.shelves(
        "tasks", extension.declarations, kernel.personas.find(user)
    )
    return sum(s.count for s in shelves if s.kind == "store" and s.user_id == user)


async def test_one_users_failure_every_night_never_stops_the_sweep_of_the_others(
    tmp_path: Path,
) -> None:
    root = tmp_path / "tasks"
    shutil.copytree(paths.samples() / "tasks", root)
    kernel = await Kernel.start(KernelOptions(faults=root / "faults.toml", clock_paused=True))
    try:
        await kernel.load(root)
        for user in USERS:
            kernel.personas.choose(user)
            added = await kernel.call("tasks", "add_task", {"title": "Sweep the yard"})
            await kernel.call("tasks", "complete_task", {"task_id": added.data["task_id"]})
        await kernel.clock.jump(kernel.clock.now() + 9 * DAY)
        nights = [await kernel.schedules.fire("tasks", "nightly_sweep") for _ in range(3)]
        assert all(night.ok for night in nights)
        assert [await tasks_of(kernel, user) for user in USERS] == [0, 1, 0]
        told = await kernel.journal.query(kinds=["log"], text="u-grace failed", limit=50)
        assert len(told) == 3
        assert "her shard is being moved" in told[0].name
    finally:
        await kernel.close()
