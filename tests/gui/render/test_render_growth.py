"""Large and hostile trees: drawn in slices, cut with a notice, let go without a rest."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from benchmarks.hostile_trees import trees
from tests.gui.render.bench import Bench, node, stack, text
from workbench.gui.render.documents.rich_text import RichText
from workbench.gui.render.refusals import MAX_NESTED, MAX_NODES, MAX_WIDGETS
from workbench.gui.render.tree_rows import MOST_ROWS, TreeRows
from workbench.gui.theme import manager

pytestmark = pytest.mark.gui
SLOWEST_MS = 100.0
MILLION = 1_000_000


def longest_step(bench: Bench, tree: Any) -> float:
    """The longest stretch of the thread's own time while a tree is drawn as the window does it."""
    steps: list[float] = []

    def timed(work: Callable[[], object]) -> None:
        started = time.thread_time_ns()
        work()
        steps.append((time.thread_time_ns() - started) / 1e6)

    timed(lambda: bench.panel.set_tree(tree))
    timed(QApplication.processEvents)
    for _ in range(40):
        timed(QApplication.processEvents)
    return max(steps)


HOSTILE: dict[str, Callable[[], Any]] = {
    "a million texts": lambda: stack(*[text("x")] * MILLION),
    "a million buttons": lambda: stack(*[node("Button", label="x")] * MILLION),
    "a million rows": lambda: node("List", items=[{"title": "x"}] * MILLION),
    "a million table rows": lambda: node("DataTable", columns=["a"], rows=[{"a": 1}] * MILLION),
    "a million columns": lambda: node("DataTable", columns=["a"] * MILLION, rows=[{"a": 1}]),
    "a million points": lambda: node(
        "Chart", data=[{"name": "a", "v": n % 7} for n in range(50_000)]
    ),
    "a million options": lambda: node("RadioGroup", options=[{"value": "a"}] * MILLION),
    "a million branches": lambda: node("Tree", nodes=[{"label": "x"}] * MILLION),
    "ten megabytes of Markdown": lambda: node("Markdown", content="word " * 2_000_000),
    "ten megabytes of HTML": lambda: node("Html", content="word " * 2_000_000),
    "ten megabytes in a field": lambda: node("TextArea", value="x" * 10_000_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_step_of_a_hostile_tree_is_felt_and_a_notice_says_what_is_missing(
    bench: Bench, name: str
) -> None:
    bench.show(stack(node("Markdown", content="x"), node("Html", content="x"), node("Button")))
    assert longest_step(bench, stack(HOSTILE[name]())) < 2 * SLOWEST_MS  # a busy machine's margin
    bench.panel.growth.finish()
    assert any("drawn" in line for line in bench.spoken())
    bench.panel.set_tree(stack())


COSTLY = [
    "Markdown: 12,500 items of one letter",
    "Markdown: 10,000 chips",
    "Markdown: a table of 2,000 columns",
    "Html: a table of 5,000 columns",
    "Html: 7 tables in one another, often",
    "RichEditor: 10,000 items",
    "RichEditor: a word of 50,000 letters",
    "a SlideOver that holds itself",
]


@pytest.mark.parametrize("name", COSTLY)
def test_one_costly_node_is_not_felt_either(bench: Bench, name: str) -> None:
    made = stack(trees()[name]())
    bench.show(stack(node("Markdown", content="x"), node("Html", content="x"), node("RichEditor")))
    assert longest_step(bench, made) < 2 * SLOWEST_MS  # a busy machine's margin
    assert longest_step(bench, None) < 2 * SLOWEST_MS


@pytest.mark.parametrize("kind", ["Form", "SlideOver", "Dialog"])
def test_widgets_in_widgets_end_in_a_notice(bench: Bench, kind: str) -> None:
    tree = text("bottom")
    for _ in range(10_000):
        props = {"content": tree} if kind == "Dialog" else {"children": [tree]}
        tree = node(kind, **props)
    bench.show(tree)
    assert any(f"More than {MAX_NESTED}" in line for line in bench.spoken())
    bench.show(None)


def test_a_large_tree_comes_in_slices_and_is_complete_in_the_end(bench: Bench) -> None:
    words = [f"text {number}" for number in range(3_000)]
    bench.panel.set_tree(stack(*[stack(text(word), direction="h") for word in words]))
    assert bench.panel.growth.busy
    assert 0 < bench.panel.view_count < 6_001
    bench.settle()
    assert [line for line in bench.spoken() if line.startswith("text")] == words


def test_a_refresh_during_growth_wins(bench: Bench) -> None:
    bench.panel.set_tree(stack(*[text(f"old {n}") for n in range(9_000)]))
    assert bench.panel.growth.busy
    bench.show(stack(*[text(f"new {n}") for n in range(40)]))
    assert bench.spoken() == [f"new {n}" for n in range(40)]
    assert bench.panel.view_count == 41


def test_controls_are_counted_and_limited(bench: Bench) -> None:
    bench.show(stack(*[node("Toggle", label="x")] * (MAX_WIDGETS + 50)))
    assert bench.panel.widget_count <= MAX_WIDGETS + 1
    assert "more nodes are not drawn" in bench.spoken()[-1]
    bench.show(stack())
    assert bench.panel.widget_count == 0


def test_a_prop_too_large_says_so_and_follows_a_refresh(bench: Bench) -> None:
    bench.show(stack(node("Menu", items=[{"label": "x"}] * 5_000)))
    assert any("items: 5,000 entries" in line for line in bench.spoken())
    before = bench.view("Menu")
    bench.show(stack(node("Menu", items=[{"label": "x"}] * 6_000)))
    assert bench.view("Menu") is before
    bench.show(stack(node("Menu", items=[{"label": "x"}])))
    assert not any("entries" in line for line in bench.spoken())


def test_a_tree_that_holds_itself_ends() -> None:
    branch: dict[str, Any] = {"id": "1", "label": "x", "expanded": True}
    branch["children"] = [branch, branch]
    rows = TreeRows([branch]).rows
    assert len(rows) == MOST_ROWS + 1
    assert "not drawn" in rows[-1].label


def mixed(number: int) -> dict[str, Any]:
    """About 550 nodes, each of another version."""
    cards = [
        node(
            "Card",
            title=f"Card {place}",
            content=[
                text(f"{number}"),
                node("Badge", label=f"{number % 7}"),
                node("Button", label=f"{place}"),
                node("Toggle", label=f"{number}", param_name=f"t{place}"),
                node("Progress", value=number % 100),
                node("Input", value=f"{number % 3}", param_name=f"p{place}"),
            ],
        )
        for place in range(80)
    ]
    return stack(*cards, text(f"{number}", key=f"k{number}"))


def test_hundreds_of_refreshes_leave_no_widget_behind(bench: Bench) -> None:
    def count() -> int:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return len(bench.panel.findChildren(QObject))  # animations and validators too

    for number in (-2, -1, 0):  # the first change makes what moves its bar
        bench.show(mixed(number))
    views, widgets = bench.panel.view_count, count()
    made = {id(view) for view in bench.views("Button")}
    for number in range(1, 40):
        bench.show(mixed(number))
    assert bench.panel.view_count == views
    assert count() == widgets
    assert {id(view) for view in bench.views("Button")} == made
    assert len(bench.views()) == views <= MAX_NODES


def drawn(bench: Bench) -> None:
    while bench.panel.growth.busy:
        QApplication.processEvents()
    bench.settle()


def test_a_narrower_panel_of_thousands_ends_as_if_it_had_been_made_so(bench: Bench) -> None:
    rows = [stack(text("some words " * (n % 9)), node("Button", label="b")) for n in range(700)]
    tree = stack(*rows, *[text("word " * 30)] * 3_000)
    bench.show(tree)
    bench.panel.resize(300, 400)
    drawn(bench)
    other = Bench(width=300)
    other.show(tree)
    drawn(other)
    assert [view.rect for view in bench.views()] == [view.rect for view in other.views()]
    other.close()


def test_controls_go_in_slices_and_the_panel_keeps_the_keyboard(bench: Bench) -> None:
    fields = [node("Input", label=f"f{n}", param_name=f"f{n}") for n in range(400)]
    bench.show(stack(node("Form", children=fields, action="s")))
    bench.widget("f3").setFocus()
    bench.panel.set_tree(stack(text("after")))
    assert bench.panel.growth.busy
    assert (bench.panel.view_count, bench.panel.widget_count) == (2, 0)
    drawn(bench)
    assert QApplication.focusWidget() is bench.panel
    assert not [w for w in bench.panel.findChildren(QLineEdit) if w.isVisible()]


def test_another_theme_reaches_every_control_of_a_large_panel(bench: Bench) -> None:
    bench.show(stack(*[node("Markdown", content=f"text {n}") for n in range(300)]))
    manager().use("dark")
    drawn(bench)
    ink = manager().current.color("text")
    inks = {w.palette().text().color().name() for w in bench.panel.findChildren(RichText)}
    assert inks == {ink.name()}


def test_rings_turn_only_where_somebody_sees_them(bench: Bench) -> None:
    bench.show(stack(*[node("Loading", message="x") for _ in range(60)]))
    bench.panel.grab()
    QApplication.processEvents()
    turning = [timer for timer in bench.panel.findChildren(QTimer) if timer.isActive()]
    assert 0 < len(turning) < 30


def test_overlays_are_counted_for_what_they_cover(bench: Bench) -> None:
    bench.show(stack(*[node("Dialog", title="x", content=text("y"))] * 200))
    assert len([view for view in bench.views("Dialog") if view.layer_shown()]) <= 25
    assert any("more nodes are not drawn" in line for line in bench.spoken())
