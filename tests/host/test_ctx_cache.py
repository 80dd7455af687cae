"""``ctx.cache``: its rules are checked in the child, and one fetch serves all who miss."""

from __future__ import annotations

from typing import Any

import pytest

from tests.host.line_runner import run
from tests.host.peer import Peer

pytestmark = pytest.mark.asyncio(loop_scope="module")


def remember(peer: Peer) -> dict[str, Any]:
    kept: dict[str, Any] = {}

    def put(args: dict[str, Any], _: Any) -> None:
        kept[args["key"]] = {"data": args["data"]}

    peer.services |= {
        "cache.get": lambda args, _: kept.get(args["key"]),
        "cache.set": put,
        "cache.delete": lambda args, _: kept.pop(args["key"], None),
    }
    return kept


async def test_cache_set_get_and_delete(peer: Peer) -> None:
    remember(peer)
    code = "await ctx.cache.set('k', Page(n=1, text='ż'), ttl_seconds=30)\n"
    assert await run(peer, code + "return await ctx.cache.get('k', Page)") == {
        "class": "Page",
        "n": 1,
        "text": "ż",
    }
    sent = {"key": "k", "model": "page", "data": {"n": 1, "text": "ż"}, "ttl_seconds": 30}
    assert peer.calls[0]["args"] == sent
    code = "await ctx.cache.delete('k')\nreturn await ctx.cache.get('k', Page)"
    assert await run(peer, code) is None
    assert peer.calls[2]["args"] == {"key": "k", "models": ["page"]}


async def test_a_cached_value_that_no_longer_fits_its_model_is_a_miss(peer: Peer) -> None:
    remember(peer)["k"] = {"data": {"n": "many"}}
    assert await run(peer, "return await ctx.cache.get('k', Page)") is None


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ctx.cache.get('a.b', Page)", "ValueError"),
        ("ctx.cache.get('', Page)", "ValueError"),
        ("ctx.cache.get('k' * 129, Page)", "ValueError"),
        ("ctx.cache.get(7, Page)", "ValueError"),
        ("ctx.cache.delete('a b')", "ValueError"),
        ("ctx.cache.get('k', dict)", "TypeError"),
        ("ctx.cache.get('k', Unregistered)", "ValueError"),
        ("ctx.cache.set('k', {'n': 1})", "TypeError"),
        ("ctx.cache.set('k', Unregistered())", "ValueError"),
        ("ctx.cache.set('k', Page(n=1), ttl_seconds=4)", "ValueError"),
        ("ctx.cache.set('k', Page(n=1), ttl_seconds=301)", "ValueError"),
        ("ctx.cache.set('k', Page(n=1), ttl_seconds=True)", "ValueError"),
        ("ctx.cache.set('k', Page(n=1), ttl_seconds=60.0)", "ValueError"),
        ("ctx.cache.set('k', Page(n=1, text='x' * 70000))", "ValueError"),
        ("ctx.cache.get_or_fetch('a.b', Page, None)", "ValueError"),
    ],
)
async def test_the_caches_rules_are_checked_before_anything_is_sent(
    peer: Peer, code: str, kind: str
) -> None:
    assert (await run(peer, f"return await {code}"))["raised"] == kind
    assert peer.calls == []


FETCH = """
fetched = []
async def fetch():
    fetched.append(1)
    await asyncio.sleep(0.01)
    return {value}
"""


async def test_get_or_fetch_fetches_on_a_miss_and_keeps_it(peer: Peer) -> None:
    remember(peer)
    code = FETCH.format(value="Page(n=2)") + (
        "a = await ctx.cache.get_or_fetch('k', Page, fetch, ttl_seconds=10)\n"
        "b = await ctx.cache.get_or_fetch('k', Page, fetch)\n"
        "return [a.n, b.n, len(fetched)]"
    )
    assert await run(peer, code) == [2, 2, 1]
    assert [call["method"] for call in peer.calls] == ["get", "set", "get"]


async def test_concurrent_misses_of_one_key_share_one_fetch(peer: Peer) -> None:
    remember(peer)
    code = FETCH.format(value="Page(n=2)") + (
        "calls = [ctx.cache.get_or_fetch('k', Page, fetch) for _ in range(9)]\n"
        "found = await asyncio.gather(*calls)\n"
        "return [len(fetched), sum(page.n for page in found)]"
    )
    assert await run(peer, code) == [1, 18]


async def test_when_a_shared_fetch_fails_the_others_try_for_themselves(peer: Peer) -> None:
    remember(peer)
    code = """
fetched = []
async def fetch():
    fetched.append(1)
    await asyncio.sleep(0.01)
    if len(fetched) < 3:
        raise LookupError("not yet")
    return Page(n=3)
found = await asyncio.gather(
    *(ctx.cache.get_or_fetch('k', Page, fetch) for _ in range(5)), return_exceptions=True)
return [len(fetched), sorted(type(item).__name__ for item in found)]
"""
    assert await run(peer, code) == [
        3,
        ["LookupError", "LookupError", "Page", "Page", "Page"],
    ]


async def test_what_a_fetcher_returns_must_be_of_the_model(peer: Peer) -> None:
    remember(peer)
    code = FETCH.format(value="{'n': 1}") + "return await ctx.cache.get_or_fetch('k', Page, fetch)"
    assert (await run(peer, code))["raised"] == "TypeError"


async def test_a_fetched_value_that_cannot_be_kept_is_returned_and_logged(peer: Peer) -> None:
    remember(peer)
    code = FETCH.format(value="Page(n=2)") + (
        "return (await ctx.cache.get_or_fetch('k', Page, fetch, ttl_seconds=600)).n"
    )
    assert await run(peer, code) == 2
    assert [call["method"] for call in peer.calls] == ["get"]
    record = await peer.record("not cached")
    assert (record["level"], record["logger"]) == ("warning", "imperal_sdk.cache")
