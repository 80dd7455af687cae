"""What the side panel of a pane says of one record: facts, and texts under captions. Qt-free."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from workbench.gui.panes.cells import duration, status_tone
from workbench.gui.panes.instants import instants

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

Fact = tuple[str, str, str]
"""Name, value, and a dimmer remark."""

Block = tuple[str, str]
"""A caption and a text under it."""

LONGEST: Final = 20_000
"""Characters of a text that are shown; the whole record can be copied."""


@dataclass(frozen=True, slots=True)
class Description:
    """A record in words: its title, a badge, what happened, what to do, facts, and longer texts."""

    title: str
    badge: str
    tone: str
    message: str = ""
    hint: str = ""
    facts: tuple[Fact, ...] = ()
    blocks: tuple[Block, ...] = ()


def describe(record: Record) -> Description:
    """Any record: how long it took, when, as whom; what it was given and what came of it."""
    body = record.body
    return Description(
        record.name,
        record.status,
        status_tone(record.status),
        facts=tuple(common_facts(record)),
        blocks=tuple(
            blocks(
                ("error", error_text(body.get("error"))),
                ("arguments", body.get("args", body.get("params"))),
                ("result", body.get("value", body.get("result"))),
            )
        ),
    )


def common_facts(record: Record) -> list[Fact]:
    """How long it took and when it was, in virtual time."""
    found: list[Fact] = []
    if record.duration_ms is not None:
        found.append(("took", duration(record.duration_ms), ""))
    found.append(("at", instants().exact(record.at), instants().zone(record.at)))
    return found


def blocks(*wanted: tuple[str, Any]) -> Iterable[Block]:
    """The texts that there are, each under its caption."""
    for caption, value in wanted:
        text = as_text(value)
        if text:
            yield caption, text


def as_text(value: Any) -> str:
    """A value for reading: text as it is, anything else as indented JSON; empty for nothing."""
    if value in (None, "", {}, []):
        return ""
    if isinstance(value, str):
        text = value
    else:
        text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n… {len(text):,} characters in all"


def error_text(error: Any) -> str:
    """An error report: its type, message and hint, then the author's frames, innermost last."""
    if not isinstance(error, dict):
        return ""
    lines = [f"{error.get('type')}: {error.get('message')}"]
    if error.get("hint"):
        lines.append(str(error["hint"]))
    stack = stack_text(error)
    return "\n".join([*lines, stack] if stack else lines)


def stack_text(error: Mapping[str, Any]) -> str:
    """The frames of an error report, innermost last, each with its line of code."""
    lines = []
    for frame in error.get("traceback") or ():
        lines.append(f"{frame.get('file')}:{frame.get('line')} {frame.get('function')}")
        if frame.get("code"):
            lines.append(f"    {frame['code']}")
    return "\n".join(lines)
