"""The small clients, over a transport that records what it is asked."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imperal_sdk import errors
from imperal_sdk.ai import AIClient
from imperal_sdk.ai import CompletionResult as FullCompletion
from imperal_sdk.billing import BillingClient
from imperal_sdk.config import ConfigClient
from imperal_sdk.errors import SkeletonAccessForbidden
from imperal_sdk.extensions import CircularCallError, ExtensionsClient
from imperal_sdk.extensions.client import MAX_CALL_DEPTH
from imperal_sdk.http import HTTPClient
from imperal_sdk.http.client import check_timeout
from imperal_sdk.notify import NotifyClient
from imperal_sdk.signals import SignalsClient
from imperal_sdk.skeleton import SkeletonClient
from imperal_sdk.skeleton.client import SkeletonGuard
from imperal_sdk.storage import StorageClient
from imperal_sdk.types.models import CompletionResult
from tests.sdk.wire_double import Recorder


@given(st.floats(allow_nan=False) | st.integers())
def test_timeouts_are_above_0_and_at_most_180_seconds(timeout: float) -> None:
    if 0 < timeout <= 180:
        assert check_timeout(timeout) == timeout
        return
    with pytest.raises(ValueError, match="at most 180 seconds"):
        check_timeout(timeout)


@pytest.mark.parametrize("timeout", [True, "30", float("nan")])
def test_timeouts_are_numbers(timeout: Any) -> None:
    with pytest.raises(ValueError, match="timeout="):
        check_timeout(timeout)


async def test_http_refuses_a_long_timeout_before_it_asks() -> None:
    recorder = Recorder({"status_code": 200, "body": {"a": 1}, "headers": {"x": "y"}})
    http = HTTPClient(transport=recorder)
    with pytest.raises(ValueError, match=r"timeout=181.*ctx.background_task"):
        await http.get("https://example.org", timeout=181)
    assert recorder.asked == []
    response = await http.post("https://example.org", json={"q": 1}, timeout=120)
    assert (response.status_code, response.body, response.headers) == (200, {"a": 1}, {"x": "y"})
    assert recorder.asked == [
        (
            "http",
            "request",
            {"method": "POST", "url": "https://example.org", "timeout": 120, "json": {"q": 1}},
        )
    ]


@pytest.mark.parametrize(
    ("method", "keyword"), [("get", "json"), ("delete", "content"), ("post", "body")]
)
async def test_http_refuses_keywords_httpx_does_not_take(method: str, keyword: str) -> None:
    recorder = Recorder()
    call = getattr(HTTPClient(transport=recorder), method)
    with pytest.raises(TypeError, match=rf"ctx.http.{method} got .*'{keyword}'"):
        await call("https://example.org", **{keyword: {}})
    assert recorder.asked == []


async def test_http_carries_bytes_both_ways() -> None:
    content = b"\x00\xff"
    coded = base64.b64encode(content).decode("ascii")
    recorder = Recorder({"status_code": 200, "body": coded, "body_kind": "bytes"})
    response = await HTTPClient(transport=recorder).put("https://example.org", content=content)
    assert response.body == content
    assert recorder.asked[0][2]["content_b64"] == coded
    assert "content" not in recorder.asked[0][2]


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
async def test_every_http_method_goes_out_as_itself(method: str) -> None:
    recorder = Recorder({"status_code": 204, "body": ""})
    await getattr(HTTPClient(transport=recorder), method)("https://example.org")
    assert recorder.asked[0][2]["method"] == method.upper()
    assert recorder.asked[0][2]["timeout"] == 30


async def test_ai_passes_options_on_and_answers_a_completion() -> None:
    recorder = Recorder({"text": "hi", "model": "m", "usage": {"in": 1}, "tokens_used": 7})
    result = await AIClient("", transport=recorder).complete("hello", temperature=0.5)
    assert isinstance(result, CompletionResult)
    assert result == FullCompletion("hi", "m", {"in": 1}, "", 7)
    assert recorder.asked == [
        (
            "ai",
            "complete",
            {
                "prompt": "hello",
                "model": "claude-sonnet-4-6",
                "options": {"temperature": 0.5},
            },
        )
    ]


async def test_notify_sends_by_call_and_by_channel() -> None:
    recorder = Recorder()
    notify = NotifyClient("", transport=recorder)
    await notify("Done", title="T")
    await notify.send("Done", "email")
    assert [asked[2] for asked in recorder.asked] == [
        {"message": "Done", "options": {"title": "T"}},
        {"message": "Done", "options": {"channel": "email"}},
    ]


async def test_storage_carries_bytes() -> None:
    content = bytes(range(256))
    recorder = Recorder({})
    storage = StorageClient("", transport=recorder)
    info = await storage.upload("a/b.bin", content)
    assert (info.path, info.size) == ("a/b.bin", 256)
    assert base64.b64decode(recorder.asked[0][2]["data_b64"]) == content
    recorder.answer = {"data_b64": recorder.asked[0][2]["data_b64"]}
    assert await storage.download("a/b.bin") == content
    recorder.answer = [{"path": "a/b.bin", "size": 256, "more": 1}]
    assert [file.path for file in await storage.list("a/")] == ["a/b.bin"]
    recorder.answer = True
    assert await storage.delete("a/b.bin") is True


def test_config_reads_dotted_paths_and_gives_copies_away() -> None:
    config = ConfigClient({"api": {"key": "k", "none": None, "list": [1]}})
    assert config.get("api.key") == "k"
    assert config.get("api.zz", 7) == 7
    assert config.require("api.key") == "k"
    assert config.get_section("api")["list"] == [1]
    assert config.get_section("api.key") == {}
    config.get_section("api")["key"] = "changed"
    config.all()["api"]["list"].append(2)
    assert config.get("api") == {"key": "k", "none": None, "list": [1]}
    for missing in ("zz", "api.zz", "api.key.deeper", "api.none"):
        with pytest.raises(KeyError, match=r"Fix: give"):
            config.require(missing)


async def test_skeletons_are_for_skeleton_handlers_and_the_check_comes_first() -> None:
    recorder = Recorder({"count": 1})
    client = SkeletonClient("", transport=recorder)
    assert await SkeletonGuard(client, "skeleton").get("tasks") == {"count": 1}
    recorder.asked.clear()
    with pytest.raises(SkeletonAccessForbidden, match=r"'tasks'.*'panel' handler") as caught:
        await SkeletonGuard(client, "panel").get("tasks")
    assert isinstance(caught.value, PermissionError)
    assert recorder.asked == []
    assert not hasattr(SkeletonGuard(client, "skeleton"), "update")


async def test_billing_reads_degrade_and_money_raises(caplog: pytest.LogCaptureFixture) -> None:
    billing = BillingClient("", user_id="u1", transport=Recorder(error=OSError("down")))
    assert (await billing.get_balance()).plan == "unknown"
    assert (await billing.check_limits()).any_exceeded is False
    assert (await billing.get_subscription()).status == "unavailable"
    assert await billing.list_plans() == []
    assert await billing.list_payments() == []
    assert await billing.list_payment_methods() == []
    assert (await billing.get_auto_topup()).enabled is False
    assert await billing.track_usage("llm", 3) is False
    assert caplog.text.count("degrades") == 7
    for spend in (
        billing.topup(1000, 500),
        billing.change_plan("pro"),
        billing.cancel_subscription(),
        billing.set_auto_topup(True),
        billing.create_setup_intent(),
        billing.remove_payment_method("pm"),
    ):
        with pytest.raises(OSError, match="down"):
            await spend


async def test_billing_reads_records_and_both_spellings_of_usage() -> None:
    recorder = Recorder(
        {"plan": "pro", "usage": {"llm": 9}, "limits": {"llm": 5}, "exceeded": ["llm"]}
    )
    billing = BillingClient("", user_id="u1", transport=recorder)
    limits = await billing.check_limits()
    assert limits.is_exceeded("llm")
    assert limits.any_exceeded
    recorder.answer = {"plans": [{"id": "pro", "price": 29.0, "extra": 1}]}
    assert [(plan.id, plan.price) for plan in await billing.list_plans()] == [("pro", 29.0)]
    recorder.answer = {"status": "active", "billing_mode": "contract"}
    assert (await billing.get_subscription()).settles_off_stripe
    await billing.track_usage("llm", 2)
    await billing.track_usage("llm", amount=3, user="u2")
    assert [asked[2] for asked in recorder.asked[-2:]] == [
        {"user_id": "u1", "meter": "llm", "quantity": 2},
        {"user_id": "u2", "meter": "llm", "quantity": 3},
    ]


async def test_ipc_over_a_transport_keeps_the_rules_of_the_chain() -> None:
    recorder = Recorder("answer")
    client = ExtensionsClient(None, None, {}, "notes", transport=recorder)
    assert await client.call("tasks", "find", q=1) == "answer"
    assert recorder.asked == [
        ("extensions", "call", {"app_id": "tasks", "method": "find", "params": {"q": 1}})
    ]
    with pytest.raises(CircularCallError, match="notes -> notes") as caught:
        await client.call("notes", "find")
    assert isinstance(caught.value, errors.ExtensionError)
    deep = ExtensionsClient(
        None, None, {}, "x", [f"app-{n}" for n in range(MAX_CALL_DEPTH)], transport=recorder
    )
    with pytest.raises(errors.ExtensionError, match="at most 7 extensions"):
        await deep.call("tasks", "find")
    assert len(recorder.asked) == 1


class Exposing:
    """A loader and context factory for calls within one process."""

    def __init__(self, scopes: list[str]) -> None:
        from imperal_sdk import Extension

        self.scopes = scopes
        self.stacks: list[list[str]] = []
        self.extension = Extension("tasks")

        @self.extension.expose("find")
        async def find(ctx: Any, q: str) -> str:
            return f"{ctx.user.imperal_id} found {q}"

        @self.extension.expose("close", action_type="write")
        def close(ctx: Any) -> str:
            return "closed"

    def load(self, app_id: str) -> Any:
        return self.extension if app_id == "tasks" else None

    async def create_child(
        self, *, parent_kctx: dict[str, Any], target_app_id: str, call_stack: list[str]
    ) -> Any:
        from imperal_sdk.testing import MockContext

        self.stacks.append(call_stack)
        return MockContext(user_id="u1", scopes=self.scopes, extension_id=target_app_id)


@pytest.mark.parametrize("scope", ["*", "tasks:read", "extensions:read"])
async def test_exposed_method_is_called_in_a_child_context(scope: str) -> None:
    there = Exposing([scope])
    client = ExtensionsClient(there, there, {}, "notes")
    assert await client.call("tasks", "find", q="milk") == "u1 found milk"
    assert there.stacks == [["notes", "tasks"]]


async def test_ipc_refuses_what_is_not_there_or_not_allowed() -> None:
    there = Exposing(["tasks:read"])
    client = ExtensionsClient(there, there, {}, "notes")
    with pytest.raises(errors.AuthError, match="tasks:write"):
        await client.call("tasks", "close")
    with pytest.raises(errors.NotFoundError, match="close, find"):
        await client.call("tasks", "open")
    with pytest.raises(errors.ExtensionError, match="cannot be loaded"):
        await client.call("mail", "find")
    with pytest.raises(errors.ExtensionError, match="cannot be loaded"):
        await ExtensionsClient(None, None, {}, "notes").call("tasks", "find")


async def test_emit_never_raises(caplog: pytest.LogCaptureFixture) -> None:
    recorder = Recorder(error=OSError("bus down"))
    await ExtensionsClient(None, None, {}, "a", transport=recorder).emit("a.b", {"x": 1})
    assert "was not emitted" in caplog.text
    await ExtensionsClient(None, None, {}, "a").emit("a.b", {})
    assert "there is no bus here" in caplog.text


async def test_signals_reach_subscribers_and_never_fail(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[tuple[str, Any]] = []

    async def note(key: str, value: Any) -> None:
        seen.append((key, value))

    client = SignalsClient(transport=Recorder(error=OSError("down")))
    client.subscribe("temperature", note)
    assert await client.emit("temperature", 21, unit="C") == {"ok": True, "key": "temperature"}
    assert seen == [("temperature", 21)]
    assert "was not delivered" in caplog.text


def test_a_client_without_any_way_to_the_platform_says_so() -> None:
    with pytest.raises(RuntimeError, match=r"ctx.ai.complete has neither.*MockContext"):
        asyncio.run(AIClient("").complete("x"))
