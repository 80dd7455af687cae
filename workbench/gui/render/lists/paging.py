"""What the footer of a list says: its page, how many items there are, and where the arrows lead."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.gui.render.lists.items import Props
from workbench.gui.render.lists.rows import ListRows
from workbench.gui.render.plain import action_of, label_of, whole_of

_MOST_ITEMS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Paging:
    """`pages` is empty where there are no arrows; `shown` says whether there is a footer at all."""

    shown: bool
    pages: str
    text: str
    back: bool
    forward: bool


def paging(props: Props, rows: ListRows, *, paged: bool) -> Paging:
    """The footer of these rows; `paged` says whether the list itself turns pages."""
    more = action_of(props.get("on_end_reached")) is not None
    total = whole_of(props.get("total_items"), 0, high=_MOST_ITEMS)
    info = label_of(props.get("extra_info"))
    count = len(rows.filtered) if paged or not total else total
    pages = f"{rows.page + 1}/{rows.pages + (1 if more and not paged else 0)}"
    return Paging(
        shown=bool((paged or more or total or info) and rows.places),
        pages=pages if paged or more else "",
        text=f"{count} {'item' if count == 1 else 'items'} {info}".rstrip(),
        back=rows.page > 0,
        forward=more or rows.page + 1 < rows.pages,
    )
