"""OAuth tokens, OAuth state, call tokens and the language model adapter."""

from __future__ import annotations

import base64
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlparse

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imperal_sdk import Extension, ExtensionPipe, Pipe
from imperal_sdk.oauth_state import build_oauth_state
from imperal_sdk.oauth_tokens import (
    TokenRefreshError,
    fresh_token,
    needs_refresh,
    with_fresh_token,
)
from imperal_sdk.runtime import LLMConfig, LLMProvider, MessageAdapter
from imperal_sdk.security import (
    CallTokenError,
    mint_call_token,
    verify_call_token,
    verify_call_token_any_tool_type,
)
from imperal_sdk.testing import MockContext, MockedContext
from imperal_sdk.types.models import HTTPResponse

LATER = time.time() + 3600


@pytest.mark.parametrize(
    ("account", "needed"),
    [
        ({}, True),
        ({"access_token": "a"}, True),
        ({"expires_at": LATER}, True),
        ({"access_token": "a", "expires_at": LATER}, False),
        ({"access_token": "a", "expires_at": time.time() + 30}, True),
        ({"access_token": "a", "expires_at": str(int(LATER))}, False),
        ({"access_token": "a", "expires_at": "2999-01-01T00:00:00Z"}, False),
        ({"access_token": "a", "expires_at": "1999-01-01T00:00:00"}, True),
        ({"access_token": "a", "expires_at": None}, True),
        ({"access_token": "a", "expires_at": "soon"}, True),
    ],
)
def test_token_is_renewed_when_it_ends_soon_or_its_end_is_unknown(
    account: dict[str, Any], needed: bool
) -> None:
    assert needs_refresh(account) is needed


@pytest.fixture
def ctx() -> MockedContext:
    ctx = MockContext(secrets={"google_client_id": "id", "google_client_secret": "secret"})
    ctx.http.mock_post("oauth2.googleapis.com", {"access_token": "new", "expires_in": 3600})
    ctx.store._data["accounts"] = {"d1": {"refresh_token": "r"}}
    return ctx


async def test_fresh_token_renews_saves_and_leaves_good_ones_alone(ctx: MockedContext) -> None:
    good = {"access_token": "a", "expires_at": LATER}
    assert await fresh_token(ctx, good) is good
    account = {"access_token": "old", "expires_at": 1, "refresh_token": "r", "id": "d1"}
    renewed = await fresh_token(ctx, account, collection="accounts")
    assert renewed["access_token"] == "new"
    assert renewed["expires_at"] > time.time() + 3000
    assert ctx.http.calls[0].kwargs["data"] == {
        "client_id": "id",
        "client_secret": "secret",
        "refresh_token": "r",
        "grant_type": "refresh_token",
    }
    assert ctx.store._data["accounts"]["d1"]["access_token"] == "new"
    assert "id" not in ctx.store._data["accounts"]["d1"]


async def test_refusals_say_whether_to_connect_again(ctx: MockedContext) -> None:
    with pytest.raises(TokenRefreshError, match="no refresh token") as caught:
        await fresh_token(ctx, {})
    assert caught.value.reconnect_required
    with pytest.raises(TokenRefreshError, match="'yahoogle'"):
        await fresh_token(ctx, {"refresh_token": "r"}, provider="yahoogle")
    ctx.http.mock_post("oauth2.googleapis.com", {"error": "invalid_grant"}, status=400)
    with pytest.raises(TokenRefreshError, match="invalid_grant") as caught:
        await fresh_token(ctx, {"refresh_token": "r"})
    assert (caught.value.reconnect_required, caught.value.status_code) == (True, 400)
    ctx.http.mock_post("oauth2.googleapis.com", "oops", status=500)
    with pytest.raises(TokenRefreshError) as caught:
        await fresh_token(ctx, {"refresh_token": "r"})
    assert (caught.value.reconnect_required, caught.value.status_code) == (False, 500)


async def test_call_is_repeated_once_with_a_new_token_after_a_401(ctx: MockedContext) -> None:
    used: list[str] = []

    async def call(account: dict[str, Any]) -> HTTPResponse:
        used.append(account["access_token"])
        return HTTPResponse(401 if account["access_token"] == "old" else 200)

    account = {"access_token": "old", "expires_at": LATER, "refresh_token": "r"}
    assert (await with_fresh_token(ctx, account, call)).status_code == 200
    assert used == ["old", "new"]


async def test_authorize_url_is_the_providers_with_a_signed_state(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ext = Extension("notes")
    ext.oauth("google", scopes=["mail", "calendar"])
    ctx = MockContext(extension=ext)
    ctx.secrets = MockContext(secrets={"google_client_id": "id"}).secrets
    monkeypatch.delenv("IMPERAL_OAUTH_STATE_SECRET", raising=False)
    with pytest.raises(RuntimeError, match="IMPERAL_OAUTH_STATE_SECRET"):
        await ctx.oauth_authorize_url("google")
    monkeypatch.setenv("IMPERAL_OAUTH_STATE_SECRET", "s")
    url = urlparse(await ctx.oauth_authorize_url("google", login_hint="a@b.c"))
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert url.hostname == "accounts.google.com"
    assert (query["client_id"], query["scope"], query["login_hint"]) == (
        "id",
        "mail calendar",
        "a@b.c",
    )
    assert query["redirect_uri"].endswith("/v1/ext/notes/oauth/google/callback")
    payload = query["state"].split(".")[0]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert (claims["app_id"], claims["provider"]) == ("notes", "google")
    with pytest.raises(ValueError, match="unknown OAuth provider 'x'"):
        await ctx.oauth_authorize_url("x")


@pytest.mark.parametrize(
    ("provider", "own"),
    [
        ("google", {"access_type": "offline", "prompt": "consent"}),
        ("microsoft", {"response_mode": "query"}),
        ("yahoo", {}),
    ],
)
async def test_each_provider_is_asked_in_its_own_words(
    monkeypatch: pytest.MonkeyPatch, provider: str, own: dict[str, str]
) -> None:
    monkeypatch.setenv("IMPERAL_OAUTH_STATE_SECRET", "s")
    ext = Extension("notes")
    ext.oauth(provider, scopes=["mail"])
    ctx = MockContext(extension=ext)
    ctx.secrets = MockContext(secrets={f"{provider}_client_id": "id"}).secrets
    query = parse_qs(urlparse(await ctx.oauth_authorize_url(provider)).query)
    common = ["client_id", "response_type", "redirect_uri", "scope", "state"]
    assert list(query) == [*common, *own]
    assert {name: query[name][0] for name in own} == own


def test_state_is_the_one_a_gateway_with_the_same_secret_signs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("IMPERAL_OAUTH_STATE_SECRET", "s")
    assert build_oauth_state("a", "u", "t", "google") == (
        "eyJhcHBfaWQiOiAiYSIsICJ1c2VyX2lkIjogInUiLCAidGVuYW50X2lkIjogInQiLCAi"
        "cHJvdmlkZXIiOiAiZ29vZ2xlIn0.YXb5BWIx4WXpFxxNbn2aVpcre_LDdXbu7xO2kc8Mng4"
    )


class Redis:
    """Claims each token's id once."""

    def __init__(self) -> None:
        self.claimed: set[str] = set()

    async def set(self, key: str, value: str, *, nx: bool, ex: int) -> bool:
        assert nx
        assert ex > 0
        fresh = key not in self.claimed
        self.claimed.add(key)
        return fresh


async def test_call_token_is_good_once_for_exactly_its_handler() -> None:
    redis = Redis()
    token = mint_call_token("panel", "notes", "u1", 60, b"new")
    claims = await verify_call_token(token, "panel", "notes", "u1", [b"old", b"new"], redis)
    assert (claims.tool_type, claims.app_id, claims.user_id) == ("panel", "notes", "u1")
    with pytest.raises(CallTokenError, match="used before"):
        await verify_call_token(token, "panel", "notes", "u1", [b"new"], redis)


@pytest.mark.parametrize(
    ("app", "user", "secret", "ttl", "words"),
    [
        ("tasks", "u1", b"k", 60, "'notes', not 'tasks'"),
        ("notes", "u2", b"k", 60, "another user"),
        ("notes", "u1", b"z", 60, "signature"),
        ("notes", "u1", b"k", 0, "expired"),
    ],
)
async def test_call_token_for_something_else_is_refused(
    app: str, user: str, secret: bytes, ttl: int, words: str
) -> None:
    token = mint_call_token("tool", "notes", "u1", ttl, b"k")
    with pytest.raises(CallTokenError, match=words):
        await verify_call_token_any_tool_type(token, app, user, [secret], Redis())
    with pytest.raises(CallTokenError, match="not for skeleton"):
        await verify_call_token(
            mint_call_token("tool", "n", "u", 60, b"k"), "skeleton", "n", "u", [b"k"], Redis()
        )


@given(st.text(max_size=60))
def test_garbage_is_never_a_call_token(text: str) -> None:
    import asyncio

    with pytest.raises(CallTokenError):
        asyncio.run(verify_call_token_any_tool_type(text, "n", "u", [b"k"], Redis()))


def test_pipe_describes_its_steps() -> None:
    pipe = Pipe("mail", "find", q="{{text}}").pipe("notes", "create")
    assert isinstance(pipe, ExtensionPipe)
    assert pipe.to_dict() == {
        "type": "extension_pipe",
        "steps": [
            {"app_id": "mail", "tool_name": "find", "params_template": {"q": "{{text}}"}},
            {"app_id": "notes", "tool_name": "create", "params_template": {}},
        ],
    }


def test_messages_are_translated_both_ways() -> None:
    messages: list[dict[str, Any]] = [
        {"role": "user", "content": "hi"},
        {
            "role": "assistant",
            "content": [
                {"type": "text", "text": "look"},
                {"type": "tool_use", "id": "t1", "name": "find", "input": {"q": 1}},
            ],
        },
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": [1]}]},
    ]
    assert MessageAdapter.to_openai_messages(messages, "be brief") == [
        {"role": "system", "content": "be brief"},
        {"role": "user", "content": "hi"},
        {
            "role": "assistant",
            "content": "look",
            "tool_calls": [
                {
                    "id": "t1",
                    "type": "function",
                    "function": {"name": "find", "arguments": '{"q": 1}'},
                }
            ],
        },
        {"role": "tool", "tool_call_id": "t1", "content": "[1]"},
    ]
    assert MessageAdapter.to_openai_tool_choice({"type": "any"}) == "required"
    assert MessageAdapter.to_openai_tool_choice({"type": "tool", "name": "f"}) == {
        "type": "function",
        "function": {"name": "f"},
    }
    assert MessageAdapter.to_openai_tool_choice(None) is None
    assert MessageAdapter.to_openai_tools([{"name": "f"}])[0]["function"]["name"] == "f"


async def test_provider_calls_the_configured_model_and_fails_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, Any]] = []

    async def handle(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        asked.append((str(request.url), json.loads(await request.aread())))
        if request.url.host == "first.test":
            return httpx.Response(500)
        call = {"id": "t", "function": {"name": "find", "arguments": '{"q": 1}'}}
        answer = {"content": "hello", "tool_calls": [call]}
        return httpx.Response(
            200,
            json={
                "choices": [{"message": answer, "finish_reason": "tool_calls"}],
                "usage": {"prompt_tokens": 3, "completion_tokens": 2},
            },
        )

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle)
    provider = LLMProvider()
    second = LLMConfig("own", "m2", base_url="https://second.test", top_p=0.5)
    first = LLMConfig("own", "m1", base_url="https://first.test", failover_config=second)
    message = await provider.create_message(
        [{"role": "user", "content": "hi"}], "sys", cfg=first, tools=[{"name": "find"}]
    )
    assert [block.type for block in message.content] == ["text", "tool_use"]
    assert message.content[1].input == {"q": 1}
    assert message.stop_reason == "tool_use"
    assert [url for url, _ in asked] == [
        "https://first.test/chat/completions",
        "https://second.test/chat/completions",
    ]
    assert (asked[1][1]["model"], asked[1][1]["top_p"]) == ("m2", 0.5)
    (usage,) = provider.get_call_log()
    assert (usage.input_tokens, usage.output_tokens, usage.is_failover) == (3, 2, True)
    provider.reset_call_log()
    assert provider.get_call_log() == []


async def test_provider_without_a_model_says_how_to_give_it_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("IMPERAL_LLM_MODEL", raising=False)
    provider = LLMProvider()
    assert provider.get_available_providers() == []
    with pytest.raises(RuntimeError, match=r"IMPERAL_LLM_MODEL.*ctx.ai"):
        await provider.create_message([{"role": "user", "content": "hi"}])
    monkeypatch.setenv("IMPERAL_LLM_MODEL", "m")
    assert provider.get_available_providers()[0]["model"] == "m"
