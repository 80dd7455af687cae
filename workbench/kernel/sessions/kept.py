"""Sessions somebody wants to keep: a small file beside the journal, with a name if wanted."""

from __future__ import annotations

from pathlib import Path

from workbench.kernel.sessions.files import KEPT
from workbench.kernel.sessions.marks import FOLDER


def keep(journal: Path, name: str = "") -> None:
    """Keep a session for good; a name given earlier stays unless there is a new one."""
    path = journal.with_suffix(KEPT)
    path.write_text(name or kept_as(journal) or "", encoding="utf-8")


def keep_exported(journal: Path) -> None:
    """Keep a session that was written into a file: its links lead back to it.

    A journal that lies anywhere else than among the sessions of a state folder is nobody's to keep.
    """
    if journal.parent.name == FOLDER:
        keep(journal)


def let_go(journal: Path) -> None:
    """Keep a session no longer than others."""
    journal.with_suffix(KEPT).unlink(missing_ok=True)


def kept_as(journal: Path) -> str | None:
    """The name a session is kept under, empty for none; None for one that is not kept."""
    try:
        return journal.with_suffix(KEPT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
