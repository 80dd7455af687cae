"""Where a session stood, and which session was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.kernel.journal.journal import Journal
from workbench.kernel.sessions.marks import SessionMark
from workbench.kernel.sessions.past import find_session, interrupted, past_sessions
from workbench.kernel.sessions.place import (
    ClockPlace,
    PanelPlace,
    Place,
    place_file,
    read_place,
    write_place,
)

PLACE = Place(
    roots=("/a/notes",),
    shown="notes",
    user="u-ben",
    panels={"notes": {"center": PanelPlace("viewer", {"note_id": "n1"})}},
    clock=ClockPlace(1_790_000_000.5, "paused", 0.0),
    history=("earlier",),
    profile="seeds",
    http="mock",
)


async def session(state: Path, name: str, place: Place | None) -> Path:
    """An ended journal with one record, and where its session stood."""
    path = state / "sessions" / f"{name}.sqlite"
    journal = Journal.open(path)
    journal.append("build", "notes", app_id="notes")
    await journal.close()
    if place is not None:
        write_place(path, place)
    return path


def test_a_place_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    journal = tmp_path / "s.sqlite"
    write_place(journal, PLACE)
    assert read_place(journal) == PLACE
    assert [path.name for path in tmp_path.iterdir()] == ["s.place.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"version": 99}', '{"version": 1}', '{"version": 1, "panels": 3}'],
)
def test_a_place_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    journal = tmp_path / "s.sqlite"
    place_file(journal).write_text(text)
    assert read_place(journal) is None


async def test_the_session_shown_last_was_cut_off_if_it_did_not_end(tmp_path: Path) -> None:
    assert interrupted(tmp_path) is None
    await session(tmp_path, "a", PLACE)
    await session(tmp_path, "b-of-a-command", None)
    found = interrupted(tmp_path)
    assert found is not None
    assert (found.name, found.state, found.apps, found.records) == ("a", "cut off", ("notes",), 1)
    assert found.place == PLACE
    await session(tmp_path, "c", Place(ended=True))
    assert interrupted(tmp_path) is None


async def test_a_session_that_died_on_its_way_back_is_not_followed_by_another(
    tmp_path: Path,
) -> None:
    await session(tmp_path, "a", PLACE)
    mark = SessionMark.take(await session(tmp_path, "b", None))
    assert mark is not None
    mark.release(keep=True)
    assert interrupted(tmp_path) is None
    write_place(tmp_path / "sessions" / "b.sqlite", PLACE)
    assert interrupted(tmp_path) is not None


async def test_an_imported_session_can_be_gone_on_from_in_its_own_folder(tmp_path: Path) -> None:
    home = tmp_path / "imported" / "a"
    await session(home, "a", PLACE)
    assert interrupted(tmp_path) is None
    found = interrupted(home)
    assert found is not None
    assert found.place == PLACE


async def test_a_session_that_runs_was_not_cut_off(tmp_path: Path) -> None:
    path = await session(tmp_path, "a", PLACE)
    mark = SessionMark.take(path)
    assert mark is not None
    assert interrupted(tmp_path) is None
    assert [s.state for s in past_sessions(tmp_path)] == ["running"]
    mark.release(keep=True)
    assert interrupted(tmp_path) is not None


async def test_sessions_are_listed_newest_first_even_a_broken_one(tmp_path: Path) -> None:
    await session(tmp_path, "a", Place(ended=True))
    await session(tmp_path, "b", None)
    (tmp_path / "sessions" / "c.sqlite").write_bytes(b"no database at all")
    listed = [(s.name, s.state, s.records) for s in past_sessions(tmp_path)]
    assert listed == [("c", "ended", None), ("b", "ended", 1), ("a", "ended", 1)]
    assert find_session(tmp_path, "b") == tmp_path / "sessions" / "b.sqlite"
    assert find_session(tmp_path, "nobody") is None
