"""What the tooltip of a span says. Qt-free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.panes.cells import duration
from workbench.gui.panes.span_words import remark, title
from workbench.gui.panes.spans import SpanRow
from workbench.gui.panes.stages import WORDS, spent

if TYPE_CHECKING:
    from workbench.gui.panes.span_model import SpanModel


def tip(model: SpanModel, row: SpanRow) -> str:
    """Its name, its time, what that went into, and how long the end of the trace waited for it."""
    record = row.record
    words = " · ".join(part for part in (title(record), remark(record), record.status) if part)
    lines = [words, f"{duration(row.duration_ms)}, from +{duration(row.start_ms)}"]
    lines += [f"{WORDS[name]}: {duration(ms)}" for name, ms in spent(model.parts(row)).items()]
    bound = sum(end - begin for begin, end in model.critical(row))
    if bound:
        lines.append(f"critical path: {duration(bound)}")
    return "\n".join(lines)
