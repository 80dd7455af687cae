"""How whoever acts is shown: people by name, the actors that are nobody always marked. Qt-free."""

from __future__ import annotations

from collections.abc import Callable

from workbench.gui.panes.cells import BADGE, Cell

NOBODY_TONE = "danger"


def is_nobody(user_id: str) -> bool:
    """Whether an id is an actor's, such as ``__system__``, and no person's."""
    return user_id.startswith("__")


def identity_cell(user_id: str, name: Callable[[str], str], tone: str = "text") -> Cell:
    """A person by what `name` calls that id, or an actor as a mark; a dash for nobody at all."""
    if is_nobody(user_id):
        return Cell(user_id, BADGE, NOBODY_TONE)
    return Cell(name(user_id) or "–", tone=tone if user_id else "subtle")
