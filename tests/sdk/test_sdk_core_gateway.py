"""Without a host the clients speak HTTP to the documented gateway paths."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from imperal_sdk import Extension
from imperal_sdk import errors as platform_errors
from imperal_sdk._gateway.routes import ROUTES
from imperal_sdk.ai import AIClient
from imperal_sdk.apps import AppsClient
from imperal_sdk.billing import BillingClient
from imperal_sdk.cache import CacheClient
from imperal_sdk.conversations import ConversationsClient
from imperal_sdk.notify import NotifyClient
from imperal_sdk.rbac import RBACClient
from imperal_sdk.secrets import SecretClient
from imperal_sdk.signals import SignalsClient
from imperal_sdk.skeleton import SkeletonClient
from imperal_sdk.storage import StorageClient
from imperal_sdk.store import StoreClient, StoreConflict, StoreUnavailable
from imperal_sdk.users import UsersClient
from tests.sdk.wire_double import GW, Wire, installed, refuse


class Model(BaseModel):
    a: int = 1


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    return installed(monkeypatch)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imperal_sdk._gateway.http.FIRST_RETRY_DELAY_S", 0.0)


ROW = {"id": "d1", "collection": "notes", "data": {"a": 1}}


def store(user: str = "u1") -> StoreClient:
    return StoreClient(GW, "token", "notes", user, "acme")


async def test_store_paths_headers_and_bodies(wire: Wire) -> None:
    wire.reply(json=ROW)
    await store().create("notes", {"a": 1})
    assert (wire.last.method, str(wire.last.url)) == ("POST", f"{GW}/v1/internal/store")
    assert wire.sent == {
        "collection": "notes",
        "data": {"a": 1},
        "user_id": "u1",
        "extension_id": "notes",
        "tenant_id": "acme",
    }
    assert wire.last.headers["X-Service-Token"] == "token"
    assert wire.last.headers["X-Extension-ID"] == "notes"
    assert wire.last.headers["X-Tenant-ID"] == "acme"
    await store().get("notes", "d1")
    assert wire.last.url.path == "/v1/internal/store/notes/d1"
    assert dict(wire.last.url.params) == {"extension_id": "notes", "tenant_id": "acme"}
    await store().update("notes", "d1", {"a": 2}, if_match="e1")
    assert wire.last.method == "PATCH"
    assert wire.sent["if_match"] == "e1"
    await store().delete("notes", "d1")
    assert wire.last.method == "DELETE"
    wire.reply(json={"count": 3})
    assert await store().count("notes", {"a": 1}) == 3
    assert wire.last.url.path == "/v1/internal/store/notes/count"
    wire.reply(json={"data": [ROW]})
    assert [d.id for d in await store().list("notes")] == ["d1"]
    assert wire.last.url.path == "/v1/internal/store/notes/query"
    await store().query("notes", limit=5, cursor="c")
    assert (wire.sent["limit"], wire.sent["cursor"]) == (5, "c")


async def test_store_answers_404_as_nothing_and_409_as_a_conflict(wire: Wire) -> None:
    wire.reply(404, json={})
    assert await store().get("notes", "d1") is None
    assert list(await store().query("notes")) == []
    assert await store().delete("notes", "d1") is False
    with pytest.raises(httpx.HTTPStatusError):
        await store().update("notes", "d1", {})
    wire.reply(409, json={"detail": {"current_etag": "new"}})
    with pytest.raises(StoreConflict) as caught:
        await store().update("notes", "d1", {}, if_match="old")
    assert (caught.value.expected_etag, caught.value.current_etag) == ("old", "new")


async def test_store_reads_across_users_page_by_page(wire: Wire) -> None:
    pages = {"0": (["a", "b"], "2"), "2": (["c"], None)}

    def answer(request: httpx.Request) -> httpx.Response:
        users, cursor = pages[request.url.params["cursor"]]
        return httpx.Response(200, json={"user_ids": users, "next_cursor": cursor})

    wire.answer = answer
    system = store("__system__")
    assert [u async for u in system.list_users("drafts", page_size=2)] == ["a", "b", "c"]
    assert wire.last.url.path == "/v1/internal/store/drafts/list_users"
    wire.reply(json=[{**ROW, "user_id": "a"}])
    assert [d.user_id for d in await system.query_all("notes")] == ["a"]
    assert wire.last.url.path == "/v1/internal/store/notes/all"
    for status in (502, 503, 504):
        wire.reply(status)
        with pytest.raises(StoreUnavailable):
            await system.query_all("notes")


async def test_cache_is_addressed_by_the_hash_of_its_key(wire: Wire) -> None:
    ext = Extension("notes")
    ext.cache_model("m")(Model)
    cache = CacheClient("notes", "u1", GW, "service", "call", ext)
    wire.reply(204)
    await cache.set("k", Model(a=3), 30)
    assert wire.last.method == "PUT"
    assert wire.last.url.path == "/v1/internal/extcache/notes/u1/m/8254c329a92850f6"
    assert wire.last.headers["Authorization"] == "ImperalCallToken call"
    stored = wire.sent
    assert (stored["ttl_seconds"], stored["envelope"]["data"]) == (30, {"a": 3})
    assert b", " not in wire.last.content
    wire.reply(json=stored["envelope"])
    assert await cache.get("k", Model) == Model(a=3)
    wire.reply(404)
    assert await cache.get("k", Model) is None
    await cache.delete("k")
    assert wire.last.method == "DELETE"


async def test_small_services_speak_to_their_paths(wire: Wire) -> None:
    wire.reply(json={"data": {"n": 1}})
    skeleton = SkeletonClient(GW, "token", "notes", "u1", call_token="call")
    assert await skeleton.get("tasks") == {"n": 1}
    assert wire.last.url.path == "/v1/internal/skeleton/notes/u1/tasks"
    wire.reply(json={"text": "hi"})
    assert (await AIClient(GW, "a", "notes", "s").complete("x", temperature=1)).text == "hi"
    assert wire.last.url.path == "/v1/internal/ai/complete"
    assert wire.sent["temperature"] == 1
    wire.reply(500)
    await NotifyClient(GW, "token", "u1", extension_id="notes")("Done", title="T")
    assert wire.last.url.path == "/v1/internal/notify"
    assert wire.sent == {
        "user_id": "u1",
        "message": "Done",
        "extension_id": "notes",
        "title": "T",
    }
    wire.reply(json={})
    assert await SignalsClient(GW, "s").emit("k", 1) == {"ok": True, "key": "k"}
    assert wire.last.url.path == "/api/v1/signals/emit"


async def test_storage_uploads_a_form_and_downloads_bytes(wire: Wire) -> None:
    storage = StorageClient(GW, "token", "notes", "acme")
    wire.reply(json={"path": "a/b.txt", "size": 2})
    assert (await storage.upload("a/b.txt", b"hi", "text/plain")).size == 2
    assert wire.last.headers["Content-Type"].startswith("multipart/form-data")
    assert b'filename="b.txt"' in wire.last.content
    wire.reply(content=b"\x00\xff")
    assert await storage.download("a/b.txt") == b"\x00\xff"
    wire.reply(json={"files": [{"path": "a/b.txt"}]})
    assert [f.path for f in await storage.list("a/")] == ["a/b.txt"]
    wire.reply(404)
    assert await storage.delete("a/b.txt") is False


async def test_billing_acts_for_the_user(wire: Wire) -> None:
    billing = BillingClient(GW, service_token="s", user_id="u1")
    wire.reply(json={"balance": 5, "plan": "pro", "cap": 9})
    assert (await billing.get_balance()).balance == 5
    assert wire.last.url.path == "/v1/billing/internal/balance/u1"
    assert wire.last.headers["X-Acting-User"] == "u1"
    await billing.list_payments(limit=5)
    assert dict(wire.last.url.params) == {"limit": "5", "offset": "0"}
    await billing.track_usage("llm", 2)
    assert wire.sent == {"meter": "llm", "quantity": 2, "user_id": "u1", "tenant_id": "default"}
    await billing.set_default_payment_method("pm1")
    assert (wire.last.method, wire.last.url.path) == (
        "PUT",
        "/v1/billing/payment-methods/pm1/default",
    )
    await billing.update_billing_profile({"name": "Ada"})
    assert wire.sent == {"name": "Ada"}
    wire.reply(402)
    with pytest.raises(httpx.HTTPStatusError):
        await billing.topup(1, 2)


@pytest.mark.parametrize(
    ("client", "call", "method", "path", "query", "body"),
    [
        (UsersClient, lambda c: c.list(search="a"), "GET", "/users", {"search": "a"}, None),
        (UsersClient, lambda c: c.get("a/b"), "GET", "/users/a%2Fb", {}, None),
        (UsersClient, lambda c: c.create(email="e"), "POST", "/users", {}, {"email": "e"}),
        (
            UsersClient,
            lambda c: c.set_active("u", True),
            "PATCH",
            "/users/u",
            {},
            {"is_active": True},
        ),
        (
            UsersClient,
            lambda c: c.delete("u", permanent=True),
            "DELETE",
            "/users/u",
            {"permanent": "true"},
            None,
        ),
        (
            UsersClient,
            lambda c: c.update_settings("u", {"a": 1}),
            "PATCH",
            "/internal/users/u/settings",
            {},
            {"a": 1},
        ),
        (UsersClient, lambda c: c.surfaces("u"), "GET", "/internal/surfaces/u", {}, None),
        (AppsClient, lambda c: c.approve("a"), "POST", "/admin/apps/a/approve", {}, {}),
        (
            AppsClient,
            lambda c: c.update_settings("a", {"x": 1}),
            "PUT",
            "/internal/config/app/a",
            {},
            {"config": {"x": 1}},
        ),
        (
            ConversationsClient,
            lambda c: c.list(),
            "GET",
            "/conversations",
            {"limit": "50", "include_archived": "false"},
            None,
        ),
        (
            ConversationsClient,
            lambda c: c.update("c", title="t"),
            "PATCH",
            "/conversations/c",
            {},
            {"title": "t", "title_generated": False},
        ),
        (
            RBACClient,
            lambda c: c.update_role("r", cascade=True, x=1),
            "PATCH",
            "/roles/r",
            {"cascade": "true"},
            {"x": 1},
        ),
        (RBACClient, lambda c: c.effective_scopes("u"), "GET", "/scopes/effective/u", {}, None),
    ],
)
async def test_directory_paths(
    wire: Wire, client: Any, call: Any, method: str, path: str, query: Any, body: Any
) -> None:
    wire.reply(json={"ok": 1})
    assert await call(client(GW, "s", "u1", "notes", "acme")) == {"ok": 1}
    assert wire.last.method == method
    assert wire.last.url.raw_path.decode().partition("?")[0] == f"/v1{path}"
    sent = dict(wire.last.url.params)
    assert {**sent, "include_inactive": None} == {**query, "include_inactive": None}
    assert (json.loads(wire.last.content) if wire.last.content else None) == body


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, platform_errors.AuthError),
        (403, platform_errors.AuthError),
        (404, platform_errors.NotFoundError),
        (409, platform_errors.APIError),
        (500, platform_errors.APIError),
    ],
)
async def test_directory_errors_are_the_platforms(
    wire: Wire, status: int, error: type[Exception]
) -> None:
    wire.reply(status, json={"detail": "why"})
    with pytest.raises(error) as caught:
        await UsersClient(GW).get("u9")
    assert "u9" in str(caught.value) if status == 404 else "why" in str(caught.value)


async def test_settings_of_an_app_without_any_are_empty(wire: Wire) -> None:
    wire.reply(404)
    assert await AppsClient(GW).get_settings("a") == {}


@pytest.mark.usefixtures("no_waiting")
async def test_connection_problems_are_tried_three_times_where_it_is_safe(wire: Wire) -> None:
    wire.answer = refuse
    with pytest.raises(httpx.ConnectError):
        await UsersClient(GW).list()
    assert len(wire.requests) == 3
    wire.requests.clear()
    with pytest.raises(httpx.ConnectError):
        await store().create("notes", {})
    assert len(wire.requests) == 1


def test_every_route_belongs_to_a_client_method() -> None:
    clients: dict[str, Any] = {
        client.service: client
        for client in (
            StoreClient,
            CacheClient,
            SkeletonClient,
            StorageClient,
            AIClient,
            NotifyClient,
            BillingClient,
            SecretClient,
            SignalsClient,
            UsersClient,
            AppsClient,
            ConversationsClient,
            RBACClient,
        )
    }
    for service, method in ROUTES:
        if service != "chat":
            assert callable(getattr(clients[service], method)), (service, method)
