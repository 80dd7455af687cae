"""What cannot be drawn is said in its place; the rest of the panel is unharmed."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from tests.gui.render.bench import Bench, node, stack, text
from workbench.gui.render import NodeView, registry
from workbench.gui.render.notice import FAILED
from workbench.gui.render.refusals import MAX_DEPTH, MAX_NODES

pytestmark = pytest.mark.gui


class Fragile(NodeView):
    """Breaks where its ``when`` prop says."""

    def _maybe(self, when: str) -> None:
        if self.node.get("when") == when:
            raise RuntimeError(f"broke while {when}")

    def __init__(self, scope: Any, given: Any) -> None:
        super().__init__(scope, given)
        self._maybe("built")

    def changed(self, before: Any) -> None:
        self._maybe("patched")

    def measure_natural(self) -> int:
        return 50

    def measure_height(self, width: int) -> int:
        self._maybe("measured")
        return 20

    def place(self, x: int, y: int, w: int, h: int) -> None:
        self._maybe("placed")
        super().place(x, y, w, h)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        self._maybe("painted")


@pytest.fixture(autouse=True)
def fragile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._views, "fragile", Fragile)


@pytest.mark.parametrize("when", ["built", "measured", "placed", "painted"])
def test_a_view_that_raises_is_replaced_and_its_neighbours_stay(
    bench: Bench, caplog: pytest.LogCaptureFixture, when: str
) -> None:
    with caplog.at_level(logging.CRITICAL):
        bench.show(stack(text("before"), node("Fragile", when=when), text("after")))
        bench.panel.grab()
        bench.settle()
    assert bench.spoken() == ["before", FAILED, "after"]
    assert bench.failures == [("Fragile", f"RuntimeError: broke while {when}")]


def test_a_view_that_raises_when_patched_is_replaced_and_later_drawn_again(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        bench.show(stack(node("Fragile"), text("after")))
        bench.show(stack(node("Fragile", when="patched"), text("after")))
    assert bench.spoken() == [FAILED, "after"]
    bench.show(stack(node("Fragile", when="never"), text("after")))
    assert bench.spoken() == ["after"]


def test_a_view_that_breaks_inside_a_card_takes_only_itself(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    inside = stack(node("Fragile", when="measured"), text("kept"))
    with caplog.at_level(logging.CRITICAL):
        bench.show(node("Card", title="Card", content=inside))
    assert bench.spoken() == ["Card", FAILED, "kept"]


def test_an_unknown_type_shows_a_notice_in_its_place(bench: Bench) -> None:
    bench.show(stack(node("NoSuchType"), text("after")))
    assert bench.spoken() == ["Unknown component: NoSuchType", "after"]


def test_type_names_are_matched_without_regard_to_case(bench: Bench) -> None:
    bench.show(
        {"type": "STACK", "props": {"children": [{"type": "tExT", "props": {"content": "a"}}]}}
    )
    assert bench.spoken() == ["a"]


def test_a_node_without_props_shows_the_failure_box(bench: Bench) -> None:
    bench.show(stack({"type": "Text"}, {"type": "Text", "props": "x"}, text("after")))
    assert bench.spoken() == [FAILED, FAILED, "after"]


def test_children_that_are_no_nodes_are_named_where_they_stand(bench: Bench) -> None:
    bench.show(stack(None, "a string", 7, {"no": "type"}, text("after")))
    spoken = bench.spoken()
    assert len(spoken) == 5
    assert "null" in spoken[0]
    assert "text" in spoken[1]
    assert spoken[4] == "after"


def test_an_object_as_text_is_refused_and_never_printed(bench: Bench) -> None:
    bench.show(stack(text({"__type__": "signal", "key": "k", "default": "d"})))
    assert bench.spoken() == [FAILED]
    assert bench.failures[0][0] == "Text"


@pytest.mark.parametrize("kind", ["Stack", "Card", "Section", "Grid", "Page"])
def test_ten_thousand_levels_end_in_a_notice_quickly(bench: Bench, kind: str) -> None:
    tree = text("bottom")
    for _ in range(10_000):
        tree = node(kind, children=[tree])
    started = time.perf_counter()
    bench.show(tree)
    assert time.perf_counter() - started < 3
    assert len(bench.views(kind)) == MAX_DEPTH + 1  # the notice stands for the next level
    assert "levels" in bench.spoken()[-1]
    bench.show(tree)
    bench.show(None)


def test_three_hundred_levels_in_turn_across_and_down_are_drawn(bench: Bench) -> None:
    tree = text("bottom")
    for level in range(MAX_DEPTH - 1):
        tree = stack(tree, direction="h" if level % 2 else "v")
    bench.show(tree)
    assert bench.spoken() == ["bottom"]


def test_a_tree_that_contains_itself_is_drawn_once(bench: Bench) -> None:
    tree = stack()
    tree["props"]["children"] = [text("a"), tree, tree]
    bench.show(tree)
    spoken = bench.spoken()
    assert spoken[0] == "a"
    assert all("contains itself" in line for line in spoken[1:])


def test_one_node_in_many_places_does_not_multiply_without_end(bench: Bench) -> None:
    tree = text("leaf")
    for _ in range(100):
        tree = stack(tree, tree)
    started = time.perf_counter()
    bench.show(tree)
    assert time.perf_counter() - started < 10
    assert bench.panel.view_count <= MAX_NODES + 2 * MAX_DEPTH


def test_a_panel_of_too_many_nodes_says_how_many_are_missing(bench: Bench) -> None:
    bench.show(stack(*[text("x")] * (MAX_NODES + 500)))
    assert "more nodes are not drawn" in bench.spoken()[-1]
    assert len(bench.views("Text")) <= MAX_NODES


TEXTS = [
    ("Text", "content"),
    ("Header", "text"),
    ("Badge", "label"),
    ("Button", "label"),
    ("Alert", "message"),
    ("Card", "title"),
    ("Stat", "value"),
    ("Section", "title"),
    ("Markdown", "content"),
    ("Html", "content"),
    ("Code", "content"),
    ("Link", "label"),
    ("Empty", "message"),
    ("Icon", "name"),
    ("Avatar", "name"),
    ("Divider", "label"),
    ("Image", "src"),
    ("Loading", "message"),
]


@pytest.mark.parametrize("unit", ["x", "word ", "line\n"])
@pytest.mark.parametrize(("kind", "prop"), TEXTS)
def test_ten_megabytes_of_text_do_not_hang_the_window(
    bench: Bench, kind: str, prop: str, unit: str
) -> None:
    huge = unit * (10_000_000 // len(unit))
    started = time.perf_counter()
    bench.show(stack(node(kind, **{prop: huge}), text("after")))
    bench.panel.grab()
    assert time.perf_counter() - started < 5
    assert bench.spoken()[-1] == "after"


ODD: list[Any] = [
    None,
    True,
    -1,
    1e308,
    float("nan"),
    10**400,
    "",
    "\x00\ud800 odd",
    [],
    [None],
    [[[]]],
    {},
    {"type": "Text"},
    {"action": "call"},
]
KINDS = sorted(
    {kind for kind, _ in TEXTS}
    | {"Stack", "Grid", "Page", "Accordion", "Tabs", "AppIcon", "Stats", "KeyValue", "Timeline"}
    | {"Progress", "Error", "Tooltip", "Video", "Audio"}
)
PROPS = [
    "children",
    "content",
    "footer",
    "label",
    "text",
    "title",
    "subtitle",
    "message",
    "value",
    "max",
    "items",
    "sections",
    "tabs",
    "columns",
    "gap",
    "align",
    "justify",
    "wrap",
    "direction",
    "variant",
    "size",
    "color",
    "icon",
    "icon_left",
    "icon_right",
    "trend",
    "trend_direction",
    "description",
    "on_click",
    "action",
    "retry",
    "src",
    "alt",
    "caption",
    "width",
    "height",
    "object_fit",
    "name",
    "fallback",
    "shape",
    "href",
    "disabled",
    "loading",
    "type",
    "default_tab",
    "allow_multiple",
    "collapsible",
    "level",
    "line_numbers",
    "language",
    "theme",
    "max_height",
    "delay_ms",
    "show_value",
    "dot",
    "dismissible",
    "padding",
    "border",
]


@pytest.mark.parametrize("kind", KINDS)
def test_props_of_any_wrong_type_neither_raise_nor_reach_the_screen_as_python(
    bench: Bench, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    with caplog.at_level(logging.CRITICAL):
        for value in ODD:
            bench.show(node(kind, **dict.fromkeys(PROPS, value)))
            bench.panel.grab()
            spoken = " ".join(bench.spoken())
            for repr_of_python in ("None", "True", "False", "{'", "['"):
                assert repr_of_python not in spoken
