"""Cancelling a task of a running session from another program: a file it leaves for the session.

The command line and the window share a state folder and no port, so a request is a file beside the
session's journal; a session looks for them twice a second while it has background work.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.kernel.sessions.files import REQUESTS

if TYPE_CHECKING:
    from workbench.kernel.tasks.tasks import Tasks

LOOK_S = 0.5
"""Real seconds between two looks."""


def request_cancel(journal: Path, task_id: str) -> None:
    """Ask the session of `journal` to cancel a task."""
    folder = _folder(journal)
    folder.mkdir(exist_ok=True)
    (folder / task_id).touch()


class TaskRequests:
    """Looks for requests while there is background work, and cancels what they name."""

    def __init__(self, journal: Path, tasks: Tasks) -> None:
        self._folder = _folder(journal)
        self._tasks = tasks
        self._timer: asyncio.TimerHandle | None = None
        tasks.changed.connect(self._wake)

    def _wake(self, *_: object) -> None:
        """There may be background work now."""
        if self._timer is None and self._tasks.running():
            self._timer = asyncio.get_running_loop().call_later(LOOK_S, self._look)

    def close(self) -> None:
        """Look no longer."""
        if self._timer is not None:
            self._timer.cancel()
        if self._folder.is_dir():
            self._take()
            self._folder.rmdir()

    def _look(self) -> None:
        self._timer = None
        known = {task.id for task in self._tasks.running()}
        for task_id in self._take():
            if task_id in known:
                self._tasks.cancel(task_id)
        self._wake()

    def _take(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        found = sorted(self._folder.iterdir())
        for path in found:
            path.unlink(missing_ok=True)
        return [path.name for path in found]


def _folder(journal: Path) -> Path:
    return journal.with_suffix(REQUESTS)
