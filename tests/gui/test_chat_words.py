"""What the chat says about a turn: candidates, gates, values that travelled, where it stands."""

from __future__ import annotations

from typing import Any

from workbench.gui.chat.turn_words import (
    GATES,
    Row,
    base_words,
    candidate_rows,
    gate_rows,
    given_blocks,
    passing_rows,
    retry_rows,
    ties,
    where_it_stands,
)
from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.classifying.classifier import Given, LocalClassifier
from workbench.kernel.chat.gating import Call, Gates
from workbench.kernel.chat.plan import Plan
from workbench.kernel.chat.stepping.control import Breakpoint
from workbench.kernel.chat.turn import Pause, Step, Turn
from workbench.kernel.declarations import Declarations
from workbench.kernel.personas import Persona


def function(name: str, description: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}
    return {
        "name": name,
        "description": description,
        "action_type": "write",
        "params_schema": schema,
    }


DECLARED = Declarations(
    {
        "app_id": "library",
        "functions": [
            function("add_book", "Add a book to a shelf."),
            function("remove_book", "Remove a book from its shelf."),
        ],
    }
)


def step(**fields: Any) -> Step:
    return Step("add_book", "library", "add_book", "write", {}, key="1", **fields)


async def test_every_candidate_of_the_classifier_has_a_name_a_score_and_a_verdict() -> None:
    given = Given(Catalogue.of([DECLARED]))
    plan = await LocalClassifier().classify("add a book called Dune", given)
    rows = candidate_rows(plan)
    assert rows[0].name == "library.add_book"
    assert (rows[0].tone, rows[0].remark.endswith("chosen")) == ("success", True)
    assert all(row.name.startswith("library.") for row in rows)
    assert all(row.remark[0].isdigit() and row.text for row in rows)
    blocks = dict(given_blocks({"given": given.as_json()}))
    assert blocks["Functions · 2"].startswith("library.add_book(title*) write")
    assert blocks["Skeletons · 0"] == ""


def test_what_is_no_candidate_is_said_as_it_is() -> None:
    said = "no function shares a word with the message"
    assert candidate_rows(Plan("none", [], "classifier", [said])) == [Row("dot", "muted", "", said)]
    (written,) = candidate_rows(Plan("none", [], "script"))
    assert "nothing was classified" in written.text


def test_gates_stand_in_their_order_and_those_not_reached_say_so() -> None:
    gates = Gates(Call("library", "add_book", "write", {}, "write", Persona("u-ada")))
    assert gates.before_confirmation(DECLARED, []) is None
    gates.confirmation(True, "confirmation_actions.write")
    rows = gate_rows(step(gates=gates.as_json()))
    assert tuple(row.name for row in rows) == GATES
    assert [row.remark for row in rows[-3:]] == ["asked", "not reached", "not reached"]
    assert rows[7].text == "confirmation_actions.write"


def test_an_id_that_was_dropped_is_shown_with_the_rule_and_what_to_do() -> None:
    dropped = {
        "rule": "verb_prefix",
        "field": "book_id",
        "outcome": "dropped",
        "source": "find_book",
        "value": "b-7",
        "reason": "add_book has no parameter 'book_id'",
    }
    first, hint = passing_rows(step(passing=[dropped]))
    assert (first.name, first.remark) == ("book_id", "verb_prefix · dropped")
    assert first.text == "\"b-7\" ← find_book · add_book has no parameter 'book_id'"
    assert hint.text.startswith('Declare id_projection="…" on add_book')


def test_each_try_that_the_model_sent_back_is_told() -> None:
    tried = {"args": {"title": 1}, "feedback": [{"field": "title", "message": "not a string"}]}
    rows = retry_rows(step(attempts=[tried], retry="llm_gave_up"))
    assert [(row.name, row.text) for row in rows] == [
        ("try 1", 'title: not a string · with {"title": 1}'),
        ("retry", "llm gave up"),
    ]


def test_where_a_turn_stands_names_the_breakpoint_that_stopped_it() -> None:
    turn = Turn("turn-1", "go", "u-ada", steps=[step(id="step-9")])
    assert where_it_stands(turn, []) == ""
    turn.pause = Pause("1", "before", "break-1")
    for row, words in (
        (Breakpoint("break-1", function="library.add_book"), "library.add_book"),
        (Breakpoint("break-1", action_type="write"), "every write"),
        (Breakpoint("break-1", function="library.add_book", step_id="step-9"), "this add_book"),
        (Breakpoint("break-1", on_error=True), "errors"),
    ):
        assert where_it_stands(turn, [row]) == f"Stands before add_book · breakpoint on {words}"
    turn.pause = Pause("gone", "after")
    assert where_it_stands(turn, []) == ""


def test_steps_of_a_level_are_tied_to_their_neighbours() -> None:
    level = {"a": 1, "b": 1, "c": 2, "d": 2}
    assert ties(list("abcd"), level) == [
        (False, True),
        (True, False),
        (False, True),
        (True, False),
    ]
    assert ties([], {}) == []


def test_a_branch_says_when_its_state_is_not_kept_any_more() -> None:
    assert base_words(None, None, "") == "from the beginning"
    assert base_words("base-7", None, "") == "base-7, no longer kept"
