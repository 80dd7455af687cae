"""The chat draws a turn as it goes on, and hands over what is written and answered."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.gui_fakes import FakeKernel, put_in, report, tree
from tests.gui.until import until
from workbench.gui.chat.composer import Composer
from workbench.gui.chat.pane import ChatPane
from workbench.gui.chat.turn_view import TurnView
from workbench.gui.chrome import Chrome
from workbench.kernel.chat.confirmation import Confirmation, hold
from workbench.kernel.chat.plan import Plan, PlanStep
from workbench.kernel.chat.turn import Message, Step, Turn


def turn(**fields: Any) -> Turn:
    return Turn(id=fields.pop("id", "turn-1"), text="create a note", user_id="u-ada", **fields)


def step(**fields: Any) -> Step:
    values: dict[str, Any] = {
        "name": "create_note",
        "app_id": "notes",
        "function": "create_note",
        "action_type": "write",
        "args": {"title": "Groceries"},
    }
    values |= fields
    return Step(**{"key": values["function"], **values})


def confirmation() -> Confirmation:
    held = hold("notes", "create_note", "write", {"title": "Groceries"}, "Create a note")
    return Confirmation("c-1", "u-ada", "Confirm this change", (held,), 0.0, None)


@pytest.fixture
def chat(chrome: Chrome) -> ChatPane:
    return chrome.stage.chat


def drawn(chat: ChatPane, changed: Turn) -> TurnView:
    chat._session.bridge.turn.emit(changed)
    return chat.turn_views()[-1]


async def test_a_thinking_turn_shows_that_it_thinks(chat: ChatPane) -> None:
    view = drawn(chat, turn())
    await until(view._thinking.isVisible, "the thinking dots")
    assert chat.header.params.text() == "turn 1"
    drawn(chat, turn(status="done", messages=[Message("assistant", "Done.", 0.0)]))
    assert not view._thinking.isVisible()
    assert [card.text() for card in view.answers()] == ["Done."]


async def test_a_held_call_is_answered_by_its_buttons(chrome: Chrome, chat: ChatPane) -> None:
    kernel = FakeKernel()
    put_in(chrome, kernel)
    view = drawn(chat, turn(status="waiting", confirmations=[confirmation()]))
    shown = view.confirmations()[0]
    await until(shown.yes.isVisible, "the button")
    QTest.mouseClick(shown.yes, Qt.MouseButton.LeftButton)
    QTest.mouseClick(shown.no, Qt.MouseButton.LeftButton)
    await chrome.tasks.settled()
    assert kernel.answered == [("c-1", True), ("c-1", False)]


async def test_a_turn_under_way_can_be_stopped(chrome: Chrome, chat: ChatPane) -> None:
    running = turn(status="running")
    kernel = FakeKernel(turns=[running])
    put_in(chrome, kernel)
    view = drawn(chat, running)
    await until(view._thinking.stop.isVisible, "the button that stops")
    QTest.mouseClick(view._thinking.stop, Qt.MouseButton.LeftButton)
    chrome.actions.run("chat.stop")
    await chrome.tasks.settled()
    assert kernel.stopped == ["turn-1", "turn-1"]
    running.status = "cancelled"
    drawn(chat, running)
    assert not chrome.registry.enabled("chat.stop")


async def test_keys_answer_the_newest_confirmation_that_waits(chrome: Chrome) -> None:
    waiting = turn(status="waiting", confirmations=[confirmation()])
    kernel = FakeKernel(turns=[waiting])
    put_in(chrome, kernel)
    chrome.session.bridge.turn.emit(waiting)
    assert chrome.registry.enabled("chat.accept")
    chrome.actions.run("chat.accept")
    await chrome.tasks.settled()
    assert kernel.answered == [("c-1", True)]
    waiting.confirmations[0].status = "accepted"
    chrome.session.bridge.turn.emit(waiting)
    assert not chrome.registry.enabled("chat.accept")


async def test_an_answered_card_says_how_and_offers_nothing(chat: ChatPane) -> None:
    card = confirmation()
    view = drawn(chat, turn(status="waiting", confirmations=[card]))
    for status, word in (
        ("accepted", "accepted"),
        ("declined", "cancelled"),
        ("expired", "expired"),
    ):
        card.status = status  # type: ignore[assignment]
        drawn(chat, turn(status="running", confirmations=[card]))
        shown = view.confirmations()[0]
        assert not shown.yes.isVisible()
        assert shown._result.text() == word


async def test_one_call_is_told_under_the_answer(chat: ChatPane) -> None:
    made = step(status="success", duration_ms=84.0, refreshed=["notes/sidebar", "notes/viewer"])
    said = [Message("user", "create a note", 0.0), Message("assistant", "Created.", 0.0)]
    view = drawn(chat, turn(status="done", messages=said, steps=[made]))
    card = view.answers()[-1]
    assert card.note() == "84 ms · 2 panels fresh"
    plan = view.plan_card()
    assert plan is not None
    assert [row.accessibleName() for row in plan.steps.rows] == [
        "Step 1 of 1, notes.create_note, write, success"
    ]


async def test_several_calls_are_a_plan_whose_waiting_step_shows_its_arguments(
    chat: ChatPane,
) -> None:
    steps = [
        step(key="1", function="find", action_type="read", status="success", duration_ms=38.0),
        step(key="2", status="waiting"),
    ]
    keys = [PlanStep("1", "notes", "find", {}), PlanStep("2", "notes", "create_note", {}, ["1"])]
    view = drawn(chat, turn(status="waiting", steps=steps, plan=Plan("chain", keys, "classifier")))
    plan = view.plan_card()
    assert plan is not None
    await until(plan.steps.detail.isVisible, "the arguments of the step that waits")
    assert plan._size.text() == "2 steps · 2 levels"
    steps[1].status = "success"
    drawn(chat, turn(status="done", steps=steps, messages=[Message("assistant", "ok", 0.0)]))
    assert not plan.steps.detail.isVisible()
    assert view.answers()[-1]._status.text() == "2 of 2 succeeded"


async def test_a_failure_is_a_card_that_leads_to_its_line(chat: ChatPane) -> None:
    asked: list[tuple[str, int]] = []
    chat.source_asked.connect(lambda file, line: asked.append((file, line)))
    failed = step(status="error", error=report("/ext/handlers.py", 88))
    view = drawn(chat, turn(status="failed", steps=[failed]))
    card = view.error_card()
    assert card is not None
    assert card.link.text() == "handlers.py:88"
    card.link.click()
    assert asked == [("/ext/handlers.py", 88)]


async def test_an_answer_can_carry_a_tree(chat: ChatPane) -> None:
    from workbench.gui.render.panel_view import PanelView

    said = Message("assistant", "Here it is.", 0.0, ui=tree("inline"), app_id="notes")
    view = drawn(chat, turn(status="done", messages=[said]))
    found = view.findChildren(PanelView)
    assert [panel.node() for panel in found] == [tree("inline")]


async def test_a_delivery_has_no_bubble_of_the_person(chat: ChatPane) -> None:
    said = Message("assistant", "The report is ready.", 0.0)
    delivered = Turn("turn-9", "", "u-ada", status="done", messages=[said])
    view = drawn(chat, delivered)
    assert [card.text() for card in view.answers()] == ["The report is ready."]
    from workbench.gui.chat.bubble import Bubble

    assert view.findChildren(Bubble) == []


async def test_only_the_newest_turns_are_drawn_and_earlier_ones_come_back(
    chrome: Chrome, chat: ChatPane
) -> None:
    turns = [turn(id=f"turn-{n}", status="done") for n in range(20)]
    put_in(chrome, FakeKernel(turns=turns))
    transcript = chat.transcript
    assert [view.turn_id for view in chat.turn_views()] == [f"turn-{n}" for n in range(8, 20)]
    assert chat.header.params.text() == "turn 20"
    assert transcript.earlier.isVisibleTo(transcript.widget())
    transcript.earlier.click()
    assert [view.turn_id for view in chat.turn_views()] == [f"turn-{n}" for n in range(20)]
    assert not transcript.earlier.isVisibleTo(transcript.widget())


async def test_a_long_conversation_keeps_its_oldest_turns_off_the_screen(
    chrome: Chrome, chat: ChatPane
) -> None:
    turns = [turn(id=f"turn-{n}", status="done") for n in range(62)]
    put_in(chrome, FakeKernel(turns=turns))
    for said in turns[:50]:
        drawn(chat, said)
    assert len(chat.turn_views()) == 12
    for number in range(62, 112):
        chrome.session.kernel.chat.turns.append(turn(id=f"turn-{number}"))
        drawn(chat, chrome.session.kernel.chat.turns[-1])
    assert len(chat.turn_views()) == 60
    assert chat.transcript.earlier.isVisibleTo(chat.transcript.widget())


async def test_the_newest_turn_comes_into_view_unless_somebody_reads_above(
    chat: ChatPane,
) -> None:
    bar = chat.transcript.verticalScrollBar()
    for number in range(30):
        drawn(chat, turn(id=f"turn-{number}", status="done"))
    await until(lambda: 0 < bar.maximum() == bar.value(), "the newest turn")
    bar.setValue(0)
    before = bar.maximum()
    drawn(chat, turn(id="turn-x", status="done"))
    await until(lambda: bar.maximum() > before, "room for one more turn")
    assert bar.value() == 0


async def test_without_a_kernel_what_was_written_is_not_lost(chat: ChatPane) -> None:
    chat.say("hello")
    assert chat.composer.text() == "hello"


@pytest.fixture
def composer(chrome: Chrome) -> Composer:
    box = chrome.stage.chat.composer
    box.setEnabled(True)
    return box


async def test_enter_sends_and_shift_enter_breaks_the_line(composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.disconnect()
    composer.sent.connect(sent.append)
    QTest.keyClicks(composer.editor, "one")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(composer.editor, "two")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    assert sent == ["one\ntwo"]
    assert composer.text() == ""


async def test_blank_is_not_sent(composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    QTest.keyClicks(composer.editor, "   ")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    assert sent == []


async def test_the_composer_grows_with_its_lines_up_to_six(composer: Composer) -> None:
    heights = []
    for lines in (1, 3, 6, 12):
        composer.set_text("\n".join("x" * lines))
        heights.append(composer.sizeHint().height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


async def test_arrows_bring_earlier_messages_back(composer: Composer) -> None:
    composer.sent.disconnect()
    for text in ("first", "second"):
        QTest.keyClicks(composer.editor, text)
        QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(composer.editor, key)
        seen.append(composer.text())
    assert seen == ["second", "first", "second", ""]
