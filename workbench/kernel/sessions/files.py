"""What lies on the disk for one session: its journal, and beside it files and folders of its name.

They are asked for by name: a folder may hold thousands of sessions, and listing it for each of them
would keep a processor busy for seconds.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

OPEN: Final = ".open"
"""Suffix of the mark of a session that lives."""
SEEN: Final = ".seen"
"""Of the folder with the marks of those that look at one."""
PLACE: Final = ".place.json"
"""Of the file that says where it stood."""
NEW_PLACE: Final = ".place.new"
"""Of that file while it is written."""
KEPT: Final = ".kept"
"""Of the mark of one that somebody keeps."""
REQUESTS: Final = ".requests"
"""Of the folder with what other programs ask of one."""
GOING: Final = ".going"
"""Of a journal that is being removed: no list finds it any more."""

_BESIDE: Final = (".sqlite-wal", ".sqlite-shm", OPEN, SEEN, PLACE, NEW_PLACE, KEPT, REQUESTS, GOING)


def files_of(journal: Path) -> list[Path]:
    """The journal and whatever there is beside it."""
    possible = (journal, *(journal.with_suffix(suffix) for suffix in _BESIDE))
    return [path for path in possible if path.exists()]


def size_of(journal: Path) -> int:
    """How many bytes a session takes."""
    return sum(_size(path) for path in files_of(journal))


def touched(journal: Path) -> float:
    """When a journal was last written, real epoch seconds; 0 for one that is gone."""
    ahead = journal.with_name(f"{journal.name}-wal")
    # Whoever reads a journal makes that file too, an empty one.
    return max(_written(journal), _written(ahead) if _size(ahead) else 0) / 1e9


def newest_first(journals: Iterable[Path]) -> list[Path]:
    """Journals in the order they were last written in; those removed meanwhile are left out."""
    written = {journal: _written(journal) for journal in journals}
    return sorted((j for j, at in written.items() if at), key=lambda j: written[j], reverse=True)


def remove_files(journal: Path, *, spare: Path) -> None:
    """Remove a session's files but one, the journal so that no half of it is ever found."""
    going = journal.with_suffix(GOING)
    if journal.exists():
        journal.replace(going)
    for path in (path for path in files_of(journal) if path not in (spare, going)):
        _remove(path)
    _remove(going)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
