"""A List at work: search, groups, pages, selection, keyboard, bodies, and long ones."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from tests.gui.render.bench import Bench, call, node, stack, text
from tests.gui.render.person import (
    activate,
    click_action,
    click_box,
    click_row,
    drag,
    list_view,
    press,
    row_middle,
)
from workbench.gui.render.lists.items import ListItems
from workbench.gui.render.lists.rows import ListQuery, arrange
from workbench.gui.render.lists.surface import ListSurface


def item(name: str, **more: Any) -> dict[str, Any]:
    return node("ListItem", id=name, title=f"Title {name}", **more)


def many(count: int) -> list[dict[str, Any]]:
    return [item(f"{number}", subtitle="sub") for number in range(count)]


def titles(bench: Bench, index: int = 0) -> list[str]:
    """What the rows show, headings included."""
    model = list_view(bench, index).surface.rows_model
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def with_keys(bench: Bench) -> ListSurface:
    """Give the list the keyboard as the Tab key does."""
    activate(bench)
    surface = list_view(bench).surface
    surface.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return surface


def test_the_model_keeps_the_rules_of_item_models(bench: Bench, qtmodeltester: ModelTester) -> None:
    bench.show(node("List", items=many(20)))
    qtmodeltester.check(list_view(bench).surface.rows_model)


def test_search_looks_at_title_subtitle_and_meta_in_any_case(bench: Bench) -> None:
    rows = [item("a"), item("b", subtitle="NEEDLE"), item("c", meta="needle"), item("d")]
    bench.show(node("List", items=rows, searchable=True, page_size=3))
    list_view(bench).query.page = 1
    QTest.keyClicks(list_view(bench).box.search.edit, "needle")
    bench.settle()
    assert titles(bench) == ["Title b", "Title c"]
    assert list_view(bench).query.page == 0


def test_a_search_that_finds_nothing_shows_the_empty_text(bench: Bench) -> None:
    bench.show(node("List", items=many(3), searchable=True, empty_text="Nobody here"))
    QTest.keyClicks(list_view(bench).box.search.edit, "zzz")
    bench.settle()
    assert not list_view(bench).surface.isVisible()
    assert titles(bench) == []


def test_groups_put_a_heading_where_the_key_changes(bench: Bench) -> None:
    rows: list[Any] = [
        {"id": "1", "title": "one", "region": "EU"},
        {"id": "2", "title": "two", "region": "EU"},
        {"id": "3", "title": "three", "region": "US"},
        {"id": "4", "title": "four"},
    ]
    bench.show(node("List", items=rows, grouped_by="region"))
    assert titles(bench) == ["EU", "one", "two", "US", "three", "Other", "four"]


def test_pages_have_a_footer_and_survive_a_refresh(bench: Bench) -> None:
    bench.show(node("List", items=many(25), page_size=10))
    bench.click("Next page")
    assert titles(bench)[0] == "Title 10"
    bench.show(node("List", items=many(24), page_size=10))
    assert titles(bench)[0] == "Title 10"
    assert list_view(bench).box.footer.accessibleName() == "Page 2/3, 24 items"


def test_a_page_that_is_gone_gives_way_to_the_last_one(bench: Bench) -> None:
    bench.show(node("List", items=many(25), page_size=10))
    bench.click("Next page")
    bench.click("Next page")
    bench.show(node("List", items=many(12), page_size=10))
    assert titles(bench) == ["Title 10", "Title 11"]


def test_a_refresh_with_other_items_clears_the_selection(bench: Bench) -> None:
    bench.show(node("List", items=many(3), selectable=True))
    click_box(bench, 0)
    assert list_view(bench).box.bulk.isVisible()
    bench.show(node("List", items=many(4), selectable=True))
    assert list_view(bench).surface.selection.ids() == []
    assert not list_view(bench).box.bulk.isVisible()


def test_select_all_takes_what_the_search_left(bench: Bench) -> None:
    actions = [{"label": "Go", "action": call("go")}]
    bench.show(node("List", items=many(12), selectable=True, searchable=True, bulk_actions=actions))
    QTest.keyClicks(list_view(bench).box.search.edit, "Title 1")
    bench.settle()
    click_box(bench, 0)
    bench.click("Select all")
    bench.click("Go")
    assert bench.host.actions == [call("go", message_ids=["1", "10", "11"])]


def test_arrows_move_and_enter_runs_the_rows_action(bench: Bench) -> None:
    rows = [item(name, on_click=call("open", id=name)) for name in "abc"]
    bench.show(node("List", items=rows, grouped_by=""))
    surface = with_keys(bench)
    press(bench, surface, Qt.Key.Key_Down)
    press(bench, surface, Qt.Key.Key_Return)
    press(bench, surface, Qt.Key.Key_End)
    press(bench, surface, Qt.Key.Key_Space)
    assert bench.host.actions == [call("open", id="b"), call("open", id="c")]


def test_the_keyboard_reaches_hover_actions(bench: Bench) -> None:
    actions = [{"icon": "Trash2", "on_click": call("del")}, {"icon": "X", "on_click": call("x")}]
    bench.show(node("List", items=[item("a", actions=actions)]))
    surface = with_keys(bench)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        press(bench, surface, key)
    assert bench.host.actions == [call("x")]


def test_the_ring_follows_the_keyboard_and_not_the_mouse(bench: Bench) -> None:
    bench.show(node("List", items=[item("a", on_click=call()), item("b", on_click=call())]))
    surface = with_keys(bench)
    assert surface.look(0).ringed
    click_row(bench, 1)
    assert not any(surface.look(row).ringed for row in (0, 1))


def test_a_click_opens_the_body_and_another_closes_it(bench: Bench) -> None:
    rows = [item("a", expandable=True, expanded_content=[text("inside")], on_click=call("no"))]
    bench.show(stack(node("List", items=rows), text("below")))
    below = bench.views("Text")[0].y
    click_row(bench, 0)
    assert "inside" in bench.spoken()
    assert bench.views("Text")[-1].y > below
    click_row(bench, 0)
    assert "inside" not in bench.spoken()
    assert bench.host.actions == []


def test_an_open_body_follows_a_refresh(bench: Bench) -> None:
    def tree(words: str) -> dict[str, Any]:
        return node("List", items=[item("a", expandable=True, expanded_content=[text(words)])])

    bench.show(tree("old"))
    click_row(bench, 0)
    bench.show(tree("new"))
    assert "new" in bench.spoken()


def test_a_row_can_be_dropped_on_another_list(bench: Bench) -> None:
    target = item("z", droppable=True, on_drop=call("move"))
    lists = (node("List", items=[item("a", draggable=True)]), node("List", items=[target]))
    bench.show(stack(*lists))
    first, second = list_view(bench, 0).surface, list_view(bench, 1).surface
    place = second.viewport().mapToGlobal(row_middle(second, 0))
    end = first.viewport().mapFromGlobal(place)
    drag(first.viewport(), row_middle(first, 0), end)
    assert bench.host.actions == [call("move", dragged_id="a", target_id="z")]


def test_a_row_dropped_on_itself_or_beside_does_nothing(bench: Bench) -> None:
    both = {"draggable": True, "droppable": True, "on_drop": call("move")}
    bench.show(node("List", items=[item("a", **both), item("b", draggable=True)]))
    surface = list_view(bench).surface
    start = row_middle(surface, 0)
    drag(surface.viewport(), start, start + QPoint(60, 3))
    drag(surface.viewport(), start, row_middle(surface, 1))
    assert bench.host.actions == []


def test_a_refused_question_runs_nothing(bench: Bench) -> None:
    bench.host.answer = False
    delete = {"icon": "Trash2", "on_click": call("del"), "confirm": "Sure?"}
    bench.show(node("List", items=[item("a", actions=[delete])]))
    click_action(bench, 0, 0)
    assert bench.host.questions == ["Sure?"]
    assert bench.host.actions == []


def test_the_end_is_told_again_only_when_items_came(bench: Bench) -> None:
    def tree(count: int, title: str) -> dict[str, Any]:
        return node("List", items=many(count), title=title, on_end_reached=call("more"))

    bench.show(tree(3, "one"))
    QApplication.processEvents()
    bench.show(tree(3, "another title"))
    QApplication.processEvents()
    assert len(bench.host.actions) == 1
    bench.show(tree(6, "another title"))
    QApplication.processEvents()
    assert len(bench.host.actions) == 2


def test_ten_thousand_rows_read_only_what_is_in_sight(bench: Bench) -> None:
    bench.show(node("List", items=many(10_000)))
    model = list_view(bench).surface.rows_model
    assert model.rowCount() == 10_000
    assert len(model._entries) < 40
    bar = bench.panel.verticalScrollBar()
    bar.setValue(bar.maximum())
    bench.panel.grab()
    assert 9_999 in model._entries
    assert len(model._entries) < 80


def test_one_changed_row_of_a_thousand_repaints_one_row(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many(1000)
    bench.show(node("List", items=rows))
    bench.panel.grab()
    surface = list_view(bench).surface
    repainted: list[int] = []
    monkeypatch.setattr(surface, "repaint_row", repainted.append)
    changed = [*rows[:2], item("2", subtitle="changed"), *rows[3:]]
    bench.show(node("List", items=changed))
    assert repainted == [2]
    entry = surface.entry_at(2)
    assert entry is not None
    assert entry.subtitle == "changed"


def test_search_stays_in_sight_while_a_long_list_scrolls(bench: Bench) -> None:
    bench.show(node("List", items=many(200), searchable=True))
    box = list_view(bench).box
    assert box.search.y() == 0
    bench.panel.verticalScrollBar().setValue(2000)
    bench.settle()
    place = box.search.mapTo(bench.panel.viewport(), QPoint(0, 0))
    assert place.y() == 0
    assert box.ground.isVisible()


def test_max_height_scrolls_inside(bench: Bench) -> None:
    bench.show(node("List", items=many(50), max_height=200, title="T"))
    view = list_view(bench)
    assert view.box.height() == 200 + 28
    assert view.surface.height() == 50 * 51


def test_rows_that_are_no_list_items_still_show_their_words(bench: Bench) -> None:
    rows: list[Any] = ["plain", 7, None, node("Card", title="a card"), {"title": "dict"}]
    bench.show(node("List", items=rows))
    assert titles(bench) == ["plain", "7", "a card", "dict"]


def test_heights_are_a_running_sum_of_what_rows_hold() -> None:
    rows = [item("a"), item("b", subtitle="s"), item("c", avatar=node("Avatar", size="lg"))]
    laid = arrange(ListItems(rows), ListQuery(), {1: 100})
    assert laid.offsets == [0, 33, 33 + 51 + 100, 33 + 51 + 100 + 73]
    assert [laid.at(y) for y in (-1, 0, 32, 33, 183, 184, 10_000)] == [-1, 0, 0, 1, 1, 2, -1]
    assert list(laid.between(0, 33)) == [0, 1]
