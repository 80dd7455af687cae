"""The order and the text of a DataTable's cells, without a widget in sight.

A header click cycles ascending, descending, original (UI reference, DataTable): two values that
both read as numbers compare as numbers, an empty one counting as 0; anything else compares as text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cmp_to_key
from typing import Any

from workbench.gui.render.plain import flag_of, label_of, list_of, mapping_of, text_of

Props = dict[str, Any]
ASCENDING, DESCENDING = "asc", "desc"


@dataclass(frozen=True, slots=True)
class Column:
    """One column as declared; `toggle` cells hold a switch, other editable cells a text."""

    key: str
    label: str
    sortable: bool
    width: Any
    editable: bool
    toggle: bool


@dataclass(frozen=True, slots=True)
class Sort:
    """The column a table is sorted by, and which way."""

    key: str
    direction: str = ASCENDING


def columns_of(value: Any) -> list[Column]:
    """Read the `columns` prop; a bare string is a column of that key."""
    columns: list[Column] = []
    for part in list_of(value):
        props = {"key": part} if isinstance(part, str) else mapping_of(part)
        if not props:
            continue
        key = text_of(props.get("key"))
        columns.append(
            Column(
                key=key,
                label=label_of(props.get("label")) if "label" in props else key,
                sortable=flag_of(props.get("sortable")),
                width=props.get("width"),
                editable=flag_of(props.get("editable")),
                toggle=text_of(props.get("edit_type")) == "toggle",
            )
        )
    return columns


def rows_of(value: Any) -> list[Props]:
    """Read the `rows` prop; what is no mapping becomes an empty row, so that places still count."""
    if not isinstance(value, list | tuple):
        return []
    return [row if isinstance(row, dict) else mapping_of(row) for row in value]


def cell_text(row: Props, key: str) -> str:
    """What a cell shows, on one line: the value as text, null as nothing."""
    value = row.get(key)
    return value if isinstance(value, str) and "\n" not in value else label_of(value)


def next_sort(current: Sort | None, key: str) -> Sort | None:
    """The sort after a click on the header of `key`: ascending, descending, none."""
    if current is None or current.key != key:
        return Sort(key)
    return Sort(key, DESCENDING) if current.direction == ASCENDING else None


def order(rows: list[Props], sort: Sort | None) -> list[int]:
    """Indexes of `rows` in the order shown; the original order when `sort` is None."""
    if sort is None:
        return list(range(len(rows)))
    keys = [_sort_key(row.get(sort.key)) for row in rows]
    down = sort.direction == DESCENDING
    places: list[int]
    if all(number is not None for number, _ in keys):
        places = sorted(range(len(rows)), key=lambda place: keys[place][0] or 0.0, reverse=down)
    elif all(number is None for number, _ in keys):
        texts = [_collate(text) for _, text in keys]
        places = sorted(range(len(rows)), key=lambda place: texts[place], reverse=down)
    else:
        mixed = [(number, _collate(text)) for number, text in keys]

        def compare(one: int, two: int) -> int:
            return _compare(mixed[one], mixed[two])

        places = sorted(range(len(rows)), key=cmp_to_key(compare), reverse=down)
    return places


_Collated = tuple[str, str, str]


def _sort_key(value: Any) -> tuple[float | None, str]:
    """A value as (number or None, text)."""
    text = text_of(value).strip()
    if not text:
        return 0.0, ""
    if isinstance(value, bool):
        return float(value), text
    try:
        number = float(text.replace("_", "x"))
    except (ValueError, OverflowError):
        return None, text
    return (number, text) if number == number else (None, text)


def _collate(text: str) -> _Collated:
    """A key that sorts as people expect: accents and case matter only between equals."""
    if text.isascii():
        folded = text.lower()
        return folded, folded, text.swapcase()
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return plain.casefold(), text.casefold(), text.swapcase()


def _compare(one: tuple[float | None, _Collated], two: tuple[float | None, _Collated]) -> int:
    if one[0] is not None and two[0] is not None:
        return (one[0] > two[0]) - (one[0] < two[0])
    return (one[1] > two[1]) - (one[1] < two[1])
