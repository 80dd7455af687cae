"""Secrets, outside HTTP and sign-in without a host: real requests to documented addresses."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from imperal_sdk._shared_http import aclose, get_shared_client, reset, shared_http
from imperal_sdk.auth import AuthError, ImperalAuth
from imperal_sdk.http import HTTPClient
from imperal_sdk.http.client import _wrap
from imperal_sdk.secrets import SecretClient, SecretSpec, SecretVaultUnavailable
from tests.sdk.wire_double import GW, Wire, installed, refuse


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    return installed(monkeypatch)


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imperal_sdk._gateway.http.FIRST_RETRY_DELAY_S", 0.0)


def secrets() -> SecretClient:
    return SecretClient(
        ext_id="notes",
        imperal_id="u1",
        auth_gw_base=GW,
        session_token="session",
        declared={"key": SecretSpec("key", "d", write_mode="both")},
    )


async def test_secrets_paths(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMPERAL_DEV_MODE", raising=False)
    wire.reply(json={"value": "v"})
    assert await secrets().get("key") == "v"
    assert wire.last.url.path == "/v1/secrets/notes/key"
    assert wire.last.headers["Authorization"] == "Bearer session"
    wire.reply(json={"is_set": True})
    assert await secrets().is_set("key") is True
    assert wire.last.url.path == "/v1/secrets/notes/key/meta"
    await secrets().set("key", "v2")
    assert (wire.last.method, wire.sent) == ("PUT", {"value": "v2"})
    wire.reply(json={"deleted": True})
    assert await secrets().delete("key") is True
    wire.reply(json=[{"name": "key", "is_set": True, "last_accessed_at": 5}])
    assert (await secrets().list())[0].last_accessed_at == 5


@pytest.mark.usefixtures("no_waiting")
async def test_vault_that_does_not_answer_is_unavailable(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IMPERAL_DEV_MODE", raising=False)
    wire.reply(404)
    assert await secrets().get("key") is None
    assert await secrets().is_set("key") is False
    with pytest.raises(RuntimeError, match="404"):
        await secrets().set("key", "v")
    wire.reply(503)
    with pytest.raises(SecretVaultUnavailable):
        await secrets().get("key")
    wire.reply(418)
    with pytest.raises(RuntimeError, match="418"):
        await secrets().get("key")
    wire.answer = refuse
    wire.requests.clear()
    with pytest.raises(SecretVaultUnavailable, match="ConnectError"):
        await secrets().get("key")
    assert len(wire.requests) == 3


async def test_outside_http_parses_json_and_follows_redirects(wire: Wire) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/old":
            return httpx.Response(302, headers={"Location": "https://a.test/new"})
        if request.url.path == "/broken":
            return httpx.Response(200, text="{", headers={"Content-Type": "application/json"})
        if request.url.path == "/loop":
            return httpx.Response(302, headers={"Location": "https://a.test/loop"})
        return httpx.Response(201, json=[1, 2])

    wire.answer = answer
    http = HTTPClient()
    response = await http.get("https://a.test/old")
    assert (response.status_code, response.body) == (201, [1, 2])
    assert (await http.get("https://a.test/broken")).body == "{"
    with pytest.raises(httpx.TooManyRedirects):
        await http.get("https://a.test/loop")


async def test_outside_http_wants_absolute_urls() -> None:
    with pytest.raises(httpx.UnsupportedProtocol):
        await HTTPClient().get("/v1/tasks")


async def test_auth_asks_who_the_token_belongs_to(wire: Wire) -> None:
    record = {"imperal_id": "u1", "email": "a@b.c", "tenant_id": "t", "role": "owner", "x": 1}
    wire.reply(json=record)
    user = await ImperalAuth(GW).verify("token")
    assert (user.imperal_id, user.role) == ("u1", "owner")
    assert wire.last.headers["Authorization"] == "Bearer token"
    wire.reply(401)
    with pytest.raises(AuthError, match="HTTP 401"):
        await ImperalAuth(GW).verify("token")


async def test_extensions_may_borrow_a_client_and_wrap_its_answers(wire: Wire) -> None:
    wire.reply(201, json={"a": 1})
    async with shared_http(timeout=9) as borrowed:
        answer = await borrowed.post("https://a.test/x", json={"b": 2})
    assert (_wrap(answer).status_code, _wrap(answer).body) == (201, {"a": 1})
    assert wire.last.method == "POST"
    assert wire.last.extensions["timeout"]["read"] == 9
    await aclose()


async def test_a_borrowed_client_waits_5_seconds_unless_told_otherwise(wire: Wire) -> None:
    async with shared_http() as borrowed:
        for method in ("get", "put", "patch", "delete"):
            wire.reply(200)
            await getattr(borrowed, method)("https://a.test/x")
            assert (wire.last.method, wire.last.extensions["timeout"]["read"]) == (
                method.upper(),
                5.0,
            )
    async with shared_http(timeout=9) as borrowed:
        wire.reply(200)
        await borrowed.request("GET", "https://a.test/x", timeout=1)
        assert wire.last.extensions["timeout"]["read"] == 1
    await aclose()


async def test_the_loops_client_is_kept_until_it_is_closed_or_forgotten() -> None:
    kept = get_shared_client()
    async with shared_http():
        assert get_shared_client() is kept
    assert not kept.is_closed
    assert not kept.follow_redirects
    await aclose()
    await aclose()
    assert kept.is_closed
    forgotten = get_shared_client()
    reset()
    assert get_shared_client() is not forgotten
    assert not forgotten.is_closed
    await forgotten.aclose()
    await aclose()


def test_every_event_loop_has_a_client_of_its_own() -> None:
    async def client() -> httpx.AsyncClient:
        return get_shared_client()

    first, second = asyncio.run(client()), asyncio.run(client())
    assert first is not second
    assert get_shared_client() is get_shared_client()
    reset()
