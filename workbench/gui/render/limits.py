"""How much of a prop is drawn, so that no single node holds the window up.

Each limit is far above what panels of real extensions carry. What is beyond it is cut, and a line
under the node says so: nothing is left out in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from workbench.gui.render.documents.cost import EDITOR, HTML, affordable
from workbench.gui.render.node import WHOLE, Node
from workbench.gui.render.plain import LONGEST

CUT = "‹cut›"
WHY = "‹not a node›"
"""The type of a node that stands for a notice; its ``why`` is what the notice says."""

REST = "‹rest›"
"""The type of a node that stands for the ``text`` that is not drawn, ``why`` being the reason."""

ENTRIES = 2_000
"""Entries of a list or an object, unless `_ENTRIES` says otherwise."""

WEIGHTS: dict[str, int] = {
    **dict.fromkeys(("list", "datatable", "data_table", "tree", "chart", "graph", "canvas"), 5),
    **dict.fromkeys(("richeditor", "fileupload", "bulkupload", "taginput"), 5),
    **dict.fromkeys(("datepicker", "multiselect", "form"), 5),
    "html": 3,
    **dict.fromkeys(("dialog", "modal", "slideover", "toast"), 60),
}
"""Controls that one of these counts as: it is made of many widgets, or covers the window."""

SLICES = 200
"""Slices of a pie."""

_ENTRIES: dict[tuple[str, str], int] = {
    ("list", "items"): 100_000,
    ("datatable", "rows"): 100_000,
    ("datatable", "columns"): 100,
    ("data_table", "rows"): 100_000,
    ("data_table", "columns"): 100,
    ("tree", "nodes"): 20_000,
    ("chart", "data"): 5_000,
    ("chart", "series"): 50,
    ("chart", "y2_keys"): 50,
    ("graph", "nodes"): 1_000,
    ("graph", "edges"): 3_000,
    ("canvas", "nodes"): 1_000,
    ("canvas", "edges"): 3_000,
    ("tabs", "tabs"): 200,
    ("accordion", "sections"): 200,
    ("menu", "items"): 300,
    ("list", "bulk_actions"): 30,
    ("radiogroup", "options"): 300,
    ("radio_group", "options"): 300,
    ("multiselect", "values"): 300,
    ("taginput", "values"): 300,
    ("morphingstate", "affordances"): 100,
    ("stage", "hotkeys"): 100,
}
_FEWEST = min(_ENTRIES.values())
_NODES = frozenset({"children", "content", "footer", "child"})
"""Props that hold nodes: these are counted one by one as they are drawn."""

_CHARACTERS: dict[tuple[str, str], int] = {
    ("code", "content"): 600_000,
    ("markdown", "content"): 50_000,
    ("html", "content"): 50_000,
    ("richeditor", "content"): 50_000,
    ("textarea", "value"): 30_000,
}
_PRICES = {("html", "content"): HTML, ("richeditor", "content"): EDITOR}
_DOCUMENTS = frozenset(kind for kind, _ in _CHARACTERS)
_FIELDS = frozenset({"input", "password", "textarea", "richeditor"})
_FIELD = " It cannot be edited here; a form sends all of it."
_CHEAP = 500
"""Letters of a text that cannot cost too much, whatever they are."""
_ADDRESSES = frozenset({"src", "poster", "href", "icon"})
"""Props whose text is not laid out; a picture may travel in one."""


def bounded(node: Node) -> Node:
    """The node itself, or one that stands for it with its props cut and a notice under it."""
    for value in node.props.values():
        # Most props are short: one look at each is all this costs.
        if isinstance(value, str):
            if len(value) > _CHEAP and (len(value) > LONGEST or node.kind in _DOCUMENTS):
                return _examined(node)
        elif isinstance(value, list | dict) and len(value) >= _FEWEST:
            return _examined(node)
    return node


def _examined(node: Node) -> Node:
    excesses = list(_excesses(node))
    if not excesses:
        return node
    cut, notices, whole = dict(node.props), [], {}
    for name, most, what in excesses:
        value = cut[name]
        why = (
            f"{node.type}. {name}: {len(value):,} {what}, of which the first {most:,} are drawn. "
            "More would hold up the window."
        )
        if isinstance(value, str):
            cut[name], whole[name] = value[:most], value
            why += _FIELD if node.kind in _FIELDS else " Send less, or read the rest here."
            notices.append({"type": REST, "props": {}, "why": why, "text": value[most:]})
        else:
            cut[name] = (
                dict(islice(value.items(), most)) if isinstance(value, dict) else value[:most]
            )
            why += " Send fewer at a time, for example in pages."
            notices.append({"type": WHY, "props": {}, "why": why})
    inner = {**node.raw, "props": cut, WHOLE: whole}
    stand_in = Node({**node.raw, "type": CUT, "props": {"children": [inner, *notices]}})
    stand_in.raw = node.raw
    return stand_in


def _excesses(node: Node) -> Iterator[tuple[str, int, str]]:
    """The props that are too large, with how much of them is drawn, and of what."""
    for name, value in node.props.items():
        place = (node.kind, name)
        if isinstance(value, str):
            most = _letters(value, place)
            if len(value) > most and name not in _ADDRESSES:
                yield name, most, "characters"
        elif isinstance(value, list | dict):
            most = SLICES if _is_pie(node, name) else _ENTRIES.get(place, ENTRIES)
            if len(value) > most and name not in _NODES:
                yield name, most, "entries"


def _letters(text: str, place: tuple[str, str]) -> int:
    most = _CHARACTERS.get(place, LONGEST)
    prices = _PRICES.get(place)
    return most if prices is None else affordable(text[:most], prices)


def _is_pie(node: Node, name: str) -> bool:
    return (node.kind, name) == ("chart", "data") and node.props.get("chart_type") == "pie"
