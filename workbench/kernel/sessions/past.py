"""The sessions of a state folder, newest first: those that run, that ended, that were cut off."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from workbench.kernel.journal.reader import Query, Reader
from workbench.kernel.sessions.files import newest_first, size_of, touched
from workbench.kernel.sessions.kept import kept_as
from workbench.kernel.sessions.marks import FOLDER, has_mark, is_running
from workbench.kernel.sessions.place import Place, read_place

IMPORTED: Final = "imported"
"""Folder, in a state folder, of sessions that came as one file; each is a state folder itself."""

_BUILDS: Final = 50

State = Literal["running", "ended", "cut off", "imported"]


@dataclass(frozen=True, slots=True)
class PastSession:
    """One session: its journal, how it stands, where it stood, and how much it holds.

    `touched` is when its journal was last written, in real epoch seconds; `records` is None for a
    journal that cannot be read. `size` is what it takes on the disk, in bytes; `kept` the name it
    is kept under, None for one that goes when it is old enough.
    """

    journal: Path
    state: State
    place: Place | None
    apps: tuple[str, ...]
    records: int | None
    touched: float
    size: int = 0
    kept: str | None = None

    @property
    def name(self) -> str:
        """What links and lists call it."""
        return self.journal.stem


def past_sessions(state: Path, most: int = 100) -> list[PastSession]:
    """The newest sessions of a state folder and those imported into it."""
    return [_look_at(journal) for journal in _journals(state)[:most]]


def find_session(state: Path, name: str) -> Path | None:
    """The journal of the session of that name, None if there is none."""
    return next((journal for journal in _journals(state) if journal.stem == name), None)


def interrupted(state: Path) -> PastSession | None:
    """The session a window showed last, if it was cut off; see `interrupted_journal`."""
    journal = interrupted_journal(state)
    return _look_at(journal) if journal is not None else None


def interrupted_journal(state: Path) -> Path | None:
    """The journal of the session a window showed last, if nobody runs it and it did not end.

    Sessions without a place, such as those of commands, are passed over, unless they were cut off
    too: one that died on its way back to a place must not be followed by another.
    """
    for journal in newest_first((state / FOLDER).glob("*.sqlite")):
        place = read_place(journal)
        running = is_running(journal)
        if place is not None:
            return journal if not place.ended and not running else None
        if has_mark(journal) and not running:
            return None
    return None


def is_imported(journal: Path) -> bool:
    """Whether a session came as one file."""
    return journal.parents[2].name == IMPORTED


def _journals(state: Path) -> list[Path]:
    own = (state / FOLDER).glob("*.sqlite")
    brought = (state / IMPORTED).glob(f"*/{FOLDER}/*.sqlite")
    return newest_first((*own, *brought))


def _look_at(journal: Path) -> PastSession:
    place = read_place(journal)
    apps, records = _contents(journal)
    return PastSession(
        journal,
        _state(journal, place),
        place,
        apps,
        records,
        touched(journal),
        size_of(journal),
        kept_as(journal),
    )


def _state(journal: Path, place: Place | None) -> State:
    if is_imported(journal):
        return "imported"
    if is_running(journal):
        return "running"
    return "cut off" if place is not None and not place.ended else "ended"


def _contents(journal: Path) -> tuple[tuple[str, ...], int | None]:
    """The apps a journal tells of, and how many records it holds."""
    try:
        reader = Reader(journal)
        try:
            newest = reader.read(Query(limit=1))
            builds = reader.read(Query(kinds=("build",), limit=_BUILDS))
        finally:
            reader.close()
    except sqlite3.DatabaseError:
        return (), None
    apps = dict.fromkeys(record.app_id for record in reversed(builds) if record.app_id)
    return tuple(apps), newest[0].seq if newest else 0
