"""Turns stepped in the window by keyboard: stops, edits, branches, and what is in flight then.

Pictures of the chain go to ``WORKBENCH_SHOTS`` if it is set.
"""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.gui_fakes import answer, tree
from tests.gui.stepping_person import NOTES, Person, write_notes
from tests.gui.until import until
from workbench import paths
from workbench.gui.chat.argument_form import ArgumentForm
from workbench.gui.chat.pane import RAIL
from workbench.gui.chat.plan_form import PlanForm
from workbench.gui.chat.why import Why
from workbench.gui.chrome import Chrome
from workbench.gui.parts.question import Question
from workbench.kernel.options import KernelOptions

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CHAIN: list[dict[str, Any]] = [
    {"tool": "list_titles", "depends_on": []},
    {"tool": "create_note", "args": {"title": "a"}, "depends_on": ["list_titles"]},
    {"tool": "read_note", "depends_on": ["create_note"]},
]


async def picture(chrome: Chrome, shots: Path, name: str) -> None:
    """Saves what the window shows once everything asked for is drawn; nothing is cut off."""
    await asyncio.sleep(0.1)
    transcript = chrome.stage.chat.transcript
    inside = transcript.widget()
    assert inside is not None
    assert inside.width() <= transcript.viewport().width()
    assert chrome.window.grab().save(str(shots / f"stepping-{name}.png"))


@pytest.fixture
async def person(chrome: Chrome, tmp_path: Path) -> Person:
    """Somebody at a window with the notes open, whom nothing asks for a yes."""
    await chrome.session.start(KernelOptions, [write_notes(tmp_path)])
    somebody = Person(chrome)
    somebody.kernel.chat.settings.change("u-ada", enabled=False)
    await until(lambda: chrome.registry.enabled("chat.through"), "the kernel")
    return somebody


def given_to(person: Person) -> list[tuple[str, str]]:
    """What the page about the classifier shows of what it was given."""
    page = person.card().page("chat.why")
    assert isinstance(page, Why)
    return page.given()


# -- the whole way, on a sample


@pytest.mark.parametrize(("theme", "wide"), [("dark", True), ("light", False)])
async def test_a_chain_is_stepped_by_keyboard_and_an_argument_edited_midway(
    chrome: Chrome, tmp_path: Path, shots: Path, theme: str, wide: bool
) -> None:
    ignored = shutil.ignore_patterns("__pycache__")
    root = shutil.copytree(paths.samples() / "library", tmp_path / "library", ignore=ignored)
    chrome.use_theme(theme)
    chrome.deck.set_open(False)
    await chrome.session.start(KernelOptions, [root])
    if not wide:
        note = answer("note", "center", tree("A note"), app_id="library")
        chrome.session.panel_opened.emit(note)
        await until(lambda: chrome.stage.chat.width() == RAIL, "the chat as a rail")
    person = Person(chrome)

    async def seen(name: str) -> None:
        await picture(chrome, shots, f"{theme}-{'wide' if wide else 'rail'}-{name}")

    await person.press("chat.through")
    person.say("Buy Dune if it is any good")
    await person.stands("before", "check_stock")
    assert person.card()._size.text() == "3 steps · 2 levels"
    await seen("1-before")

    await person.press("chat.over")
    await person.stands("before", "get_rating")
    await person.press("chat.over")
    await person.stands("before", "add_book")
    await person.press("chat.edit")
    year = await person.field("year")
    person.write("3000")
    form = await person.form()
    assert not form.apply.isEnabled()
    await seen("2-refused")
    person.key("Return")
    assert await person.form() is form
    person.write("1966")
    assert year.text() == "1966"
    await seen("3-edited")
    person.key("Return")
    await until(lambda: person.card().steps.detail.form() is None, "the form closed")
    turn = person.kernel.chat.turns[-1]
    await until(lambda: turn.steps[2].args["year"] == 1966, "the new year")

    await person.press("chat.step")
    await until(lambda: person.view().confirmations(), "the question")
    await seen("4-asked")
    await person.press("chat.accept")
    await person.stands("after", "add_book")
    person.card().steps.detail.tabs.tabs["result"].click()
    await seen("5-after")
    await person.press("chat.run")
    await person.ended(turn)
    assert [step.status for step in turn.steps] == ["success"] * 3
    assert turn.steps[2].edited
    books = await person.kernel.call("library", "list_books", {})
    assert [(book["title"], book["year"]) for book in books.data["books"]] == [("Dune", 1966)]

    await person.press("chat.why")
    await until(lambda: given_to(person), "what the classifier was given")
    await seen("6-why")
    await person.press("chat.why")
    await person.press("chat.budget")
    assert "handler add_book" in person.card().page("chat.budget").accessibleName()
    await seen("7-latency")
    await chrome.tasks.settled()


# -- stopping


async def test_breakpoints_stop_a_turn_and_say_which_one_did(person: Person) -> None:
    await person.press("chat.break_error")
    person.chrome.actions.run("chat.break_write")
    turn = person.begin([*CHAIN, {"tool": "fail", "depends_on": []}])
    await person.stands("after", "fail")
    assert person.card().bar.why() == "Stands after fail · breakpoint on errors"
    await person.press("chat.run")
    await person.stands("before", "create_note")
    assert person.card().bar.why().endswith("breakpoint on every write")
    assert [row.breaks() for row in person.card().steps.rows] == [False, True, False, False]
    assert person.chat.breaks.text() == "2"

    await person.press("chat.next")
    await until(lambda: person.at_hand() is turn.steps[2], "the next step at hand")
    await person.press("chat.break_function")
    assert [row.breaks() for row in person.card().steps.rows] == [False, True, True, False]
    await person.press("chat.break_function")
    gutter = QPoint(8, person.card().steps.rows[2].height() // 2)
    QTest.mouseClick(person.card().steps.rows[2], Qt.MouseButton.LeftButton, pos=gutter)
    await person.press("chat.run")
    await person.stands("before", "read_note")
    assert person.card().bar.why().endswith("breakpoint on this read_note")
    await person.press("chat.clear")
    assert not any(row.breaks() for row in person.card().steps.rows)
    await person.press("chat.run")
    await person.ended(turn)
    assert turn.steps[2].result == {"title": "a"}
    assert person.card().foot.isVisible()


async def test_a_step_is_skipped_and_another_ones_result_made_up(person: Person) -> None:
    await person.press("chat.through")
    turn = person.begin(CHAIN)
    await person.stands("before", "list_titles")
    await person.press("chat.skip")
    await until(lambda: turn.steps[0].status == "skipped", "the step skipped")
    await person.press("chat.over")
    await person.stands("before", "create_note")
    await person.press("chat.mock")
    form = await person.form()
    person.write('{"note_id": ')
    assert not form.apply.isEnabled()
    assert form.note.text().startswith("line 1")
    person.write('{"note_id": "made-up"}')
    person.key("Ctrl+Return")
    await until(lambda: turn.mocks, "the result made up")
    await person.press("chat.over")
    await person.stands("before", "read_note")
    assert turn.steps[2].args == {"note_id": "made-up"}
    detail = person.card().steps.detail
    detail.tabs.tabs["values"].click()
    assert [(row.name, row.remark) for row in detail.report().rows()] == [
        ("note_id", "same_name · passed")
    ]
    await person.press("chat.run")
    await person.ended(turn)
    assert [step.status for step in turn.steps] == ["skipped", "success", "success"]
    assert (turn.steps[1].mocked, await person.titles()) == (True, [])
    assert "made up" in person.card().steps.rows[1].accessibleName()


async def test_the_plan_is_written_anew_before_anything_of_it_has_begun(person: Person) -> None:
    await person.press("chat.through")
    turn = person.begin(CHAIN)
    await person.stands("before", "list_titles")
    await person.press("chat.plan")
    form = await person.form()
    assert isinstance(form, PlanForm)
    person.write('[{"tool": "demo.nowhere"}]')
    person.key("Ctrl+Return")
    await until(lambda: "nowhere" in form.note.text(), "why not")
    person.write('[{"tool": "demo.create_note", "args": {"title": "z"}}]')
    person.key("Ctrl+Return")
    await person.stands("before", "create_note")
    assert person.card().plan_form() is None
    await person.press("chat.run")
    await person.ended(turn)
    assert ([step.function for step in turn.steps], await person.titles()) == (
        ["create_note"],
        ["z"],
    )
    assert not person.chrome.registry.enabled("chat.plan")


async def test_arguments_are_also_edited_as_json_with_a_warning_of_what_the_model_will_say(
    person: Person,
) -> None:
    await person.press("chat.through")
    turn = person.begin([{"tool": "create_note", "args": {"title": "a"}}])
    await person.stands("before", "create_note")
    await person.press("chat.edit")
    form = await person.form()
    assert isinstance(form, ArgumentForm)
    form.modes.segments["json"].click()
    person.write('["no object"]')
    assert not form.apply.isEnabled()
    person.write('{"title": {"a": 7}}')
    assert form.note.text() == "The model will refuse: title must be text"
    person.key("Ctrl+Return")
    await until(lambda: turn.steps[0].args == {"title": {"a": 7}}, "the arguments edited")
    await person.press("chat.run")
    await person.ended(turn)
    row = person.card().steps.rows[0]
    row.setFocus()
    person.key("Return")
    person.card().steps.detail.tabs.tabs["gates"].click()
    verdicts = {row.name: row.remark for row in person.card().steps.detail.report().rows()}
    assert (verdicts["exists"], verdicts["params"]) == ("passed", "stopped")
    assert list(verdicts)[:3] == ["exists", "scopes", "secrets"]


async def test_what_a_question_shows_is_edited_and_asked_anew(person: Person) -> None:
    person.kernel.chat.settings.change("u-ada", enabled=True, actions={"write": True})
    turn = person.begin(CHAIN)
    await until(lambda: person.chat.waiting() and person.view().confirmations(), "the question")
    first = person.view().confirmations()[0]
    await until(first.edit.isVisible, "the button")
    first.edit.click()
    await person.field("title")
    person.write("b")
    person.key("Ctrl+Return")
    await until(lambda: len(person.view().confirmations()) == 2, "the new question")
    assert not first.isVisible()
    await person.press("chat.accept")
    await person.ended(turn)
    assert await person.titles() == ["b"]


# -- going back


async def test_a_step_is_run_again_and_forked_and_branches_change_places(person: Person) -> None:
    turn = person.begin(CHAIN)
    await person.ended(turn)
    person.card().steps.rows[1].setFocus()
    person.key("Space")
    await person.press("chat.rerun")
    await until(lambda: turn.finished and turn.steps[1].runs == 2, "the second run")
    assert await person.titles() == ["a"]

    person.chat.stepper.hand.choose(turn.id, turn.steps[1].key)
    await person.press("chat.fork")
    await person.field("title")
    person.write("b")
    person.key("Return")
    await until(lambda: len(person.kernel.chat.turns) == 2, "the fork")
    fork = person.kernel.chat.turns[-1]
    await person.ended(fork)
    assert await person.titles() == ["b"]
    strip = person.view().branch_strip()
    assert strip is not None
    base = person.kernel.chat.branching.base(fork.base_id or "")
    rows = [row.branch for row in strip.rows]
    assert [(row.turn_id, row.present) for row in rows] == [(turn.id, False), (fork.id, True)]
    assert rows[1].title == "Branch 2 · from create_note"
    assert rows[1].base.startswith(f"{base.id} · record {base.seq} · ")
    assert rows[1].base.endswith("nothing in flight")

    await person.press("chat.checkout")
    await until(lambda: person.view().turn_id == turn.id, "the first branch")
    assert await person.titles() == ["a"]
    other = rows[1]
    shown = person.view().branch_strip()
    assert shown is not None
    row = next(row for row in shown.rows if row.branch.turn_id == other.turn_id)
    row.setFocus()
    person.key("Return")
    await until(lambda: person.view().turn_id == fork.id, "the second branch")
    assert await person.titles() == ["b"]
    await person.chrome.tasks.settled()


async def test_nobody_goes_back_past_what_went_outside_without_a_yes(person: Person) -> None:
    turn = person.begin([{"tool": "create_note", "args": {"title": "a"}}, {"tool": "post"}])
    await person.ended(turn)

    async def ask() -> Question:
        person.chat.stepper.hand.choose(turn.id, turn.steps[0].key)
        await person.press("chat.rerun")
        window = person.chrome.window

        def found() -> list[Question]:
            return [q for q in window.findChildren(Question) if q.isVisible()]

        await until(found, "the question")
        return found()[0]

    asked = await ask()
    person.key("Escape")
    await person.chrome.tasks.settled()
    assert turn.steps[0].runs == 1
    asked = await ask()
    asked.yes.click()
    await until(lambda: turn.finished and turn.steps[0].runs == 2, "the second run")
    await person.chrome.tasks.settled()


# -- while something is in flight


async def test_a_turn_is_stepped_edited_and_paused_while_a_sibling_runs(person: Person) -> None:
    await person.press("chat.through")
    turn = person.begin(
        [
            {"tool": "wait_for", "args": {"title": "s"}, "depends_on": []},
            {"tool": "list_titles", "depends_on": []},
            {"tool": "create_note", "args": {"title": "a"}, "depends_on": [0, 1]},
        ]
    )
    await person.stands("before", "wait_for")
    await person.press("chat.over")
    await person.stands("before", "list_titles")
    await until(lambda: turn.steps[0].status == "running", "the sibling running")
    person.chat.stepper.hand.choose(turn.id, turn.steps[0].key)
    assert not person.chrome.registry.enabled("chat.edit")
    person.chat.stepper.hand.choose(turn.id, turn.steps[2].key)
    await person.press("chat.edit")
    title = await person.field("title")
    person.write("mean")
    await person.press("chat.run")
    await until(lambda: turn.steps[1].status == "success", "the other sibling")
    await person.press("chat.pause")
    await person.let_go("s")
    await person.stands("before", "create_note")
    assert title.text() == "mean"
    QTest.keyClicks(title, "while")
    person.key("Return")
    await until(lambda: turn.steps[2].args == {"title": "meanwhile"}, "the arguments edited")
    await person.press("chat.run")
    await person.ended(turn)
    assert await person.titles() == ["meanwhile"]


async def test_a_turn_is_edited_and_forked_while_a_task_runs_whose_answer_comes_late(
    person: Person,
) -> None:
    behind = person.begin([{"tool": "wait_behind", "args": {"title": "t"}}])
    await person.ended(behind)
    turn = person.begin(CHAIN)
    await person.ended(turn)
    person.chat.stepper.hand.choose(turn.id, turn.steps[1].key)
    await person.press("chat.fork")
    await person.field("title")
    person.write("b")
    person.key("Return")
    await until(lambda: len(person.kernel.chat.turns) == 3, "the fork")
    await person.ended(person.kernel.chat.turns[-1])
    strip = person.view().branch_strip()
    assert strip is not None
    assert strip.rows[1].branch.base.endswith("in flight: demo.wait_behind")
    await person.let_go("t")
    await until(lambda: len(person.chat.turn_views()) == 4, "the late answer")
    late = person.chat.turn_views()[-1]
    assert [card.text() for card in late.answers()] == ["came back"]
    assert late.plan_card() is None
    assert await person.titles() == ["b"]


async def test_a_turn_that_stands_goes_on_with_the_build_of_a_reload(
    person: Person, tmp_path: Path
) -> None:
    await person.press("chat.through")
    turn = person.begin(CHAIN)
    await person.stands("before", "list_titles")
    await person.press("chat.over")
    await person.stands("before", "create_note")
    write_notes(tmp_path, NOTES.replace("title: str = Field(max_length=20)", "title: str"))
    await person.press("file.reload")
    await person.press("chat.edit")
    await person.field("title")
    person.write("b")
    person.key("Return")
    await until(lambda: turn.steps[1].args == {"title": "b"}, "the arguments edited")
    builds = person.kernel.extensions["demo"]
    await until(lambda: builds.build.number == 2 and builds.status == "ready", "the new build")
    await person.press("chat.run")
    await person.ended(turn)
    assert [step.status for step in turn.steps] == ["success"] * 3
    assert turn.steps[2].result == {"title": "b"}


async def test_a_turn_stopped_while_it_stands_shows_what_was_left_out(person: Person) -> None:
    await person.press("chat.through")
    turn = person.begin(CHAIN)
    await person.stands("before", "list_titles")
    await person.press("chat.over")
    await person.stands("before", "create_note")
    await person.press("chat.stop")
    await until(lambda: turn.finished, "the end")
    await until(lambda: not person.card().bar.isVisible(), "the bar gone")
    assert [step.status for step in turn.steps] == ["success", "cancelled", "cancelled"]
    assert not person.chrome.registry.enabled("chat.edit")
    words = "Stopped after 1 of 3 steps"
    await until(lambda: person.view().ended() == words, "how far it came")
