"""The cache: its rules come before any I/O, and concurrent misses share one fetch."""

from __future__ import annotations

import asyncio
import string
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from imperal_sdk import Extension
from imperal_sdk.cache import CacheClient, envelope, rules
from imperal_sdk.chat.exceptions import TaskCancelled

ALLOWED = string.ascii_letters + string.digits + "_-:"


class Folders(BaseModel):
    names: list[str] = []


class Other(BaseModel):
    n: int = 0


class Memory:
    """A transport that keeps what is stored and counts the calls."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], Any] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def __call__(self, service: str, method: str, args: dict[str, Any]) -> Any:
        assert service == "cache"
        self.calls.append((method, args))
        await asyncio.sleep(0)
        if method == "get":
            data = self.entries.get((args["model"], args["key"]))
            return {"data": data} if data is not None else None
        if method == "set":
            self.entries[args["model"], args["key"]] = args["data"]
        else:
            for model in args["models"]:
                self.entries.pop((model, args["key"]), None)
        return None


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def cache(memory: Memory) -> CacheClient:
    ext = Extension("notes")
    ext.cache_model("folders")(Folders)
    return CacheClient("notes", "u1", "", extension=ext, transport=memory)


def fetching(value: Any) -> Callable[[], Awaitable[Any]]:
    async def fetch() -> Any:
        return value

    return fetch


@given(st.text(alphabet=ALLOWED, min_size=1, max_size=128))
def test_documented_keys_are_accepted(key: str) -> None:
    assert rules.check_key(key) == key


@given(st.text())
def test_keys_are_accepted_exactly_when_they_follow_the_rule(key: str) -> None:
    if 1 <= len(key) <= 128 and set(key) <= set(ALLOWED):
        assert rules.check_key(key) == key
        return
    with pytest.raises(ValueError, match=r"cache key .*Rule: .*Fix: "):
        rules.check_key(key)


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("", "empty"),
        ("a" * 129, "129 characters"),
        ("user@example.org", "'.', '@'"),
        ("a/b", "'/'"),
        (5, "int"),
    ],
)
def test_wrong_keys_say_what_is_wrong(key: Any, word: str) -> None:
    with pytest.raises(ValueError, match="is not valid") as caught:
        rules.check_key(key)
    assert word in str(caught.value)


@given(st.one_of(st.integers(), st.floats(), st.booleans(), st.text(), st.none()))
def test_ttl_is_a_whole_number_from_5_to_300(ttl: Any) -> None:
    if type(ttl) is int and 5 <= ttl <= 300:
        assert rules.check_ttl(ttl) == ttl
        return
    with pytest.raises(ValueError, match=r"ttl_seconds=.*from 5 to 300"):
        rules.check_ttl(ttl)


async def test_stored_value_comes_back_as_its_model(cache: CacheClient, memory: Memory) -> None:
    await cache.set("all", Folders(names=["a"]), ttl_seconds=30)
    assert await cache.get("all", Folders) == Folders(names=["a"])
    assert memory.calls[0] == (
        "set",
        {"key": "all", "model": "folders", "data": {"names": ["a"]}, "ttl_seconds": 30},
    )
    await cache.delete("all")
    assert await cache.get("all", Folders) is None
    await cache.delete("all")


@pytest.mark.parametrize(
    ("act", "error", "words"),
    [
        (lambda c: c.set("a.b", "text", 1), ValueError, "cache key"),
        (lambda c: c.set("ab", "text", 1), ValueError, "ttl_seconds=1"),
        (lambda c: c.set("ab", "text"), TypeError, "type str"),
        (lambda c: c.set("ab", Other()), ValueError, "Other is not a cache model of 'notes'"),
        (lambda c: c.set("ab", Folders(names=["x" * 70_000])), ValueError, "65536 bytes"),
        (lambda c: c.get("a.b", str), ValueError, "cache key"),
        (lambda c: c.get("ab", str), TypeError, "not a pydantic model class"),
        (lambda c: c.get("ab", Folders()), TypeError, "not a pydantic model class"),
        (lambda c: c.get("ab", Other), ValueError, "registered: Folders"),
        (lambda c: c.get_or_fetch("ab", Folders, None, 600), ValueError, "ttl_seconds=600"),
        (lambda c: c.delete("a b"), ValueError, "cache key"),
    ],
)
async def test_rules_are_checked_in_order_and_before_any_io(
    cache: CacheClient, memory: Memory, act: Any, error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        await act(cache)
    assert words in str(caught.value)
    assert memory.calls == []


async def test_size_cap_counts_the_whole_entry(cache: CacheClient) -> None:
    overhead = len(envelope.packed(envelope.wrap("folders", {"names": [""]}), 60))
    await cache.set("k", Folders(names=["x" * (rules.MAX_VALUE_BYTES - overhead)]))
    with pytest.raises(ValueError, match="65537 bytes"):
        await cache.set("k", Folders(names=["x" * (rules.MAX_VALUE_BYTES - overhead + 1)]))


async def test_get_or_fetch_fetches_only_on_a_miss(cache: CacheClient, memory: Memory) -> None:
    assert await cache.get_or_fetch("k", Folders, fetching(Folders(names=["new"]))) == Folders(
        names=["new"]
    )
    assert await cache.get_or_fetch("k", Folders, fetching(None)) == Folders(names=["new"])
    assert [method for method, _ in memory.calls] == ["get", "set", "get"]


async def test_get_or_fetch_takes_its_arguments_by_keyword(cache: CacheClient) -> None:
    value = await cache.get_or_fetch(
        "k", Folders, ttl_seconds=120, fetcher=fetching(Folders(names=["x"]))
    )
    assert value.names == ["x"]


async def test_bad_ttl_raises_even_when_the_value_is_cached(cache: CacheClient) -> None:
    await cache.set("k", Folders())
    with pytest.raises(ValueError, match="ttl_seconds=600"):
        await cache.get_or_fetch("k", Folders, fetching(Folders()), ttl_seconds=600)


async def test_fetcher_of_another_class_is_a_type_error(cache: CacheClient) -> None:
    with pytest.raises(TypeError, match=r"returned dict.*wrap what it fetched in Folders"):
        await cache.get_or_fetch("k", Folders, fetching({"names": []}))


async def test_value_that_cannot_be_stored_is_returned_and_logged(
    cache: CacheClient, caplog: pytest.LogCaptureFixture
) -> None:
    big = Folders(names=["x" * 70_000])
    assert await cache.get_or_fetch("k", Folders, fetching(big)) is big
    assert "could not store its value" in caplog.text
    assert "65536 bytes" in caplog.text


class Fetcher:
    """Counts its calls and waits until it is let go."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.calls = 0
        self.go = asyncio.Event()
        self.started = asyncio.Event()
        self.error = error

    async def __call__(self) -> Folders:
        self.calls += 1
        self.started.set()
        await self.go.wait()
        if self.error is not None:
            raise self.error
        return Folders(names=[str(self.calls)])


async def test_concurrent_misses_of_a_key_share_one_fetch(cache: CacheClient) -> None:
    fetcher = Fetcher()
    waiting = [asyncio.create_task(cache.get_or_fetch("k", Folders, fetcher)) for _ in range(20)]
    await fetcher.started.wait()
    fetcher.go.set()
    values = await asyncio.gather(*waiting)
    assert fetcher.calls == 1
    assert values == [Folders(names=["1"])] * 20
    values[0].names.append("mine alone")
    assert values[1].names == ["1"]


async def test_other_keys_users_and_models_do_not_wait_for_each_other(
    cache: CacheClient, memory: Memory
) -> None:
    fetcher = Fetcher()
    other_user = cache.for_user("u2")
    waiting = [
        asyncio.create_task(cache.get_or_fetch("a", Folders, fetcher)),
        asyncio.create_task(cache.get_or_fetch("b", Folders, fetcher)),
        asyncio.create_task(other_user.get_or_fetch("a", Folders, fetcher)),
    ]
    await fetcher.started.wait()
    fetcher.go.set()
    await asyncio.gather(*waiting)
    assert fetcher.calls == 3


async def test_all_who_wait_get_the_fetchers_error(cache: CacheClient) -> None:
    fetcher = Fetcher(error=RuntimeError("backend down"))
    waiting = [asyncio.create_task(cache.get_or_fetch("k", Folders, fetcher)) for _ in range(3)]
    await fetcher.started.wait()
    fetcher.go.set()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [str(result) for result in results] == ["backend down"] * 3
    assert fetcher.calls == 1
    fetcher.error = None
    assert (await cache.get_or_fetch("k", Folders, fetcher)).names == ["2"]


@pytest.mark.parametrize("how", ["task", "user"])
async def test_when_the_one_who_fetches_is_cancelled_another_fetches(
    cache: CacheClient, how: str
) -> None:
    fetcher = Fetcher(error=TaskCancelled("stop") if how == "user" else None)
    first = asyncio.create_task(cache.get_or_fetch("k", Folders, fetcher))
    await fetcher.started.wait()
    second = asyncio.create_task(cache.get_or_fetch("k", Folders, fetcher))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    if how == "task":
        first.cancel()
    fetcher.go.set()
    with pytest.raises((asyncio.CancelledError, TaskCancelled)):
        await first
    fetcher.error = None
    assert (await second).names == ["2"]


async def test_cancelling_one_who_waits_leaves_the_fetch_alone(cache: CacheClient) -> None:
    fetcher = Fetcher()
    first = asyncio.create_task(cache.get_or_fetch("k", Folders, fetcher))
    await fetcher.started.wait()
    second = asyncio.create_task(cache.get_or_fetch("k", Folders, fetcher))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    fetcher.go.set()
    assert (await first).names == ["1"]


def test_envelope_of_another_model_or_version_is_a_miss() -> None:
    wrapped = envelope.wrap("folders", {"names": []})
    assert envelope.unwrap(wrapped, "folders") == {"data": {"names": []}}
    assert envelope.unwrap(wrapped, "other") is None
    assert envelope.unwrap({**wrapped, "version": 2}, "folders") is None
    assert envelope.unwrap({**wrapped, "data": None}, "folders") is None
    assert envelope.unwrap(None, "folders") is None


def test_delete_without_models_asks_nobody(memory: Memory) -> None:
    cache = CacheClient("notes", "u1", "", extension=Extension("notes"), transport=memory)
    asyncio.run(cache.delete("k"))
    assert memory.calls == []
