"""Places in a panel's tree: found, walked, followed from answer to answer, and put into words."""

from __future__ import annotations

from typing import Any

from workbench.gui.inspector.changes import Change, changes
from workbench.gui.inspector.prop_rows import MOST, prop_rows
from workbench.gui.inspector.tree import (
    below,
    first_child,
    follow,
    parent_of,
    remaining,
    sibling,
    trail,
)
from workbench.gui.inspector.words import crumb, label, value_text


def node(kind: str, **props: Any) -> dict[str, Any]:
    return {"type": kind, "props": props}


def page(*children: dict[str, Any]) -> dict[str, Any]:
    return node("Page", children=list(children))


SECOND = ("props", "children", 1)


def test_elements_are_nodes_anywhere_in_props_and_rows() -> None:
    tabs = node("Tabs", tabs=[{"label": "One", "content": node("Text", content="a")}])
    assert [steps for steps, _ in below(tabs)] == [("props", "tabs", 0, "content")]
    table = node("DataTable", columns=[{"key": "a", "type": "number"}], rows=[{"a": 1}, {"a": 2}])
    assert [steps[1:] for steps, _ in below(table)] == [("rows", 0), ("rows", 1)]
    deep = ("props", "rows", 1)
    assert trail(table, deep) == [(), deep]
    assert label(table, deep) == "row"
    assert crumb(table, deep) == "row 2"


def test_walking_stops_at_the_ends() -> None:
    tree = page(node("Text", content="a"), node("Divider"))
    assert first_child(tree, ()) == ("props", "children", 0)
    assert sibling(tree, ("props", "children", 0), 1) == SECOND
    assert sibling(tree, SECOND, 1) is None
    assert sibling(tree, ("props", "children", 0), -1) is None
    assert parent_of(tree, SECOND) == ()
    assert parent_of(tree, ()) is None
    assert sibling(tree, (), 1) is None


def test_named_elements_are_followed_wherever_they_go_and_others_by_place() -> None:
    before = page(node("Text", content="a"), node("ListItem", id="x", title="X"))
    moved = page(node("ListItem", id="x", title="Y"), node("Text", content="a"))
    assert follow(before, SECOND, moved) == ("props", "children", 0)
    assert follow(before, ("props", "children", 0), moved) is None
    assert follow(before, ("props", "children", 0), page(node("Text", content="b"))) is not None
    assert remaining(before, SECOND, page()) == ()
    assert follow(before, SECOND, None) is None


def test_changes_are_told_by_prop_and_nodes_by_what_they_show() -> None:
    before = node(
        "Card",
        title="A",
        on_click={"action": "call", "function": "f"},
        children=[node("Text", content="x"), node("Badge", label="1", color="red")],
    )
    after = node("Card", title="B", size=2, children=[
        node("Text", content="y"), node("Badge", label="1", color="green")])  # fmt: skip
    assert changes(before, after) == [
        Change("title", '"A"', '"B"'),
        Change("on_click", "Call f()", None),
        Change("children[0]", "Text “x”", "Text “y”"),
        Change("size", None, "2"),
    ]


def test_values_read_as_words() -> None:
    call = {"action": "call", "function": "save", "params": {"id": 3, "name": "x"}}
    assert value_text(call) == 'Call save(id=3, name="x")'
    assert value_text({"action": "navigate", "path": "/notes"}) == "Navigate /notes"
    assert value_text([node("Text"), node("Text")]) == "2 nodes"
    assert value_text([1]) == "1 item"
    assert value_text(None) == "null"
    assert value_text("a\nb") == '"a b"'


def test_props_open_and_mark_what_changed_in_them() -> None:
    element = node("List", items=[node("ListItem", title="A")], page={"size": 3})
    closed = prop_rows(element, frozenset(), ["page.size"])
    assert [(row.name, row.parts, row.changed) for row in closed] == [
        ("items", True, False), ("page", True, True),
    ]  # fmt: skip
    opened = prop_rows(element, frozenset({("props", "items")}), [])
    assert [(row.name, row.depth, row.link) for row in opened][:2] == [
        ("items", 0, False), ("1", 1, True),
    ]  # fmt: skip


def test_a_long_list_is_cut_and_says_so() -> None:
    element = node("Chart", data=list(range(MOST + 5)))
    rows = prop_rows(element, frozenset({("props", "data")}), [])
    assert len(rows) == MOST + 2
    assert rows[-1].text == "5 more: see the JSON"
