"""Every command on the samples, and what it says when something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import SAMPLES, Run

NOTES, TASKS = SAMPLES / "notes", SAMPLES / "tasks"
Schemas = dict[str, dict[str, Any]]
HEAD = """
from imperal_sdk import ActionResult, ChatExtension, Extension, ui
from pydantic import BaseModel

ext = Extension("sick", version="1.0.0", display_name="Sick", description="Something is wrong.")
chat = ChatExtension(ext, tool_name="sick", description="Something is wrong.")
"""


def test_inspect_prints_every_declaration_with_its_place(run: Run, schemas: Schemas) -> None:
    declared = run("inspect", NOTES)
    assert declared.code == 0
    jsonschema.validate(declared.only, schemas["inspect"])
    assert declared.only["app_id"] == "notes"
    assert declared.only["sdk"]["origin"] == "bundled"
    panels = {panel["panel_id"]: panel for panel in declared.only["panels"]}
    assert panels["viewer"]["center_overlay"] is True
    assert panels["sidebar"]["file"].endswith("panel_sidebar.py")
    source = Path(panels["sidebar"]["file"]).read_text().splitlines()
    assert "sidebar" in "\n".join(source[panels["sidebar"]["line"] - 1 :][:3])
    actions = {entry["name"]: entry["action_type"] for entry in declared.only["functions"]}
    assert actions["create_note"] == "write"
    assert actions["delete_note"] == "destructive"
    assert [event["event_type"] for event in declared.only["emits"]]


def test_inspect_finds_skeleton_schedule_tray_and_listener(run: Run) -> None:
    declared = run("inspect", TASKS).only
    (skeleton,) = declared["skeletons"]
    assert (skeleton["section"], skeleton["alert"], skeleton["ttl"]) == ("tasks", True, 60)
    assert declared["schedules"][0]["cron"] == "0 3 * * *"
    assert declared["tray"][0]["tray_id"] == "due"
    assert declared["event_handlers"][0]["event_type"] == "notes.created"


def test_render_answers_every_panel(run: Run, schemas: Schemas) -> None:
    rendered = run("render", NOTES, "--all")
    assert rendered.code == 0
    for line in rendered.lines:
        jsonschema.validate(line, schemas["render"])
    sidebar, viewer = rendered.lines
    assert sidebar["panel_id"] == "sidebar"
    assert sidebar["nodes"] > 8
    assert sidebar["unknown_types"] == []
    assert viewer["ui"]["type"] == "Empty"


def test_render_takes_parameters(run: Run) -> None:
    note = run("render", NOTES, "--panel", "viewer", "--params", '{"note_id": "n118"}').only
    assert "Latency budget" in str(note["ui"])


def test_render_names_unknown_types(run: Run, extension: Callable[[str], Path]) -> None:
    source = """
@ext.panel("p")
async def p(ctx, **_):
    node = ui.Text("hello")
    node.type = "Sparkle"
    return node
"""
    assert run("render", extension(HEAD + source), "--all").only["unknown_types"] == ["Sparkle"]


def test_render_reports_a_raising_panel_with_its_line(
    run: Run, extension: Callable[[str], Path]
) -> None:
    root = extension(HEAD + '@ext.panel("p")\nasync def p(ctx, **_):\n    return 1 / 0\n')
    rendered = run("render", root, "--panel", "p")
    assert rendered.code == 4
    error = rendered.only["error"]
    assert (error["type"], Path(error["file"]).name, error["line"]) == (
        "ZeroDivisionError",
        "main.py",
        HEAD.count("\n") + 3,
    )


@pytest.mark.gui
def test_render_draws_a_picture(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "side.png"
    assert run("render", NOTES, "--panel", "sidebar", "--png", file, "--width", 300).code == 0
    assert file.read_bytes().startswith(b"\x89PNG")


def test_call_runs_a_function_and_shows_what_it_did(run: Run, schemas: Schemas) -> None:
    outcome = run("call", NOTES, "create_note", "--params", '{"title": "Milk"}')
    assert outcome.code == 0
    jsonschema.validate(outcome.only, schemas["call"])
    assert outcome.only["status"] == "success"
    assert outcome.only["data"]["title"] == "Milk"
    assert outcome.only["refresh_panels"] == ["sidebar", "viewer"]
    assert any("http" in span["name"] or span["kind"] == "http" for span in outcome.only["spans"])


def test_call_keeps_documents_between_runs(run: Run) -> None:
    run("call", TASKS, "add_task", "--params", '{"title": "Water the plants"}')
    listed = run("call", TASKS, "list_tasks")
    assert [task["title"] for task in listed.only["data"]["tasks"]] == ["Water the plants"]


def test_call_with_bad_arguments_is_a_documented_error(run: Run, schemas: Schemas) -> None:
    outcome = run("call", NOTES, "create_note", "--params", "{}")
    assert outcome.code == 4
    jsonschema.validate(outcome.only, schemas["call"])
    assert "title" in outcome.only["error"]["message"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["inspect", "no-such-folder"], 2),
        (["inspect"], 1),
        (["render", NOTES], 1),
        (["render", NOTES, "--panel", "nope"], 2),
        (["render", NOTES, "--panel", "viewer", "--params", "[]"], 1),
        (["call", NOTES, "nope"], 2),
        (["call", NOTES, "find_notes", "--params", "{"], 1),
        (["chat", NOTES], 1),
    ],
)
def test_a_wrong_command_line_says_so(
    run: Run, schemas: Schemas, words: list[object], code: int
) -> None:
    ran = run(*words)
    assert ran.code == code
    jsonschema.validate(ran.only, schemas["error"])


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("import nonsense_package\n", "ModuleNotFoundError", 1),
        ("x = 1\ndef broken(:\n", "SyntaxError", 2),
        ("a = 1\n\nraise SystemExit(3)\n", "SystemExit", 3),
        ("a = 1\n", "NoExtensionError", 1),
    ],
)
def test_a_broken_extension_names_its_file_and_line(
    run: Run,
    schemas: Schemas,
    extension: Callable[[str], Path],
    source: str,
    kind: str,
    line: int,
) -> None:
    ran = run("inspect", extension(source))
    assert ran.code == 3
    jsonschema.validate(ran.only, schemas["error"])
    error = ran.only["error"]
    assert error["type"] == kind
    assert error["line"] == line
    if kind == "ModuleNotFoundError":
        assert "nonsense_package" in error["hint"]


def test_check_finds_nothing_in_the_samples(run: Run, schemas: Schemas) -> None:
    for sample in (NOTES, TASKS):
        checked = run("check", sample)
        assert checked.code == 0
        jsonschema.validate(checked.only, schemas["summary"])


def test_check_names_rule_file_and_line(
    run: Run, schemas: Schemas, extension: Callable[[str], Path]
) -> None:
    source = """
class Nothing(BaseModel):
    pass


@chat.function("look", description="Look at the skeleton of the user.", action_type="read")
async def look(ctx, params: Nothing) -> ActionResult:
    \"\"\"Look.\"\"\"
    found = await ctx.skeleton.get("things")
    return ActionResult.success(data=found, summary="")
"""
    checked = run("check", extension(HEAD + source))
    assert checked.code == 4
    *findings, summary = checked.lines
    for finding in findings:
        jsonschema.validate(finding, schemas["check"])
    guard = next(finding for finding in findings if finding["rule"] == "SKEL-GUARD-1")
    assert Path(guard["file"]).name == "main.py"
    assert (
        guard["line"] == HEAD.count("\n") + source[: source.index("ctx.skeleton")].count("\n") + 1
    )
    assert summary["summary"]["error"] == sum(f["level"] == "error" for f in findings)


def test_check_of_the_source_imports_nothing(
    run: Run, extension: Callable[[str], Path], tmp_path: Path
) -> None:
    proof = tmp_path / "imported"
    root = extension(f"open({str(proof)!r}, 'w').close()\n" + HEAD)
    assert run("check", root, "--source-only").code == 0
    assert not proof.exists()
