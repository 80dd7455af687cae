"""The Tasks pane: background work is followed, cancelled and explained."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.gui_fakes import record
from tests.gui.pointer import move
from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.table_model import ITEM_ROLE
from workbench.gui.panes.task_cards import TaskCards, cancel_rect, card_rect
from workbench.gui.panes.task_lines import first_line, last_line
from workbench.gui.panes.task_words import TaskCard, TaskWords, seconds
from workbench.gui.panes.tasks import TasksPane
from workbench.gui.parts import look
from workbench.kernel.errors import ErrorReport
from workbench.kernel.options import KernelOptions

WORKS = """
import asyncio

from imperal_sdk import ActionResult, ChatExtension, Extension
from pydantic import BaseModel

ext = Extension("works", version="1.0.0", display_name="Works", icon="icon.svg",
                description="Works in the background, for long or not at all.")
chat = ChatExtension(ext, tool_name="works", description="Works in the background.")


class Nothing(BaseModel):
    pass


@chat.function("count", description="Count for a long time.", action_type="read", background=True)
async def count(ctx, params: Nothing) -> ActionResult:
    for number in range(1, 3000):
        await ctx.progress(40, f"Number {number}")
        await asyncio.sleep(0.02)
    return ActionResult.success({"counted": number}, summary="Counted.")


@chat.function("quick", description="Be done at once.", action_type="read", background=True)
async def quick(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success({"counted": 1}, summary="Counted one.")
"""


@pytest_asyncio.fixture
async def pane(chrome: Chrome, tmp_path: Path) -> TasksPane:
    """The pane over an extension that works in the background."""
    root = tmp_path / "works"
    root.mkdir()
    (root / "main.py").write_text(WORKS)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    chrome.deck.show_pane("tasks")
    found = chrome.deck.panes["tasks"]
    assert isinstance(found, TasksPane)
    return found


def card(pane: TasksPane, row: int = 0) -> TaskCard:
    record = pane.model.item(row)
    assert record is not None
    return pane.words.card(record)


def remarks(pane: TasksPane) -> str:
    return "; ".join(text for text, _ in card(pane).remarks)


def cards(pane: TasksPane) -> TaskCards:
    assert isinstance(pane.table, TaskCards)
    return pane.table


def click_cross(pane: TasksPane, row: int = 0) -> None:
    """Moves to the cross of a card and clicks it."""
    view = cards(pane)
    place = cancel_rect(card_rect(view.visualRect(pane.model.index(row, 0)))).center().toPoint()
    move(view.viewport(), place)
    assert view.hot == row
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


async def start(pane: TasksPane, function: str) -> None:
    kernel = pane.session.kernel
    assert kernel is not None
    await kernel.call("works", function)
    await until(lambda: pane.model.rowCount() == 1, "the task")


async def test_a_running_task_shows_how_far_it_is_and_is_cancelled_by_a_click(
    pane: TasksPane,
) -> None:
    await start(pane, "count")
    await until(lambda: card(pane).progress == "40 %", "its progress")
    assert card(pane).status == "running"
    assert card(pane).stage[0].startswith("Number ")
    assert card(pane).origin == "works · Ada · background=True"
    assert card(pane).share == 0.4
    assert " left of 3 min" in remarks(pane)
    assert "heartbeat " in remarks(pane)
    pane.table.select_row(0)
    assert pane.cancel.isVisible()
    QTest.mouseClick(pane.cancel, Qt.MouseButton.LeftButton)
    await until(lambda: card(pane).status == "cancelled", "the end")
    await until(lambda: not pane.cancel.isVisible(), "nothing left to cancel")
    assert "heartbeat" not in remarks(pane)
    assert "cap 3 min" in remarks(pane)


async def test_the_cross_of_a_card_cancels_its_task_and_is_gone_once_it_was_asked_to_end(
    pane: TasksPane,
) -> None:
    await start(pane, "count")
    await until(lambda: card(pane).cancellable, "the task at work")
    click_cross(pane)
    await until(lambda: card(pane).status == "cancelled", "the end")
    assert not card(pane).cancellable
    place = cancel_rect(card_rect(cards(pane).visualRect(pane.model.index(0, 0)))).center()
    assert cards(pane).cancel_at(place.toPoint()) == -1


async def test_cards_are_reached_and_cancelled_with_the_keyboard(pane: TasksPane) -> None:
    await start(pane, "quick")
    await until(lambda: card(pane).status == "success", "the first at its end")
    kernel = pane.session.kernel
    assert kernel is not None
    await kernel.call("works", "count")
    await until(lambda: pane.model.rowCount() == 2 and card(pane).cancellable, "the second")
    pane.focus_content()
    assert cards(pane).currentIndex().row() == 0
    QTest.keyClick(pane.table, Qt.Key.Key_Down)
    await until(lambda: pane.side.title.text() == "quick", "the older task described")
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    assert card(pane).cancellable
    QTest.keyClick(pane.table, Qt.Key.Key_Up)
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    await until(lambda: card(pane).status == "cancelled", "the end of the other")


async def test_a_card_is_told_to_who_hears_it(pane: TasksPane) -> None:
    await start(pane, "quick")
    await until(lambda: card(pane).status == "success", "the end")
    view = QAccessible.queryAccessibleInterface(pane.table)
    assert view.text(QAccessible.Text.Name) == "Background tasks"
    said = view.child(0).text(QAccessible.Text.Name)
    assert said.startswith("quick; works · Ada · background=True; success; Counted one.")
    assert said.endswith("cap 3 min; result is in Ada's chat")


async def test_the_filter_finds_tasks_and_their_tab_counts_those_that_run(
    pane: TasksPane, chrome: Chrome
) -> None:
    kernel = pane.session.kernel
    assert kernel is not None
    await start(pane, "count")
    await kernel.call("works", "quick")
    await until(lambda: pane.model.rowCount() == 2, "both tasks")
    tab = chrome.deck.strip.tabs["tasks"]
    await until(lambda: tab.badge() == 1, "the one that runs")
    assert tab.accessibleDescription() == "1 running"
    QTest.keyClicks(pane.bar.filter, "quick")
    await until(lambda: pane.model.rowCount() == 1, "the one that is meant")
    await until(lambda: card(pane).name == "quick", "its card")
    pane.bar.filter.clear()
    await until(lambda: pane.model.rowCount() == 2, "both again")
    kernel.tasks.cancel(kernel.tasks.running()[0].id)
    await until(lambda: tab.badge() == 0, "none that runs")


async def test_a_task_that_ended_shows_what_went_to_the_chat(pane: TasksPane) -> None:
    await start(pane, "quick")
    await until(lambda: card(pane).status == "success", "the end")
    pane.table.select_row(0)
    await until(lambda: "result" in dict(pane.side.texts()), "the result")
    shown = dict(pane.side.texts())
    assert shown["result"] == "Counted one."
    assert '"counted": 1' in shown["data"]
    assert not pane.cancel.isVisible()


async def test_a_result_is_found_in_the_chat_and_told_in_both_times(
    pane: TasksPane, chrome: Chrome
) -> None:
    kernel = pane.session.kernel
    assert kernel is not None
    await start(pane, "quick")
    await until(lambda: card(pane).status == "success", "the end")
    await kernel.settled()
    pane.table.select_row(0)
    await until(pane.deliver.isVisible, "the message it became")
    said = pane.side.facts.accessibleName()
    assert "delivered" in said
    assert "real time" in said
    shown: list[str] = []
    pane.link.turn_asked.connect(shown.append)
    QTest.mouseClick(pane.deliver, Qt.MouseButton.LeftButton)
    assert shown == [kernel.chat.turns[-1].id]
    assert shown == [view.turn_id for view in chrome.stage.chat.turn_views()]


async def test_a_command_cancels_the_selected_task(pane: TasksPane, chrome: Chrome) -> None:
    await start(pane, "count")
    await until(lambda: card(pane).status == "running", "the task at work")
    pane.table.select_row(0)
    chrome.actions.run("tasks.cancel")
    await until(lambda: card(pane).status == "cancelled", "the end")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.42, "0.4 s"), (12.3, "12 s"), (180, "3 min"), (200.4, "3 min 20 s")],
)
def test_spans_of_time_are_told_as_people_do(value: float, text: str) -> None:
    assert seconds(value) == text


SAMPLE = TaskCard(
    "refine_output",
    "refiner · Ada · background=True",
    ("Generating with the service that answers at last", "muted"),
    45,
    "running",
    "info",
    (("heartbeat 4 s ago", "subtle"), ("elapsed 54 s virtual · 0.9 s real", "subtle")),
    ("result goes to Ada's chat", "subtle"),
    cancellable=True,
)


@pytest.mark.parametrize("wide", [180, 260, 420, 700, 1400])
def test_the_words_of_a_card_never_lie_over_one_another(qapp: QApplication, wide: int) -> None:
    inside = QRectF(0, 0, look.px(wide), look.px(84))
    for words in (first_line(SAMPLE, inside), last_line(SAMPLE, inside)):
        spans = sorted((placed.rect.left(), placed.rect.right()) for placed in words)
        assert all(end <= begin for (_, end), (begin, _) in pairwise(spans))
        assert spans[0][0] >= 0
        assert spans[-1][1] <= inside.right()
    shown = {placed.text for placed in (*first_line(SAMPLE, inside), *last_line(SAMPLE, inside))}
    assert {"refine_output", "45 %", "heartbeat 4 s ago"} <= shown


async def test_what_was_scrolled_to_stays_while_tasks_begin_above_it(chrome: Chrome) -> None:
    chrome.deck.show_pane("tasks")
    pane = chrome.deck.panes["tasks"]
    assert isinstance(pane, TasksPane)
    pane.model.receive([record(number, "task", name=f"t{number}") for number in range(1, 21)])
    view = cards(pane)
    bar = view.verticalScrollBar()
    await until(lambda: view.isVisible() and bar.maximum(), "the cards")
    bar.setValue(4 * view.row_height())
    seen = view.indexAt(QPoint(40, 20)).data(ITEM_ROLE).name
    pane.model.receive([record(21, "task"), record(22, "task")])
    assert bar.value() == 6 * view.row_height()
    assert view.indexAt(QPoint(40, 20)).data(ITEM_ROLE).name == seen


def words(task: SimpleNamespace, *, now: float, blocked: ErrorReport | None = None) -> TaskWords:
    """What is said of a task at an instant, its extension stuck or not."""
    status = "blocked" if blocked is not None else "ready"
    kernel = SimpleNamespace(
        tasks=SimpleNamespace(get=lambda _id: task),
        clock=SimpleNamespace(now=lambda: now),
        journal=SimpleNamespace(elapsed_ns=lambda: 2_000_000_000),
        profile=SimpleNamespace(background_heartbeat_s=30),
        extensions={"lab": SimpleNamespace(status=status, problem=blocked)},
    )
    session = SimpleNamespace(kernel=kernel, person_name=lambda _id: "Ada")
    return TaskWords(cast(Any, session))


def running(**fields: Any) -> SimpleNamespace:
    values = {"at": 0.0, "ended_at": None, "quiet_since": 0.0, "percent": 10.0, "message": "At it"}
    values |= {"running": True, "cancelling": False}
    return SimpleNamespace(**(values | fields))


TASK = record(
    1, "task", name="crunch", app_id="lab", status="started", duration_ms=None, body={"cap_s": 180}
)


def test_a_task_that_has_gone_quiet_and_is_near_its_cap_stands_out() -> None:
    calm = words(running(quiet_since=20.0), now=24.0).card(TASK)
    assert calm.tone == "info"
    assert calm.remarks[0] == ("heartbeat 4.0 s ago", "subtle")
    assert calm.remarks[2] == ("2 min 36 s left of 3 min", "subtle")
    late = words(running(quiet_since=110.0), now=151.0).card(TASK)
    assert late.tone == "danger"
    assert late.remarks[0] == ("no heartbeat for 41 s", "danger")
    assert late.remarks[2] == ("29 s left of 3 min", "warning")


def test_a_task_whose_extension_is_stuck_names_the_line() -> None:
    report = ErrorReport("Blocked", "stuck", file="/lab/work.py", line=31)
    card = words(running(), now=4.0, blocked=report).card(TASK)
    assert (card.stage, card.tone) == (("blocked at work.py:31", "danger"), "danger")


def test_a_task_that_is_asked_to_end_cannot_be_cancelled_again() -> None:
    card = words(running(cancelling=True), now=4.0).card(TASK)
    assert (card.status, card.cancellable) == ("cancelling", False)
    assert card.stage[0] == "is told at its next sign of life"


def test_a_task_that_never_told_how_far_it_is_has_an_empty_bar() -> None:
    card = words(running(percent=None, message=""), now=4.0).card(TASK)
    assert (card.progress, card.share, card.stage[0]) == ("", 0.0, "no progress told yet")


async def test_a_person_may_take_the_key_away_that_cancels(pane: TasksPane, chrome: Chrome) -> None:
    await start(pane, "count")
    await until(lambda: card(pane).cancellable, "the task at work")
    chrome.registry.rebind("tasks.cancel", ["Ctrl+Alt+K"])
    pane.focus_content()
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    assert card(pane).cancellable
    chrome.registry.reset()
    QTest.keyClick(pane.table, Qt.Key.Key_Delete)
    await until(lambda: card(pane).status == "cancelled", "the end")
