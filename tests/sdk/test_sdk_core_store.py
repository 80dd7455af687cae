"""The store client: what it sends, what it reads, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from imperal_sdk.store import (
    StoreClient,
    StoreConflict,
    StoreContractError,
    StoreError,
    StoreUnavailable,
)
from imperal_sdk.store.rules import split_key


class Answers:
    """A transport with prepared answers that records what it was asked."""

    def __init__(self, user_id: str = "u1", **answers: Any) -> None:
        self.user_id = user_id
        self.answers = answers
        self.asked: list[tuple[str, dict[str, Any]]] = []

    def for_user(self, user_id: str) -> Answers:
        other = Answers(user_id, **self.answers)
        other.asked = self.asked
        return other

    async def __call__(self, service: str, method: str, args: dict[str, Any]) -> Any:
        assert service == "store"
        self.asked.append((method, args))
        answer = self.answers[method]
        return answer.pop(0) if isinstance(answer, list) and method == "list_users" else answer


def store(answers: Answers) -> StoreClient:
    return StoreClient("", user_id=answers.user_id, transport=answers)


ROW = {"id": "d1", "collection": "notes", "data": {"a": 1}, "etag": "e1", "new_field": 1}


async def test_reads_give_documents_and_forgive_new_fields() -> None:
    answers = Answers(
        get=ROW,
        query={"data": [ROW], "cursor": "c2", "has_more": True, "total": 9},
        create=ROW,
        update=ROW,
        delete=True,
        count=9,
        list=[ROW],
    )
    client = store(answers)
    found = await client.get("notes", "d1")
    assert found is not None
    assert (found.id, found["a"], found.etag) == ("d1", 1, "e1")
    page = await client.query("notes", {"a": 1}, order_by="-a", limit=5, cursor="c1")
    assert ([d.id for d in page], page.cursor, page.has_more, page.total) == (["d1"], "c2", True, 9)
    assert (await client.create("notes", {"a": 1})).id == "d1"
    assert (await client.update("notes", "d1", {"a": 2}, if_match="e1")).id == "d1"
    assert await client.delete("notes", "d1") is True
    assert await client.count("notes") == 9
    assert [d.id for d in await client.list("notes")] == ["d1"]
    assert answers.asked == [
        ("get", {"collection": "notes", "doc_id": "d1"}),
        (
            "query",
            {
                "collection": "notes",
                "where": {"a": 1},
                "order_by": "-a",
                "limit": 5,
                "cursor": "c1",
            },
        ),
        ("create", {"collection": "notes", "data": {"a": 1}}),
        ("update", {"collection": "notes", "doc_id": "d1", "data": {"a": 2}, "if_match": "e1"}),
        ("delete", {"collection": "notes", "doc_id": "d1"}),
        ("count", {"collection": "notes", "where": {}}),
        ("list", {"prefix": "notes"}),
    ]


async def test_get_takes_one_path_too() -> None:
    answers = Answers(get=None)
    assert await store(answers).get("notes/d1") is None
    assert answers.asked == [("get", {"collection": "notes", "doc_id": "d1"})]


@pytest.mark.parametrize(
    ("key", "parts"), [("notes/d1", ("notes", "d1")), ("last", ("last", "last"))]
)
def test_key_is_collection_and_id_or_one_word_for_both(key: str, parts: tuple[str, str]) -> None:
    assert split_key(key) == parts


async def test_set_updates_what_exists_and_otherwise_creates_with_the_servers_id() -> None:
    answers = Answers(get=None, create=ROW, update=ROW)
    await store(answers).set("last_refined", "text")
    assert answers.asked[-1] == (
        "create",
        {"collection": "last_refined", "data": {"value": "text"}},
    )
    answers.answers["get"] = ROW
    await store(answers).set("notes/d1", {"a": 2})
    methods = [method for method, _ in answers.asked]
    assert methods[-1] == "update"


async def test_users_are_listed_page_by_page() -> None:
    pages = [{"users": ["a", "b"], "cursor": "2"}, {"users": ["c"], "cursor": None}]
    answers = Answers("__system__", list_users=pages)
    users = [user async for user in store(answers).list_users("drafts", page_size=2)]
    assert users == ["a", "b", "c"]
    assert [args["cursor"] for _, args in answers.asked] == [None, "2"]


async def test_reads_across_users_are_for_the_system_user() -> None:
    answers = Answers("u1")
    iterator = store(answers).list_users("drafts")
    with pytest.raises(RuntimeError, match=r"'u1'.*@ext.schedule handler"):
        await anext(iterator)
    with pytest.raises(RuntimeError, match="query_all"):
        await store(answers).query_all("drafts")
    assert answers.asked == []


@pytest.mark.parametrize("collection", ["", "a:b", "a*", "a?", "a[b]", "a/b", "a b", "a\tb"])
async def test_collection_names_are_checked(collection: str) -> None:
    with pytest.raises(ValueError, match="collection's name is not valid"):
        await anext(store(Answers("__system__")).list_users(collection))


@pytest.mark.parametrize("size", [0, -1, 10_001, True])
async def test_page_sizes_are_checked(size: int) -> None:
    with pytest.raises(ValueError, match="1 to 10000"):
        await anext(store(Answers("__system__")).list_users("drafts", page_size=size))
    with pytest.raises(ValueError, match="1 to 10000"):
        await store(Answers("__system__")).query_all("drafts", limit=size)


@pytest.mark.parametrize("answer", [None, {"ids": []}, {"users": [1]}, "text"])
async def test_malformed_pages_are_contract_errors(answer: Any) -> None:
    with pytest.raises(StoreContractError, match="drafts"):
        await anext(store(Answers("__system__", list_users=[answer])).list_users("drafts"))


async def test_query_all_fills_the_owner() -> None:
    rows = [{**ROW, "user_id": "a"}, {**ROW, "user_id": "b"}]
    documents = await store(Answers("__system__", query_all=rows)).query_all("notes")
    assert [document.user_id for document in documents] == ["a", "b"]
    with pytest.raises(StoreContractError):
        await store(Answers("__system__", query_all={"rows": []})).query_all("notes")
    with pytest.raises(StoreContractError, match="has at least an id"):
        await store(Answers("__system__", query_all=[{"data": {}}])).query_all("notes")


async def test_for_user_speaks_for_that_user() -> None:
    system = store(Answers("__system__", get=None))
    ada = system.for_user("u-ada")
    assert ada is not system
    assert ada._user_id == "u-ada"
    assert system._user_id == "__system__"
    assert ada._injected.user_id == "u-ada"  # type: ignore[union-attr]


def test_errors_say_what_to_do() -> None:
    conflict = StoreConflict("d1", "old", "new")
    assert "'d1'" in str(conflict)
    assert "Read it again" in str(conflict)
    assert (conflict.doc_id, conflict.expected_etag, conflict.current_etag) == ("d1", "old", "new")
    assert StoreUnavailable(5).retry_after == 5
    assert issubclass(StoreConflict, StoreError)
