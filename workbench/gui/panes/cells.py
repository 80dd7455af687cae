"""What a table cell of a pane shows: a text, how it is set, and in which tone.

Qt-free, so that what a record becomes on screen can be tested without a screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")

TEXT, MONO, BADGE, LINK, ICON, SPARK, BAR = (
    "text", "mono", "badge", "link", "icon", "spark", "bar",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's content.

    `look` is one of text, mono, badge, link, icon, spark, bar; `tone` names a colour. `points` are
    the values of a spark line, oldest first, or how much of a bar is filled, 0 to 1.
    """

    text: str
    look: str = TEXT
    tone: str = "text"
    points: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Column(Generic[Item]):
    """A column: title, what it shows of an item, width in px at 100 %, alignment.

    At most one column of a table stretches into the room that is left.
    """

    title: str
    cell: Callable[[Item], Cell]
    width: int
    right: bool = False
    stretch: bool = False


STATUS_TONES = {
    "ok": "success",
    "success": "success",
    "done": "success",
    "accepted": "success",
    "partial": "warning",
    "waiting": "warning",
    "held": "warning",
    "swallowed": "warning",
    "cancelled": "muted",
    "declined": "muted",
    "skipped": "muted",
    "error": "danger",
    "failed": "danger",
    "validation_rejected": "danger",
    "timeout": "danger",
    "host_lost": "danger",
    "running": "info",
    "started": "info",
}

ACTION_TONES = {
    "read": "muted",
    "write": "warning",
    "destructive": "danger",
    "system_schedule": "info",
}

LEVEL_TONES = {
    "debug": "subtle",
    "info": "muted",
    "warning": "warning",
    "error": "danger",
    "critical": "danger",
}


def status_tone(status: str) -> str:
    """The tone a status is shown in; an unknown one is plain."""
    return STATUS_TONES.get(status.lower(), "muted")


def milliseconds(value: float | None) -> str:
    """A duration for a narrow column: "0.4", "84", "61 204", or a dash while there is none."""
    if value is None:
        return "–"
    if value < 10:
        return f"{value:.1f}".removesuffix(".0") if value else "0"
    return f"{value:,.0f}".replace(",", " ")


def duration(value: float | None) -> str:
    """A duration with its unit: "0.4 ms", "1 038 ms", "61.2 s"."""
    if value is None:
        return "–"
    if value >= 60_000:
        return f"{value / 1000:,.1f} s".replace(",", " ")
    return f"{milliseconds(value)} ms"


def size(count: float) -> str:
    """A number of bytes for people: "412 B", "2.2 KB", "61 MB"."""
    for unit in ("B", "KB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if count >= 10 or unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} GB"


def compact_json(value: Any, limit: int = 240) -> str:
    """A value on one line as JSON, cut at `limit` characters."""
    import json

    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= limit else text[: limit - 1] + "…"
