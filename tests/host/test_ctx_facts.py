"""What travels with an invocation: configuration, and who, when and where."""

from __future__ import annotations

import pytest

from tests.host.line_runner import run
from tests.host.peer import Peer, context

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_config_travels_with_the_invocation(peer: Peer) -> None:
    spec = context(config={"page": {"size": 20}, "off": None})
    code = (
        "c = ctx.config\n"
        "return [c.get('page.size'), c.get('x', 3), c.get_section('page'), c.all(),"
        " c.require('page.size')]"
    )
    assert await run(peer, code, ctx=spec) == [20, 3, {"size": 20}, spec["config"], 20]
    assert (await run(peer, "ctx.config.require('nothing')", ctx=spec))["raised"] == "KeyError"


async def test_who_when_and_where(peer: Peer) -> None:
    spec = context(surface="chat", agency_id="ag", agency_theme={"radius": 2})
    code = (
        "return [ctx.user.imperal_id, ctx.user.has_scope('x'), ctx.tenant.name,"
        " ctx.time.hour_local, ctx.surface, ctx.agency_id, ctx.agency_theme,"
        " ctx.webhook_url('cb'), type(ctx).__mro__[1].__module__]"
    )
    answer = await run(peer, code, ctx=spec)
    assert answer[:7] == ["u-ada", True, "Acme", 9, "chat", "ag", {"radius": 2}]
    assert answer[7].endswith("/v1/ext/sample/webhook/cb")
    assert answer[8] == "imperal_sdk.context"
