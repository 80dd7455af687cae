"""What ``workbench chat`` shows of the samples: chains, ids on their way, retries, background."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import SAMPLES, Ran, Run

LIBRARY, REFINER = SAMPLES / "library", SAMPLES / "refiner"
CLEAR = "Clear the history shelf"
SERVICE_MS = 300.0
"""What each of the library's two services takes."""


def of_kind(ran: Ran, kind: str) -> list[dict[str, Any]]:
    """The lines of one kind."""
    return [line for line in ran.lines if line["kind"] == kind]


@pytest.fixture
def library_without_projection(tmp_path: Path) -> Path:
    """The library as its author would have it who trusts the name."""
    folder = shutil.copytree(
        LIBRARY, tmp_path / "library", ignore=shutil.ignore_patterns("__pycache__")
    )
    functions = folder / "functions.py"
    source = functions.read_text()
    assert '    id_projection="shelf_id",\n' in source
    functions.write_text(source.replace('    id_projection="shelf_id",\n', ""))
    return folder


def test_a_declined_write_and_an_accepted_one_show_identical_arguments(run: Run) -> None:
    say = ("chat", LIBRARY, "--say", 'add the book "Dune" from 1965', "--trace")
    declined, accepted = run(*say, "--no"), run(*say, "--yes")
    shown = [of_kind(ran, "confirmation")[0]["calls"][0]["args"] for ran in (declined, accepted)]
    (row,) = of_kind(accepted, "audit")
    (step,) = of_kind(accepted, "step")
    assert shown[0] == shown[1] == step["args"] == row["args"] == {"title": "Dune", "year": 1965}
    assert (row["status"], row["action_type"], row["user_id"]) == ("success", "write", "u-ada")
    assert not of_kind(declined, "audit")


def test_a_chain_runs_its_parallel_level_in_the_time_of_the_slowest(
    run: Run, schemas: dict[str, dict[str, Any]]
) -> None:
    ran = run("chat", LIBRARY, "--say", "Buy Dune if it is any good", "--yes", "--trace")
    assert ran.code == 0
    for line in ran.lines:
        jsonschema.validate(line, schemas["chat"])
    steps = {line["function"]: line for line in of_kind(ran, "step")}
    assert {line["status"] for line in steps.values()} == {"success"}
    both = [steps["check_stock"]["duration_ms"], steps["get_rating"]["duration_ms"]]
    assert min(both) >= SERVICE_MS
    result = of_kind(ran, "result")[-1]
    assert result["duration_ms"] < sum(both)
    assert steps["add_book"]["confirmation_id"] == of_kind(ran, "confirmation")[0]["id"]


def test_an_id_is_dropped_by_the_name_s_guess_and_arrives_with_id_projection(
    run: Run, library_without_projection: Path
) -> None:
    dropped = run("chat", library_without_projection, "--say", CLEAR, "--yes")
    assert dropped.code == 4
    (problem,) = of_kind(dropped, "problem")
    assert problem["error"]["type"] == "IdDropped"
    assert "books_from_shelf_id" in problem["name"]
    assert "id_projection" in problem["error"]["hint"]
    step = of_kind(dropped, "step")[-1]
    assert step["error"]["code"] == "VALIDATION_MISSING_FIELD"
    assert [row["outcome"] for row in step["passing"]] == ["dropped"]
    fixed = run("chat", LIBRARY, "--say", CLEAR, "--yes")
    assert fixed.code == 0
    step = of_kind(fixed, "step")[-1]
    assert step["args"] == {"shelf_id": "s-2"}
    assert [(r["rule"], r["outcome"]) for r in step["passing"]] == [("id_projection", "passed")]


def test_a_destructive_compound_name_is_asked_about_with_the_id_it_will_get(run: Run) -> None:
    held = run("chat", LIBRARY, "--say", CLEAR)
    (card,) = of_kind(held, "confirmation")
    assert card["title"] == "Confirm: this cannot be undone"
    assert card["calls"][0]["function"] == "remove_books_from_shelf"
    assert card["calls"][0]["args"] == {"shelf_id": "s-2"}
    assert of_kind(held, "result")[-1]["status"] == "held"


def test_a_validation_error_is_answered_with_better_arguments(run: Run) -> None:
    ran = run("chat", LIBRARY, "--say", "list 500 books", "--trace")
    assert ran.code == 0
    retry = next(line for line in of_kind(ran, "gate") if line["name"] == "feedback")
    assert "less than or equal to 50" in retry["feedback"]
    (step,) = of_kind(ran, "step")
    assert (step["retry"], step["args"], step["status"]) == ("success", {"limit": 50}, "success")
    assert step["attempts"][0]["args"] == {"limit": 500}
    assert [row["status"] for row in of_kind(ran, "audit")] == ["validation_rejected", "success"]


def test_two_retries_are_the_most_and_end_in_the_documented_error(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    retries = [{"limit": 400}, {"limit": 300}, {"limit": 3}]
    step = {"tool": "library.list_books", "args": {"limit": 500}, "retries": retries}
    plan.write_text(json.dumps([step]))
    ran = run("chat", LIBRARY, "--plan", plan, "--trace")
    assert ran.code == 4
    (step,) = of_kind(ran, "step")
    assert step["retry"] == "exhausted"
    assert [attempt["args"]["limit"] for attempt in step["attempts"]] == [500, 400, 300]
    assert {row["status"] for row in of_kind(ran, "audit")} == {"validation_rejected"}


def test_the_result_of_a_background_turn_arrives_two_turns_later(run: Run) -> None:
    ran = run(
        "chat", REFINER, "--yes",
        "--say", 'refine "me go home" later',
        "--say", "show the last refined text",
        "--say", "show the last refined text",
    )  # fmt: skip
    said = of_kind(ran, "message")
    assert "background" in said[0]["text"]
    assert said[-1].get("injected") is True
    results = [line for line in ran.lines if line["kind"] == "result"]
    assert len(results) == 3
    assert ran.lines.index(said[-1]) > ran.lines.index(results[2])
    task = of_kind(ran, "task")
    assert [line["status"] for line in task] == ["started", "success"]
    assert said[-1]["cause_id"] == task[0]["id"]


def test_the_budget_of_a_turn_says_what_is_simulated(run: Run) -> None:
    ran = run("chat", LIBRARY, "--say", "Buy Dune if it is any good", "--yes")
    budget = {row["stage"]: row for row in of_kind(ran, "result")[-1]["budget"]}
    assert budget["intent classification"]["simulated"] is True
    assert budget["intent classification"]["typical_ms"] == [400.0, 1500.0]
    assert budget["handler check_stock"]["simulated"] is False
    handlers = [r["ms"] for name, r in budget.items() if name.startswith("handler ")]
    assert budget["handlers, in sum"]["ms"] == pytest.approx(sum(handlers), abs=0.01)


def test_a_chain_is_stepped_edited_and_forked_from_the_command_line(run: Run) -> None:
    ran = run(
        "chat", LIBRARY, "--say", "Buy Dune if it is any good",
        "--do", 'mock 1 {"answer": "made up"}', "--do", "skip get_rating",
        "--do", 'edit 3 {"title": "Dune", "year": 1966}', "--do", "run", "--do", "yes",
        "--do", 'fork 3 {"title": "Emma"}', "--do", "yes",
    )  # fmt: skip
    assert ran.code == 0
    steps = of_kind(ran, "step")
    assert [step["mocked"] for step in steps if step["function"] == "check_stock"] == [True]
    added = [step for step in steps if step["function"] == "add_book"]
    assert [step["args"]["title"] for step in added] == ["Dune", "Emma"]
    assert [line["operation"] for line in of_kind(ran, "operation")] == [
        "mock", "skip", "edit", "run", "fork",
    ]  # fmt: skip
    fork = of_kind(ran, "result")[-1]
    assert fork["forked_from"] == of_kind(ran, "result")[0]["id"]
    assert fork["base_id"]


@pytest.mark.parametrize(
    ("operation", "told"),
    [("dance", "no operation"), ("edit 9 {}", "no step"), ("edit 1 {", "not JSON")],
)
def test_an_operation_that_cannot_be_understood_is_wrong_usage(
    run: Run, operation: str, told: str
) -> None:
    ran = run("chat", LIBRARY, "--say", "Buy Dune if it is any good", "--do", operation)
    assert ran.code == 1
    assert told in ran.only["error"]["message"]
