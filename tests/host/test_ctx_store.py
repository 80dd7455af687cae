"""``ctx.store``: what goes over the wire, what comes back, and what is checked before."""

from __future__ import annotations

from typing import Any

import pytest

from tests.host.line_runner import last, run
from tests.host.peer import SYSTEM, Peer, context

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOC = {
    "id": "d1",
    "collection": "notes",
    "data": {"title": "x"},
    "extension_id": "calls",
    "tenant_id": "acme",
    "created_at": "2026-01-05T09:00:00Z",
    "updated_at": "2026-01-05T09:00:00Z",
    "user_id": "u-ada",
    "etag": "e1",
}


@pytest.mark.parametrize(
    ("code", "method", "args"),
    [
        ("ctx.store.create('notes', {'title': 'x'})", "create", {"data": {"title": "x"}}),
        ("ctx.store.get('notes', 'd1')", "get", {"doc_id": "d1"}),
        ("ctx.store.get('notes/d1')", "get", {"doc_id": "d1"}),
        (
            "ctx.store.update('notes', 'd1', {'a': 1})",
            "update",
            {"doc_id": "d1", "data": {"a": 1}, "if_match": ""},
        ),
    ],
)
async def test_store_calls_answer_documents(
    peer: Peer, code: str, method: str, args: dict[str, Any]
) -> None:
    peer.services["store"] = lambda *_: DOC
    assert await run(peer, f"return await {code}") == {"class": "Document"} | DOC
    assert last(peer) == (f"store.{method}", {"collection": "notes"} | args)


async def test_store_set_wraps_what_is_no_dict(peer: Peer) -> None:
    peer.services["store.set"] = lambda *_: DOC
    await run(peer, "return await ctx.store.set('last', 'text')")
    assert last(peer) == ("store.set", {"key": "last", "data": {"value": "text"}})
    await run(peer, "return await ctx.store.set('last', {'a': 1})")
    assert last(peer)[1]["data"] == {"a": 1}


async def test_store_get_of_what_is_not_there_is_none(peer: Peer) -> None:
    peer.services["store.get"] = lambda *_: None
    assert await run(peer, "return await ctx.store.get('notes', 'x')") is None


async def test_store_query_answers_a_page(peer: Peer) -> None:
    page = {"data": [DOC], "cursor": "c2", "has_more": True, "total": 7}
    peer.services["store.query"] = lambda *_: page
    code = "page = await ctx.store.query('notes', {'done': False}, '-n', 5, cursor='c1')"
    code += "\nreturn [len(page), page.has_more, page.cursor, page.total, page.data[0]['title']]"
    answer = await run(peer, code)
    assert answer == [1, True, "c2", 7, "x"]
    wanted = {"where": {"done": False}, "order_by": "-n", "limit": 5, "cursor": "c1"}
    assert last(peer) == ("store.query", {"collection": "notes"} | wanted)


async def test_store_delete_count_and_list(peer: Peer) -> None:
    peer.services |= {
        "store.delete": lambda *_: True,
        "store.count": lambda *_: 3,
        "store.list": lambda *_: [DOC, DOC],
    }
    code = "return [await ctx.store.delete('n', 'd'), await ctx.store.count('n', {'a': 1}),"
    assert await run(peer, code + " len(await ctx.store.list('notes/'))]") == [True, 3, 2]
    assert last(peer) == ("store.list", {"prefix": "notes/"})


async def test_list_users_goes_through_all_pages(peer: Peer) -> None:
    pages: dict[Any, Any] = {
        None: {"users": ["a", "b"], "cursor": "2"},
        "2": {"users": ["c"], "cursor": None},
    }
    peer.services["store.list_users"] = lambda args, _: pages[args["cursor"]]
    code = "return [u async for u in ctx.store.list_users('notes', page_size=2)]"
    assert await run(peer, code, ctx=context(user=SYSTEM)) == ["a", "b", "c"]
    assert [call["args"]["limit"] for call in peer.calls] == [2, 2]


async def test_query_all_answers_documents_of_all_users(peer: Peer) -> None:
    peer.services["store.query_all"] = lambda *_: [DOC]
    code = "return [d.user_id for d in await ctx.store.query_all('notes', limit=9)]"
    assert await run(peer, code, ctx=context(user=SYSTEM)) == ["u-ada"]
    assert last(peer) == ("store.query_all", {"collection": "notes", "limit": 9})


@pytest.mark.parametrize(
    ("code", "system", "kind"),
    [
        ("[u async for u in ctx.store.list_users('notes')]", False, "RuntimeError"),
        ("await ctx.store.query_all('notes')", False, "RuntimeError"),
        ("[u async for u in ctx.store.list_users('no tes')]", True, "ValueError"),
        ("[u async for u in ctx.store.list_users('notes', page_size=0)]", True, "ValueError"),
        ("await ctx.store.query_all('a:b')", True, "ValueError"),
    ],
)
async def test_fan_out_is_checked_before_anything_is_sent(
    peer: Peer, code: str, system: bool, kind: str
) -> None:
    spec = context(user=SYSTEM if system else {})
    assert (await run(peer, f"return {code}", ctx=spec))["raised"] == kind
    assert peer.calls == []


async def test_a_broken_page_of_users_is_a_contract_error(peer: Peer) -> None:
    peer.services["store.list_users"] = lambda *_: {"nope": []}
    code = "return [u async for u in ctx.store.list_users('notes')]"
    answer = await run(peer, code, ctx=context(user=SYSTEM))
    assert answer["raised"] == "StoreContractError"


async def test_what_is_not_json_cannot_be_stored(peer: Peer) -> None:
    answer = await run(peer, "return await ctx.store.create('n', {'when': date(2026, 1, 5)})")
    assert answer["raised"] == "TypeError"
    assert "not JSON serializable" in answer["message"]
    assert peer.calls == []
