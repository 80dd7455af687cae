"""Looking at an earlier session: a kernel over its journal in which nothing happens any more."""

from __future__ import annotations

from pathlib import Path

from workbench.kernel.chat.history import read_turns
from workbench.kernel.chat.turn import Turn
from workbench.kernel.journal.reader import Query, Reader
from workbench.kernel.options import KernelOptions
from workbench.kernel.sessions.past import is_imported
from workbench.kernel.sessions.place import read_place


def viewing_options(journal: Path) -> KernelOptions:
    """Options of a kernel that shows a session: its clock stands where the session ended.

    A session that came as one file brings its store along; of the others only the journal is
    theirs alone.
    """
    place = read_place(journal)
    return KernelOptions(
        state=journal.parents[1] if is_imported(journal) else ":memory:",
        profile=(place.profile if place is not None else "") or "seeds",
        user=place.user if place is not None else None,
        clock_start=_ended_at(journal),
        clock_paused=True,
        past=journal,
    )


def history_of(journal: Path) -> list[Turn]:
    """The turns that stood in a session's chat: of the sessions before it, then its own.

    Those of earlier sessions have the session's name before their ids.
    """
    place = read_place(journal)
    earlier = place.history if place is not None else ()
    turns: list[Turn] = []
    for name in earlier:
        before = journal.with_name(f"{name}.sqlite")
        if before.is_file():
            turns += read_turns(before, f"{name}/")
    return turns + read_turns(journal)


def _ended_at(journal: Path) -> float | None:
    reader = Reader(journal)
    try:
        newest = reader.read(Query(limit=1))
    finally:
        reader.close()
    return newest[0].at if newest else None
