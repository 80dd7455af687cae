"""Calls from the author's code to the kernel's services."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from typing import Any

from workbench.host.link import Link
from workbench.host.places import Places
from workbench.host.sdk import Sdk
from workbench.host.virtual_time import VirtualTime
from workbench.host.work import Work, current
from workbench.wire.errors import CallError

MOST_IN_FLIGHT = 256
"""Calls that may wait for an answer at once; further ones wait their turn in the child."""


class Calls:
    """Sends calls and hands each answer to the one that waits for it."""

    def __init__(self, link: Link, places: Places, sdk: Sdk, time: VirtualTime) -> None:
        self._link = link
        self._places = places
        self._sdk = sdk
        self._time = time
        self._ids = itertools.count(-1, -1)
        self._waiting: dict[int, tuple[asyncio.Future[Any], Work | None]] = {}
        self._resting: set[int] = set()
        self._queue: deque[asyncio.Future[None]] = deque()

    async def call(
        self, service: str, method: str, args: dict[str, Any], *, acting: str | None = None
    ) -> Any:
        """Ask the kernel and wait for its answer.

        `acting` names the user in whose name an ``as_user`` context calls. Raises what the
        kernel's CallError names, TypeError or ValueError if `args` is not JSON, and TaskCancelled
        again and again once a user's cancel has been told.
        """
        return (await self.ask(service, method, args, acting=acting))[1]

    async def ask(
        self, service: str, method: str, args: dict[str, Any], *, acting: str | None = None
    ) -> tuple[int, Any]:
        """Like `call`; returns the id of the call too."""
        work = current.get()
        if work is not None and work.cancel_told:
            raise self.cancelled()
        if len(self._waiting) >= MOST_IN_FLIGHT and service != "progress":
            await self._turn()
        number = next(self._ids)
        message: dict[str, Any] = {
            "t": "call",
            "id": number,
            "inv": None if work is None else work.inv,
            "span": f"c{-number}" if work is None else work.next_span(),
            "parent": "" if work is None else work.span,
            "service": service,
            "method": method,
            "args": args,
            "as": acting,
            "at": self._places.call_site(),
        }
        if work is not None and work.task_id is not None:
            message["task"] = work.task_id
        return number, await self._exchange(number, message, work)

    async def _exchange(self, number: int, message: dict[str, Any], work: Work | None) -> Any:
        answer = asyncio.get_running_loop().create_future()
        self._waiting[number] = (answer, work)
        try:
            self._link.send(message)
            return await answer
        finally:
            del self._waiting[number]
            self._resting.discard(number)
            while self._queue and not _wake(self._queue.popleft()):
                pass

    async def _turn(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._queue.append(turn)
        await turn

    @property
    def at_work(self) -> bool:
        """Whether the kernel works on any call, and does not just let virtual time pass over it."""
        return len(self._waiting) > len(self._resting)

    def waits(self, message: dict[str, Any]) -> None:
        """The kernel's ``waits``: it only waits for virtual time before it answers a call."""
        if message["waits"] and message["id"] in self._waiting:
            self._resting.add(message["id"])
        else:
            self._resting.discard(message["id"])

    def answered(self, message: dict[str, Any]) -> None:
        """An ``answer`` came in; one that nobody waits for any more is forgotten."""
        found = self._waiting.get(message["id"])
        if found is None:
            return
        answer, work = found
        self._time.told(message.get("now"), work)
        loop = answer.get_loop()
        if loop is asyncio.get_running_loop():
            self._settle(answer, message)
        else:
            loop.call_soon_threadsafe(self._settle, answer, message)

    def _settle(self, answer: asyncio.Future[Any], message: dict[str, Any]) -> None:
        if answer.done():
            return
        if message["ok"]:
            answer.set_result(message.get("value"))
        else:
            answer.set_exception(self._sdk.error(CallError.from_json(message.get("error") or {})))

    # -- cancellation ----------------------------------------------------------------------

    def check_cancelled(self, work: Work | None) -> None:
        """Raise TaskCancelled if a user wants `work` to stop; `progress` asks this."""
        if work is not None and (work.cancel_wanted or work.cancel_told):
            work.cancel_told = True
            raise self.cancelled()

    def cancelled(self) -> BaseException:
        """The SDK's TaskCancelled."""
        return self._sdk.error(CallError("TaskCancelled", "the user cancelled this task"))


def _wake(turn: asyncio.Future[None]) -> bool:
    if turn.done():
        return False
    turn.get_loop().call_soon_threadsafe(_take_turn, turn)
    return True


def _take_turn(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)
