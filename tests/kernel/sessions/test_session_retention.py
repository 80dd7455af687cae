"""Old sessions go, and nothing that anybody needs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.kernel.journal.journal import Journal
from workbench.kernel.kernel import Kernel
from workbench.kernel.options import KernelOptions
from workbench.kernel.profile import Profile
from workbench.kernel.sessions.files import files_of, newest_first, size_of
from workbench.kernel.sessions.kept import keep, keep_exported, kept_as, let_go
from workbench.kernel.sessions.marks import FOLDER, SessionMark, ViewMark, newest_journal
from workbench.kernel.sessions.past import past_sessions
from workbench.kernel.sessions.place import Place, write_place
from workbench.kernel.sessions.retention import RetentionRule, judge, prune
from workbench.kernel.sessions.viewing import viewing_options
from workbench.kernel.tasks.history import task_history

NOW = 2_000_000_000.0
DAY = 86_400.0
NONE = RetentionRule(newest=0, days=0)

Begin = Callable[..., Path]


@pytest.fixture
def begin(tmp_path: Path) -> Begin:
    """Makes a session that ended so many days ago; without a name each has one of its own."""
    numbers = iter(range(100))

    def make(days: float, name: str = "", place: Place | None = None) -> Path:
        journal = tmp_path / FOLDER / f"{name or f's{next(numbers)}'}.sqlite"
        journal.parent.mkdir(exist_ok=True)
        journal.write_bytes(b"x" * 1_000)
        if place is not None:
            write_place(journal, place)
        at = NOW - days * DAY
        os.utime(journal, (at, at))
        return journal

    return make


def reasons(state: Path, rule: RetentionRule) -> dict[str, str | None]:
    return {verdict.journal.stem: verdict.why for verdict in judge(state, rule, NOW)}


def test_the_rule_is_the_profiles() -> None:
    seeds = Profile.load("seeds")
    assert seeds.session_prune == "at_start"
    rule = RetentionRule.of(replace(seeds, session_keep_newest=3, session_keep_days=1.5))
    assert rule == RetentionRule(3, 1.5)
    assert RetentionRule.of(seeds).newest > 0


def test_the_newest_stay_and_the_young(tmp_path: Path, begin: Begin) -> None:
    for days in (50, 40, 20, 3):
        begin(days, f"d{days}")
    assert reasons(tmp_path, RetentionRule(2, 0)) == {
        "d3": "newest", "d20": "newest", "d40": None, "d50": None,
    }  # fmt: skip
    assert reasons(tmp_path, RetentionRule(0, 30)) == {
        "d3": "young", "d20": "young", "d40": None, "d50": None,
    }  # fmt: skip


async def test_reading_a_session_does_not_make_it_young(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path / FOLDER / "old.sqlite")
    journal.append("log", "hello")
    await journal.close()
    os.utime(journal.path, (NOW - 90 * DAY, NOW - 90 * DAY))
    assert [session.records for session in past_sessions(tmp_path)] == [1]
    assert reasons(tmp_path, RetentionRule(0, 30)) == {"old": None}


def test_what_goes_takes_all_its_files_along_and_says_how_much_that_was(
    tmp_path: Path, begin: Begin
) -> None:
    old, longer = begin(90, "s-1", Place(ended=True)), begin(80, "s-1-2")
    for suffix in ("sqlite-wal", "sqlite-shm"):
        (old.parent / f"s-1.{suffix}").write_bytes(b"y" * 500)
        os.utime(old.parent / f"s-1.{suffix}", (NOW - 90 * DAY, NOW - 90 * DAY))
    (old.parent / "s-1.requests").mkdir()
    (old.parent / "s-1.requests" / "task-1").touch()
    freed = size_of(old)
    assert freed > 2_000
    gone = prune(tmp_path, RetentionRule(1, 30), NOW)
    assert [(verdict.journal, verdict.size) for verdict in gone] == [(old, freed)]
    assert files_of(old) == []
    assert longer.is_file()


def test_a_session_that_lives_stays(tmp_path: Path, begin: Begin) -> None:
    old = begin(90)
    mark = SessionMark.take(old)
    assert mark is not None
    assert reasons(tmp_path, NONE) == {old.stem: "running"}
    assert prune(tmp_path, NONE, NOW) == []
    mark.release(keep=True)
    assert reasons(tmp_path, NONE) == {old.stem: "unfinished"}
    again = SessionMark.take(old)
    assert again is not None
    again.release()
    assert len(prune(tmp_path, NONE, NOW)) == 1


def test_a_session_of_another_process_stays(tmp_path: Path, begin: Begin) -> None:
    old = begin(90)
    code = (
        "import sys; from pathlib import Path\n"
        "from workbench.kernel.sessions.marks import SessionMark\n"
        "mark = SessionMark.take(Path(sys.argv[1])); print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(old)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert reasons(tmp_path, NONE) == {old.stem: "running"}
        assert prune(tmp_path, NONE, NOW) == []
        process.kill()
    assert reasons(tmp_path, NONE) == {old.stem: "unfinished"}


def test_a_session_that_is_looked_at_stays(tmp_path: Path, begin: Begin) -> None:
    old = begin(90)
    mark = ViewMark.take(old)
    assert mark is not None
    assert reasons(tmp_path, NONE) == {old.stem: "looked at"}
    assert prune(tmp_path, NONE, NOW) == []
    mark.release()
    old.with_suffix(".seen").mkdir(exist_ok=True)
    (old.with_suffix(".seen") / "999").touch()  # of a window that was killed
    assert len(prune(tmp_path, NONE, NOW)) == 1
    assert files_of(old) == []


async def test_a_kernel_that_looks_at_a_session_holds_on_to_it(tmp_path: Path) -> None:
    path = tmp_path / FOLDER / "old.sqlite"
    journal = Journal.open(path)
    journal.append("log", "hello")
    await journal.close()
    later = time.time() + 90 * DAY
    kernel = await Kernel.start(viewing_options(path))
    try:
        assert [verdict.why for verdict in judge(tmp_path, NONE, later)] == ["looked at"]
        assert prune(tmp_path, NONE, later) == []
    finally:
        await kernel.close()
    assert len(prune(tmp_path, NONE, later)) == 1


async def test_a_running_kernel_keeps_its_own_session(tmp_path: Path) -> None:
    kernel = await Kernel.start(KernelOptions(state=tmp_path))
    later = time.time() + 90 * DAY
    try:
        kernel.journal.append("log", "hello")
        assert prune(tmp_path, NONE, later) == []
        assert kernel.journal.path.is_file()
    finally:
        await kernel.close()
    assert [session.state for session in past_sessions(tmp_path)] == ["ended"]


def test_what_somebody_keeps_or_took_out_stays(tmp_path: Path, begin: Begin) -> None:
    old, elsewhere = begin(90), tmp_path / "journal.sqlite"
    keep(old, "before the demo")
    keep_exported(old)
    keep_exported(elsewhere)
    assert kept_as(old) == "before the demo"
    assert kept_as(elsewhere) is None
    assert reasons(tmp_path, NONE) == {old.stem: "kept"}
    let_go(old)
    assert reasons(tmp_path, NONE) == {old.stem: None}


def test_a_session_that_would_be_opened_again_stays_with_what_stands_in_its_chat(
    tmp_path: Path, begin: Begin
) -> None:
    begin(99, "first", Place(ended=False))
    begin(98, "other", Place(ended=True))
    begin(97, "last", Place(history=("first", "gone")))
    found = reasons(tmp_path, NONE)
    assert found == {"last": "to be reopened", "first": "in a chat", "other": None}


def test_imported_sessions_are_not_touched(tmp_path: Path, begin: Begin) -> None:
    brought = tmp_path / "imported" / "one" / FOLDER / "one.sqlite"
    brought.parent.mkdir(parents=True)
    brought.touch()
    os.utime(brought, (1, 1))
    assert prune(tmp_path, NONE, NOW) == []
    assert reasons(brought.parents[1], NONE) == {"one": "imported"}  # as a state of its own
    assert prune(brought.parents[1], NONE, NOW) == []
    assert brought.is_file()


def test_a_removal_that_was_cut_off_is_ended_by_the_next(tmp_path: Path, begin: Begin) -> None:
    old = begin(90, place=Place())
    old.rename(old.with_suffix(".going"))
    assert newest_first(old.parent.glob("*.sqlite")) == []
    prune(tmp_path, RetentionRule(20, 30), NOW)
    assert list(old.parent.iterdir()) == []


def test_lists_bear_sessions_that_go_while_they_are_read(
    tmp_path: Path, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays, gone = begin(1, "stays"), tmp_path / FOLDER / "gone.sqlite"
    assert newest_first([gone, stays]) == [stays]
    assert newest_journal(tmp_path) == stays
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: iter([gone]))
    assert task_history(tmp_path) == []


def test_there_may_be_no_session_at_all(tmp_path: Path) -> None:
    assert prune(tmp_path / "never", NONE, NOW) == []
