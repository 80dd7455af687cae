"""What is said of an element, ready to be shown. Qt-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import orjson

from workbench.gui.inspector.changes import Change, changes
from workbench.gui.inspector.tree import ROOT, Steps, at, follow, identity_of, name_of, trail
from workbench.gui.inspector.words import crumb, saying
from workbench.gui.panes.cells import duration, size
from workbench.gui.panes.columns import clock_time
from workbench.gui.panes.description import Fact

if TYPE_CHECKING:
    from workbench.gui.inspector.refreshes import Refresh
    from workbench.kernel.panel_answer import PanelAnswer

HANDLER: Final = "handler"
"""What a place built that is only known to be in a panel's handler."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the author's; `what` names what it built: empty for the node itself, else what the
    node stands in, or `HANDLER`."""

    file: str
    line: int
    what: str = ""

    def text(self) -> str:
        """ "panels.py:41"."""
        return f"{PurePath(self.file).name}:{self.line}"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the inspector shows of one element.

    `changes` are None where nothing can be compared; `news` says in words what the last refresh was
    to it.
    """

    tree: Any
    steps: Steps
    place: Place | None = None
    changes: tuple[Change, ...] | None = None
    news: str = ""
    call: tuple[Fact, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def element(self) -> Any:
        """The element itself."""
        return at(self.tree, self.steps)

    def name(self) -> str:
        """Its type."""
        return name_of(self.tree, self.steps)

    def saying(self) -> str:
        """What it shows."""
        return saying(self.element)

    def identity(self) -> str:
        """Its key or id, empty without one."""
        return identity_of(self.element) or ""

    def way(self) -> list[tuple[str, Steps]]:
        """The elements from the root to it."""
        return [(crumb(self.tree, steps), steps) for steps in trail(self.tree, self.steps)]

    def json(self) -> str:
        """It, as it was sent."""
        option = orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS
        return orjson.dumps(self.element, default=str, option=option).decode()


def place_of(
    answer: PanelAnswer, tree: Any, steps: Steps, handler: Mapping[str, Any]
) -> Place | None:
    """The line that made an element, else the one that made what it stands in, else the handler."""
    for upper in reversed(trail(tree, steps)):
        known = answer.lines.get(upper)
        if known is not None:
            around = "" if upper == steps else name_of(tree, upper)
            return Place(*known, around)
    if not handler.get("file"):
        return None
    return Place(str(handler["file"]), int(handler.get("line") or 1), HANDLER)


def changes_of(refresh: Refresh, steps: Steps) -> tuple[tuple[Change, ...] | None, str]:
    """What the last refresh changed about an element, and that in words."""
    now, before = refresh.now, refresh.before
    when = clock_time(now.at)[:8]
    if before is None:
        return None, f"This is the panel's first answer, of {when}."
    place = follow(now.ui, steps, before.ui)
    if place is None:
        return None, f"It is new since the refresh of {when}."
    found = tuple(changes(at(before.ui, place), at(now.ui, steps)))
    moved = "" if place == steps else " It stood elsewhere before."
    if not found:
        return (), f"The refresh of {when} brought it as it was.{moved}"
    props = f"{len(found)} prop{'' if len(found) == 1 else 's'}"
    return found, f"The refresh of {when} changed {props}.{moved}"


def call_facts(answer: PanelAnswer, person: str) -> tuple[Fact, ...]:
    """The call that produced the tree."""
    return (
        ("panel", answer.panel_id, answer.slot),
        ("of", answer.app_id, ""),
        ("called by", answer.origin, ""),
        ("for", person, ""),
        ("took", duration(answer.duration_ms), ""),
        ("at", clock_time(answer.at), ""),
        ("tree", size(answer.bytes), ""),
    )


def root_facts(tree: Any, steps: Steps) -> Facts:
    """What is known of a tree that no panel's call stands behind."""
    known = trail(tree, steps)
    return Facts(tree, known[-1] if known else ROOT, news="It came with a message of the chat.")
