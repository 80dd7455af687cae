from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.kernel.clock import Clock
from workbench.kernel.personas import Persona, Personas, system_actor
from workbench.kernel.profile import Profile
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.database import Database
from workbench.kernel.services.documents import SCHEMA, prepare
from workbench.kernel.services.store import Store

ADA = Scope("notes", Persona("u-ada"), "u-ada", "acme")
BEN = Scope("notes", Persona("u-ben"), "u-ben", "acme")
SYSTEM = Scope("notes", system_actor("acme"), "__system__", "acme", system=True, kind="schedule")

Call = Callable[..., Awaitable[Any]]


def open_store(folder: Path, profile: str = "seeds") -> tuple[Store, Database, Clock]:
    database = Database(folder / "state.sqlite", SCHEMA, prepare)
    clock = Clock(1_767_225_600.0, paused=True)
    personas = Personas([Persona("u-ada"), Persona("u-ben"), Persona("u-chi", tenant_id="globex")])
    store = Store(
        database, clock, Profile.load(profile), lambda user: personas.find(user).tenant_id
    )
    return store, database, clock


def caller(store: Store) -> Call:
    async def call(scope: Scope, method: str, **args: Any) -> Any:
        return await store.call(ServiceCall("store", method, args, scope))

    return call


@pytest.fixture
async def call(tmp_path: Path) -> AsyncIterator[Call]:
    store, database, clock = open_store(tmp_path)
    yield caller(store)
    clock.close()
    await database.close()


@pytest.fixture
async def platform_call(tmp_path: Path) -> AsyncIterator[Call]:
    store, database, clock = open_store(tmp_path, "platform-6")
    yield caller(store)
    clock.close()
    await database.close()


async def ids(call: Call, scope: Scope, **query: Any) -> list[Any]:
    page = await call(scope, "query", collection="notes", **query)
    return [doc["data"].get("n") for doc in page["data"]]


async def test_a_document_is_created_with_an_id_of_the_servers(call: Call) -> None:
    doc = await call(ADA, "create", collection="notes", data={"title": "A"})
    assert doc["data"] == {"title": "A"}
    assert doc["user_id"] == "u-ada"
    assert doc["tenant_id"] == "acme"
    assert doc["extension_id"] == "notes"
    assert doc["created_at"] == doc["updated_at"] == "2026-01-01T00:00:00.000Z"
    assert await call(ADA, "get", collection="notes", doc_id=doc["id"]) == doc
    assert await call(ADA, "get", collection="notes", doc_id="other") is None


async def test_an_update_merges_the_top_level_and_changes_the_etag(call: Call) -> None:
    doc = await call(ADA, "create", collection="notes", data={"a": {"x": 1}, "b": 1})
    new = await call(ADA, "update", collection="notes", doc_id=doc["id"], data={"a": {"y": 2}})
    assert new["data"] == {"a": {"y": 2}, "b": 1}
    assert new["etag"] != doc["etag"]


async def test_compare_and_set_lets_only_one_of_two_writers_win(call: Call) -> None:
    doc = await call(ADA, "create", collection="notes", data={"n": 0})
    change = {"collection": "notes", "doc_id": doc["id"], "if_match": doc["etag"]}
    results = await asyncio.gather(
        *(call(ADA, "update", data={"n": n}, **change) for n in (1, 2)), return_exceptions=True
    )
    (lost,) = [result for result in results if isinstance(result, ServiceError)]
    (won,) = [result for result in results if isinstance(result, dict)]
    assert lost.type == "StoreConflict"
    assert lost.fields == {
        "doc_id": doc["id"],
        "expected_etag": doc["etag"],
        "current_etag": won["etag"],
    }


async def test_updates_of_one_document_at_once_lose_nothing(call: Call) -> None:
    doc = await call(ADA, "create", collection="notes", data={})
    place = {"collection": "notes", "doc_id": doc["id"]}
    await asyncio.gather(*(call(ADA, "update", data={f"k{n}": n}, **place) for n in range(40)))
    found = await call(ADA, "get", **place)
    assert found["data"] == {f"k{n}": n for n in range(40)}


async def test_a_deleted_document_is_gone_for_every_method(call: Call) -> None:
    doc = await call(ADA, "create", collection="notes", data={"n": 1})
    place = {"collection": "notes", "doc_id": doc["id"]}
    assert await call(ADA, "delete", **place) is True
    assert await call(ADA, "delete", **place) is False
    assert await call(ADA, "get", **place) is None
    assert await ids(call, ADA) == []
    assert await call(ADA, "count", collection="notes") == 0
    assert await call(ADA, "list", prefix="notes") == []
    assert (await call(SYSTEM, "list_users", collection="notes"))["users"] == []


async def test_nobody_sees_or_changes_another_users_documents(call: Call) -> None:
    doc = await call(ADA, "create", collection="notes", data={"n": 1})
    place = {"collection": "notes", "doc_id": doc["id"]}
    other_app = Scope("mail", ADA.user, "u-ada", "acme")
    other_tenant = Scope("notes", ADA.user, "u-ada", "globex")
    for scope in (BEN, other_app, other_tenant, SYSTEM):
        assert await call(scope, "get", **place) is None
        assert await call(scope, "delete", **place) is False
        assert await ids(call, scope) == []
        assert await call(scope, "count", collection="notes") == 0
        await call(scope, "update", data={"n": 2}, **place)
    assert (await call(ADA, "get", **place))["data"] == {"n": 1}


async def test_the_system_reaches_a_user_only_by_acting_as_them(call: Call) -> None:
    await call(ADA, "create", collection="notes", data={"n": 1})
    globex = Scope("notes", Persona("u-chi", tenant_id="globex"), "u-chi", "globex")
    await call(globex, "create", collection="notes", data={"n": 2})
    users = await call(SYSTEM, "list_users", collection="notes")
    assert users == {"users": ["u-ada", "u-chi"], "cursor": None}
    assert await ids(call, SYSTEM) == []
    assert await ids(call, SYSTEM.for_user("u-ada")) == [1]
    assert await ids(call, SYSTEM.for_user("u-chi")) == [2]
    made = await call(SYSTEM.for_user("u-chi"), "create", collection="notes", data={"n": 3})
    assert made["tenant_id"] == "globex"
    assert await ids(call, globex) == [2, 3]
    every = await call(SYSTEM, "query_all", collection="notes")
    assert [(doc["user_id"], doc["data"]["n"]) for doc in every] == [
        ("u-ada", 1),
        ("u-chi", 2),
        ("u-chi", 3),
    ]


@pytest.mark.parametrize("method", ["list_users", "query_all"])
async def test_only_the_system_itself_may_look_across_users(call: Call, method: str) -> None:
    for scope in (ADA, SYSTEM.for_user("u-ada")):
        with pytest.raises(ServiceError) as caught:
            await call(scope, method, collection="notes")
        assert caught.value.type == "RuntimeError"


@pytest.mark.parametrize("collection", ["a:b", "a*", "a?", "a[b", "a]", "a/b", "a b", "a\nb"])
async def test_fan_out_refuses_names_that_look_like_patterns(call: Call, collection: str) -> None:
    with pytest.raises(ServiceError) as caught:
        await call(SYSTEM, "list_users", collection=collection)
    assert caught.value.type == "ValueError"


async def test_list_users_pages_through_everybody_once(call: Call) -> None:
    for number in range(25):
        user = f"u-{number:02}"
        scope = Scope("notes", Persona(user), user, "acme")
        for _ in range(2):
            await call(scope, "create", collection="notes", data={})
    await call(SYSTEM, "create", collection="notes", data={"own": True})
    seen: list[str] = []
    cursor: str | None = "0"
    while cursor is not None:
        page = await call(SYSTEM, "list_users", collection="notes", cursor=cursor, limit=10)
        assert len(page["users"]) <= 10
        seen += page["users"]
        cursor = page["cursor"]
    assert seen == [f"u-{number:02}" for number in range(25)]


async def test_where_compares_values_with_their_types(call: Call) -> None:
    values: list[dict[str, Any]] = [
        {"v": 1}, {"v": 1.0}, {"v": True}, {"v": "1"}, {"v": None}, {}, {"v": [1, 2]},
        {"v": {"a": 1, "b": 2}}, {"v": False}, {"v": 0},
    ]  # fmt: skip
    for number, data in enumerate(values):
        await call(ADA, "create", collection="notes", data={**data, "n": number})
    assert await ids(call, ADA, where={"v": 1}) == [0, 1]
    assert await ids(call, ADA, where={"v": True}) == [2]
    assert await ids(call, ADA, where={"v": "1"}) == [3]
    assert await ids(call, ADA, where={"v": None}) == [4, 5]
    assert await ids(call, ADA, where={"v": [1, 2]}) == [6]
    assert await ids(call, ADA, where={"v": {"b": 2, "a": 1}}) == [7]
    assert await ids(call, ADA, where={"v": False}) == [8]
    assert await ids(call, ADA, where={"v": 1, "n": 1}) == [1]
    assert await ids(call, ADA, where={'odd "key"': None, "n": 3}) == [3]
    assert await call(ADA, "count", collection="notes", where={"v": None}) == 2


async def test_the_default_limit_is_100_and_a_cursor_carries_on(call: Call) -> None:
    for number in range(150):
        await call(ADA, "create", collection="notes", data={"n": number})
    first = await call(ADA, "query", collection="notes")
    assert len(first["data"]) == 100
    assert first["has_more"]
    assert first["total"] == 150
    rest = await call(ADA, "query", collection="notes", cursor=first["cursor"])
    assert [doc["data"]["n"] for doc in rest["data"]] == list(range(100, 150))
    assert not rest["has_more"]
    assert rest["cursor"] is None


async def test_order_by_a_time_uses_the_documents_own_field_first(call: Call) -> None:
    for number, created in ((1, "2020"), (2, "2030"), (3, None)):
        data = {"n": number} | ({"created_at": created} if created else {})
        await call(ADA, "create", collection="notes", data=data)
    assert await ids(call, ADA, order_by="created_at") == [1, 3, 2]
    assert await ids(call, ADA, order_by="-created_at") == [2, 3, 1]


async def test_set_is_an_upsert_of_its_key_under_the_seeds_profile(call: Call) -> None:
    first = await call(ADA, "set", key="last_refined", data="text")
    again = await call(ADA, "set", key="last_refined", data={"value": "new"})
    assert first["id"] == again["id"] == first["collection"] == "last_refined"
    assert again["data"] == {"value": "new"}
    deep = await call(ADA, "set", key="drafts/2026/a", data={"n": 1})
    assert (deep["collection"], deep["id"]) == ("drafts", "2026/a")
    assert await call(ADA, "count", collection="last_refined") == 1
    await call(ADA, "delete", collection="last_refined", doc_id="last_refined")
    revived = await call(ADA, "set", key="last_refined", data={"other": 1})
    assert revived["data"] == {"other": 1}


async def test_set_forgets_the_id_on_the_current_platform(platform_call: Call) -> None:
    first = await platform_call(ADA, "set", key="last_refined", data="text")
    again = await platform_call(ADA, "set", key="last_refined", data="text")
    assert first["id"] != "last_refined"
    assert first["id"] != again["id"]
    assert await platform_call(ADA, "count", collection="last_refined") == 2
    changed = await platform_call(ADA, "set", key=f"last_refined/{first['id']}", data={"x": 1})
    assert changed["id"] == first["id"]
    assert changed["data"] == {"value": "text", "x": 1}


async def test_updating_what_is_not_there_follows_the_profile(
    call: Call, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = await call(ADA, "update", collection="state", doc_id="current", data={"n": 1})
    assert made["id"] == "current"
    store, database, clock = open_store(tmp_path_factory.mktemp("platform"), "platform-6")
    with pytest.raises(ServiceError) as caught:
        await caller(store)(ADA, "update", collection="state", doc_id="current", data={"n": 1})
    assert caught.value.type == "HTTPStatusError"
    assert caught.value.fields["status_code"] == 404
    clock.close()
    await database.close()


async def test_an_update_that_expects_a_version_never_creates(call: Call) -> None:
    with pytest.raises(ServiceError) as caught:
        await call(ADA, "update", collection="s", doc_id="x", data={}, if_match="abc")
    assert caught.value.type == "StoreConflict"


async def test_a_document_may_not_grow_over_a_megabyte(call: Call) -> None:
    doc = await call(ADA, "create", collection="notes", data={"a": "x" * 600_000})
    for method, args in (
        ("create", {"data": {"a": "x" * 1_100_000}}),
        ("update", {"doc_id": doc["id"], "data": {"b": "x" * 600_000}}),
    ):
        with pytest.raises(ServiceError) as caught:
            await call(ADA, method, collection="notes", **args)
        assert caught.value.type == "ValueError"
    kept = await call(ADA, "get", collection="notes", doc_id=doc["id"])
    assert kept["etag"] == doc["etag"]


async def test_list_finds_ids_by_their_beginning(call: Call) -> None:
    for key in ("logs/2026-01", "logs/2026-02", "logs/2025-12", "logsx/2026-01"):
        await call(ADA, "set", key=key, data={})
    found = await call(ADA, "list", prefix="logs/2026")
    assert [doc["id"] for doc in found] == ["2026-01", "2026-02"]
    assert len(await call(ADA, "list", prefix="logs")) == 3
    assert await call(ADA, "list", prefix="") == []


@pytest.mark.parametrize(
    ("method", "args", "type"),
    [
        ("get", {"collection": "", "doc_id": "x"}, "ValueError"),
        ("get", {"collection": "c", "doc_id": 3}, "TypeError"),
        ("create", {"collection": "c", "data": "text"}, "TypeError"),
        ("create", {"collection": "c"}, "TypeError"),
        ("query", {"collection": "c", "limit": 0}, "ValueError"),
        ("query", {"collection": "c", "cursor": "nonsense"}, "ValueError"),
        ("query", {"collection": "c", "where": ["a"]}, "TypeError"),
        ("frobnicate", {}, "AttributeError"),
    ],
)
async def test_wrong_arguments_are_errors_of_the_caller(
    call: Call, method: str, args: dict[str, Any], type: str
) -> None:
    with pytest.raises(ServiceError) as caught:
        await call(ADA, method, **args)
    assert caught.value.type == type


async def test_documents_outlive_the_session(tmp_path: Path) -> None:
    store, database, clock = open_store(tmp_path)
    doc = await caller(store)(ADA, "create", collection="notes", data={"n": 1})
    await database.close()
    store, database, clock = open_store(tmp_path)
    assert await caller(store)(ADA, "get", collection="notes", doc_id=doc["id"]) == doc
    clock.close()
    await database.close()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({"k": st.none() | st.integers(-3, 3) | st.sampled_from("abc")}),
        max_size=25,
    ),
    st.sampled_from([None, "k", "-k"]),
    st.integers(1, 7),
)
def test_pages_in_any_order_meet_without_gap_or_overlap(
    rows: list[dict[str, Any]], order_by: str | None, limit: int
) -> None:
    """Walking by cursor gives what one large query gives, also where values are equal or null."""

    async def main(folder: Path) -> None:
        store, database, clock = open_store(folder)
        call = caller(store)
        for number, row in enumerate(rows):
            await call(ADA, "create", collection="notes", data={**row, "n": number})
        whole = await ids(call, ADA, order_by=order_by, limit=100)
        assert sorted(whole) == list(range(len(rows)))
        walked: list[Any] = []
        cursor: str | None = None
        while True:
            page = await call(
                ADA, "query", collection="notes", order_by=order_by, limit=limit, cursor=cursor
            )
            walked += [doc["data"]["n"] for doc in page["data"]]
            cursor = page["cursor"]
            if cursor is None:
                break
        assert walked == whole
        clock.close()
        await database.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(Path(folder)))
