"""The context: what it offers, what it refuses, and whose it becomes with as_user."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from imperal_sdk import ActionResult, Context, Extension, UserContext
from imperal_sdk.cache import CacheClient
from imperal_sdk.chat.exceptions import TaskCancelled
from imperal_sdk.context import MAX_MESSAGE_BYTES, TimeContext, cut
from imperal_sdk.errors import SkeletonAccessForbidden
from imperal_sdk.notify import NotifyClient
from imperal_sdk.skeleton import SkeletonClient
from imperal_sdk.store import StoreClient
from imperal_sdk.testing import MockSecretStore


class Folders(BaseModel):
    names: list[str] = []


def user(imperal_id: str = "u1") -> UserContext:
    return UserContext(imperal_id=imperal_id, email="", tenant_id="t", role="system", scopes=["*"])


class Platform:
    """A transport that records calls, per user."""

    def __init__(self, user_id: str = "", asked: list[Any] | None = None) -> None:
        self.user_id = user_id
        self.asked: list[Any] = [] if asked is None else asked

    def for_user(self, user_id: str) -> Platform:
        return Platform(user_id, self.asked)

    async def __call__(self, service: str, method: str, args: dict[str, Any]) -> Any:
        self.asked.append((self.user_id, service, method, args))
        return {"id": "d1"} if service == "store" else None


def system_context(platform: Platform) -> Context:
    ext = Extension("notes")
    ext.cache_model("folders")(Folders)
    return Context(
        user=user("__system__"),
        store=StoreClient("", user_id="__system__", transport=platform),
        notify=NotifyClient("", user_id="__system__", transport=platform),
        skeleton=SkeletonClient("", user_id="__system__", transport=platform),
        _extension_id="notes",
        _extension=ext,
        _transport=platform,
    )


def test_a_bare_context_has_a_user_and_nothing_else() -> None:
    ctx = Context(user=user())
    assert ctx.tenant is None
    assert [ctx.store, ctx.ai, ctx.db, ctx.tools] == [None] * 4
    assert ctx.time == TimeContext()
    assert ctx.surface == "panel"
    assert not hasattr(ctx, "secrets")
    with pytest.raises(AttributeError, match=r"no 'secrets'.*ext.secret"):
        _ = ctx.secrets
    for name in ("users", "apps", "conversations", "rbac"):
        with pytest.raises(RuntimeError, match=f"ctx.{name} is not available"):
            getattr(ctx, name)


@pytest.mark.parametrize(
    ("metadata", "surface"),
    [({"surface": "chat"}, "chat"), ({"caller_surface": "mobile"}, "mobile"), ({}, "panel")],
)
def test_surface_comes_from_the_metadata(metadata: dict[str, str], surface: str) -> None:
    assert Context(user=user(), _metadata=metadata).surface == surface


def test_cache_needs_an_extension_and_a_way_to_the_platform() -> None:
    with pytest.raises(RuntimeError, match="has no extension"):
        _ = Context(user=user()).cache
    with pytest.raises(RuntimeError, match="has no gateway URL or transport"):
        _ = Context(user=user(), _extension=Extension("notes")).cache
    ctx = Context(user=user(), _extension=Extension("notes"), _gateway_url="https://gw.test")
    assert isinstance(ctx.cache, CacheClient)
    assert ctx.cache is ctx.cache


def test_platform_clients_are_built_once_and_act_for_the_user() -> None:
    ctx = Context(user=user("u7"), _transport=Platform())
    assert ctx.users is ctx.users
    assert ctx.users.user_id == ctx.rbac.user_id == "u7"
    assert ctx.signals is ctx.signals
    assert ctx.apps.service == "apps"
    assert ctx.conversations.service == "conversations"


async def test_skeleton_is_guarded_by_the_kind_of_handler() -> None:
    platform = Platform()
    ctx = Context(user=user(), skeleton=SkeletonClient("", transport=platform), _tool_type="panel")
    assert ctx.skeleton is not None
    with pytest.raises(SkeletonAccessForbidden):
        await ctx.skeleton.get("tasks")
    assert platform.asked == []
    assert isinstance(ctx._raw_skeleton, SkeletonClient)


async def test_progress_calls_the_hosts_hook_of_either_kind() -> None:
    ctx = Context(user=user())
    await ctx.progress(10)
    seen: list[tuple[float, str]] = []
    ctx._progress_callback = lambda percent, message: seen.append((percent, message))
    await ctx.progress(20, "half")

    async def cancelled(percent: float, message: str) -> None:
        raise TaskCancelled("stop")

    ctx._progress_callback = cancelled
    with pytest.raises(TaskCancelled):
        await ctx.progress(30)
    assert seen == [(20, "half")]


async def test_background_task_needs_a_host_and_leaves_the_coroutine_usable() -> None:
    async def work() -> ActionResult[Any]:
        return ActionResult.success({}, "done")

    ctx = Context(user=user())
    coro = work()
    with pytest.raises(RuntimeError, match=r"ctx.background_task is not available"):
        await ctx.background_task(coro)
    assert (await coro).summary == "done"
    spawned: list[dict[str, Any]] = []

    async def spawn(coro: Any, **options: Any) -> str:
        spawned.append(options)
        await coro
        return "task-1"

    ctx._background_task_spawn = spawn
    assert await ctx.background_task(work()) == "task-1"
    await ctx.background_task(work(), long_running=True, name="refine")
    assert spawned == [
        {"long_running": False, "name": "background"},
        {"long_running": True, "name": "refine"},
    ]


async def test_messages_are_delivered_or_refused_with_what_is_missing() -> None:
    with pytest.raises(RuntimeError, match="no extension id, gateway URL, service token"):
        await Context(user=user()).deliver_chat_message("hi")
    platform = Platform()
    ctx = Context(user=user(), _extension_id="notes", _transport=platform)
    await ctx.deliver_chat_message("hi", msg_type="system", refresh_panels=["list"])
    assert platform.asked == [
        (
            "",
            "chat",
            "deliver",
            {"text": "hi", "msg_type": "system", "refresh_panels": ["list"]},
        )
    ]


@given(st.text(max_size=20), st.integers(1, 4000))
def test_long_texts_are_cut_at_64_kb_of_utf8(piece: str, times: int) -> None:
    text = piece * times
    shortened = cut(text)
    if len(text.encode()) <= MAX_MESSAGE_BYTES:
        assert shortened == text
    else:
        kept = shortened.removesuffix("...(truncated)")
        assert text.startswith(kept)
        assert MAX_MESSAGE_BYTES - 4 < len(kept.encode()) <= MAX_MESSAGE_BYTES


@pytest.mark.parametrize(
    ("level", "number"),
    [("warning", logging.WARNING), ("INFO", logging.INFO), ("loud", logging.INFO)],
)
async def test_log_goes_to_the_extensions_logger(
    level: str, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await Context(user=user(), _extension_id="notes").log("50% done", level)
    assert caplog.record_tuples == [("ext.notes", number, "50% done")]


def test_webhook_url_names_host_app_and_path(monkeypatch: pytest.MonkeyPatch) -> None:
    ctx = Context(user=user(), _extension_id="notes")
    monkeypatch.delenv("IMPERAL_PUBLIC_HOST", raising=False)
    assert ctx.webhook_url("/in") == "https://panel.imperal.io/v1/ext/notes/webhook/in"
    monkeypatch.setenv("IMPERAL_PUBLIC_HOST", "localhost:1")
    assert ctx.webhook_url("in") == "https://localhost:1/v1/ext/notes/webhook/in"
    with pytest.raises(RuntimeError, match="no extension id"):
        Context(user=user()).webhook_url("in")


async def test_as_user_gives_every_scoped_client_to_that_user() -> None:
    platform = Platform("__system__")
    ctx = system_context(platform)
    ctx.secrets = MockSecretStore({"key": "system"})
    ctx._progress_callback = lambda percent, message: None
    ada = ctx.as_user("u-ada")
    assert ada.user.imperal_id == "u-ada"
    assert (ada.user.email, ada.user.role, ada.user.tenant_id) == ("", "system", "t")
    assert ada.user.attributes == {"scoped_from": "__system__"}
    assert ctx.user.attributes == {}
    assert ada.store is not None
    assert ada.notify is not None
    await ada.store.create("notes", {})
    await ada.notify("hi")
    await ada.cache.set("all", Folders())
    assert [call[:3] for call in platform.asked] == [
        ("u-ada", "store", "create"),
        ("u-ada", "notify", "send"),
        ("u-ada", "cache", "set"),
    ]
    assert ada._progress_callback is None
    assert ada._background_task_spawn is None
    assert await ada.secrets.get("key") is None
    assert ada.cache is not ctx.cache


def test_as_user_shares_what_belongs_to_nobody() -> None:
    ctx = system_context(Platform())
    ctx.http, ctx.ai, ctx.config, ctx.extensions, ctx.storage = (object() for _ in range(5))  # type: ignore[assignment]
    ada = ctx.as_user("u-ada")
    for name in ("http", "ai", "config", "extensions", "storage", "time", "tenant", "agency_id"):
        assert getattr(ada, name) is getattr(ctx, name)


@pytest.mark.parametrize("target", ["", "__system__"])
def test_as_user_wants_a_real_user(target: str) -> None:
    with pytest.raises(ValueError, match="this is not a user"):
        system_context(Platform()).as_user(target)


def test_only_a_system_context_acts_for_users() -> None:
    with pytest.raises(RuntimeError, match=r"called for user 'u1'.*@ext.schedule"):
        Context(user=user()).as_user("u2")
    with pytest.raises(RuntimeError, match="'u-ada'"):
        system_context(Platform()).as_user("u-ada").as_user("u-bob")


def test_client_that_cannot_change_its_user_is_not_shared_by_accident() -> None:
    ctx = system_context(Platform())
    ctx.store = object()  # type: ignore[assignment]
    with pytest.raises(TypeError, match=r"ctx.store \(object\) cannot act for another user"):
        ctx.as_user("u-ada")


async def test_two_users_at_once_stay_apart() -> None:
    platform = Platform("__system__")
    ctx = system_context(platform)

    async def work(name: str) -> None:
        scoped = ctx.as_user(name)
        for _ in range(3):
            assert scoped.store is not None
            await scoped.store.create("notes", {"of": name})
            await asyncio.sleep(0)

    await asyncio.gather(work("u-ada"), work("u-bob"))
    assert all(args["data"]["of"] == who for who, _, _, args in platform.asked)
    assert len(platform.asked) == 6
