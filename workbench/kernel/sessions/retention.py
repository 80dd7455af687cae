"""Which sessions of a state folder may go, and making them go.

A session stays while anybody needs it: it runs, is looked at, left work for the next one, would be
opened again, or its turns stand in the chat of one that stays. It stays when somebody keeps it or
it came as a file. Of the others the newest stay, and the young. Nothing here opens a journal: it is
decided by what lies beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from workbench.kernel.profile import Profile
from workbench.kernel.sessions.files import GOING, newest_first, remove_files, size_of, touched
from workbench.kernel.sessions.kept import kept_as
from workbench.kernel.sessions.marks import (
    FOLDER,
    SessionMark,
    has_mark,
    is_looked_at,
    is_running,
)
from workbench.kernel.sessions.past import interrupted_journal, is_imported
from workbench.kernel.sessions.place import read_place

_DAY_S: Final = 86_400.0

Reason = Literal[
    "running", "looked at", "unfinished", "to be reopened", "kept", "imported", "newest", "young",
    "in a chat",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How many of the newest sessions stay whatever their age, and how many days any stays."""

    newest: int
    days: float

    @classmethod
    def of(cls, profile: Profile) -> RetentionRule:
        """The rule of a profile."""
        return cls(profile.session_keep_newest, profile.session_keep_days)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a session stays; `why` is None for one that may go. `size` is in bytes, `touched` when
    it was last written, in real epoch seconds."""

    journal: Path
    size: int
    touched: float
    why: Reason | None


def judge(state: Path, rule: RetentionRule, now: float) -> list[Verdict]:
    """Every session begun with a state folder, newest first; `now` is real epoch seconds."""
    journals = newest_first((state / FOLDER).glob("*.sqlite"))
    again = interrupted_journal(state)
    why = {
        journal: _why(journal, rule, number, now, again=journal == again)
        for number, journal in enumerate(journals)
    }
    for name in [name for journal in journals if why[journal] for name in _history(journal)]:
        earlier = state / FOLDER / f"{name}.sqlite"
        if earlier in why and why[earlier] is None:
            why[earlier] = "in a chat"
    return [Verdict(j, size_of(j), touched(j), why[j]) for j in journals]


def prune(state: Path, rule: RetentionRule, now: float) -> list[Verdict]:
    """Remove the sessions that may go; answers those that are gone.

    One that somebody began to look at meanwhile stays.
    """
    _sweep(state)
    return [v for v in judge(state, rule, now) if v.why is None and _remove(v.journal)]


def _why(
    journal: Path, rule: RetentionRule, number: int, now: float, *, again: bool
) -> Reason | None:
    reasons: Iterator[tuple[Reason, bool]] = iter(
        (
            ("running", is_running(journal)),
            ("looked at", is_looked_at(journal)),
            ("to be reopened", again),
            ("unfinished", has_mark(journal)),
            ("kept", kept_as(journal) is not None),
            ("imported", is_imported(journal)),
            ("newest", number < rule.newest),
            ("young", now - touched(journal) < rule.days * _DAY_S),
        )
    )
    return next((reason for reason, holds in reasons if holds), None)


def _history(journal: Path) -> tuple[str, ...]:
    place = read_place(journal)
    return place.history if place is not None else ()


def _remove(journal: Path) -> bool:
    """Remove a session unless it lives or is looked at; its mark is held meanwhile."""
    mark = SessionMark.take(journal)
    if mark is None:
        return False
    try:
        if is_looked_at(journal):
            return False
        remove_files(journal, spare=mark.path)
    except PermissionError:  # somebody reads it, where that keeps a file from being removed
        return False
    finally:
        mark.release()
    return not journal.exists()


def _sweep(state: Path) -> None:
    """Remove what is left of a session whose removal was cut off."""
    for going in (state / FOLDER).glob(f"*{GOING}"):
        _remove(going.with_suffix(".sqlite"))
