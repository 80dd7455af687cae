"""``workbench chat``: what is printed, and how confirmations are answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from tests.cli.conftest import SAMPLES, Ran, Run

NOTES = SAMPLES / "notes"
CREATE = "create a note called Groceries"


def of_kind(ran: Ran, kind: str) -> list[dict[str, Any]]:
    """The lines of one kind."""
    return [line for line in ran.lines if line["kind"] == kind]


def test_a_read_runs_at_once(run: Run, schemas: dict[str, dict[str, Any]]) -> None:
    ran = run("chat", NOTES, "--say", 'find notes about "cron"')
    assert ran.code == 0
    for line in ran.lines:
        jsonschema.validate(line, schemas["chat"])
    (step,) = of_kind(ran, "step")
    assert (step["tool"], step["status"], step["actor"]) == ("notes.find_notes", "success", "u-ada")
    assert not of_kind(ran, "confirmation")
    assert "Cron cheatsheet" in of_kind(ran, "message")[0]["text"]


def test_an_accepted_write_runs_with_the_arguments_that_were_shown(run: Run) -> None:
    ran = run("chat", NOTES, "--say", CREATE, "--yes")
    assert ran.code == 0
    asked, accepted = of_kind(ran, "confirmation")
    assert (asked["status"], accepted["status"]) == ("waiting", "accepted")
    (step,) = of_kind(ran, "step")
    assert step["args"] == asked["calls"][0]["args"] == {"title": "Groceries"}
    assert step["cause_id"] == asked["id"]
    assert any("notes/sidebar" in line["panels"] for line in of_kind(ran, "refresh"))
    assert of_kind(ran, "result")[-1]["status"] == "done"


def test_a_declined_write_does_not_run(run: Run) -> None:
    ran = run("chat", NOTES, "--say", CREATE, "--no")
    assert ran.code == 0
    assert of_kind(ran, "confirmation")[-1]["status"] == "declined"
    assert all(step["status"] != "success" for step in of_kind(ran, "step"))
    assert of_kind(ran, "result")[-1]["status"] == "cancelled"


def test_without_an_answer_the_turn_is_held(run: Run) -> None:
    ran = run("chat", NOTES, "--say", CREATE)
    assert ran.code == 0
    assert of_kind(ran, "confirmation")[0]["status"] == "waiting"
    assert of_kind(ran, "result")[-1]["status"] == "held"


def test_a_plan_is_run_as_written(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    steps = [
        {"tool": "notes.list_folders", "args": {}},
        {"tool": "notes.find_notes", "args": {"text": "budget"}},
    ]
    plan.write_text(json.dumps({"intent": "chain", "action_plans": steps}))
    ran = run("chat", NOTES, "--plan", plan)
    assert [step["tool"] for step in of_kind(ran, "step")] == [step["tool"] for step in steps]


def test_a_plan_with_an_unknown_function_fails_before_anything_runs(
    run: Run, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps([{"tool": "notes.paint", "args": {}}]))
    ran = run("chat", NOTES, "--plan", plan)
    assert ran.code == 4
    assert not of_kind(ran, "step")
    assert "notes.paint" in of_kind(ran, "message")[0]["text"]
