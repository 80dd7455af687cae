from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from workbench.kernel.clock import Clock
from workbench.kernel.personas import Persona, Personas
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.platform import Platform

ADA = Scope("notes", Persona("u-ada"), "u-ada", "acme")


@pytest.fixture
async def clock() -> AsyncIterator[Clock]:
    made = Clock(1_767_225_600.0, paused=True)
    yield made
    made.close()


async def on_platform(platform: Platform, client: str, method: str, **args: Any) -> Any:
    sent = {"client": client, "method": method, "args": args}
    return await platform.call(ServiceCall("platform", "call", sent, ADA))


@pytest.fixture
def platform(clock: Clock) -> Platform:
    apps = [{"app_id": "notes", "display_name": "Notes", "version": "1.0.0"}]
    return Platform(Personas(), clock, lambda: apps)


async def test_users_are_the_sessions_people(platform: Platform) -> None:
    assert (await on_platform(platform, "users", "get", user_id="u-ada"))["name"] == "Ada"
    assert (await on_platform(platform, "users", "list", search="BEN"))["total"] == 1
    await on_platform(platform, "users", "set_active", user_id="u-ben", active=False)
    listed = await on_platform(platform, "users", "list")
    assert "u-ben" not in [user["imperal_id"] for user in listed["users"]]
    await on_platform(platform, "users", "update", user_id="u-ada", name="Ada L.")
    assert (await on_platform(platform, "users", "get", user_id="u-ada"))["name"] == "Ada L."
    made = await on_platform(platform, "users", "create", email="new@acme.test")
    found = await on_platform(platform, "users", "get", user_id=made["imperal_id"])
    assert found["email"] == "new@acme.test"
    with pytest.raises(ServiceError, match="404"):
        await on_platform(platform, "users", "get", user_id="nobody")


async def test_apps_conversations_roles_and_signals_answer(platform: Platform) -> None:
    await on_platform(platform, "apps", "set_status", app_id="notes", status="disabled")
    (app,) = (await on_platform(platform, "apps", "list_all"))["apps"]
    assert app["status"] == "disabled"
    made = await on_platform(platform, "conversations", "create", title="T")
    await on_platform(
        platform, "conversations", "update", conversation_id=made["id"], archived=True
    )
    assert (await on_platform(platform, "conversations", "list"))["conversations"] == []
    shown = await on_platform(platform, "conversations", "list", include_archived=True)
    assert [row["title"] for row in shown["conversations"]] == ["T"]
    scopes = await on_platform(platform, "rbac", "effective_scopes", user_id="u-ada")
    assert scopes["scopes"] == ["*"]
    role = await on_platform(platform, "rbac", "create_role", name="editor")
    await on_platform(platform, "rbac", "update_role", role_id=role["id"], name="writer")
    names = [row["name"] for row in (await on_platform(platform, "rbac", "list_roles"))["roles"]]
    assert {"owner", "member", "writer"} <= set(names)
    assert await on_platform(platform, "signals", "emit", key="k", value=1) == {
        "ok": True,
        "key": "k",
    }


@pytest.mark.parametrize(("client", "method"), [("weather", "get"), ("signals", "absorb")])
async def test_what_is_not_simulated_says_so(platform: Platform, client: str, method: str) -> None:
    with pytest.raises(ServiceError, match="does not simulate") as caught:
        await on_platform(platform, client, method)
    assert caught.value.type == "RuntimeError"
