from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from threading import Thread
from typing import Any

import pytest
from fakeredis import TcpFakeServer
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.kernel.clock import Clock
from workbench.kernel.personas import Persona
from workbench.kernel.profile import Profile
from workbench.kernel.services.cache import Cache
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.redis import RedisServer

MODELS = {"cache_models": [{"name": "folders", "class": "F"}, {"name": "stats", "class": "S"}]}
ADA = Scope("notes", Persona("u-ada"), "u-ada", "acme", declarations=MODELS)
BEN = Scope("notes", Persona("u-ben"), "u-ben", "acme", declarations=MODELS)


class Bench:
    """A cache with the clock it follows, called the way the wire calls it."""

    def __init__(self) -> None:
        self.clock = Clock(1_000.0, paused=True)
        self.redis = RedisServer()
        self.cache = Cache(self.redis, self.clock, Profile.load("seeds"))

    async def __call__(self, scope: Scope, method: str, **args: Any) -> Any:
        return await self.cache.call(ServiceCall("cache", method, args, scope))

    async def noted(self, scope: Scope, **args: Any) -> tuple[Any, str]:
        call = ServiceCall("cache", "get", args, scope)
        return await self.cache.call(call), call.notes["cache"]

    async def close(self) -> None:
        self.clock.close()
        await self.redis.close()


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    made = Bench()
    yield made
    await made.close()


async def test_a_value_is_found_until_its_virtual_expiry(bench: Bench) -> None:
    await bench(ADA, "set", key="f:u-ada", model="folders", data={"n": 1}, ttl_seconds=60)
    await bench.clock.jump(1_059.9)
    found = await bench.noted(ADA, key="f:u-ada", model="folders")
    assert found == ({"data": {"n": 1}}, "hit")
    await bench.clock.jump(1_060.0)
    assert await bench.noted(ADA, key="f:u-ada", model="folders") == (None, "expired")
    assert await bench.noted(ADA, key="f:u-ada", model="folders") == (None, "miss")


async def test_setting_again_renews_the_expiry(bench: Bench) -> None:
    for start in (0, 50):
        await bench.clock.jump(1_000.0 + start)
        await bench(ADA, "set", key="k", model="folders", data=start, ttl_seconds=60)
    await bench.clock.jump(1_100.0)
    assert (await bench(ADA, "get", key="k", model="folders"))["data"] == 50


async def test_values_are_apart_by_app_user_and_model(bench: Bench) -> None:
    await bench(ADA, "set", key="k", model="folders", data=1, ttl_seconds=60)
    mail = Scope("mail", ADA.user, "u-ada", "acme", declarations=MODELS)
    for scope, model in ((BEN, "folders"), (ADA, "stats"), (mail, "folders")):
        assert await bench(scope, "get", key="k", model=model) is None
    assert await bench(BEN.for_user("u-ada"), "get", key="k", model="folders") == {"data": 1}


async def test_delete_removes_the_key_under_every_model_it_names(bench: Bench) -> None:
    for model in ("folders", "stats"):
        await bench(ADA, "set", key="k", model=model, data=1, ttl_seconds=60)
    await bench(ADA, "delete", key="k", models=["folders", "stats"])
    for model in ("folders", "stats"):
        assert await bench(ADA, "get", key="k", model=model) is None
    await bench(ADA, "delete", key="k", models=["folders"])


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=140))
@example("k" * 128)
@example("k" * 129)
def test_the_key_rule_is_the_documented_one(key: str) -> None:
    allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-:"
    fits = 1 <= len(key) <= 128 and all(letter in allowed for letter in key)

    async def main() -> None:
        bench = Bench()
        setting = bench(ADA, "set", key=key, model="folders", data=1, ttl_seconds=60)
        if fits:
            await setting
        else:
            with pytest.raises(ServiceError) as caught:
                await setting
            assert caught.value.type == "ValueError"
        await bench.close()

    asyncio.run(main())


@pytest.mark.parametrize("ttl", [4, 301, 0, -5, 60.0, True, "60"])
async def test_a_ttl_is_a_whole_number_from_5_to_300(bench: Bench, ttl: object) -> None:
    with pytest.raises(ServiceError) as caught:
        await bench(ADA, "set", key="k", model="folders", data=1, ttl_seconds=ttl)
    assert caught.value.type in ("ValueError", "TypeError")


@pytest.mark.parametrize("ttl", [5, 300, None])
async def test_the_bounds_of_a_ttl_are_allowed(bench: Bench, ttl: object) -> None:
    await bench(ADA, "set", key="k", model="folders", data=1, ttl_seconds=ttl)


async def test_a_value_may_take_64_kilobytes_with_its_envelope(bench: Bench) -> None:
    now = bench.clock.iso()
    envelope = f'{{"model":"folders","version":1,"data":"","cached_at":"{now}"}}'
    most = "x" * (65_536 - len(envelope))
    await bench(ADA, "set", key="k", model="folders", data=most, ttl_seconds=60)
    with pytest.raises(ServiceError) as caught:
        await bench(ADA, "set", key="k", model="folders", data=most + "x", ttl_seconds=60)
    assert caught.value.type == "ValueError"
    assert "65,536" in caught.value.message


async def test_only_registered_models_are_kept(bench: Bench) -> None:
    for method in ("get", "set"):
        with pytest.raises(ServiceError, match="not registered"):
            await bench(ADA, method, key="k", model="unknown", data=1, ttl_seconds=60)


async def test_hundreds_of_calls_at_once_are_served(bench: Bench) -> None:
    keys = [f"k{number}" for number in range(500)]
    await asyncio.gather(
        *(bench(ADA, "set", key=key, model="stats", data=key, ttl_seconds=60) for key in keys)
    )
    found = await asyncio.gather(*(bench(ADA, "get", key=key, model="stats") for key in keys))
    assert [value["data"] for value in found] == keys


async def test_entries_show_what_is_cached_now(bench: Bench) -> None:
    odd = Scope("notes", Persona("u:x y"), "u:x y", "acme", declarations=MODELS)
    await bench(odd, "set", key="short", model="folders", data=1, ttl_seconds=5)
    await bench(ADA, "set", key="long", model="stats", data=2, ttl_seconds=60)
    await bench.clock.jump(1_010.0)
    await bench(odd, "set", key="new", model="folders", data=3, ttl_seconds=5)
    shown = [
        (entry["user_id"], entry["model"], entry["key"], entry["data"], entry["expires_at"])
        for entry in await bench.cache.entries("notes")
    ]
    assert sorted(shown) == [
        ("u-ada", "stats", "long", 2, 1_060.0),
        ("u:x y", "folders", "new", 3, 1_015.0),
    ]


async def test_a_saved_cache_is_restored_as_it_was(bench: Bench) -> None:
    await bench(ADA, "set", key="old", model="stats", data=1, ttl_seconds=60)
    saved = await bench.cache.save()
    await bench(ADA, "set", key="old", model="stats", data=2, ttl_seconds=60)
    await bench(ADA, "set", key="new", model="stats", data=3, ttl_seconds=60)
    await bench.cache.restore(saved)
    assert await bench(ADA, "get", key="old", model="stats") == {"data": 1}
    assert await bench(ADA, "get", key="new", model="stats") is None


async def test_a_real_server_is_reached_by_its_url(bench: Bench) -> None:
    server = TcpFakeServer(("127.0.0.1", 0))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    redis = RedisServer(f"redis://127.0.0.1:{server.server_address[1]}/0")
    cache = Cache(redis, bench.clock, Profile.load("seeds"))
    args = {"key": "k", "model": "folders"}
    await cache.call(ServiceCall("cache", "set", {**args, "data": 1, "ttl_seconds": 60}, ADA))
    assert await cache.call(ServiceCall("cache", "get", args, ADA)) == {"data": 1}
    assert await bench(ADA, "get", key="k", model="folders") is None
    await redis.close()
    await asyncio.to_thread(server.shutdown)
    server.server_close()
    thread.join()
