from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from workbench.kernel.journal import Journal, Query, Record
from workbench.kernel.journal.words import holds
from workbench.kernel.masking import Masker


@pytest.fixture
async def journal() -> AsyncIterator[Journal]:
    opened = Journal.open(":memory:", now=lambda: 1_000.0)
    yield opened
    await opened.close()


async def test_a_record_reads_back_as_it_was_returned(journal: Journal) -> None:
    written = journal.append(
        "service",
        "store.get",
        id="ctx-7",
        parent_id="panel-1",
        cause_id="turn-1",
        app_id="notes",
        actor="u-ada",
        duration_ms=1.25,
        status="error",
        body={"args": {"doc_id": "ä"}, "value": [1, 2.5, None, True]},
    )
    assert await journal.get("ctx-7") == written
    assert written.at == 1_000.0
    assert written.started_ns > 0


async def test_a_query_sees_everything_appended_before_it(journal: Journal) -> None:
    for number in range(500):
        journal.append("log", f"line {number}")
    assert [record.name for record in await journal.query(limit=2)] == ["line 499", "line 498"]
    oldest = await journal.query(limit=2, newest_first=False)
    assert [record.name for record in oldest] == ["line 0", "line 1"]


async def test_records_are_found_by_kind_app_parent_cause_and_status(journal: Journal) -> None:
    journal.append("panel", "sidebar", app_id="notes", parent_id="turn-1", cause_id="turn-1")
    journal.append("cache", "cache.get", app_id="notes", parent_id="panel-1", actor="u-ben")
    journal.append("audit", "refused", app_id="mail", status="error")

    async def names(**criteria: Any) -> list[str]:
        return [record.name for record in await journal.query(**criteria, newest_first=False)]

    assert await names(kinds=["panel", "audit"]) == ["sidebar", "refused"]
    assert await names(kinds=[]) == []
    assert await names(app_id="mail") == ["refused"]
    assert await names(parent_id="panel-1") == ["cache.get"]
    assert await names(cause_id="turn-1") == ["sidebar"]
    assert await names(actor="u-ben") == ["cache.get"]
    assert await names(status="error") == ["refused"]


async def test_pages_of_a_rare_kind_meet_without_gap_or_overlap(journal: Journal) -> None:
    for number in range(300):
        journal.append("log" if number % 7 else "audit", f"{number}")
    seen: list[str] = []
    before: int | None = None
    while page := await journal.query(kinds=["audit"], before_seq=before, limit=10):
        seen += [record.name for record in page]
        before = page[-1].seq
    assert seen == [str(number) for number in reversed(range(0, 300, 7))]


@pytest.mark.parametrize("text", ["needle", "NEEDLE", '"quoted"', "100%", "a_b", "naïve"])
async def test_text_is_found_in_name_body_and_blobs_and_wildcards_are_plain(
    journal: Journal, text: str
) -> None:
    journal.append("log", "decoy 100 percent, a-b, quoted, haystack")
    in_name = journal.append("log", f"says {text}")
    in_body = journal.append("log", "plain", body={"message": f"<{text}>"})
    in_blob = journal.append("panel", "large", body={"ui": ["x" * 5_000, f"<{text}>"]})
    found = await journal.query(text=text, newest_first=False)
    assert [record.seq for record in found] == [in_name.seq, in_body.seq, in_blob.seq]


async def test_an_equal_large_value_is_stored_once_and_comes_back_whole(
    journal: Journal,
) -> None:
    tree = {"type": "Stack", "props": {"text": "x" * 10_000}}
    for number in range(50):
        journal.append("panel", f"p{number}", id=f"panel-{number}", body={"ui": tree, "n": number})
    record = await journal.get("panel-33")
    assert record is not None
    assert record.body == {"ui": tree, "n": 33}
    with sqlite3.connect(journal.path) as connection:
        assert connection.execute("SELECT count(*) FROM blobs").fetchone() == (1,)
        assert connection.execute("SELECT max(length(body)) FROM records").fetchone()[0] < 200
    connection.close()


async def test_a_secret_is_masked_in_the_file_the_record_and_the_feed(tmp_path: Path) -> None:
    masker = Masker()
    masker.add("api_key", "sk-very-secret")
    journal = Journal.open(tmp_path / "j.sqlite", masker=masker)
    seen: list[Record] = []
    journal.subscribe(seen.extend)
    large = "y" * 5_000 + "sk-very-secret"
    returned = journal.append(
        "http", "GET /?key=sk-very-secret", body={"headers": {"k": "sk-very-secret"}, "big": large}
    )
    read = await journal.query()
    await journal.close()
    assert read == [returned] == seen
    assert returned.name == "GET /?key=‹secret:api_key›"
    assert returned.body["headers"] == {"k": "‹secret:api_key›"}
    for file in tmp_path.iterdir():
        assert b"sk-very-secret" not in file.read_bytes()


async def test_what_json_does_not_know_is_written_as_text(journal: Journal) -> None:
    body = {"path": Path("/tmp"), "big": 2**70, "keys": {1: "one"}, "bad": "\ud800", "nan": 1.5}
    journal.append("log", "odd", id="odd", body=body)
    record = await journal.get("odd")
    assert record is not None
    assert record.body["path"] == "/tmp"
    assert record.body["big"] == 2**70
    assert record.body["keys"] == {"1": "one"}


async def test_the_deepest_tree_the_wire_carries_is_recorded(journal: Journal) -> None:
    tree: dict[str, Any] = {}
    for _ in range(449):
        tree = {"children": [tree]}
    journal.append("panel", "deep", id="deep", body={"ui": tree})
    record = await journal.get("deep")
    assert record is not None
    depth, node = 0, record.body["ui"]
    while node.get("children"):
        node, depth = node["children"][0], depth + 1
    assert depth == 449


async def test_changing_a_body_later_does_not_change_what_is_recorded(journal: Journal) -> None:
    body = {"items": [1]}
    journal.append("log", "x", id="x", body=body)
    body["items"].append(2)
    record = await journal.get("x")
    assert record is not None
    assert record.body == {"items": [1]}


async def test_an_unknown_kind_is_refused(journal: Journal) -> None:
    with pytest.raises(ValueError, match="not a kind"):
        journal.append("nonsense", "x")


async def test_a_durable_record_is_in_the_file_when_the_call_returns(journal: Journal) -> None:
    record = await journal.append_durable("confirmation", "accepted")
    with sqlite3.connect(journal.path) as other:
        found = other.execute("SELECT name FROM records WHERE seq=?", (record.seq,)).fetchone()
    other.close()
    assert found == ("accepted",)


async def test_subscribers_get_every_record_in_order_and_at_most_thirty_batches_a_second(
    journal: Journal,
) -> None:
    batches: list[list[int]] = []
    journal.subscribe(lambda records: batches.append([record.seq for record in records]))
    loop = asyncio.get_running_loop()
    end = loop.time() + 0.4
    while loop.time() < end:
        journal.append("log", "tick")
        await asyncio.sleep(0)
    journal.flush_subscribers()
    assert [seq for batch in batches for seq in batch] == list(range(1, journal.count() + 1))
    assert len(batches) <= 0.4 * 30 + 2


async def test_a_subscriber_that_raises_or_leaves_does_not_disturb_the_others(
    journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(records: list[Record]) -> None:
        raise RuntimeError("no")

    seen: list[Record] = []
    gone: list[Record] = []
    journal.subscribe(broken)
    leave = journal.subscribe(gone.extend)
    journal.subscribe(seen.extend)
    leave()
    journal.append("log", "x")
    journal.flush_subscribers()
    assert len(seen) == 1
    assert gone == []
    assert "subscriber" in caplog.text


async def test_a_journal_is_continued_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "session" / "journal.sqlite"
    first = Journal.open(path, meta={"profile": "seeds"})
    first.append("log", "one")
    await first.close()
    second = Journal.open(path)
    assert second.count() == 1
    assert second.append("log", "two").seq == 2
    assert await second.read(lambda reader: reader.meta()) == {"profile": "seeds"}
    await second.close()


async def test_a_temporary_journal_leaves_nothing_behind() -> None:
    journal = Journal.open(":memory:")
    folder = journal.path.parent
    await journal.append_durable("log", "x")
    assert journal.path.exists()
    await journal.close()
    await journal.close()
    assert not folder.exists()


async def test_what_cannot_be_committed_is_logged_and_reported_to_who_waits(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    journal = Journal.open(tmp_path / "j.sqlite")
    other = sqlite3.connect(journal.path)
    other.execute("DROP TABLE records")
    other.close()
    with pytest.raises(sqlite3.Error):
        await journal.append_durable("log", "lost")
    await journal.close()
    assert "could not write 1 records" in caplog.text


async def test_walking_hands_out_every_match_once_in_pages(journal: Journal) -> None:
    for number in range(1_234):
        journal.append("log" if number % 2 else "cache", str(number))
    pages = await journal.read(lambda reader: list(reader.walk(Query(kinds=("log",)), page=100)))
    names = [record.name for page in pages for record in page]
    assert names == [str(number) for number in range(1, 1_234, 2)]
    assert await journal.matching(Query(kinds=("log",), limit=1)) == len(names)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text() | st.floats(-1e9, 1e9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.dictionaries(st.text(min_size=1), json_values, max_size=4), max_size=8))
def test_any_json_body_survives(bodies: list[dict[str, Any]]) -> None:
    async def main() -> None:
        journal = Journal.open(":memory:")
        for body in bodies:
            journal.append("log", "x", body=body)
        records = await journal.query(newest_first=False)
        await journal.close()
        assert [record.body for record in records] == bodies

    asyncio.run(main())


letters = st.text(alphabet='aA%_\\"é ß\n{}[]:$blobui', min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(letters, st.dictionaries(letters, letters, max_size=2)), max_size=6), letters
)
@example(written=[], text="}}")
@example(written=[], text='"ui":["xxx')
@example(written=[], text="$blob")
@example(written=[], text='y"],"more":["x')
def test_a_record_in_memory_and_one_on_disk_are_searched_alike(
    written: list[tuple[str, dict[str, str]]], text: str
) -> None:
    async def main() -> None:
        journal = Journal.open(":memory:")
        records = [journal.append("log", name, actor="u-ada", body=body) for name, body in written]
        records.append(
            journal.append(
                "panel", "large", body={"ui": ["x" * 5_000, "é%", "y"], "more": ["x" * 5_000]}
            )
        )
        found = await journal.query(text=text, newest_first=False)
        searched = await journal.search(Query(text=text, limit=3))
        await journal.close()
        assert [r.seq for r in found] == [r.seq for r in records if holds(r, text)]
        assert [r.seq for r in searched] == [r.seq for r in reversed(found)][:3]

    asyncio.run(main())


async def test_only_the_latest_record_of_a_thing_and_only_what_begins_by_itself(
    journal: Journal,
) -> None:
    journal.append("turn", "first", id="t-1", status="running")
    journal.append("panel", "inside", id="p-1", parent_id="t-1")
    journal.append("turn", "first", id="t-1", status="done")
    latest = await journal.read(lambda reader: reader.read(Query(latest=True, root=True)))
    assert [(r.id, r.status) for r in latest] == [("t-1", "done")]
    query = Query(kinds=("turn", "panel"), status=("running", "ok"), text="FIRST")
    assert [r.status for r in await journal.read(lambda reader: reader.read(query))] == ["running"]


async def test_records_with_nothing_in_a_list_are_found_in_the_file_and_in_memory(
    journal: Journal,
) -> None:
    bodies: list[dict[str, Any]] = [{"who": []}, {"who": ["a"]}, {"who": None}, {}, {"who": {}}]
    for number, body in enumerate(bodies):
        journal.append("event", f"e{number}", body=body)
    query = Query(kinds=("event",), nothing_in="who")
    found = await journal.read(lambda reader: reader.read(query))
    everything = await journal.query(kinds=("event",))
    assert [record.name for record in found] == ["e0"]
    assert [record.name for record in everything if query.holds(record)] == ["e0"]


async def test_records_are_found_by_a_text_in_their_body(journal: Journal) -> None:
    bodies: list[dict[str, Any]] = [{"type": "read"}, {"type": "write"}, {"type": 1}, {}]
    for number, body in enumerate(bodies):
        journal.append("audit", f"a{number}", body=body)
    query = Query(kinds=("audit",), fields=(("type", "write"),))
    found = await journal.read(lambda reader: reader.read(query))
    everything = await journal.query(kinds=("audit",))
    assert [record.name for record in found] == ["a1"]
    assert [record.name for record in everything if query.holds(record)] == ["a1"]


async def test_to_a_sealed_journal_nothing_is_added(tmp_path: Path) -> None:
    path = tmp_path / "ended.sqlite"
    ended = Journal.open(path)
    ended.append("log", "hello")
    await ended.close()
    sealed = Journal.open(path, sealed=True)
    told: list[Record] = []
    sealed.subscribe(told.extend)
    record = await sealed.append_durable("log", "later", body={"text": "x" * 10_000})
    assert (record.name, record.seq) == ("later", 2)
    sealed.flush_subscribers()
    assert (sealed.count(), told) == (1, [])
    assert [r.name for r in await sealed.query()] == ["hello"]
    await sealed.close()
