"""Charts and graphs: round axes, honest curves, what the pointer finds, layouts and filters."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.render.bench import Bench, call, node, stack, text
from tests.gui.render.person import activate, hover, press
from workbench.gui.render.charts.curves import curve, thin
from workbench.gui.render.charts.data import axis_for, chart_data, tick_text
from workbench.gui.render.charts.view import ChartView
from workbench.gui.render.graphs.data import graph_data
from workbench.gui.render.graphs.layouts import LAYOUTS, place
from workbench.gui.render.graphs.view import GraphView

MONTHS = [
    {"name": "Jan", "sales": 120, "cost": 80, "visits": 1000},
    {"name": "Feb", "sales": 180, "cost": None, "visits": 1800},
    {"name": "Mar", "sales": 260, "cost": "120", "visits": 2900},
]
FINITE = st.floats(-1e12, 1e12, allow_nan=False)


def chart(bench: Bench, **props: Any) -> ChartView:
    bench.show(node("Chart", **({"data": MONTHS} | props)))
    view = bench.view("Chart")
    assert isinstance(view, ChartView)
    return view


def test_axes_have_round_ticks_that_hold_all_values() -> None:
    assert axis_for([120, 260]).ticks == (0, 65, 130, 195, 260)
    assert axis_for([1000, 2900]).ticks == (0, 750, 1500, 2250, 3000)
    assert axis_for([-5, 5]).low <= -5
    assert axis_for([]).ticks == (0, 0.25, 0.5, 0.75, 1)


@given(st.lists(FINITE, max_size=8))
def test_an_axis_always_holds_its_values_and_zero(values: list[float]) -> None:
    axis = axis_for(values)
    slack = (axis.high - axis.low) * 1e-6
    assert axis.low - slack <= min([0.0, *values])
    assert max([0.0, *values]) <= axis.high + slack
    assert 4 <= len(axis.ticks) <= 8
    assert all(tick_text(tick) for tick in axis.ticks)


@given(st.lists(FINITE, min_size=2, max_size=12))
def test_a_curve_never_overshoots_its_points(values: list[float]) -> None:
    points = [(float(x) * 10, value / 1e9) for x, value in enumerate(values)]
    box = curve(points).boundingRect()
    low, high = min(y for _, y in points), max(y for _, y in points)
    slack = max(abs(low), abs(high), 1.0) * 1e-6
    assert low - slack <= box.top()
    assert box.bottom() <= high + slack


def test_thinning_keeps_the_extremes_of_every_column() -> None:
    points = [(number / 100, math.sin(number)) for number in range(10_000)]
    kept = thin(points, 100)
    assert len(kept) <= 404
    assert max(y for _, y in kept) == max(y for _, y in points)
    assert min(y for _, y in kept) == min(y for _, y in points)


def test_series_are_all_keys_but_the_category_unless_they_are_named() -> None:
    data = chart_data({"data": MONTHS, "y2_keys": ["visits"]})
    assert [series.key for series in data.series] == ["sales", "cost", "visits"]
    assert data.series[1].values == (80.0, None, 120.0)
    assert data.two_axes
    named = chart_data({"data": MONTHS, "series": [{"key": "cost", "label": "Cost"}]})
    assert [series.label for series in named.series] == ["Cost"]


@pytest.mark.parametrize("kind", ["line", "bar", "area"])
def test_the_pointer_finds_the_category(bench: Bench, kind: str) -> None:
    view = chart(bench, chart_type=kind)
    surface = view.surface
    frame = surface.frame()
    hover(surface, QPoint(int(frame.x(1)), 80))
    assert surface._hover == 1
    hover(surface, QPoint(2, 80))
    assert surface._hover == (-1 if frame.plot.left() > 12 else 0)


def test_the_pointer_finds_the_slice(bench: Bench) -> None:
    rows = [{"name": "a", "v": 1}, {"name": "b", "v": 1}]
    view = chart(bench, data=rows, chart_type="pie", height=200)
    middle = view.surface.rect().center()
    bench.panel.grab()
    hover(view.surface, middle + QPoint(0, -30))
    assert view.surface._hover == 0
    hover(view.surface, middle + QPoint(0, 30))
    assert view.surface._hover == 1
    hover(view.surface, middle + QPoint(200, 0))
    assert view.surface._hover == -1


def test_a_chart_says_in_words_what_it_shows(bench: Bench) -> None:
    view = chart(bench, title="Costs")
    assert view.surface.accessibleName() == "Costs"
    assert "sales from 120 to 260" in view.surface.accessibleDescription()


def test_no_data_is_a_card_of_its_own_height_and_a_table_stands_below(bench: Bench) -> None:
    view = chart(bench, data=[], height=400)
    assert view.surface.height() == 192
    view = chart(bench, show_data_table=True, height=300)
    assert view.table is not None
    assert view.table.model.rowCount() == 3
    assert view.table.y() > view.surface.geometry().bottom()


def test_height_is_at_least_the_platforms(bench: Bench) -> None:
    assert chart(bench, height=50).surface.height() == 192
    assert chart(bench, height="320px").surface.height() == 320


# -- graphs -------------------------------------------------------------------------------------

NODES = [
    {"id": "a", "label": "Ada", "type": "person", "mention_count": 10},
    {"id": "b", "label": "Acme", "type": "company", "mention_count": 1},
    {"data": {"id": 7, "label": "Phone", "type": "phone"}},
]
EDGES = [
    {"source": "a", "target": "b", "weight": 0.9},
    {"source": "a", "target": 7, "weight": 0.1},
    {"source": "a", "target": "nobody"},
]


def graph(bench: Bench, **props: Any) -> GraphView:
    bench.show(node("Graph", nodes=NODES, edges=EDGES, **({"height": 300} | props)))
    view = bench.view("Graph")
    assert isinstance(view, GraphView)
    return view


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_gives_each_vertex_a_place_of_its_own(layout: str) -> None:
    nodes = [{"id": str(number)} for number in range(30)]
    edges = [{"source": str(number), "target": str(number // 2)} for number in range(1, 30)]
    points = place(graph_data({"nodes": nodes, "edges": edges}), layout)
    assert len({(round(x), round(y)) for x, y in points}) == 30
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in points)


def test_edges_to_nobody_are_left_out_and_ids_keep_their_type(bench: Bench) -> None:
    view = graph(bench, on_node_click=call("open"))
    assert len(view.data.links) == 2
    view.canvas.tapped.emit(2)
    assert bench.host.actions == [call("open", node_id=7)]


def test_all_vertices_are_in_sight_after_a_layout(bench: Bench) -> None:
    view = graph(bench, layout="cose-bilkent")
    view.canvas.fit()
    assert all(view.canvas.rect().contains(view.canvas.spot(n).toPoint()) for n in range(3))


def test_chips_and_thresholds_hide_and_edges_follow(bench: Bench) -> None:
    view = graph(bench)
    bench.click("person, 1")
    assert view.canvas.shown == {1, 2}
    assert view.canvas.links == []
    bench.click("person, 1")
    press(bench, view.bar.strength.track, Qt.Key.Key_End)
    assert view.canvas.links == []
    press(bench, view.bar.mentions.track, Qt.Key.Key_End)
    assert view.canvas.shown == {0}
    bench.click("Reset")
    assert view.canvas.shown == {0, 1, 2}


def test_search_marks_after_a_moment(bench: Bench) -> None:
    view = graph(bench)
    QTest.keyClicks(view.bar.search, "ac")
    assert view.canvas.matches is None
    QTest.qWait(260)
    assert view.canvas.matches == {1}


def test_local_choices_survive_an_equal_graph_beside_other_changes(bench: Bench) -> None:
    one = node("Graph", nodes=NODES, edges=EDGES, height=300)
    bench.show(stack(text("one"), one))
    view = bench.view("Graph")
    assert isinstance(view, GraphView)
    bench.click("person, 1")
    view.canvas.zoom_by(2)
    zoom = view.canvas.viewport.zoom
    bench.show(stack(text("two"), node("Graph", nodes=NODES, edges=EDGES, height=320)))
    assert view.canvas.shown == {1, 2}
    assert view.canvas.viewport.zoom == zoom


def test_the_graph_in_words_and_as_a_picture(bench: Bench, tmp_path: Path) -> None:
    view = graph(bench)
    bench.click("Accessible graph data")
    assert "Ada (person)" in view.words.text
    view.save_png(str(tmp_path / "graph.png"))
    assert (tmp_path / "graph.png").read_bytes()[:4] == b"\x89PNG"
    view.save_png(str(tmp_path / "missing" / "graph.png"))
    assert bench.host.notices


def test_vertices_are_reached_by_keys(bench: Bench) -> None:
    activate(bench)
    view = graph(bench, on_node_click=call("open"))
    view.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    press(bench, view.canvas, Qt.Key.Key_Right)
    press(bench, view.canvas, Qt.Key.Key_Return)
    assert bench.host.actions == [call("open", node_id="a")]
