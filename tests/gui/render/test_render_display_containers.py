"""Stack, Grid, Page, Section, Accordion, Tabs, Card, Stats and Tooltip at work."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.render.bench import Bench, call, node, stack, text
from workbench.gui.render.tooltip import Bubble

pytestmark = pytest.mark.gui


# -- Stack and Grid -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap", "px"), [(None, 12), (0, 0), (4, 16), ("6", 24), (5, 12), ("sm", 12), (True, 12)]
)
def test_a_stacks_gap_is_on_the_scale_or_twelve(bench: Bench, gap: Any, px: int) -> None:
    bench.show(stack(text("a"), text("b"), gap=gap))
    first, second = bench.views("Text")
    assert second.y - (first.y + first.h) == px


def test_only_h_makes_a_row(bench: Bench) -> None:
    bench.show(stack(text("a"), text("b"), direction="h"))
    assert bench.view("Text", 0).y == bench.view("Text", 1).y
    bench.show(stack(text("a"), text("b"), direction="row"))
    assert bench.view("Text", 0).x == bench.view("Text", 1).x


def test_children_of_a_column_are_stretched_unless_aligned(bench: Bench) -> None:
    bench.show(stack(node("Badge", label="b")))
    assert bench.view("Badge").w == 600 - 48
    bench.show(stack(node("Badge", label="b"), align="start"))
    assert bench.view("Badge").w < 40


def test_a_row_wraps_and_one_that_may_not_still_shows_everything(bench: Bench) -> None:
    badges = [node("Badge", label=f"badge {i}") for i in range(12)]
    bench.resize(200)
    for wrap in (None, False):
        bench.show(stack(*badges, direction="h", wrap=wrap))
        assert len({view.y for view in bench.views("Badge")}) > 1
        assert all(view.x + view.w <= 200 - 24 for view in bench.views("Badge"))


def test_a_sticky_stack_stays_in_sight_while_its_parent_is(bench: Bench) -> None:
    bar = stack(node("Button", label="Stay", on_click=call()), direction="h", sticky=True)
    bench.show(stack(text("above"), bar, *[text(f"line {i}") for i in range(60)]))
    bench.panel.verticalScrollBar().setValue(500)
    bench.settle()
    button = bench.widget("Stay")
    top = button.mapTo(bench.panel.viewport(), button.rect().topLeft()).y()
    assert 0 <= top < 40
    bench.click("Stay")
    assert bench.host.actions == [call()]
    bench.panel.verticalScrollBar().setValue(0)
    bench.settle()
    assert button.mapTo(bench.panel.viewport(), button.rect().topLeft()).y() > 40


@pytest.mark.parametrize(("columns", "shown"), [(3, 3), (None, 2), (7, 2), ("x", 2), (1, 1)])
def test_a_grid_has_the_columns_it_asks_for_or_two(bench: Bench, columns: Any, shown: int) -> None:
    bench.resize(1200)
    bench.show(node("Grid", columns=columns, children=[text(str(i)) for i in range(6)]))
    assert len({view.x for view in bench.views("Text")}) == shown


def test_a_grid_gives_up_columns_before_it_breaks_words(bench: Bench) -> None:
    cards = [node("Card", title="Uninterrupted", children=[]) for _ in range(4)]
    bench.resize(260)
    bench.show(node("Grid", columns=4, children=cards))
    assert len({view.x for view in bench.views("Card")}) == 1


def test_cells_of_a_grid_row_are_equally_tall(bench: Bench) -> None:
    tall = node("Card", content=stack(*[text(str(i)) for i in range(5)]))
    bench.show(node("Grid", columns=2, children=[node("Card", title="short"), tall]))
    assert bench.view("Card", 0).h == bench.view("Card", 1).h


@pytest.mark.parametrize(("width", "columns"), [(760, 4), (380, 2), (200, 1)])
def test_stats_reflow_on_narrow_panes(bench: Bench, width: int, columns: int) -> None:
    figures = [node("Stat", label=f"s{i}", value=i) for i in range(4)]
    bench.resize(width)
    bench.show(node("Stats", children=figures, columns=4))
    assert len({view.x for view in bench.views("Stat")}) == columns


# -- Page, Section, Accordion ---------------------------------------------------------------------


def test_a_pages_subtitle_needs_a_title(bench: Bench) -> None:
    bench.show(node("Page", subtitle="sub", children=[text("a")]))
    assert bench.spoken() == ["a"]
    bench.show(node("Page", title="T", subtitle="sub", children=[text("a")]))
    assert bench.spoken() == ["T. sub", "a"]


def test_a_section_folds_and_unfolds_by_mouse_and_key(bench: Bench) -> None:
    bench.show(node("Section", title="More", collapsible=True, children=[text("inside")]))
    tall = bench.panel.content_height()
    bench.click("More")
    assert bench.views("Text") == []
    assert bench.panel.content_height() < tall
    bench.panel.activateWindow()
    bench.widget("More").setFocus()
    bench.key(Qt.Key.Key_Return)
    assert bench.spoken() == ["More", "inside"]


def test_a_folded_section_stays_folded_over_a_refresh_and_opens_under_a_new_id(
    bench: Bench,
) -> None:
    def tree(name: str, content: str) -> dict[str, Any]:
        section = node("Section", title="More", collapsible=True, children=[text(content)])
        return stack({**section, "id": name})

    bench.show(tree("a", "one"))
    bench.click("More")
    bench.show(tree("a", "two"))
    assert bench.views("Text") == []
    bench.show(tree("b", "two"))
    assert len(bench.views("Text")) == 1


def test_a_section_without_a_title_is_just_its_children(bench: Bench) -> None:
    bench.show(node("Section", collapsible=True, children=[text("a")]))
    assert bench.spoken() == ["a"]


def accordion(**props: Any) -> dict[str, Any]:
    sections = [
        {"id": name, "title": name.upper(), "children": [text(f"in {name}")]} for name in "abc"
    ]
    return node("Accordion", sections=sections, **props)


def test_an_accordion_starts_closed_and_opens_one_at_a_time(bench: Bench) -> None:
    bench.show(accordion())
    assert bench.spoken() == []
    bench.click("A")
    assert bench.spoken() == ["in a"]
    bench.click("C")
    assert bench.spoken() == ["in c"]
    bench.click("C")
    assert bench.spoken() == []


def test_an_accordion_may_keep_several_open_over_a_refresh(bench: Bench) -> None:
    bench.show(accordion(allow_multiple=True))
    bench.click("A")
    bench.click("B")
    fresh = accordion(allow_multiple=True)
    fresh["props"]["sections"].insert(0, {"id": "z", "title": "Z", "children": [text("in z")]})
    bench.show(fresh)
    assert bench.spoken() == ["in a", "in b"]


# -- Tabs -----------------------------------------------------------------------------------------


def tabs(*names: str, **props: Any) -> dict[str, Any]:
    return node(
        "Tabs", tabs=[{"id": n, "label": n, "content": text(f"panel {n}")} for n in names], **props
    )


@pytest.mark.parametrize(
    ("wanted", "shown"), [(None, "a"), (1, "b"), ("c", "c"), (9, "a"), ("zz", "a"), (-1, "a")]
)
def test_the_first_tab_is_shown_unless_another_is_wanted(
    bench: Bench, wanted: Any, shown: str
) -> None:
    bench.show(tabs("a", "b", "c", default_tab=wanted))
    assert bench.spoken() == [f"panel {shown}"]


def test_a_chosen_tab_stays_chosen_while_it_exists(bench: Bench) -> None:
    bench.show(tabs("a", "b", "c"))
    bench.click("b")
    bench.show(tabs("x", "b", "c"))
    assert bench.spoken() == ["panel b"]
    bench.show(tabs("x", "c"))
    assert bench.spoken() == ["panel x"]


def test_tabs_are_moved_through_by_key_and_are_one_stop(bench: Bench) -> None:
    bench.show(stack(tabs("a", "b", "c"), node("Button", label="after")))
    bench.panel.activateWindow()
    bench.widget("a").setFocus(Qt.FocusReason.TabFocusReason)
    bench.key(Qt.Key.Key_Left)
    assert bench.spoken() == ["panel c"]
    bench.key(Qt.Key.Key_Right)
    assert bench.spoken() == ["panel a"]
    bench.key(Qt.Key.Key_End)
    assert bench.spoken() == ["panel c"]
    bench.key(Qt.Key.Key_Home)
    assert bench.spoken() == ["panel a"]
    bench.key(Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is bench.widget("after")


def test_switching_a_tab_sends_nothing(bench: Bench) -> None:
    bench.show(tabs("a", "b"))
    bench.click("b")
    assert bench.host.actions == []


def test_tabs_that_do_not_fit_scroll_and_the_chosen_one_is_in_sight(bench: Bench) -> None:
    names = [f"a rather long name {i}" for i in range(12)]
    bench.resize(300)
    bench.show(tabs(*names, default_tab=9))
    chosen = bench.widget(names[9])
    left = chosen.mapTo(bench.panel, chosen.rect().topLeft()).x()
    assert 0 <= left < 300
    bench.click("Earlier tabs")
    moved = chosen.mapTo(bench.panel, chosen.rect().topLeft()).x()
    assert moved > left


# -- Card -----------------------------------------------------------------------------------------


def test_a_card_is_clicked_anywhere_on_its_painted_content(bench: Bench) -> None:
    bench.show(node("Card", title="T", on_click=call("open"), content=text("body")))
    bench.click_at(bench.view("Card"))
    bench.click_at(bench.view("Text"))
    assert len(bench.host.actions) == 2


def test_a_button_inside_a_card_keeps_its_click(bench: Bench) -> None:
    inside = node("Button", label="Inner", on_click=call("inner"))
    bench.show(node("Card", title="T", on_click=call("outer"), content=inside))
    bench.click_at(bench.view("Button"))
    assert bench.host.actions == [call("inner")]


def test_a_card_that_becomes_clickable_later_lies_under_what_is_in_it(bench: Bench) -> None:
    inside = node("Button", label="Inner", on_click=call("inner"))
    bench.show(node("Card", title="T", content=inside))
    bench.show(node("Card", title="T", content=inside, on_click=call("outer")))
    bench.click_at(bench.view("Button"))
    bench.click_at(bench.view("Card"))
    assert bench.host.actions == [call("inner"), call("outer")]


def test_a_clickable_card_inside_another_answers_for_itself(bench: Bench) -> None:
    inner = node("Card", title="In", on_click=call("inner"))
    bench.show(node("Card", title="Out", on_click=call("outer"), content=inner))
    bench.click_at(bench.view("Card", 1))
    bench.click_at(bench.view("Card", 0))
    assert bench.host.actions == [call("inner"), call("outer")]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_card_is_a_button_for_the_keyboard(bench: Bench, key: Qt.Key) -> None:
    bench.show(node("Card", title="T", on_click=call("open")))
    bench.panel.activateWindow()
    bench.widget("T").setFocus()
    bench.key(key)
    assert bench.host.actions == [call("open")]


def test_a_cards_content_wins_over_children_and_its_footer_is_a_row(bench: Bench) -> None:
    bench.show(
        node(
            "Card",
            content=text("content"),
            children=[text("children")],
            footer=[text("left"), text("right")],
        )
    )
    assert bench.spoken() == ["content", "left", "right"]
    _, left, right = bench.views("Text")
    assert left.y == right.y
    assert left.x < right.x


# -- Tooltip --------------------------------------------------------------------------------------


def bubbles(bench: Bench) -> list[Bubble]:
    return [found for found in bench.panel.findChildren(Bubble) if found.isVisible()]


def test_a_tooltip_shows_after_a_rest_and_goes_with_the_pointer(bench: Bench) -> None:
    tip = node("Tooltip", content="Why", delay_ms=10, children=text("target"))
    bench.show(stack(*[text("filler")] * 4, tip))
    target = bench.view("Tooltip").widget
    here = QPointF(4, 4)
    QApplication.sendEvent(target, QEnterEvent(here, here, here))
    QTest.qWait(60)
    assert [bubble.accessibleName() for bubble in bubbles(bench)] == ["Why"]
    QApplication.sendEvent(target, QEvent(QEvent.Type.Leave))
    assert bubbles(bench) == []


def test_a_tooltip_shows_on_keyboard_focus_and_escape_hides_it(bench: Bench) -> None:
    target = node("Button", label="Target", on_click=call())
    bench.show(stack(text("filler"), node("Tooltip", content="Why", delay_ms=0, children=target)))
    bench.panel.activateWindow()
    bench.widget("Target").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.qWait(30)
    assert len(bubbles(bench)) == 1
    bench.key(Qt.Key.Key_Escape)
    assert bubbles(bench) == []


def test_a_tooltips_bubble_goes_with_its_node(bench: Bench) -> None:
    bench.show(stack(node("Tooltip", content="Why", children=text("target"))))
    bench.view("Tooltip").widget.show_bubble()
    bench.show(stack(text("other")))
    assert bubbles(bench) == []
