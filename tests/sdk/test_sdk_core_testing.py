"""The test double: a context in which everything an extension does can be seen."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from imperal_sdk import ActionResult, Context, Extension
from imperal_sdk.chat.exceptions import TaskCancelled
from imperal_sdk.errors import ExtensionError, NotFoundError, SkeletonAccessForbidden
from imperal_sdk.secrets import SecretNotDeclaredError
from imperal_sdk.store import StoreConflict
from imperal_sdk.testing import (
    MockBilling,
    MockContext,
    MockedContext,
    MockHTTP,
    MockSecretStore,
    MockStore,
)
from imperal_sdk.testing.autonomous_mock import AutonomousMockContext


class Folders(BaseModel):
    names: list[str] = []


@pytest.fixture
def ctx() -> MockedContext:
    ext = Extension("notes", config_defaults={"api": {"url": "https://api.test"}, "page": 20})
    ext.cache_model("folders")(Folders)
    ext.secret("api_key", "The key")
    return MockContext(extension=ext, secrets={"api_key": "sk"}, config={"page": 5})


def test_it_is_a_real_context_of_a_test_user() -> None:
    ctx = MockContext()
    assert isinstance(ctx, Context)
    assert (ctx.user.imperal_id, ctx.user.email, ctx.user.role) == (
        "test_user",
        "test@test.com",
        "user",
    )
    assert ctx.user.has_scope("anything")
    assert MockContext(scopes=[]).user.scopes == []
    assert ctx.time.now_utc == "2026-01-01T00:00:00Z"
    assert ctx._extension_id == "test-ext"


async def test_an_extension_gives_it_models_secrets_and_configuration(ctx: MockedContext) -> None:
    assert ctx._extension_id == "notes"
    assert ctx.config.get("api.url") == "https://api.test"
    assert ctx.config.require("page") == 5
    assert await ctx.secrets.get("api_key") == "sk"
    with pytest.raises(SecretNotDeclaredError):
        await ctx.secrets.get("other")
    await ctx.cache.set("all", Folders(names=["a"]))
    assert await ctx.cache.get("all", Folders) == Folders(names=["a"])


async def test_cache_keeps_the_rules_and_expires_by_the_tests_clock() -> None:
    ext = Extension("notes")
    ext.cache_model("folders")(Folders)
    clock = [1000.0]
    ctx = MockContext(extension=ext, now=lambda: clock[0])
    await ctx.cache.set("k", Folders(), ttl_seconds=60)
    clock[0] += 59.9
    assert await ctx.cache.get("k", Folders) is not None
    clock[0] += 0.1
    assert await ctx.cache.get("k", Folders) is None
    with pytest.raises(ValueError, match="ttl_seconds=600"):
        await ctx.cache.set("k", Folders(), ttl_seconds=600)
    with pytest.raises(ValueError, match="not a cache model"):
        await MockContext().cache.set("k", Folders())
    await MockContext().cache.delete("sidebar:notes")


async def test_store_documents_have_ids_owners_and_tags() -> None:
    store = MockStore()
    made = await store.create("notes", {"title": "x", "tags": ["a"]})
    assert len(made.id) == 8
    assert (made.user_id, made.collection) == ("test_user", "notes")
    made.data["tags"].append("changed outside")
    again = await store.get("notes", made.id)
    assert again is not None
    assert again.data == {"title": "x", "tags": ["a"]}
    updated = await store.update("notes", made.id, {"title": "y"}, if_match=made.etag)
    assert updated.data == {"title": "y", "tags": ["a"]}
    assert updated.etag != made.etag
    with pytest.raises(StoreConflict) as caught:
        await store.update("notes", made.id, {"title": "z"}, if_match=made.etag)
    assert caught.value.current_etag == updated.etag
    assert await store.delete("notes", made.id) is True
    assert await store.delete("notes", made.id) is False


async def test_update_of_nothing_warns_or_fails_as_in_production(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ctx = MockContext(strict=True)
    with pytest.raises(NotFoundError, match=r"sync_state/current.*create it first"):
        await ctx.store.update("sync_state", "current", {"at": 1})
    assert caplog.text == ""
    lenient = MockStore()
    await lenient.update("sync_state", "current", {"at": 1})
    assert lenient._data == {"sync_state": {"current": {"at": 1}}}
    assert "in production this is an error" in caplog.text


async def test_data_may_be_filled_by_hand() -> None:
    store = MockStore()
    store._data["notes"] = {"n1": {"title": "by hand"}}
    found = await store.get("notes", "n1")
    assert found is not None
    assert found["title"] == "by hand"


async def test_query_orders_filters_and_pages() -> None:
    store = MockStore()
    for number in (3, 1, 2):
        await store.create("notes", {"n": number, "even": number % 2 == 0})
    await store.create("notes", {"other": True})

    async def numbers(**query: Any) -> list[Any]:
        return [doc.get("n") for doc in await store.query("notes", **query)]

    assert await numbers(order_by="n") == [None, 1, 2, 3]
    assert await numbers(order_by="-n") == [3, 2, 1, None]
    assert await numbers(where={"even": False}, order_by="n") == [1, 3]
    assert await numbers(where={"missing": None}) == []
    first = await store.query("notes", order_by="-n", limit=3)
    assert (first.has_more, first.total) == (True, 4)
    rest = await store.query("notes", order_by="-n", limit=3, cursor=first.cursor)
    assert [doc.get("n") for doc in rest] == [None]
    assert (rest.has_more, rest.cursor) == (False, None)
    assert await store.count("notes", {"even": True}) == 1
    assert len(await store.list("notes")) == 4


@given(st.lists(st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers())))
def test_any_mix_of_values_can_be_ordered(values: list[Any]) -> None:
    async def ordered() -> list[Any]:
        store = MockStore()
        for value in values:
            await store.create("c", {"v": value})
        return [doc["v"] for doc in await store.query("c", order_by="v", limit=1000)]

    result = asyncio.run(ordered())
    assert sorted(map(repr, result)) == sorted(map(repr, values))


async def test_set_makes_a_new_document_each_time_for_a_plain_word() -> None:
    store = MockStore()
    await store.set("last_refined", "one")
    await store.set("last_refined", "two")
    assert [doc.data for doc in await store.list("last_refined")] == [
        {"value": "one"},
        {"value": "two"},
    ]


async def test_users_see_only_their_own_documents() -> None:
    store = MockStore("__system__")
    await store.for_user("u-ada").create("notes", {"of": "ada"})
    await store.for_user("u-bob").create("notes", {"of": "bob"})
    await store.for_user("u-eve").create("other", {})
    assert [doc["of"] for doc in await store.for_user("u-ada").query("notes")] == ["ada"]
    assert list(await store.query("notes")) == []
    assert [user async for user in store.list_users("notes", page_size=1)] == ["u-ada", "u-bob"]
    assert [(d.user_id, d["of"]) for d in await store.query_all("notes")] == [
        ("u-ada", "ada"),
        ("u-bob", "bob"),
    ]
    with pytest.raises(RuntimeError, match="u-ada"):
        await anext(store.for_user("u-ada").list_users("notes"))


async def test_system_context_fans_out_and_keeps_users_apart() -> None:
    ext = Extension("notes")
    ext.cache_model("folders")(Folders)
    ctx = MockContext(user_id="__system__", extension=ext)
    assert ctx.user.email == ""
    await ctx.store.for_user("u-ada").create("drafts", {})
    await ctx.store.for_user("u-bob").create("drafts", {})
    async for user_id in ctx.store.list_users("drafts"):
        user_ctx = ctx.as_user(user_id)
        assert user_ctx.notify is not None
        await user_ctx.notify(f"Hello {user_id}")
        await user_ctx.cache.set("mine", Folders(names=[user_id]))
        await user_ctx.deliver_chat_message(f"Hi {user_id}")
    await ctx.notify("to nobody")
    assert ctx.notify.for_user("u-ada").sent == [{"message": "Hello u-ada", "channel": "in_app"}]
    assert ctx.notify.sent == []
    assert ctx.notify.dropped == [{"message": "to nobody", "channel": "in_app"}]
    assert await ctx.as_user("u-bob").cache.get("mine", Folders) == Folders(names=["u-bob"])
    assert [m.text for m in ctx.platform.for_user("u-bob").messages] == ["Hi u-bob"]
    assert ctx.chat_messages == []


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
async def test_every_http_method_can_be_mocked(method: str) -> None:
    http = MockHTTP()
    call = getattr(http, method)
    assert (await call("https://api.test/notes")).status_code == 404
    getattr(http, f"mock_{method}")("/notes/special", {"n": 2})
    getattr(http, f"mock_{method}")("/notes", "replaced below")
    getattr(http, f"mock_{method}")("/notes", {"n": 1}, status=202, headers={"x": "y"})
    getattr(http, f"mock_{method}")("/broken", httpx.ConnectError("down"))
    response = await call("https://api.test/notes", timeout=10, headers={"a": "b"})
    assert (response.status_code, response.body, response.headers) == (202, {"n": 1}, {"x": "y"})
    assert (await call("https://api.test/notes/special")).body == {"n": 2}
    with pytest.raises(httpx.ConnectError):
        await call("https://api.test/broken")
    http._mocks.append((method.upper(), "/by-hand", {"n": 3}, 200))
    assert (await call("https://api.test/by-hand")).body == {"n": 3}
    assert http.calls[1].kwargs == {"timeout": 10, "headers": {"a": "b"}}
    with pytest.raises(ValueError, match="timeout=181"):
        await call("https://api.test/notes", timeout=181)


async def test_body_on_delete_warns_or_fails_as_in_production(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(TypeError, match="send a body with post"):
        await MockContext(strict=True).http.delete("https://api.test/notes", json={})
    assert (await MockHTTP().delete("https://api.test/notes", json={})).status_code == 404
    assert "In production this is a TypeError" in caplog.text


async def test_ai_notify_extensions_and_storage_record_what_happens(ctx: MockedContext) -> None:
    ctx.ai.set_response("poem", "Roses are red")
    assert (await ctx.ai.complete("Write a poem", model="m")).text == "Roses are red"
    assert (await ctx.ai.complete("Something else")).model == "mock"
    assert ctx.ai.prompts == ["Write a poem", "Something else"]
    await ctx.notify.send("hi", "email", level="info")
    assert ctx.notify.sent == [{"message": "hi", "channel": "email", "level": "info"}]

    async def find(q: str) -> list[str]:
        return [q]

    ctx.extensions.register("tasks", "find", find)
    ctx.extensions.register("tasks", "count", lambda: 3)
    assert await ctx.extensions.call("tasks", "find", q="x") == ["x"]
    assert await ctx.extensions.call("tasks", "count") == 3
    with pytest.raises(ExtensionError, match="not registered"):
        await ctx.extensions.call("tasks", "close")
    await ctx.extensions.emit("notes.created", {"id": 1})
    assert ctx.extensions._emitted == [{"event_type": "notes.created", "data": {"id": 1}}]
    await ctx.storage.upload("a.txt", b"hi", "text/plain")
    assert (await ctx.storage.list("a")).data[0].content_type == "text/plain"
    assert await ctx.storage.download("a.txt") == b"hi"
    assert await ctx.storage.delete("a.txt") is True
    with pytest.raises(FileNotFoundError, match="upload it first"):
        await ctx.storage.download("a.txt")


async def test_skeletons_are_read_by_skeleton_handlers_only() -> None:
    ctx = MockContext(tool_type="skeleton")
    ctx._raw_skeleton._seed("tasks", {"n": 1})
    assert ctx.skeleton is not None
    assert await ctx.skeleton.get("tasks") == {"n": 1}
    with pytest.raises(SkeletonAccessForbidden):
        await MockContext().skeleton.get("tasks")


async def test_progress_is_recorded_and_can_be_cancelled(ctx: MockedContext) -> None:
    await ctx.progress(10, "Fetching")
    ctx.cancel()
    with pytest.raises(TaskCancelled):
        await ctx.progress(50)
    assert ctx.progress_calls == [(10, "Fetching"), (50, "")]


async def test_background_task_runs_and_its_answer_reaches_the_chat(ctx: MockedContext) -> None:
    async def work() -> ActionResult[Any]:
        await ctx.progress(50, "Half")
        return ActionResult.success({"n": 1}, "Ready", refresh_panels=["list"])

    task_id = await ctx.background_task(work(), long_running=True, name="report")
    assert ctx.background.tasks[0].status == "running"
    (task,) = await ctx.background.wait()
    assert (task.task_id, task.name, task.status, task.cap_s) == (task_id, "report", "done", 1800)
    assert task.result is not None
    assert task.result.data == {"n": 1}
    assert [(m.text, m.refresh_panels) for m in ctx.chat_messages] == [("Ready", ["list"])]


async def test_without_an_extension_handlers_take_their_way_without_a_host() -> None:
    async def work() -> str:
        return "done here"

    coro = work()
    with pytest.raises(RuntimeError, match="no host to run tasks"):
        await MockContext().background_task(coro, name="report")
    assert await coro == "done here"


@pytest.mark.parametrize(
    ("outcome", "status", "words"),
    [
        ({"text": "x"}, "failed", "returned dict"),
        (ValueError("boom"), "failed", "ValueError: boom"),
        (TimeoutError("its own"), "failed", "TimeoutError: its own"),
        (TaskCancelled("stop"), "cancelled", ""),
    ],
)
async def test_background_task_that_goes_wrong_says_how(
    ctx: MockedContext, outcome: Any, status: str, words: str
) -> None:
    async def work() -> Any:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    await ctx.background_task(work(), name="report")
    (task,) = await ctx.background.wait()
    assert task.status == status
    assert words in task.error
    assert len(ctx.chat_messages) == (0 if status == "cancelled" else 1)


async def test_background_task_over_its_cap_is_timed_out(
    ctx: MockedContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imperal_sdk.testing.mock_background.SHORT_CAP_S", 0.0)
    await ctx.background_task(asyncio.Event().wait(), name="stuck")
    (task,) = await ctx.background.wait()
    assert task.status == "timed_out"
    assert "longer than 0 s" in task.error


async def test_directory_answers_what_the_test_says(ctx: MockedContext) -> None:
    with pytest.raises(RuntimeError, match=r"ctx.users.list has no answer"):
        await ctx.users.list()
    ctx.platform.answer("users", "list", {"users": ["u1"]})
    assert await ctx.users.list() == {"users": ["u1"]}
    assert await ctx.signals.emit("k", 1) == {"ok": True, "key": "k"}


async def test_billing_counts_what_is_used_in_any_spelling() -> None:
    billing = MockBilling(balance=100)
    await billing.track_usage("llm", 10)
    await billing.track_usage("llm", amount=20)
    await billing.track_usage(30, resource="llm")
    await billing.track_usage(tokens=5)
    assert (await billing.get_balance()).balance == 35
    assert billing.calls[2] == ("track_usage", {"meter": "llm", "quantity": 30})
    await billing.topup(1000, 500)
    assert (await billing.list_payments())[0].amount_cents == 500
    assert (await billing.change_plan("business")).succeeded
    assert (await billing.get_subscription()).plan_id == "business"
    assert (await billing.cancel_subscription())["cancel_at_period_end"] is True
    assert (await billing.resume_subscription())["cancel_at_period_end"] is False
    assert (await billing.renew_subscription())["plan_id"] == "business"
    assert await billing.set_auto_topup(True, 20)
    assert (await billing.get_auto_topup()).threshold_pct == 20
    assert await billing.set_default_payment_method("nope") is False
    assert await billing.remove_payment_method("pm_mock_1") is True
    assert await billing.list_payment_methods() == []
    assert await billing.update_billing_profile({"name": "Ada"})
    assert billing.billing_profile == {"name": "Ada"}
    assert (await billing.create_setup_intent()).client_secret
    assert (await billing.create_billing_portal_session()).startswith("https://")
    assert [plan.id for plan in await billing.list_plans()] == ["pro", "business"]
    assert (await MockBilling(balance=0).check_limits()).allowed is False


async def test_secret_store_is_per_user_and_knows_what_is_declared() -> None:
    secrets = MockSecretStore({"key": "v"}, declared={"key", "other"})
    assert await secrets.get("key") == "v"
    assert await secrets.get("other") is None
    assert [status.is_set for status in await secrets.list()] == [True, False]
    await secrets.set("other", "w")
    assert await secrets.is_set("other")
    assert await secrets.delete("other")
    with pytest.raises(ValueError, match="not declared"):
        await secrets.get("third")
    assert await secrets.for_user("u2").get("key") is None
    assert await MockSecretStore().get("anything") is None


async def test_older_double_keeps_its_own_shapes() -> None:
    ctx = AutonomousMockContext(balance=10, scopes=["notes.read"]).as_context()
    assert await ctx.billing.charge(4, "test") is True
    assert await ctx.billing.charge(7) is False
    assert (await ctx.billing.get_balance(), await ctx.billing.check_plan()) == (6, "pro")
    assert await ctx.rbac.has_scope("notes.read")
    assert not await ctx.rbac.has_scope("notes.write")
    assert await ctx.rbac.get_roles() == ["user", "developer"]
    assert await ctx.ai.complete("x") == "Mocked AI answer"
    await ctx.store.set("k", {"a": 1})
    assert await ctx.store.get("k") == {"a": 1}
    assert await ctx.store.delete("k")
    assert await ctx.store.get("k", 5) == 5
