"""A row's badge may be any node: several pills, or a button that works."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from tests.gui.render.bench import Bench, call, node, stack
from workbench.gui.render.lists.view import ListNodeView
from workbench.gui.render.surface import Surface


def row(number: int, badge: Any, **more: Any) -> dict[str, Any]:
    return node("ListItem", id=f"i{number}", title=f"Row {number}", badge=badge, **more)


def pill_and_button(number: int) -> dict[str, Any]:
    pill = node("Badge", label="Done", color="green")
    button = node("Button", label=f"Details {number}", size="sm", on_click=call("open", n=number))
    return stack(pill, button, direction="h", gap=2)


def badges(bench: Bench) -> list[Surface]:
    view = bench.view("List")
    assert isinstance(view, ListNodeView)
    return [inner for inner in view.inner if inner.isVisible()]


def in_panel(bench: Bench, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(bench.panel, widget.rect().topLeft()), widget.size())


def test_a_stack_as_badge_is_drawn_with_all_that_is_in_it(bench: Bench) -> None:
    bench.show(node("List", items=[row(0, pill_and_button(0)), row(1, pill_and_button(1))]))
    kinds = [view.node.type for badge in badges(bench) for view in badge.views()]
    assert kinds == ["Stack", "Badge", "Button"] * 2
    assert all(badge.width() > 100 and badge.height() >= 32 for badge in badges(bench))


def test_a_button_in_a_badge_runs_its_own_action_and_not_the_rows(bench: Bench) -> None:
    items = [row(0, pill_and_button(0), on_click=call("row"))]
    bench.show(node("List", items=items))
    bench.click("Details 0")
    assert bench.host.actions == [call("open", n=0)]


def test_a_badge_moves_under_the_texts_where_it_would_take_half_the_width(bench: Bench) -> None:
    bench.show(node("List", items=[row(0, pill_and_button(0)), row(1, None)]))
    wide = in_panel(bench, badges(bench)[0])
    before = bench.view("List").height(552)
    bench.resize(240)
    narrow = in_panel(bench, badges(bench)[0])
    assert wide.left() > 300
    assert narrow.left() < 60
    assert bench.view("List").height(192) > before


def test_a_changed_badge_is_followed_and_one_that_is_gone_is_ended(bench: Bench) -> None:
    bench.show(node("List", items=[row(0, node("Text", content="one"))]))
    assert [view.spoken() for view in badges(bench)[0].views()] == ["one"]
    bench.show(node("List", items=[row(0, node("Text", content="two"))]))
    assert [view.spoken() for view in badges(bench)[0].views()] == ["two"]
    bench.show(node("List", items=[row(0, node("Badge", label="three"))]))
    assert badges(bench) == []


def test_a_thousand_rows_make_no_more_than_three_hundred_live_badges(bench: Bench) -> None:
    bench.show(node("List", items=[row(n, node("Text", content="x")) for n in range(1000)]))
    view = bench.view("List")
    assert isinstance(view, ListNodeView)
    assert len(view.inner) == 300
