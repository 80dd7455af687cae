"""Pages from right to left are the mirror of pages from left to right; text and code are not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from benchmarks.drawn_text import drawn
from benchmarks.look import check_tree
from tests.gui.render.bench import Bench, call, node, stack, text
from tests.gui.render.look_trees import LONG, TREES
from workbench.gui.render import mirror
from workbench.gui.render.lists.view import ListNodeView
from workbench.gui.render.overlays.slideover import SlideOverView
from workbench.gui.render.view import NodeView
from workbench.gui.theme import manager

pytestmark = pytest.mark.qt_log_ignore("does not support raise")
WIDTHS = (200, 333, 760, 1280, 2000)
OPTIONS = [{"value": "a", "label": "First"}, {"value": "b", "label": "Second"}]
LAID = {
    "row": stack(text("one"), node("Badge", label="two"), text(f"three {LONG}"), direction="h"),
    "between": stack(text("a"), text("b"), text("c"), direction="h", justify="between"),
    "end": stack(node("Badge", label="a"), node("Badge", label="b"), align="end"),
    "grid": node("Grid", columns=3, children=[node("Card", title=str(n)) for n in range(5)]),
    "stats": node(
        "Stats", children=[node("Stat", label="L", value=n, icon="Users") for n in "123"]
    ),
    "card": node("Card", title="T", content=text("x"), footer=[node("Button", label="Go")]),
    "alert": node("Alert", title="T", message="M", dismissible=True),
    "tabs": node("Tabs", tabs=[{"label": f"Tab {n}", "content": text(n)} for n in range(9)]),
    "fold": node("Section", title="S", collapsible=True, children=[text("x")]),
    "table": node(
        "DataTable",
        columns=[{"key": "a", "label": "A", "sortable": True}, {"key": "b", "label": "B"}],
        rows=[{"a": 1, "b": "x"}],
    ),
    "form": node(
        "Form",
        action="save",
        children=[
            node("Input", label="Name", param_name="a"),
            node("Select", label="Pick", options=OPTIONS, param_name="b"),
            node("RadioGroup", options=OPTIONS, orientation="horizontal", param_name="c"),
            node("Checkbox", label="Yes", param_name="d"),
            node("Slider", label="Size", param_name="e"),
            node("TagInput", values=["x", "y"], param_name="f"),
            node("DatePicker", param_name="g"),
            node("TextArea", param_name="h"),
        ],
    ),
    "editor": node("RichEditor", content="<p>x</p>"),
    "nested": stack(
        node("Card", content=stack(text("x"), node("Menu", items=[]), direction="h")),
        node("Image", src="", alt="none", width=120),
        node("Audio", src="https://example.com/v.mp3", title="Song"),
    ),
}


@pytest.fixture
def rtl(bench: Bench) -> Bench:
    """A panel whose page runs from right to left."""
    bench.panel.set_rtl(True)
    return bench


def places(bench: Bench) -> list[tuple[str, QRect]]:
    """Every painted view and every widget with its place on the panel's surface, in tree order."""
    found: list[tuple[str, QRect]] = []
    for view in bench.views():
        surface = view.scope.surface
        area = mirror.seen(surface, view.rect)
        found.append((view.node.type, area.translated(on_page(bench, surface))))
    for widget in inside(bench.panel.surface):
        corner = on_page(bench, widget)
        found.append((type(widget).__name__, QRect(corner, widget.size())))
    return found


def inside(widget: QWidget) -> Iterator[QWidget]:
    """Our widgets, not those that Qt makes inside its own."""
    for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if child.isVisibleTo(widget):
            yield child
            if type(child).__module__.startswith("workbench"):
                yield from inside(child)


def on_page(bench: Bench, widget: QWidget) -> QPoint:
    return widget.mapTo(bench.panel.surface, QPoint(0, 0))


def seen(view: NodeView) -> QRect:
    return mirror.seen(view.scope.surface, view.rect)


@pytest.mark.parametrize("name", LAID)
def test_everything_stands_at_the_mirrored_place_at_any_width(bench: Bench, name: str) -> None:
    bench.show(LAID[name])
    for width in WIDTHS:
        bench.panel.set_rtl(False)
        bench.resize(width)
        usual = places(bench)
        bench.panel.set_rtl(True)
        bench.settle()
        across = bench.panel.surface.width()
        expected = [(kind, mirror.flip(area, across)) for kind, area in usual]
        assert places(bench) == expected


@pytest.mark.parametrize("name", ["form", "nested", "tabs", "grid"])
def test_widgets_keep_their_distance_from_the_right_while_the_window_is_resized(
    bench: Bench, name: str
) -> None:
    bench.panel.set_rtl(True)
    bench.show(LAID[name])
    bench.resize(900)
    bench.resize(640)
    resized = places(bench)
    fresh = Bench(640)
    fresh.panel.set_rtl(True)
    fresh.show(LAID[name])
    assert places(fresh) == resized
    fresh.close()


@pytest.mark.parametrize("name", TREES)
@pytest.mark.parametrize(("theme", "width"), [("light", 320), ("dark", 800)])
def test_a_hard_tree_has_no_fault(qapp: QApplication, name: str, theme: str, width: int) -> None:
    before = manager().current.name
    try:
        assert [str(fault) for fault in check_tree(TREES[name], theme, width, rtl=True)] == []
    finally:
        manager().use(before)


# -- what is not mirrored -------------------------------------------------------------------


def picture(bench: Bench, view: NodeView) -> QImage:
    """A view as it is seen, from its upper left corner."""
    area = seen(view).translated(on_page(bench, view.scope.surface))
    corner = bench.panel.surface.mapTo(bench.panel, area.topLeft())
    return bench.panel.grab(QRect(corner, area.size())).toImage()


def alike(one: QImage, other: QImage) -> bool:
    """Whether two pictures show the same, apart from how edges fall on pixels."""
    if one.size() != other.size():
        return False
    places = [(x, y) for y in range(one.height()) for x in range(one.width())]
    away = [
        abs(one.pixelColor(*at).lightness() - other.pixelColor(*at).lightness()) for at in places
    ]
    return sum(away) / len(away) < 4


@pytest.mark.parametrize(
    "tree",
    [
        text("Hello, world! (99+)"),
        text("שלום, world!"),
        text("99 %"),
        node("Badge", label="v1.2.3-rc+7"),
        node("Icon", name="check"),
        node("Icon", name="search"),
        node("Avatar", name="Ada Lovelace"),
        node("Code", content="if x < 3:\n    y()", language="python"),
        node("Chart", data=[{"name": "a", "v": 1}, {"name": "b", "v": 5}], height=200),
    ],
    ids=str,
)
def test_text_code_charts_and_pictures_look_the_same_both_ways(
    bench: Bench, tree: dict[str, Any]
) -> None:
    row = stack(tree, direction="h")
    bench.show(row)
    usual = picture(bench, bench.view(tree["type"]))
    bench.panel.set_rtl(True)
    bench.settle()
    assert alike(picture(bench, bench.view(tree["type"])), usual)


def test_icons_that_point_along_the_line_point_the_other_way(bench: Bench) -> None:
    bench.show(stack(node("Icon", name="ChevronLeft"), direction="h"))
    left = picture(bench, bench.view("Icon"))
    bench.show(stack(node("Icon", name="ChevronRight"), direction="h"))
    assert not alike(picture(bench, bench.view("Icon")), left)
    bench.panel.set_rtl(True)
    bench.settle()
    assert alike(picture(bench, bench.view("Icon")), left)


def test_a_paragraph_starts_at_the_right_and_runs_as_its_first_letter_says(rtl: Bench) -> None:
    rtl.show(stack(text("Hello, world! " * 20), text("שלום עולם, " * 30)))
    right = rtl.panel.surface.width() - 24
    lines: dict[float, float] = {}
    for run in drawn(rtl.panel):
        row = run.ink.center().y() // 20
        lines[row] = max(run.ink.right(), lines.get(row, 0.0))
    assert len(lines) > 6
    assert all(right - 3 < end <= right + 1 for end in lines.values())


# -- pointer and keys -----------------------------------------------------------------------


def test_a_row_s_checkbox_and_actions_answer_where_they_are_seen(rtl: Bench) -> None:
    actions = [{"icon": "Trash2", "label": "Delete", "on_click": call("delete")}]
    items = [node("ListItem", id="1", title="One", actions=actions)]
    rtl.show(node("List", items=items, selectable=True, bulk_actions=[]))
    view = rtl.view("List")
    assert isinstance(view, ListNodeView)
    surface = view.box.surface
    frame = surface.viewport()
    QTest.mouseMove(frame, QPoint(100, 20))
    parts = surface.parts(0)
    assert parts is not None
    spot = mirror.seen(frame, parts.actions[0]).center()
    assert spot.x() < 60
    QTest.mouseMove(frame, spot)
    QTest.mouseClick(frame, Qt.MouseButton.LeftButton, pos=spot)
    rtl.settle()
    assert [action["function"] for action in rtl.host.actions] == ["delete"]
    box = mirror.seen(frame, parts.checkbox).center()
    assert box.x() > frame.width() - 40
    QTest.mouseClick(frame, Qt.MouseButton.LeftButton, pos=box)
    assert surface.selection.ids() == ["1"]


def test_the_first_column_of_a_table_is_at_the_right_and_sorts_there(rtl: Bench) -> None:
    rows = [{"a": 2, "b": "x"}, {"a": 1, "b": "y"}]
    columns = [{"key": "a", "label": "A", "sortable": True}, {"key": "b", "label": "B"}]
    rtl.show(node("DataTable", columns=columns, rows=rows))
    grid = rtl.view("DataTable").grid  # type: ignore[attr-defined]
    head = grid.head.viewport()
    QTest.mouseClick(head, Qt.MouseButton.LeftButton, pos=QPoint(head.width() - 20, 12))
    shown = {run.text: run.ink for run in drawn(rtl.panel) if run.text in {"1", "2", "x", "y"}}
    assert shown["1"].top() < shown["2"].top()
    assert shown["1"].left() > shown["x"].left()
    assert shown["1"].right() == pytest.approx(rtl.panel.surface.width() - 24 - 13, abs=3)


def test_a_slider_grows_to_the_left(rtl: Bench) -> None:
    rtl.show(node("Slider", label="Size", value=50, param_name="n", on_change=call("set")))
    track = rtl.view("Slider").slider.track  # type: ignore[attr-defined]
    QTest.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(9, track.height() // 2))
    assert track.value() == track.maximum()
    QTest.keyClick(track, Qt.Key.Key_Right)
    assert track.value() == track.maximum() - 1


def test_arrow_keys_of_tabs_go_where_they_point(rtl: Bench) -> None:
    rtl.show(node("Tabs", tabs=[{"label": name, "content": text(name)} for name in "abc"]))
    first = rtl.widget("a")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(first, Qt.Key.Key_Left)
    rtl.settle()
    assert rtl.spoken()[-1] == "b"


# -- overlays -------------------------------------------------------------------------------


def test_a_slide_over_comes_from_the_left(rtl: Bench) -> None:
    rtl.resize(900, 500)
    rtl.show(node("SlideOver", open=True, title="Details", children=[text("x")]))
    view = rtl.view("SlideOver")
    assert isinstance(view, SlideOverView)
    assert view.sheet.geometry() == QRect(0, 0, 448, 500)
    assert view.sheet.header.close_button.x() < 30


def test_a_menu_opens_from_the_side_of_its_trigger(rtl: Bench) -> None:
    menu = node("Menu", items=[{"label": "One"}])
    rtl.show(stack(text("Row"), menu, direction="h", justify="between"))
    rtl.click("Open menu")
    popover = rtl.view("Menu").popover  # type: ignore[attr-defined]
    button = rtl.view("Menu").button  # type: ignore[attr-defined]
    left = popover.mapTo(rtl.panel, QPoint(20, 0)).x()
    assert popover.isRightToLeft()
    assert left == button.mapTo(rtl.panel, QPoint(0, 0)).x()


# -- changing while it is shown -------------------------------------------------------------


def test_turning_a_page_keeps_what_was_typed(bench: Bench) -> None:
    bench.show(LAID["form"])
    field = bench.view("Input").edit  # type: ignore[attr-defined]
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "Ada")
    field.setCursorPosition(1)
    bench.panel.set_rtl(True)
    bench.settle()
    assert bench.view("Input").edit is field  # type: ignore[attr-defined]
    assert (field.text(), field.cursorPosition()) == ("Ada", 1)
    assert field.alignment() & Qt.AlignmentFlag.AlignRight
