from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Callable
from typing import Any

import orjson
import pytest

from workbench.wire import frames
from workbench.wire.channel import Channel, ChannelClosed, Message, open_channel
from workbench.wire.errors import CallError, ErrorReport, Frame
from workbench.wire.frames import JSON, Codec, Decoder
from workbench.wire.transport import Endpoint, Pair, add_arguments, from_arguments, open_pair


class Orjson:
    def dumps(self, message: Any, /) -> bytes:
        return orjson.dumps(message)

    def loads(self, payload: bytes, /) -> Any:
        return orjson.loads(payload)


class Far:
    """The child's side of a wire, read and written by blocking calls."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._decoder = Decoder()
        self._messages: list[Message] = []

    def send(self, *messages: Message) -> None:
        self._endpoint.write(b"".join(frames.frame(JSON.dumps(m)) for m in messages))

    def receive(self) -> Message | None:
        while not self._messages:
            data = self._endpoint.read(65536)
            if not data:
                return None
            self._messages += map(frames.message, self._decoder.feed(data))
        return self._messages.pop(0)


class Near:
    """The kernel's side: a channel and what it received."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.closed: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        self.arrived = asyncio.Event()
        self.channel: Channel

    def receive(self, message: Message) -> None:
        self.messages.append(message)
        self.arrived.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self.arrived.clear()
                await self.arrived.wait()


@contextlib.asynccontextmanager
async def wired(
    *, pipes: bool = False, codec: Codec = JSON
) -> AsyncIterator[tuple[Near, Far, Pair]]:
    pair = open_pair(pipes=pipes)
    near = Near()
    near.channel = await open_channel(pair.ours, near.receive, near.closed.set_result, codec)
    try:
        yield near, Far(pair.theirs), pair
    finally:
        near.channel.close()
        with contextlib.suppress(OSError):
            pair.theirs.close()
        async with asyncio.timeout(10):
            await near.closed


@pytest.mark.parametrize("pipes", [False, True], ids=["socket", "pipes"])
@pytest.mark.parametrize("codec", [JSON, Orjson()], ids=["json", "orjson"])
async def test_messages_arrive_in_order_both_ways(pipes: bool, codec: Codec) -> None:
    async with wired(pipes=pipes, codec=codec) as (near, far, _):
        near.channel.send({"t": "ping", "id": 1})
        near.channel.send({"t": "ping", "id": 2})
        assert await asyncio.to_thread(far.receive) == {"t": "ping", "id": 1}
        assert await asyncio.to_thread(far.receive) == {"t": "ping", "id": 2}
        far.send({"t": "pong", "id": 1}, {"t": "pong", "id": 2})
        await near.until(lambda: len(near.messages) == 2)
        assert [message["id"] for message in near.messages] == [1, 2]


@pytest.mark.parametrize("pipes", [False, True], ids=["socket", "pipes"])
async def test_large_messages_pass_and_drain_waits_until_they_left(pipes: bool) -> None:
    async with wired(pipes=pipes) as (near, far, _):
        near.channel.send({"t": "big", "text": "x" * 8_000_000})
        draining = asyncio.ensure_future(near.channel.drain())
        await asyncio.sleep(0.05)
        assert not draining.done()
        received = await asyncio.to_thread(far.receive)
        assert received is not None
        assert len(received["text"]) == 8_000_000
        await asyncio.wait_for(draining, 10)


@pytest.mark.parametrize("pipes", [False, True], ids=["socket", "pipes"])
async def test_the_end_of_the_other_side_is_told_once_after_the_last_message(pipes: bool) -> None:
    async with wired(pipes=pipes) as (near, far, pair):
        far.send(*({"t": "pong", "id": n} for n in range(500)))
        pair.theirs.close()
        assert await asyncio.wait_for(asyncio.shield(near.closed), 10) is None
        assert len(near.messages) == 500
        assert near.channel.is_closed
        with pytest.raises(ChannelClosed):
            near.channel.send({"t": "ping", "id": 1})
        with pytest.raises(ChannelClosed):
            await near.channel.drain()


async def test_garbage_ends_the_channel_with_the_reason() -> None:
    async with wired() as (near, _, pair):
        pair.theirs.write(frames.frame(b"not json"))
        error = await asyncio.wait_for(asyncio.shield(near.closed), 10)
        assert isinstance(error, frames.FrameError)


async def test_a_message_over_the_cap_is_refused_and_the_channel_stays() -> None:
    async with wired() as (near, far, _):
        with pytest.raises(frames.FrameTooLarge):
            near.channel.send({"t": "big", "text": "x" * (frames.MAX_FRAME + 1)})
        near.channel.send({"t": "ping", "id": 3})
        assert await asyncio.to_thread(far.receive) == {"t": "ping", "id": 3}


async def test_an_exception_in_the_receiver_is_reported_and_does_not_stop_the_channel() -> None:
    problems: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: problems.append(context))
    async with wired() as (near, far, _):
        original = near.receive

        def fragile(message: Message) -> None:
            original(message)
            if message["id"] == 1:
                raise LookupError("boom")

        near.channel._receive = fragile
        far.send({"t": "pong", "id": 1}, {"t": "pong", "id": 2})
        await near.until(lambda: len(near.messages) == 2)
    assert [type(problem["exception"]) for problem in problems] == [LookupError]


async def test_a_flood_never_holds_the_loop_for_long_and_makes_the_sender_wait() -> None:
    async with wired() as (near, far, _):
        count = 4000
        handled = 0

        def slow(message: Message) -> None:
            nonlocal handled
            handled += 1
            end = time.perf_counter() + 0.0005
            while time.perf_counter() < end:
                pass

        near.channel._receive = slow
        filler = {"t": "logs-like", "text": "x" * 2000}
        written = 0

        def flood() -> None:
            nonlocal written
            for _ in range(count):
                far.send(filler)
                written += 1

        thread = threading.Thread(target=flood)
        thread.start()
        most_at_once = seen = furthest_ahead = 0
        while handled < count:
            await asyncio.sleep(0)
            most_at_once, seen = max(most_at_once, handled - seen), handled
            furthest_ahead = max(furthest_ahead, written - handled)
        await asyncio.to_thread(thread.join)
        # A message takes 0.5 ms at least, and the loop has its turn after 4 ms of them.
        assert most_at_once <= 16
        assert furthest_ahead < count / 2


async def test_hold_keeps_messages_back_until_release() -> None:
    async with wired() as (near, far, _):
        near.channel.hold()
        far.send({"t": "pong", "id": 1})
        await asyncio.sleep(0.05)
        assert near.messages == []
        near.channel.release()
        await near.until(lambda: len(near.messages) == 1)


async def test_received_log_records_are_granted_again() -> None:
    async with wired() as (_, far, _pair):
        far.send({"t": "logs", "records": [{}, {}, {}], "dropped": 0})
        assert await asyncio.to_thread(far.receive) == {"t": "credit", "n": 3}


def test_a_child_finds_its_end_by_the_arguments_of_the_pair() -> None:
    for pipes in (False, True):
        pair = open_pair(pipes=pipes)
        script = (
            "import sys; from argparse import ArgumentParser;"
            "from workbench.wire.transport import add_arguments, from_arguments;"
            "parser = ArgumentParser(); add_arguments(parser);"
            "end = from_arguments(parser.parse_args()); end.write(end.read(5)[::-1])"
        )
        command = [sys.executable, "-c", script, *pair.arguments]
        with subprocess.Popen(command, **pair.popen) as child:
            pair.theirs.close()
            pair.ours.write(b"hello")
            assert pair.ours.read(5) == b"olleh"
            assert pair.ours.read(5) == b""
            pair.ours.close()
        assert child.returncode == 0


def test_a_child_without_a_wire_is_told_so() -> None:
    parser = ArgumentParser()
    add_arguments(parser)
    with pytest.raises(ValueError, match="wire is missing"):
        from_arguments(parser.parse_args([]))


def test_reports_and_call_errors_survive_the_wire_and_ignore_unknown_keys() -> None:
    frame = Frame("/x/main.py", 3, "f", "boom()")
    report = ErrorReport("KeyError", "'x'", "/x/main.py", 3, "f", "a hint", None, (frame,))
    assert ErrorReport.from_json({**report.to_json(), "later": 1}) == report
    error = CallError("StoreConflict", "changed", {"doc_id": "1"})
    assert CallError.from_json({**error.to_json(), "later": 1}) == error
