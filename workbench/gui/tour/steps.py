"""What the tour asks for, step by step, and how it knows that it was done. Qt-free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened in the window: a record, a command, or one record selected."""

    record: Record | None = None
    command: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `commands` are those whose keys are shown beside it."""

    title: str
    text: str
    done: Callable[[Moment], bool]
    commands: tuple[str, ...] = ()


def _called(panel: str) -> Callable[[Moment], bool]:
    """A panel answered with parameters: somebody clicked something that leads to it."""

    def done(moment: Moment) -> bool:
        record = moment.record
        if record is None or record.kind != "panel" or record.name != panel:
            return False
        return record.status == "success" and bool(record.body.get("params"))

    return done


def _recorded(kind: str, *statuses: str) -> Callable[[Moment], bool]:
    def done(moment: Moment) -> bool:
        record = moment.record
        return record is not None and record.kind == kind and record.status in statuses

    return done


def _ran(command: str) -> Callable[[Moment], bool]:
    return lambda moment: moment.command == command


STEPS: Final = (
    Step(
        "Click a folder",
        "At the left is a panel of the notes sample, called as the platform calls it. "
        "Click “Research”: the handler runs again with the folder's id.",
        _called("sidebar"),
    ),
    Step(
        "Open a note",
        "Click a note of the list. It answers in the center slot, and the chat becomes a rail.",
        _called("viewer"),
    ),
    Step(
        "Say something",
        "Write to the chat: create a note called Groceries. A write waits for your consent, "
        "with the arguments it would run with.",
        _recorded("confirmation", "waiting"),
        ("chat.focus",),
    ),
    Step(
        "Accept it",
        "The same arguments run, the note appears in the list, and every panel that listens "
        "is fetched again.",
        _recorded("confirmation", "accepted"),
        ("chat.accept",),
    ),
    Step(
        "See what it did",
        "Each message, call and fire is a row of Trace. Choose one: every step, every ctx call "
        "and its milliseconds, down to the line.",
        lambda moment: moment.selected,
        ("pane.trace",),
    ),
    Step(
        "Change the code",
        "Open the sample in your editor, change a word of panel_sidebar.py and save. The panel "
        "follows at once; code that does not load leaves the last good panel there.",
        _recorded("build", "ok"),
        ("file.open_editor",),
    ),
    Step(
        "Everything is a command",
        "Open the palette and look around: Validate, Export, the clock, the other panes. "
        "This tour is there too.",
        _ran("view.palette"),
        ("view.palette",),
    ),
)
"""The tour over the notes sample."""
