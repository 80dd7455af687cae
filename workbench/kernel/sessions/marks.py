"""Which sessions of a workspace run, ended well, or were cut off: a locked mark beside a journal.

A session keeps ``<journal>.open`` locked for as long as it lives. The operating system lets go of
the lock when the process dies, however it dies, so a mark that can be locked by somebody else
belongs to a session that was cut off, or that left work for the next one.

Whoever looks at a session that has ended keeps a file in ``<journal>.seen`` locked the same way.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from workbench.kernel.clock import Clock
from workbench.kernel.sessions.files import OPEN, SEEN, newest_first

FOLDER = "sessions"


def journal_place(state: Path | str, clock: Clock) -> Path | str:
    """The journal's file: one per session, named by when it began."""
    if state == ":memory:":
        return ":memory:"
    began = clock.iso().replace(":", "").replace("-", "").partition(".")[0]
    folder, name = Path(state) / FOLDER, f"{began}-{os.getpid()}"
    number, place = 1, folder / f"{name}.sqlite"
    while place.exists():
        number += 1
        place = folder / f"{name}-{number}.sqlite"
    return place


def newest_journal(state: Path) -> Path | None:
    """The journal written last with that state folder, None if there is none."""
    return next(iter(newest_first((state / FOLDER).glob("*.sqlite"))), None)


class SessionMark:
    """A mark this process has locked; `journal` is the session's file."""

    def __init__(self, journal: Path, file: IO[bytes]) -> None:
        self.journal = journal
        self._file = file

    @classmethod
    def take(cls, journal: Path) -> SessionMark | None:
        """Lock the mark of a journal, making it if need be; None while somebody else holds it."""
        journal.parent.mkdir(parents=True, exist_ok=True)
        path = journal.with_suffix(OPEN)
        file = path.open("ab")
        if not _lock(file) or not path.exists():
            file.close()  # somebody else's, or gone with the session that just ended well
            return None
        return cls(journal, file)

    @property
    def path(self) -> Path:
        """The mark's file."""
        return self.journal.with_suffix(OPEN)

    def release(self, *, keep: bool = False) -> None:
        """Let go of the mark; with `keep` it stays for the next session to find."""
        path = self.path
        if not keep:
            _remove(path)
        self._file.close()
        if not keep:
            _remove(path)  # where an open file cannot be removed, now it can


class ViewMark:
    """A mark of this process on a session that it looks at."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._file = file

    @classmethod
    def take(cls, journal: Path) -> ViewMark | None:
        """Mark a session as looked at; None where nothing can be written, nor removed then."""
        path = journal.with_suffix(SEEN) / str(os.getpid())
        try:
            path.parent.mkdir(exist_ok=True)
            file = path.open("ab")
        except OSError:
            return None
        _lock(file)
        return cls(path, file)

    def release(self) -> None:
        """Look at it no longer."""
        self._file.close()
        _remove(self._path)
        with suppress(OSError):  # others look at it too
            self._path.parent.rmdir()


def is_looked_at(journal: Path) -> bool:
    """True while somebody looks at a session; marks of those that died are taken away."""
    folder = journal.with_suffix(SEEN)
    for path in folder.iterdir() if folder.is_dir() else ():
        with path.open("ab") as file:
            if not _lock(file):
                return True
        _remove(path)
    return False


def has_mark(journal: Path) -> bool:
    """True for a session that runs, was cut off, or left work for the next one."""
    return journal.with_suffix(OPEN).exists()


def is_running(journal: Path) -> bool:
    """True while the session of a journal lives."""
    path = journal.with_suffix(OPEN)
    if not path.exists():
        return False
    with path.open("ab") as file:
        return not _lock(file)


def abandoned(state: Path) -> Iterator[SessionMark]:
    """The marks of sessions that no longer run, oldest first, each locked for the caller."""
    for path in sorted((state / FOLDER).glob(f"*{OPEN}")):
        mark = SessionMark.take(path.with_suffix(".sqlite"))
        if mark is None:
            continue
        if mark.journal.exists():
            yield mark
        else:
            mark.release()


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
