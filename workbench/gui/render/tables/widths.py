"""How wide a DataTable's columns are: what their content needs, then the free room shared out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workbench.gui.render.plain import pixels_of
from workbench.gui.render.tables.rows import Column, Props, cell_text

PADDING = 24
SORT_GLYPH = 16
SWITCH = 44
PENCIL = 20
_LEAST = 48
_WIDEST = 640
_SAMPLE = 400
_MEASURED = 6

Measure = Callable[[str], float]


def natural_widths(
    columns: list[Column], rows: list[Props], header: Measure, cell: Measure
) -> list[int]:
    """The width each column would take by itself, px.

    Measuring every cell would cost more than painting the table, so only the longest texts among a
    sample of the rows are measured.
    """
    step = max(1, len(rows) // _SAMPLE)
    sample = rows[::step]
    return [_natural(column, sample, header, cell) for column in columns]


def _natural(column: Column, sample: list[Props], header: Measure, cell: Measure) -> int:
    head = header(column.label) + (SORT_GLYPH if column.sortable else 0)
    if column.toggle:
        widest = float(SWITCH)
    else:
        texts = {cell_text(row, column.key)[:200] for row in sample}
        longest = sorted(texts, key=len, reverse=True)[:_MEASURED]
        widest = max((cell(text) for text in longest), default=0.0)
        widest += PENCIL if column.editable else 0
    return round(min(max(head, widest) + PADDING + 1, _WIDEST))


def share(columns: list[Column], naturals: list[int], room: int) -> list[int]:
    """Widths that fill `room` px, or the natural ones when they do not fit (then it scrolls).

    A column with a `width` keeps it; what is free goes to the others in proportion to their need.
    """
    fixed = [_fixed(column.width, room) for column in columns]
    widths = [
        max(_LEAST, given) if given is not None else natural
        for given, natural in zip(fixed, naturals, strict=True)
    ]
    free = room - sum(widths)
    growing = [place for place, given in enumerate(fixed) if given is None]
    if free <= 0 or not widths:
        return widths
    if not growing:
        growing = list(range(len(widths)))
    need = sum(widths[place] for place in growing) or 1
    given_out = 0
    for place in growing[:-1]:
        extra = free * widths[place] // need
        widths[place] += extra
        given_out += extra
    widths[growing[-1]] += free - given_out
    return widths


def _fixed(width: Any, room: int) -> int | None:
    if isinstance(width, str) and not width.strip():
        return None
    found = pixels_of(width, whole=float(room))
    return None if found is None else int(min(found, 4000))
