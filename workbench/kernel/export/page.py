"""Pieces of a page: text that is never markup, times and durations, badges, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any, Final

import orjson

GOOD: Final = frozenset({"ok", "success", "done", "accepted", "sent", "published", "delivered"})
BAD: Final = frozenset(
    {"error", "failed", "timeout", "host_lost", "refused", "validation_rejected", "critical"}
)
_LONGEST: Final = 2_000


def text(value: Any, most: int = _LONGEST) -> str:
    """A value as text that a page shows as it is, cut."""
    said = value if isinstance(value, str) else str(value)
    return escape(said if len(said) <= most else f"{said[:most]} …")


def json(value: Any) -> str:
    """A value as JSON on one line, empty for nothing."""
    if value in (None, "", {}, []):
        return ""
    return text(orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode())


def took(ms: float | None) -> str:
    """A duration: "0.4 ms", "84 ms", "2.1 s"."""
    if ms is None:
        return ""
    if ms >= 10_000:
        return f"{ms / 1000:,.1f} s".replace(",", " ")
    return f"{ms:.1f} ms" if ms < 10 else f"{ms:,.0f} ms".replace(",", " ")


def when(at: float) -> str:
    """A virtual instant, in UTC."""
    moment = datetime.fromtimestamp(at, UTC)
    return f'<time datetime="{moment:%Y-%m-%dT%H:%M:%SZ}">{moment:%Y-%m-%d %H:%M:%S}</time>'


def badge(status: str) -> str:
    """A status in its colour."""
    tone = "ok" if status in GOOD else "bad" if status in BAD else "warn"
    return f'<span class="badge {tone}">{text(status)}</span>'


def section(id_: str, title: str, note: str, content: Iterable[str]) -> str:
    """A part of the page under a heading; empty where there is nothing to show."""
    body = "".join(content)
    if not body:
        return ""
    return f'<section id="{id_}"><h2>{text(title)}<small>{text(note)}</small></h2>{body}</section>'


def table(heads: Sequence[str], rows: Iterable[str]) -> str:
    """A table of finished rows; empty without any."""
    body = "".join(rows)
    if not body:
        return ""
    head = "".join(f"<th>{text(title)}</th>" for title in heads)
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def row(*cells: tuple[str, str]) -> str:
    """One row: a class and finished content for each cell."""
    made = (
        f'<td class="{name}">{content}</td>' if name else f"<td>{content}</td>"
        for name, content in cells
    )
    return f"<tr>{''.join(made)}</tr>"
