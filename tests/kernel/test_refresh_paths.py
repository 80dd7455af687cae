"""What a refresh fetches, how often, with which parameters, and what the frontend is sent."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.kernel.conftest import Start, Write
from workbench.kernel.kernel import Kernel
from workbench.kernel.panel_answer import PanelAnswer

NOTES = """
class Title(BaseModel):
    title: str

@ext.panel("sidebar", slot="left", refresh="on_event:demo.created")
async def sidebar(ctx, active: str = "", **kwargs):
    return ui.Text(f"{active} {await ctx.store.count('notes')}")

@ext.panel("strict", slot="right")
async def strict(ctx):
    return ui.Text("strict")

@ext.panel("viewer", slot="center", center_overlay=True)
async def viewer(ctx, active: str = "", mode: str = ""):
    return ui.Text(active)

@chat.function("create_note", description="Create a note.", action_type="write", event="created")
async def create_note(ctx, params: Title) -> ActionResult:
    await ctx.store.create("notes", {"title": params.title})
    return ActionResult.success(data={"title": params.title}, summary="", refresh_panels=["strict"])
"""


def text_of(answer: PanelAnswer | None) -> str:
    assert answer is not None
    assert answer.ui is not None
    return str(answer.ui["props"]["content"])


async def created(kernel: Kernel) -> None:
    turn = await kernel.chat.say("", plan=[{"tool": "create_note", "args": {"title": "a"}}])
    await kernel.chat.answer(turn.confirmations[0].id, True)
    await kernel.settled()


async def test_a_chat_write_fetches_a_panel_that_follows_its_event_only_once(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    await kernel.panels.discover("demo")
    before = kernel.journal.count()
    await created(kernel)
    fetched = await kernel.journal.query(["panel"], after_seq=before)
    assert sorted(record.name for record in fetched) == ["sidebar", "strict"]
    (refresh,) = await kernel.journal.query(["refresh"], after_seq=before)
    assert refresh.body["path"] == "B"


async def test_an_event_from_elsewhere_still_fetches_the_panels_that_follow_it(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    await kernel.panels.discover("demo")
    await created(kernel)
    before = kernel.journal.count()
    await kernel.call("demo", "create_note", {"title": "b"}, source="cli")
    await kernel.settled()
    (refresh,) = await kernel.journal.query(["refresh"], after_seq=before)
    assert (refresh.body["path"], refresh.body["panels"]) == ("event", ["demo/sidebar"])


async def test_a_stopped_turn_still_shows_what_its_first_steps_changed(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    await kernel.panels.discover("demo")
    steps = [{"tool": "create_note", "args": {"title": t}} for t in ("a", "b")]
    turn = await kernel.chat.say("", plan=steps)
    await kernel.chat.answer(turn.confirmations[0].id, True)
    await kernel.chat.cancel(turn.id)
    await kernel.settled()
    assert text_of(kernel.panels.current("demo", "sidebar")) == " 1"


async def test_parameters_of_an_opened_center_panel_reach_the_left_one(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    await kernel.panels.discover("demo")
    await kernel.panels.call("demo", "viewer", {"active": "n1", "mode": "read"})
    await kernel.settled()
    answer = kernel.panels.current("demo", "sidebar")
    assert text_of(answer) == "n1 0"
    assert answer is not None
    assert answer.params == {"active": "n1", "mode": "read"}
    strict = kernel.panels.current("demo", "strict")
    assert strict is not None
    assert strict.params == {}


async def test_a_left_panel_without_kwargs_gets_only_what_it_names(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES.replace('active: str = "", **kwargs', 'active: str = ""')))
    await kernel.panels.discover("demo")
    await kernel.panels.call("demo", "viewer", {"active": "n1", "mode": "read"})
    await kernel.settled()
    answer = kernel.panels.current("demo", "sidebar")
    assert answer is not None
    assert (answer.ok, answer.params) == (True, {"active": "n1"})


async def test_the_frame_of_a_chat_refresh_names_the_panels_nobody_looks_at(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(NOTES))
    await kernel.panels.discover("demo")
    await created(kernel)
    frames = {frame.event: frame for frame in kernel.sse.frames}
    assert frames["panel_refresh"].data["data"] == {"panels": ["strict"]}
    assert frames["demo.created"].data["data"] == {"title": "a"}
    records = await kernel.journal.query(["notify"])
    assert {record.body["event"] for record in records} == {"panel_refresh", "demo.created"}


async def listen(url: str, wanted: str) -> list[dict[str, Any]]:
    """The data of the frames of one event type, until the stream ends."""
    host, _, path = url.removeprefix("http://").partition("/")
    address, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(address, int(port))
    writer.write(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    await reader.readuntil(b": connected\n\n")
    LISTENING.set()
    body = (await reader.read()).decode()
    writer.close()
    frames = [dict(line.split(": ", 1) for line in f.splitlines()) for f in body.split("\n\n") if f]
    return [json.loads(frame["data"]) for frame in frames if frame["event"] == wanted]


LISTENING = asyncio.Event()


async def test_the_stream_is_served_on_loopback_when_switched_on(
    start: Start, write: Write
) -> None:
    kernel = await start()
    assert kernel.sse.url is None
    await kernel.load(write(NOTES))
    await kernel.panels.discover("demo")
    url = await kernel.sse.start()
    assert url.startswith("http://127.0.0.1:")
    LISTENING.clear()
    heard = asyncio.ensure_future(listen(url, "panel_refresh"))
    await LISTENING.wait()
    await created(kernel)
    await kernel.sse.stop()
    (data,) = await heard
    assert data["type"] == "panel_refresh"
    assert kernel.sse.url is None


async def test_the_stream_refuses_who_does_not_know_its_token(start: Start) -> None:
    kernel = await start()
    url = await kernel.sse.start()
    host = url.removeprefix("http://").partition("/")[0]
    address, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(address, int(port))
    writer.write(b"GET /v1/events/stream?token=guess HTTP/1.1\r\n\r\n")
    assert (await reader.read()).startswith(b"HTTP/1.1 403")
    writer.close()
