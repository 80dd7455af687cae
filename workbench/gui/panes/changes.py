"""Differences between two values, a line a place. Qt-free."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.gui.panes.description import as_text

if TYPE_CHECKING:
    from workbench.kernel.differences import Difference


def change_lines(changes: Iterable[Difference]) -> list[str]:
    """ "tags[1]: removed old" or "title: a → b" for each place."""
    lines = []
    for change in changes:
        before, after = as_text(change.before), as_text(change.after)
        place = change.path or "all of it"
        if change.kind == "changed":
            lines.append(f"{place}: {before or '–'} → {after or '–'}")
        else:
            lines.append(f"{place}: {change.kind} {after or before}")
    return lines
