"""What is said to a child, and the replies that are awaited of it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any, Final

from workbench.kernel.errors import HostLost
from workbench.wire.channel import Channel, ChannelClosed

Message = dict[str, Any]

_ASIDE: Final = frozenset({"ping", "stacks"})
"""What a child answers without its loop taking notice."""


class Conversation:
    """The wire to one child, and who waits for which reply on it.

    ``channel`` is None until there is one. ``told`` counts what the child was sent that could make
    something in it go on; ``stir`` is called before each of those. ``lost`` says how whatever
    waits under a number (None: nothing does yet) ends when the child is gone.
    """

    def __init__(self, stir: Callable[[], None], lost: Callable[[int | None], HostLost]) -> None:
        self.channel: Channel | None = None
        self.told = 0
        self._stir = stir
        self._lost = lost
        self._numbers = itertools.count(1)
        self._replies: dict[int, asyncio.Future[Message]] = {}

    def next_number(self) -> int:
        """A number nothing has been asked under."""
        return next(self._numbers)

    def tell(self, message: Message) -> None:
        """Send what needs no reply; dropped when the child is gone."""
        if self.channel is not None and not self.channel.is_closed:
            self._send(self.channel, message)

    def request(self, number: int, message: Message) -> asyncio.Future[Message]:
        """Send a message; the future holds its reply, or HostLost.

        Raises:
            FrameTooLarge: it does not fit into a frame.
            HostLost: the child is gone.
        """
        reply: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        if self.channel is None or self.channel.is_closed:
            raise self._lost(None)
        try:
            self._send(self.channel, message)
        except ChannelClosed as closed:
            raise self._lost(None) from closed
        self._replies[number] = reply
        return reply

    async def ask(self, message: Message) -> Message:
        """Send a message under a number of its own and wait for the reply; errors as `request`."""
        number = self.next_number()
        reply = self.request(number, {**message, "id": number})
        try:
            return await reply
        finally:
            self.forget(number)

    def replied(self, frame: Message) -> None:
        """A reply arrived."""
        reply = self._replies.pop(frame["id"], None)
        if reply is not None and not reply.done():
            reply.set_result(frame)

    def forget(self, number: int) -> None:
        """Nobody waits for this reply any more."""
        self._replies.pop(number, None)

    def close(self) -> None:
        """Say nothing more."""
        if self.channel is not None:
            self.channel.close()

    def give_up(self) -> None:
        """The child is gone: whoever waits for a reply gets HostLost."""
        waiting, self._replies = self._replies, {}
        for number, reply in waiting.items():
            if not reply.done():
                reply.set_exception(self._lost(number))

    def _send(self, channel: Channel, message: Message) -> None:
        """Send; what it is about to hear may make it go on, so time no longer skips over it."""
        counts = message["t"] not in _ASIDE
        if counts:
            self._stir()
        channel.send(message)
        self.told += counts
