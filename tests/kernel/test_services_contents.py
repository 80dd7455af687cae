"""What an app keeps, as its author inspects it."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from workbench.kernel.clock import Clock
from workbench.kernel.masking import Masker
from workbench.kernel.personas import Persona, Personas
from workbench.kernel.profile import Profile
from workbench.kernel.services.call import Scope, ServiceCall
from workbench.kernel.services.contents import Entry, Shelf
from workbench.kernel.services.suite import ServiceOptions, ServiceSuite
from workbench.kernel.workspace import Workspace

DECLARED = {
    "config_defaults": {"limit": 3},
    "cache_models": [{"name": "m", "class": "M"}],
    "secrets": [{"name": "api_key"}],
}
ADA = Persona("u-ada", tenant_id="acme")
START = 1_790_000_000.0


class Bench:
    """A suite with one app, used as its handlers would."""

    def __init__(self, suite: ServiceSuite, clock: Clock) -> None:
        self.suite = suite
        self.clock = clock

    async def ask(self, user: str, service: str, method: str, **args: Any) -> Any:
        scope = Scope("notes", Persona(user), user, "acme", declarations=DECLARED)
        return await self.suite.services.call(ServiceCall(service, method, args, scope))

    async def shelves(self) -> list[Shelf]:
        return await self.suite.contents.shelves("notes", DECLARED, ADA)

    async def entries(self, shelf: Shelf) -> list[Entry]:
        return await self.suite.contents.entries("notes", shelf, DECLARED, ADA)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    clock = Clock(START, paused=True)
    suite = await ServiceSuite.open(
        ServiceOptions(),
        clock=clock,
        profile=Profile.load("seeds"),
        personas=Personas(),
        masker=Masker(),
    )
    await suite.add_app("notes", Workspace(Path()), DECLARED, sys.executable)
    yield Bench(suite, clock)
    await suite.close()
    clock.close()


async def test_documents_are_shelved_by_collection_and_user_and_deleted_ones_are_gone(
    bench: Bench,
) -> None:
    for user, text in (("u-ada", "a"), ("u-ada", "b"), ("u-ben", "c")):
        await bench.ask(user, "store", "create", collection="notes", data={"text": text})
    gone = await bench.ask("u-ada", "store", "create", collection="old", data={})
    await bench.ask("u-ada", "store", "delete", collection="old", doc_id=gone["id"])
    stored = [shelf for shelf in await bench.shelves() if shelf.kind == "store"]
    assert stored == [
        Shelf("store", "notes", "u-ada", 2, 2 * len('{"text":"a"}')),
        Shelf("store", "notes", "u-ben", 1, len('{"text":"c"}')),
    ]
    assert [entry.value for entry in await bench.entries(stored[0])] == [
        {"text": "b"},
        {"text": "a"},
    ]


async def test_a_cached_value_leaves_the_shelf_when_it_expires(bench: Bench) -> None:
    await bench.ask("u-ada", "cache", "set", key="k", model="m", data=[1], ttl_seconds=60)
    (shelf,) = (shelf for shelf in await bench.shelves() if shelf.kind == "cache")
    assert (shelf.name, shelf.user_id, shelf.count) == ("m", "u-ada", 1)
    (entry,) = await bench.entries(shelf)
    assert (entry.key, entry.value, entry.expires_at) == ("k", [1], START + 60)
    await bench.clock.jump(START + 61)
    assert await bench.entries(shelf) == []


async def test_a_secret_is_told_to_be_set_without_its_value(bench: Bench) -> None:
    scope = Scope("notes", ADA, "u-ada", "acme", declarations=DECLARED)
    (shelf,) = (shelf for shelf in await bench.shelves() if shelf.kind == "secrets")
    assert await bench.entries(shelf) == [Entry("api_key", None, 0, remark="not set")]
    bench.suite.secrets.put(scope, "api_key", "sk-very-secret")
    assert await bench.entries(shelf) == [Entry("api_key", None, 0, remark="set")]


async def test_settings_are_the_resolved_ones(bench: Bench) -> None:
    (shelf,) = (shelf for shelf in await bench.shelves() if shelf.kind == "config")
    assert await bench.entries(shelf) == [Entry("limit", 3, 1)]
