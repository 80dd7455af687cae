"""One trace, worked out once on the reading thread: rows, pauses and critical path. Qt-free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.gui.panes.critical_path import Stretch, critical_path
from workbench.gui.panes.idle import Gap, gaps
from workbench.gui.panes.spans import SpanRow, extent, gather, lay_out

if TYPE_CHECKING:
    from workbench.kernel.journal.reader import Reader
    from workbench.kernel.journal.record import Record


@dataclass(slots=True)
class Trace:
    """What the waterfall draws of.

    `rows` are all spans, each followed by those below it; `below` the spans directly under each, by
    id; `critical` the stretches in which each span bounded the end; `ids` those of all records,
    drawn or not.
    """

    root_id: str = ""
    rows: list[SpanRow] = field(default_factory=list)
    ids: frozenset[str] = frozenset()
    extent_ms: float = 1.0
    gaps: list[Gap] = field(default_factory=list)
    below: dict[str, list[SpanRow]] = field(default_factory=dict)
    critical: dict[str, list[Stretch]] = field(default_factory=dict)

    def opened(self, closed: frozenset[str]) -> Iterator[SpanRow]:
        """The rows, without what is below the spans in `closed`."""
        skipped = -1
        for row in self.rows:
            if 0 <= skipped < row.depth:
                continue
            skipped = row.depth if row.record.id in closed else -1
            yield row


def trace_of(root_id: str, records: Iterable[Record]) -> Trace:
    """The trace that begins with a record."""
    known = list(records)
    rows = lay_out(known, root_id)
    if not rows:
        return Trace()
    below: dict[str, list[SpanRow]] = {}
    above: list[SpanRow] = []
    for row in rows:
        del above[row.depth :]
        if above:
            below.setdefault(above[-1].record.id, []).append(row)
        above.append(row)
    long = extent(rows)
    ids = frozenset(record.id for record in known)
    path = critical_path(rows[0], below)
    return Trace(root_id, rows, ids, long, gaps(rows, long), below, path)


def read_trace(reader: Reader, root: Record) -> Trace:
    """The trace of a root, read from the journal; for the reading thread."""
    return trace_of(root.id, gather(reader, root))
