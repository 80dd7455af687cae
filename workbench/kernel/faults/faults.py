"""The faults of a session: one book of rules, tied to every place where they strike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.kernel.builds.extension import Extension
from workbench.kernel.faults.book import FaultBook
from workbench.kernel.faults.calls import CallFaults
from workbench.kernel.faults.handlers import HandlerFaults
from workbench.kernel.waiting import Waiting

if TYPE_CHECKING:
    from workbench.kernel.dispatch import Dispatch
    from workbench.kernel.services.services import Services
    from workbench.kernel.tasks.tasks import Tasks


class Faults:
    """Rules that make a session go wrong on purpose.

    `book` holds them: those of a fault file, and the ``[[fault.rule]]`` of each open workspace.
    """

    def __init__(self, clock: Waiting, *, dispatch: Dispatch, tasks: Tasks) -> None:
        self.book = FaultBook()
        self._calls = CallFaults(self.book, clock)
        self._handlers = HandlerFaults(self.book, clock, dispatch.run, dispatch.interrupt)
        dispatch.before = self._handlers.before
        dispatch.started.connect(self._handlers.started)
        tasks.changed.connect(self._handlers.task_changed)

    def around(self, services: Services) -> None:
        """Stand around every ``ctx`` call, inside the hooks that are there already."""
        services.add_hook(self._calls)

    def loaded(self, extension: Extension) -> None:
        """A build changed: its workspace's rules are those of its app."""
        if extension.current is not None:
            self.book.configure(extension.app_id, extension.current.workspace.faults)

    async def settled(self) -> None:
        """Wait for the second runs of what is delivered twice."""
        await self._handlers.settled()

    async def close(self) -> None:
        """Give up what is still going on."""
        await self._handlers.close()
