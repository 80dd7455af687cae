"""The smaller services of ``ctx``: what each sends, and what it makes of the answer."""

from __future__ import annotations

import base64

import pytest

from tests.host.line_runner import last, run
from tests.host.peer import Peer, context

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_ai_complete(peer: Peer) -> None:
    peer.services["ai.complete"] = lambda *_: {
        "text": "hi",
        "model": "m",
        "usage": {"in": 1},
        "stop_reason": "end",
        "tokens_used": 3,
    }
    answer = await run(peer, "return await ctx.ai.complete('p', model='m', temperature=0)")
    assert (answer["class"], answer["text"], answer["tokens_used"]) == ("CompletionResult", "hi", 3)
    assert last(peer)[1] == {"prompt": "p", "model": "m", "options": {"temperature": 0}}


async def test_secrets(peer: Peer) -> None:
    row = {"name": "key", "description": "a key", "is_set": True, "last_accessed_at": None}
    peer.services |= {
        "secrets.get": lambda *_: "s3cret",
        "secrets.set": lambda *_: None,
        "secrets.delete": lambda *_: True,
        "secrets.is_set": lambda *_: False,
        "secrets.list": lambda *_: [row],
    }
    code = (
        "await ctx.secrets.set('key', 'v')\n"
        "return [await ctx.secrets.get('key'), await ctx.secrets.delete('key'),"
        " await ctx.secrets.is_set('key'), await ctx.secrets.list()]"
    )
    answer = await run(peer, code)
    assert answer == ["s3cret", True, False, [{"class": "SecretStatus"} | row]]
    assert peer.calls[0]["args"] == {"name": "key", "value": "v"}


async def test_notify_both_ways(peer: Peer) -> None:
    peer.services["notify.send"] = lambda *_: None
    await run(peer, "await ctx.notify('hello', priority='high')")
    assert last(peer)[1] == {"message": "hello", "options": {"priority": "high"}}
    await run(peer, "await ctx.notify.send('hello', channel='email', subject='s')")
    assert last(peer)[1]["options"] == {"channel": "email", "subject": "s"}


async def test_storage(peer: Peer) -> None:
    info = {"path": "a.txt", "size": 3, "content_type": "text/plain", "created_at": "", "url": "u"}
    peer.services |= {
        "storage.upload": lambda *_: info,
        "storage.download": lambda *_: {"data_b64": base64.b64encode(b"abc").decode()},
        "storage.delete": lambda *_: True,
        "storage.list": lambda *_: [info],
    }
    code = (
        "up = await ctx.storage.upload('a.txt', b'abc', 'text/plain')\n"
        "page = await ctx.storage.list('a')\n"
        "return [up.size, await ctx.storage.download('a.txt'), await ctx.storage.delete('a.txt'),"
        " [file.path for file in page]]"
    )
    assert await run(peer, code) == [3, {"bytes": "616263"}, True, ["a.txt"]]
    assert base64.b64decode(peer.calls[0]["args"]["data_b64"]) == b"abc"


async def test_a_file_too_large_for_a_frame_is_refused_and_the_child_stays(peer: Peer) -> None:
    answer = await run(peer, "return await ctx.storage.upload('a', b'x' * 13_000_000)")
    assert "over the limit" in answer["message"]
    assert await run(peer, "return 1") == 1


async def test_billing_has_the_methods_and_signatures_of_the_sdk(peer: Peer) -> None:
    peer.services |= {
        "billing.get_balance": lambda *_: {"balance": 5, "plan": "pro", "cap": 9},
        "billing.list_plans": lambda *_: [{"id": "p", "name": "Pro", "price": 1.0}],
        "billing.topup": lambda *_: {"succeeded": True},
    }
    code = (
        "return [await ctx.billing.get_balance(), await ctx.billing.list_plans(),"
        " await ctx.billing.topup(100, price_cents=5)]"
    )
    balance, plans, topup = await run(peer, code)
    assert (balance["class"], balance["balance"]) == ("BalanceInfo", 5)
    assert (plans[0]["class"], plans[0]["name"]) == ("PlanInfo", "Pro")
    assert topup["succeeded"] is True
    assert last(peer)[1] == {"tokens": 100, "price_cents": 5}
    assert (await run(peer, "await ctx.billing.topup()"))["raised"] == "TypeError"


async def test_ipc_and_events(peer: Peer) -> None:
    peer.services |= {"extensions.call": lambda *_: [1], "extensions.emit": lambda *_: None}
    assert await run(peer, "return await ctx.extensions.call('crm', 'find', name='x')") == [1]
    assert last(peer)[1] == {"app_id": "crm", "method": "find", "params": {"name": "x"}}
    await run(peer, "await ctx.extensions.emit('calls.made', {'n': 1})")
    assert last(peer)[1] == {"event_type": "calls.made", "data": {"n": 1}}


async def test_emit_never_raises(peer: Peer) -> None:
    assert await run(peer, "return await ctx.extensions.emit('calls.made', {})") is None
    record = await peer.record("calls.made was not emitted")
    assert record["level"] == "warning"


async def test_the_skeleton_is_for_skeletons_only(peer: Peer) -> None:
    peer.services["skeleton.get"] = lambda *_: {"n": 1}
    answer = await run(peer, "return await ctx.skeleton.get('counts')")
    assert answer["raised"] == "SkeletonAccessForbidden"
    assert peer.calls == []
    spec = context(tool_type="skeleton")
    assert await run(peer, "return await ctx.skeleton.get('counts')", ctx=spec) == {"n": 1}


async def test_platform_clients_of_sdk_6(peer: Peer) -> None:
    peer.services["platform.call"] = lambda *_: {"users": []}
    code = "return await ctx.users.list(search='a', include_inactive=True)"
    assert await run(peer, code) == {"users": []}
    assert last(peer)[1] == {
        "client": "users",
        "method": "list",
        "args": {"search": "a", "include_inactive": True},
    }
    assert await run(peer, "return await ctx.signals.emit('k', 1, why='x')") == {
        "ok": True,
        "key": "k",
    }
    assert last(peer)[1]["args"] == {"key": "k", "value": 1, "metadata": {"why": "x"}}


async def test_chat_messages_are_cut_at_64_kilobytes(peer: Peer) -> None:
    peer.services["chat.deliver"] = lambda *_: None
    await run(peer, "await ctx.deliver_chat_message('ż' * 40000, refresh_panels=['a'])")
    args = last(peer)[1]
    assert args["text"].endswith("...(truncated)")
    assert len(args["text"].removesuffix("...(truncated)").encode()) == 65536
    assert (args["msg_type"], args["refresh_panels"]) == ("response", ["a"])


async def test_progress_is_reported(peer: Peer) -> None:
    peer.services["progress.report"] = lambda *_: None
    await run(peer, "await ctx.progress(40, 'half')")
    assert last(peer) == ("progress.report", {"percent": 40, "message": "half"})


async def test_log_is_a_record_with_its_line(peer: Peer) -> None:
    await run(peer, "x = 1\nawait ctx.log('said', level='warning')\nawait ctx.log('odd', 'loud')")
    said, odd = await peer.record("said"), await peer.record("odd")
    assert (said["stream"], said["logger"], said["level"]) == ("ctx", "ext.sample", "warning")
    assert (odd["level"], said["line"]) == ("info", 3)


async def test_db_where_the_profile_has_it(peer: Peer) -> None:
    rows = {"columns": ["id", "name"], "rows": [[1, "a"], [2, "b"]], "rowcount": 2}
    peer.services["db.execute"] = lambda *_: rows
    code = """
async with ctx.db.acquire() as connection:
    rows = await connection.fetch("SELECT * FROM t WHERE id > $1", 0)
    one = await connection.fetchrow("SELECT 1")
    count = await connection.fetchval("SELECT count(*) FROM t")
async with ctx.db.session() as session:
    result = await session.execute("SELECT * FROM t WHERE id = :id", {"id": 1})
    mapped = [dict(row) for row in result.mappings()]
    await session.commit()
raw = await ctx.db.raw("SELECT * FROM t WHERE id = ?", (1,))
return [rows[1]["name"], one.name, one[0], count, mapped, raw, result.rowcount]
"""
    both = [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]
    assert await run(peer, code) == ["b", "a", 1, 1, both, both, 2]
    params = [call["args"]["params"] for call in peer.calls]
    assert params == [[0], [], [], {"id": 1}, [1]]


async def test_db_and_require_where_the_profile_has_neither(peer: Peer) -> None:
    plain = context(profile={"db": False, "config_require": False})
    answer = await run(
        peer, "return [getattr(ctx, 'db', None), hasattr(ctx.config, 'require')]", ctx=plain
    )
    assert answer == [None, False]
