"""Layout components: what holds other components."""

from __future__ import annotations

from typing import Any

from imperal_sdk.ui._props import flags, given, one_of, stated
from imperal_sdk.ui.base import UINode

STACK_DIRECTIONS = {
    "v": "v",
    "vertical": "v",
    "column": "v",
    "col": "v",
    "h": "h",
    "horizontal": "h",
    "row": "h",
}
"""Spellings of a stack's direction and what each is on the wire."""


def Stack(
    children: list[UINode],
    direction: str = "v",
    gap: int = 3,
    wrap: bool | None = None,
    align: str = "",
    justify: str = "",
    sticky: bool = False,
    className: str = "",  # noqa: N803
) -> UINode:
    """Lay children out in a column (``v``) or a row (``h``).

    ``gap`` is in steps of 4 px; ``wrap`` None leaves the choice to the renderer; ``sticky``
    pins the stack to the top. Raises ValueError for a direction not in ``STACK_DIRECTIONS``.
    """
    spelling = direction.strip().lower() if isinstance(direction, str) else direction
    one_of("Stack", "direction", spelling, STACK_DIRECTIONS)
    props: dict[str, Any] = {
        "children": children,
        "direction": STACK_DIRECTIONS[spelling],
        "gap": gap,
        **stated(wrap=wrap),
        **given(align=align, justify=justify),
        **flags(sticky=sticky),
        **given(className=className),
    }
    return UINode("Stack", props)


def Row(children: list[UINode], gap: int = 3) -> UINode:
    """Lay children out side by side: a horizontal Stack."""
    return UINode("Stack", {"children": children, "direction": "h", "gap": gap})


def Column(children: list[UINode], gap: int = 3) -> UINode:
    """Lay children out one below the other: a vertical Stack."""
    return UINode("Stack", {"children": children, "direction": "v", "gap": gap})


def Grid(
    children: list[UINode],
    columns: int = 2,
    gap: int = 3,
    className: str = "",  # noqa: N803
) -> UINode:
    """Lay children out in ``columns`` columns of equal width, ``gap`` in steps of 4 px."""
    props = {"children": children, "columns": columns, "gap": gap, **given(className=className)}
    return UINode("Grid", props)


def Page(children: list[UINode], title: str = "", subtitle: str = "") -> UINode:
    """A whole panel with a heading."""
    return UINode("Page", {"children": children, **given(title=title, subtitle=subtitle)})


def Section(children: list[UINode], title: str = "", collapsible: bool = False) -> UINode:
    """A titled part of a panel that may fold away."""
    props = {"children": children, "collapsible": collapsible, **given(title=title)}
    return UINode("Section", props)


def Tabs(tabs: list[dict[str, Any]], default_tab: int = 0) -> UINode:
    """Tabs ``{"label", "content"}``; ``default_tab`` is the index of the one shown first."""
    return UINode("Tabs", {"tabs": tabs, "default_tab": default_tab})


def Accordion(sections: list[dict[str, Any]], allow_multiple: bool = False) -> UINode:
    """Folding sections ``{"id", "title", "children"}``, one or several open at a time."""
    return UINode("Accordion", {"sections": sections, "allow_multiple": allow_multiple})
