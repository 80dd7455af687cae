"""The trees of the renderer's benchmark: the reference's own, or generated ones of equal shape."""

from __future__ import annotations

import copy
import os
from functools import cache
from pathlib import Path
from typing import Any

import orjson

FOLDER = "RENDER_TREES"
"""The environment variable that names a folder with ``list-100.json`` and the others."""

_FIRST = ("Frances", "Dennis", "Edsger", "Barbara", "Ken", "Grace", "Alan", "Donald")
_LAST = ("Allen", "Liskov", "Dijkstra", "Turing", "Hopper", "Knuth", "Torvalds", "Thompson")
_EVENTS = ("user invited", "build failed on main", "invoice paid", "backup finished")
_COLORS = ("blue", "green", "red", "yellow")
_COLUMNS = ("id", "name", "email", "role", "region", "amount", "status", "updated")


@cache
def text_of(name: str) -> bytes:
    """The JSON text of a tree: from the reference folder, else generated."""
    file = _file(name)
    return file.read_bytes() if file is not None else orjson.dumps(_generated(name))


@cache
def changed(name: str) -> bytes:
    """The same tree with its middle item changed."""
    tree = copy.deepcopy(orjson.loads(text_of(name)))
    props = tree["props"]
    if "items" in props:
        props["items"][len(props["items"]) // 2]["props"]["title"] = "CHANGED TITLE"
    elif "rows" in props:
        props["rows"][len(props["rows"]) // 2]["name"] = "CHANGED NAME"
    else:
        children = props["children"]
        children[len(children) // 2]["props"]["content"] = "CHANGED LINE"
    return orjson.dumps(tree)


def from_reference(name: str) -> bool:
    """Whether the tree is the reference's own."""
    return _file(name) is not None


def _file(name: str) -> Path | None:
    folder = os.environ.get(FOLDER)
    file = Path(folder) / f"{name}.json" if folder else None
    return file if file is not None and file.is_file() else None


def _node(kind: str, **props: Any) -> dict[str, Any]:
    return {"type": kind, "props": props}


def _generated(name: str) -> dict[str, Any]:
    if name == "datatable-1000x8":
        return _table(1_000)
    if name == "stack-1000-text":
        return _texts(1_000)
    if name == "cards-200-nested-stats":
        return _cards(200)
    more: dict[str, Any] = {}
    if name.endswith("searchable-selectable"):
        more = {"searchable": True, "selectable": True}
    elif name.endswith("paged50"):
        more = {"page_size": 50}
    return _node("List", items=[_item(number) for number in range(int(name.split("-")[1]))], **more)


def _item(number: int) -> dict[str, Any]:
    key = f"m{number}"
    props: dict[str, Any] = {
        "id": key,
        "title": f"{_FIRST[number % 8]} {_LAST[number // 8 % 8]}",
        "subtitle": f"{_EVENTS[number % 4]} #{number * 7919 % 10_000}",
        "meta": f"{number * 37 % 59 + 1} min",
        "on_click": {"action": "call", "function": "open_item", "params": {"id": key}},
    }
    if number % 3 == 0:
        props["badge"] = _node("Badge", label="new", color=_COLORS[number % 4])
    if number % 5 == 0:
        props["icon"] = "Mail"
    return _node("ListItem", **props)


def _table(count: int) -> dict[str, Any]:
    columns = [{"key": key, "label": key.title(), "sortable": True} for key in _COLUMNS]
    rows = [
        {
            "id": number,
            "name": f"{_FIRST[number % 8]} {_LAST[number // 8 % 8]}",
            "email": f"{_FIRST[number % 8].lower()}{number}@example.com",
            "role": ("Admin", "Dev", "Viewer")[number % 3],
            "region": ("eu-west-1", "us-east-1", "ap-south-1")[number % 3],
            "amount": number * 7919 % 1_000_000 / 100,
            "status": ("active", "paused", "failed")[number // 2 % 3],
            "updated": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
        }
        for number in range(count)
    ]
    click = {"action": "call", "function": "open_row", "params": {}}
    return _node("DataTable", columns=columns, rows=rows, on_row_click=click)


def _texts(count: int) -> dict[str, Any]:
    line = "Text line number {}: the quick brown fox jumps over the lazy dog"
    texts = [_node("Text", content=line.format(number), variant="body") for number in range(count)]
    return _node("Stack", children=texts, direction="v", gap=1)


def _cards(count: int) -> dict[str, Any]:
    return _node("Grid", children=[_card(number) for number in range(count)], columns=2, gap=4)


def _card(number: int) -> dict[str, Any]:
    stats = [
        _node("Stat", label="Requests", value=1_000 + number, trend="+4%", icon="Activity"),
        _node("Stat", label="Errors", value=number % 7, trend="", color="red"),
        _node("Stat", label="Latency", value=f"{20 + number % 80} ms", color="green"),
    ]
    health = _node("Card", title="Health", content=_node("Stats", children=stats, columns=3))
    owner = _node("Text", content=f"Owner team {number % 12}", variant="body")
    body = _node("Stack", children=[owner, health], direction="v", gap=3)
    return _node("Card", title=f"Service {number}", subtitle="eu-west-1", content=body)
