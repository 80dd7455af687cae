"""ai, config, notify, the door every call goes through, and the simulated latency."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from workbench.kernel.clock import Clock
from workbench.kernel.personas import Persona, system_actor
from workbench.kernel.profile import Profile
from workbench.kernel.services.ai import Ai
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.config import Config
from workbench.kernel.services.notify import Notification, Notify
from workbench.kernel.services.services import Next, Service, Services
from workbench.kernel.services.simulated_latency import SimulatedLatency
from workbench.kernel.workspace import AiRule, Workspace

ADA = Scope("notes", Persona("u-ada"), "u-ada", "acme")
BEN = Scope("notes", Persona("u-ben"), "u-ben", "acme")
SYSTEM = Scope("notes", system_actor("acme"), "__system__", "acme", system=True)


@pytest.fixture
async def clock() -> AsyncIterator[Clock]:
    made = Clock(1_767_225_600.0, paused=True)
    yield made
    made.close()


async def ask(service: Service, scope: Scope, method: str, **args: Any) -> Any:
    return await service.call(ServiceCall("service", method, args, scope))


async def refused(service: Service, scope: Scope, method: str, **args: Any) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        await ask(service, scope, method, **args)
    return caught.value


async def test_a_prompt_is_answered_by_the_first_rule_it_contains(clock: Clock) -> None:
    ai = Ai(clock)
    ai.configure("notes", (AiRule("Summarise", "Short."), AiRule("s", "Other.")))
    answer = await ask(ai, ADA, "complete", prompt="please SUMMARISE this", model="m-1")
    assert answer["text"] == "Short."
    assert answer["model"] == "m-1"
    assert answer["tokens_used"] == sum(answer["usage"].values())


async def test_without_a_rule_the_answer_says_it_is_simulated_and_never_changes(
    clock: Clock,
) -> None:
    ai = Ai(clock)
    first = await ask(ai, ADA, "complete", prompt="Tell me a story " * 20)
    again = await ask(ai, BEN, "complete", prompt="Tell me a story " * 20)
    other = await ask(ai, ADA, "complete", prompt="Tell me another")
    assert first == again
    assert first["text"].startswith("[simulated answer ")
    assert first["text"] != other["text"]
    assert (await refused(ai, ADA, "complete", prompt=3)).type == "TypeError"


def test_later_layers_of_the_settings_win_and_tables_merge() -> None:
    config = Config({"a": 0, "deep": {"x": 0, "y": 0}})
    workspace = Workspace(
        Path(),
        tenant_config={"acme": {"a": 1, "deep": {"y": 1}}, "globex": {"a": 9}},
        user_config={"u-ada": {"b": 3}},
        config={"c": 4, "deep": {"z": 4}},
    )
    config.configure("notes", workspace, {"a": 2, "b": 2, "c": 2, "list": [2]})
    assert config.resolve("notes", ADA.user) == {
        "a": 2,
        "b": 3,
        "c": 4,
        "list": [2],
        "deep": {"x": 0, "y": 1, "z": 4},
    }
    assert config.resolve("notes", BEN.user)["b"] == 2
    assert config.resolve("unknown", ADA.user) == {"a": 0, "deep": {"x": 0, "y": 0}}


def test_resolved_settings_are_the_callers_own_copy() -> None:
    config = Config()
    config.configure("notes", Workspace(Path()), {"list": [1]})
    config.resolve("notes", ADA.user)["list"].append(2)
    assert config.resolve("notes", ADA.user) == {"list": [1]}


async def test_a_notification_reaches_its_user(clock: Clock) -> None:
    notify = Notify(clock)
    sent: list[Notification] = []
    notify.sent.connect(sent.append)
    await ask(notify, SYSTEM.for_user("u-ben"), "send", message="Hi", options={"channel": "email"})
    assert sent == [Notification("notes", "u-ben", "Hi", {"channel": "email"}, clock.now())]


async def test_what_the_system_sends_goes_nowhere_and_is_noted(clock: Clock) -> None:
    notify = Notify(clock)
    sent: list[Notification] = []
    notify.sent.connect(sent.append)
    call = ServiceCall("notify", "send", {"message": "Hi"}, SYSTEM)
    await notify.call(call)
    assert sent == []
    assert call.notes["dropped"] is True
    assert call.record_kind == "notify"


class Echo:
    """A service that answers its own method."""

    async def call(self, call: ServiceCall) -> Any:
        return f"answered {call.method}"


async def test_hooks_run_in_order_and_may_change_or_replace_a_call() -> None:
    services = Services()
    services.register("echo", Echo())
    seen: list[str] = []

    async def outer(call: ServiceCall, proceed: Next) -> Any:
        seen.append("outer in")
        answer = await proceed(replace(call, method="changed"))
        seen.append("outer out")
        return answer

    async def inner(call: ServiceCall, proceed: Next) -> Any:
        seen.append(f"inner {call.method}")
        if call.args.get("fail"):
            raise ServiceError("TimeoutError", "injected")
        return await proceed(call)

    remove = services.add_hook(outer)
    services.add_hook(inner)
    assert await services.call(ServiceCall("echo", "get", {}, ADA)) == "answered changed"
    assert seen == ["outer in", "inner changed", "outer out"]
    with pytest.raises(ServiceError, match="injected"):
        await services.call(ServiceCall("echo", "get", {"fail": True}, ADA))
    remove()
    assert await services.call(ServiceCall("echo", "get", {}, ADA)) == "answered get"


async def test_a_service_nobody_registered_is_not_available() -> None:
    with pytest.raises(ServiceError, match=r"ctx\.weather is not available"):
        await Services().call(ServiceCall("weather", "get", {}, ADA))


async def test_simulated_latency_is_virtual_noted_within_its_span_and_repeatable(
    clock: Clock,
) -> None:
    async def delays() -> list[float]:
        hook = SimulatedLatency(clock, Profile.load("seeds"))
        found = []
        clock.accelerate(1_000_000)
        for _ in range(5):
            call = ServiceCall("store", "get", {}, ADA)
            before = clock.now()
            await hook(call, Echo().call)
            found.append(call.notes["simulated_ms"])
            assert clock.now() - before >= call.notes["simulated_ms"] / 1_000 - 1e-6
        return found

    first = await delays()
    assert first == await delays()
    assert len(set(first)) == 5
    assert all(10 <= delay <= 50 for delay in first)
