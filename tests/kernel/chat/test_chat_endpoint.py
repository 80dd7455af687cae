"""A model behind an OpenAI-compatible endpoint, played by a real server on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import keyring
import pytest
import pytest_asyncio
from keyring.backend import KeyringBackend
from keyring.core import load_keyring
from keyring.errors import KeyringLocked

from tests.kernel.conftest import Start, Write
from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.classifying.classifier import Given
from workbench.kernel.chat.classifying.endpoint import (
    Endpoint,
    EndpointClassifier,
    Recording,
    find_key,
    read_recording,
    tool_name,
)
from workbench.kernel.chat.plan import PlanError
from workbench.kernel.errors import SettingsError

SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
CATALOGUE = Catalogue.of(
    [
        {
            "app_id": "notes",
            "functions": [
                {
                    "name": "create_note",
                    "description": "Create a note.",
                    "action_type": "write",
                    "params_schema": SCHEMA,
                },
                {"name": "x" * 80, "description": "Has a long name."},
            ],
        }
    ]
)
Reply = Callable[[dict[str, Any]], tuple[int, str, bytes]]


@dataclass
class Model:
    """A server that speaks the protocol; `reply` makes its answers, `asked` is what it heard."""

    reply: Reply
    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = [line.partition(": ") for line in head.splitlines()[1:]]
        headers = {name.lower(): value for name, _, value in lines}
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        assert head.startswith("POST /v1/chat/completions ")
        self.asked.append(body)
        self.keys.append(headers.get("authorization", ""))
        status, kind, payload = self.reply(body)
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n".encode())
        writer.write(f"Content-Length: {len(payload)}\r\n\r\n".encode())
        for place in range(0, len(payload), 7):  # pieces that end anywhere
            writer.write(payload[place : place + 7])
            await writer.drain()
        writer.close()


def call(name: str, arguments: str, index: int = 0) -> dict[str, Any]:
    function = {"name": name, "arguments": arguments}
    return {"index": index, "id": f"c{index}", "type": "function", "function": function}


def streamed(*calls: dict[str, Any], text: str = "") -> tuple[int, str, bytes]:
    """An answer in pieces: the arguments of each call come a few letters at a time."""
    deltas: list[dict[str, Any]] = [{"content": text}] if text else []
    for row in calls:
        function = row["function"]
        deltas.append({"tool_calls": [{**row, "function": {**function, "arguments": ""}}]})
        for place in range(0, len(function["arguments"]), 4):
            piece = {"arguments": function["arguments"][place : place + 4]}
            deltas.append({"tool_calls": [{"index": row["index"], "function": piece}]})
    chunks = [json.dumps({"choices": [{"delta": delta}]}) for delta in deltas]
    body = "".join(f"data: {chunk}\n\n" for chunk in [*chunks, "[DONE]"])
    return 200, "text/event-stream", body.encode()


def whole(*calls: dict[str, Any]) -> tuple[int, str, bytes]:
    message = {"role": "assistant", "content": None, "tool_calls": list(calls)}
    return 200, "application/json", json.dumps({"choices": [{"message": message}]}).encode()


@pytest_asyncio.fixture
async def model() -> AsyncIterator[Model]:
    """The server; its answer is one create_note until a test says otherwise."""
    served = Model(lambda body: streamed(call("notes__create_note", '{"title": "Milk"}')))
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    served.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    yield served
    server.close()
    await server.wait_closed()


def asking(model: Model, **options: Any) -> EndpointClassifier:
    return EndpointClassifier(Endpoint(model.url, "small", key="k-1"), **options)


async def test_streamed_tool_calls_become_a_plan(model: Model) -> None:
    plan = await asking(model).classify("a note about milk", Given(CATALOGUE))
    (step,) = plan.steps
    assert (step.app_id, step.function, step.args) == ("notes", "create_note", {"title": "Milk"})
    assert (plan.source, plan.intent) == ("endpoint", "write")
    (asked,) = model.asked
    assert model.keys == ["Bearer k-1"]
    assert (asked["model"], asked["stream"]) == ("small", True)
    assert asked["tools"][0]["function"] == {
        "name": "notes__create_note", "description": "Create a note.", "parameters": SCHEMA,
    }  # fmt: skip


async def test_an_answer_in_one_piece_is_read_too(model: Model) -> None:
    model.reply = lambda body: whole(
        call("notes__create_note", '{"title": "a"}'),
        call("notes__create_note", '{"title": "b"}', 1),
    )
    plan = await asking(model).classify("two notes", Given(CATALOGUE))
    assert [step.args["title"] for step in plan.steps] == ["a", "b"]
    assert plan.steps[1].depends_on == [plan.steps[0].key]


async def test_no_tool_call_is_no_plan(model: Model) -> None:
    model.reply = lambda body: streamed(text="Nothing of mine does that.")
    plan = await asking(model).classify("fly", Given(CATALOGUE))
    assert plan.steps == []
    assert "Nothing of mine" in plan.reasons[0]


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ((500, "text/plain", b"out of order"), "answered 500: out of order"),
        ((200, "application/json", b"{}"), "not a chat completion"),
        ((200, "application/json", b"<html>"), "not a chat completion"),
        (whole(call("notes__paint", "{}")), "notes__paint"),
        (whole(call("notes__create_note", "{not")), "not JSON"),
    ],
)
async def test_what_is_no_plan_is_an_error_in_words(
    model: Model, reply: tuple[int, str, bytes], told: str
) -> None:
    model.reply = lambda body: reply
    with pytest.raises(PlanError, match=told):
        await asking(model).classify("x", Given(CATALOGUE))


async def test_an_endpoint_nobody_answers_is_named() -> None:
    gone = EndpointClassifier(Endpoint("http://127.0.0.1:9/v1", "m", timeout_s=5))
    with pytest.raises(PlanError, match=r"127\.0\.0\.1:9"):
        await gone.classify("x", Given(CATALOGUE))


async def test_a_recording_answers_without_the_endpoint(model: Model) -> None:
    first = asking(model)
    plan = await first.classify("a note about milk", Given(CATALOGUE))
    kept = read_recording(json.dumps(first.recording.answers).encode())
    silent = EndpointClassifier(Endpoint(model.url, "small"), mode="replay", recording=kept)
    another_day = Given(CATALOGUE, now=900_000.0)
    again = await silent.classify("a note about milk", another_day)
    assert again.as_json() == plan.as_json()
    assert len(model.asked) == 1
    with pytest.raises(PlanError, match="no answer"):
        await silent.classify("something else", Given(CATALOGUE))
    with pytest.raises(SettingsError):
        read_recording(b"nonsense")


def test_a_long_tool_name_is_cut_and_ends_in_a_hash() -> None:
    name = tool_name(CATALOGUE.entries[1])
    assert len(name) == 64
    assert name.startswith("notes__xxx")


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_LLM_KEY", "k-2")
    assert find_key("http://x") == "k-2"
    assert Endpoint.configured("http://x/v1/", "m").base_url == "http://x/v1"


class Kept(KeyringBackend):
    """A keyring in memory; locked, it refuses as a desktop's does."""

    priority = 1.0

    def __init__(self, *, locked: bool = False) -> None:
        self.passwords: dict[tuple[str, str], str] = {}
        self.locked = locked

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("the collection is locked")
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.passwords[service, username]


@pytest.fixture
def system_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[KeyringBackend], None]]:
    """Sets what the system's keyring is, until the test is over; no key in the environment."""
    monkeypatch.delenv("WORKBENCH_LLM_KEY", raising=False)
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_the_key_comes_from_the_system_s_keyring(
    system_keyring: Callable[[KeyringBackend], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    system_keyring(Kept())
    keyring.set_password("imperal-workbench", "http://x/v1", "k-3")
    assert Endpoint.configured("http://x/v1/", "m").key == "k-3"
    assert Endpoint.configured("http://y/v1", "m").key == ""
    monkeypatch.setenv("WORKBENCH_LLM_KEY", "k-2")
    assert Endpoint.configured("http://x/v1", "m").key == "k-2"


def test_a_system_without_a_keyring_has_no_key(
    system_keyring: Callable[[KeyringBackend], None],
) -> None:
    system_keyring(load_keyring("keyring.backends.fail.Keyring"))
    assert find_key("http://x/v1") == ""


def test_a_keyring_that_does_not_open_is_named(
    system_keyring: Callable[[KeyringBackend], None],
) -> None:
    system_keyring(Kept(locked=True))
    with pytest.raises(SettingsError, match=r"keyring did not answer .*locked.*WORKBENCH_LLM_KEY"):
        find_key("http://x/v1")


async def test_a_whole_turn_runs_on_a_model_and_replays_without_it(
    start: Start, write: Write, model: Model
) -> None:
    source = """
    from typing import Annotated
    from pydantic import Field

    class Title(BaseModel):
        title: str = Field(max_length=5)

    @chat.function("create_note", description="Create a note.", action_type="write")
    async def create_note(ctx, params: Title) -> ActionResult:
        return ActionResult.success(data={"title": params.title}, summary="made")
    """

    def answer(body: dict[str, Any]) -> tuple[int, str, bytes]:
        told = [m for m in body["messages"] if m["role"] == "tool"]
        title = "short" if told else "much too long"
        return streamed(call("demo__create_note", json.dumps({"title": title})))

    model.reply = answer
    kernel = await start()
    root = write(source)
    await kernel.load(root)
    kernel.chat.settings.change("u-ada", enabled=False)
    recording = Recording()
    kernel.chat.classifier = asking(
        model, recording=recording, remember=kernel.chat.remember_exchange
    )
    turn = await kernel.chat.say("make a note")
    (step,) = turn.steps
    assert (step.retry, step.args, turn.status) == ("success", {"title": "short"}, "done")
    feedback = model.asked[1]["messages"][-1]["content"]
    assert "'title' is wrong" in feedback
    exchanges = await kernel.journal.query(["service"], text="classifier.exchange")
    assert [record.status for record in exchanges] == ["live", "live"]
    kernel.chat.classifier = EndpointClassifier(
        Endpoint(model.url, "small"), mode="replay", recording=recording
    )
    kernel.chat.facts.forget()
    again = await kernel.chat.say("make a note")
    assert (again.status, again.steps[0].args) == ("done", {"title": "short"})
    assert len(model.asked) == 2
