"""The Tasks pane: background work is followed, cancelled and explained."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.tasks import TasksPane, seconds
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


def cell(pane: TasksPane, title: str) -> str:
    column = next(n for n, c in enumerate(pane.model.columns) if c.title == title)
    return str(pane.model.index(0, column).data())


async def start(pane: TasksPane, function: str) -> None:
    kernel = pane.session.kernel
    assert kernel is not None
    await kernel.call("works", function)
    await until(lambda: pane.model.rowCount() == 1, "the task")


async def test_a_running_task_shows_how_far_it_is_and_is_cancelled_by_a_click(
    pane: TasksPane,
) -> None:
    await start(pane, "count")
    await until(lambda: cell(pane, "progress") == "40 %", "its progress")
    assert cell(pane, "status") == "running"
    assert cell(pane, "took").endswith("of 3 min")
    pane.table.selectRow(0)
    assert pane.cancel.isVisible()
    QTest.mouseClick(pane.cancel, Qt.MouseButton.LeftButton)
    await until(lambda: cell(pane, "status") == "cancelled", "the end")
    await until(lambda: not pane.cancel.isVisible(), "nothing left to cancel")
    assert cell(pane, "heard") == ""


async def test_a_task_that_ended_shows_what_went_to_the_chat(pane: TasksPane) -> None:
    await start(pane, "quick")
    await until(lambda: cell(pane, "status") == "success", "the end")
    pane.table.selectRow(0)
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
    await until(lambda: cell(pane, "status") == "success", "the end")
    await kernel.settled()
    pane.table.selectRow(0)
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
    await until(lambda: cell(pane, "status") == "running", "the task at work")
    pane.table.selectRow(0)
    chrome.actions.run("tasks.cancel")
    await until(lambda: cell(pane, "status") == "cancelled", "the end")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.42, "0.4 s"), (12.3, "12 s"), (180, "3 min"), (200.4, "3 min 20 s")],
)
def test_spans_of_time_are_told_as_people_do(value: float, text: str) -> None:
    assert seconds(value) == text
