"""Sending a node's action to the host: pending, failed, never twice at once.

A node's action is data (``{"action": "call", …}``); the renderer does not interpret it. The host's
`dispatch` answers None when it went well and the text of the error when it did not.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Protocol, runtime_checkable

from workbench.gui.render.plain import with_params

logger = logging.getLogger(__name__)

_running: set[asyncio.Task[None]] = set()


@runtime_checkable
class ActionHost(Protocol):
    """What the renderer needs of the window that shows a panel."""

    def dispatch(self, action: dict[str, Any]) -> Awaitable[str | None]:
        """Run an action; the answer is None, or the error text to show beside the control."""

    def confirm(self, message: str) -> Awaitable[bool]:
        """Ask the person; True to go on."""

    def open_url(self, url: str) -> None:
        """Open an external address, after the host's own checks."""

    def notice(self, text: str) -> None:
        """Show a short message that belongs to no control."""


class SilentHost:
    """An `ActionHost` that does nothing: for pictures and previews."""

    async def dispatch(self, action: dict[str, Any]) -> str | None:
        """Accept the action and drop it."""
        return None

    async def confirm(self, message: str) -> bool:
        """Decline."""
        return False

    def open_url(self, url: str) -> None:
        """Open nothing."""

    def notice(self, text: str) -> None:
        """Show nothing."""


def spawn(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine on the running loop, or to its end at once where there is none.

    Without a loop (a picture, a plain Qt test) only what does not really wait can finish.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        _run_through(work)
        return
    task = loop.create_task(work)
    _running.add(task)
    task.add_done_callback(_ended)


def _ended(task: asyncio.Task[None]) -> None:
    _running.discard(task)
    if not task.cancelled() and task.exception() is not None:
        logger.error("work started by a panel failed", exc_info=task.exception())


def _run_through(work: Coroutine[Any, Any, None]) -> None:
    try:
        while work.send(None) is None:
            continue
    except StopIteration:
        return
    work.close()
    logger.warning("an action waits for an event loop, and none is running")


class ActionRun:
    """The action of one control: idle, pending or failed.

    Parameters
    ----------
    host: where actions go.
    changed: called whenever `pending` or `error` changed; the control repaints itself there.
    """

    def __init__(self, host: ActionHost, changed: Callable[[], None]) -> None:
        self._host = host
        self._changed: Callable[[], None] | None = changed
        self.pending = False
        self.error = ""

    def start(
        self,
        action: Mapping[str, Any],
        extra: Mapping[str, Any] | None = None,
        *,
        confirm: str = "",
        done: Callable[[bool], None] | None = None,
    ) -> bool:
        """Dispatch the action with ``extra`` merged over its params; False while one is pending.

        ``confirm`` is asked first; declined means nothing is sent and `done` is called with False.
        """
        if self.pending:
            return False
        self._set(True, "")
        spawn(self._perform(with_params(action, **extra) if extra else dict(action), confirm, done))
        return True

    async def _perform(
        self, action: dict[str, Any], confirm: str, done: Callable[[bool], None] | None
    ) -> None:
        error: str | None = None
        accepted = False
        try:
            accepted = not confirm or await self._host.confirm(confirm)
            if accepted:
                error = await self._host.dispatch(action)
        except Exception as failure:
            logger.exception("the host failed to run an action")
            error = str(failure) or type(failure).__name__
        finally:
            self._set(False, error or "")
        if done is not None and self._changed is not None:
            done(accepted and not error)

    def forget(self) -> None:
        """The control is gone: let the action finish, tell nobody."""
        self._changed = None

    def clear_error(self) -> None:
        """Take the error text away, as when the person edits the field."""
        if self.error:
            self._set(self.pending, "")

    def _set(self, pending: bool, error: str) -> None:
        self.pending, self.error = pending, error
        if self._changed is not None:
            self._changed()


def fire(
    host: ActionHost,
    action: Mapping[str, Any],
    extra: Mapping[str, Any] | None = None,
    *,
    confirm: str = "",
) -> None:
    """Dispatch an action of a control that shows no pending state; an error becomes a notice."""

    def told() -> None:
        if run.error:
            host.notice(run.error)

    run = ActionRun(host, told)
    run.start(action, extra, confirm=confirm)
