"""Acting for somebody: ``as_user`` and ``for_user``, and who may."""

from __future__ import annotations

import pytest

from tests.host.line_runner import run
from tests.host.peer import SYSTEM, Peer, context

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVERYTHING = """
user = ctx.as_user('u-bob')
await user.store.count('n')
await user.cache.delete('k')
await user.notify('x')
await user.secrets.get('key')
await user.billing.get_balance()
await user.http.get('https://x')
await user.ai.complete('p')
await user.extensions.emit('calls.made', {})
return [user.user.imperal_id, user.user.attributes, user.user.scopes, user.http is ctx.http]
"""


async def test_as_user_acts_for_the_user_and_shares_the_rest(peer: Peer) -> None:
    peer.services |= {
        "store": lambda *_: 1,
        "cache": lambda *_: None,
        "notify": lambda *_: None,
        "secrets": lambda *_: None,
        "billing": lambda *_: {"balance": 1},
        "http": lambda *_: {"status_code": 200, "headers": {}, "body": {}, "body_kind": "json"},
        "ai": lambda *_: {"text": ""},
        "extensions": lambda *_: None,
    }
    answer = await run(peer, EVERYTHING, ctx=context(user=SYSTEM, tenant=None))
    assert answer == ["u-bob", {"scoped_from": "__system__"}, ["*"], True]
    acting = {call["service"]: call["as"] for call in peer.calls}
    own = dict.fromkeys(("store", "cache", "notify", "secrets", "billing"), "u-bob")
    assert acting == own | dict.fromkeys(("http", "ai", "extensions"))


@pytest.mark.parametrize(
    ("code", "system", "kind"),
    [
        ("ctx.as_user('u-bob')", False, "RuntimeError"),
        ("ctx.as_user('')", True, "ValueError"),
        ("ctx.as_user('__system__')", True, "ValueError"),
        ("ctx.as_user('u-bob').as_user('u-eve')", True, "RuntimeError"),
        (
            "await ctx.as_user('u').background_task(asyncio.sleep(0))",
            True,
            "RuntimeError",
        ),
    ],
)
async def test_as_user_is_for_the_system_and_for_real_users(
    peer: Peer, code: str, system: bool, kind: str
) -> None:
    spec = context(user=SYSTEM if system else {})
    assert (await run(peer, f"return {code}", ctx=spec))["raised"] == kind
    assert peer.calls == []


async def test_for_user_names_the_user_and_leaves_the_decision_to_the_kernel(peer: Peer) -> None:
    peer.services["store.count"] = lambda *_: 1
    await run(peer, "return await ctx.store.for_user('u-eve').count('n')")
    assert peer.calls[-1]["as"] == "u-eve"
