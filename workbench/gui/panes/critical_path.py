"""The chain of spans that bounds when a trace ends: to end sooner, one of these must. Qt-free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.gui.panes.spans import SpanRow

Stretch = tuple[float, float]
"""From and to, in milliseconds since the trace began."""

Below = Mapping[str, Sequence[SpanRow]]
"""The spans directly under each span, by id."""

_LEAST_MS = 1e-4


def critical_path(root: SpanRow, below: Below) -> dict[str, list[Stretch]]:
    """The stretches of the trace in which each span was what everything waited for, by id.

    Going back from the end: what is below a span and ended last is what it waited for; before that
    began, what had ended last by then; what is left is the span's own.
    """
    ends: dict[str, float] = {}
    _last_ends(root, below, ends)
    found: dict[str, list[Stretch]] = {}
    _walk(root, ends[root.record.id], below, ends, found)
    return found


def _last_ends(row: SpanRow, below: Below, ends: dict[str, float]) -> float:
    """When a span and all it set going had ended."""
    id_ = row.record.id
    ends[id_] = row.end_ms
    for child in below.get(id_, ()):
        ends[id_] = max(ends[id_], _last_ends(child, below, ends))
    return ends[id_]


def _walk(
    row: SpanRow,
    until: float,
    below: Below,
    ends: Mapping[str, float],
    found: dict[str, list[Stretch]],
) -> None:
    at = until
    own: list[Stretch] = []
    latest_first = sorted(below.get(row.record.id, ()), key=lambda r: -ends[r.record.id])
    for child in latest_first:
        end = ends[child.record.id]
        if end > at + _LEAST_MS or end - child.start_ms <= _LEAST_MS:
            continue
        _own(row, end, at, own)
        _walk(child, end, below, ends, found)
        at = child.start_ms
    _own(row, row.start_ms, at, own)
    if own:
        found[row.record.id] = own[::-1]


def _own(row: SpanRow, begin: float, end: float, own: list[Stretch]) -> None:
    """Notes a stretch as the span's own, as far as the span itself was going on."""
    begin, end = max(begin, row.start_ms), min(end, row.end_ms)
    if end - begin > _LEAST_MS:
        own.append((begin, end))
