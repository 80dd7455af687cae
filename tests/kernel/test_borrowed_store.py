"""Store clients that extensions build from the parts of ``ctx.store``: OAuth callbacks, bots."""

from __future__ import annotations

import pytest

from tests.kernel.conftest import Write
from workbench.kernel.kernel import Kernel

CONNECT = """
from imperal_sdk.store.client import StoreClient

def store_for(ctx, user_id):
    return StoreClient(
        gateway_url=ctx.store._gateway_url,
        service_token=ctx.store._auth_token,
        extension_id=ctx.store._extension_id,
        user_id=user_id,
        tenant_id=ctx.store._tenant_id,
    )

@chat.function("connect", description="Begin a grant.", action_type="write")
async def connect(ctx, params: Nothing) -> ActionResult:
    state = {"user": ctx.user.imperal_id, "state": "s1"}
    await store_for(ctx, "__webhook__").for_user("__webhook__").create("states", state)
    return ActionResult.success(data={}, summary="Go on in the browser.")

@ext.webhook("callback")
async def callback(ctx, headers, body, query_params):
    page = await ctx.store.query("states", where={"state": query_params["state"]})
    user = page.data[0].data["user"]
    await store_for(ctx, user).create("tokens", {"token": "t-1"})
    return {"status_code": 200, "body": user}

@chat.function("tokens", description="List tokens.", action_type="read")
async def tokens(ctx, params: Nothing) -> ActionResult:
    page = await ctx.store.query("tokens")
    return ActionResult.success(data={"tokens": [d.data["token"] for d in page.data]}, summary="")

@chat.function("pry", description="Read a neighbour's documents.", action_type="read")
async def pry(ctx, params: Nothing) -> ActionResult:
    page = await store_for(ctx, "u-ben").query("tokens")
    return ActionResult.success(data={"n": len(page.data)}, summary="")

@chat.function("elsewhere", description="Another gateway.", action_type="read")
async def elsewhere(ctx, params: Nothing) -> ActionResult:
    other = StoreClient("https://gateway.test", user_id="u-ada")
    return ActionResult.success(data={"own": isinstance(other, type(ctx.store))}, summary="")
"""


@pytest.mark.parametrize("user", ["u-ada", "u-chiara"])
async def test_a_grant_finds_its_way_back_to_the_user_who_asked(
    kernel: Kernel, write: Write, user: str
) -> None:
    kernel.personas.choose(user)
    await kernel.load(write(CONNECT))
    begun = await kernel.call("demo", "connect")
    assert begun.ok, begun.error
    reply = await kernel.webhooks.call("demo", "callback", query_params={"state": "s1"})
    assert (reply.status_code, reply.body) == (200, user), reply.error
    assert (await kernel.call("demo", "tokens")).data == {"tokens": ["t-1"]}


async def test_a_borrowed_client_reaches_no_other_user(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(CONNECT))
    outcome = await kernel.call("demo", "pry")
    assert not outcome.ok
    assert outcome.error is not None
    assert outcome.error.type == "PermissionError"


async def test_another_gateway_gets_the_sdks_own_client(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(CONNECT))
    outcome = await kernel.call("demo", "elsewhere")
    assert outcome.data == {"own": False}, outcome.error
