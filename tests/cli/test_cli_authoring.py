"""`workbench new` and `workbench build`: starting an extension, and its manifest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from tests.cli.conftest import Run

Schemas = dict[str, dict[str, Any]]


def test_a_new_extension_validates_and_shows_a_panel(
    run: Run, schemas: Schemas, tmp_path: Path
) -> None:
    folder = tmp_path / "my-first"
    made = run("new", folder, state=False)
    assert made.code == 0
    jsonschema.validate(made.only, schemas["new"])
    assert made.only["app_id"] == "my-first"
    assert run("check", folder).only["summary"] == {
        "error": 0, "warn": 0, "info": 0, "source_only": False,
    }  # fmt: skip
    (panel,) = run("render", folder, "--all").lines
    assert panel["ok"]
    assert panel["nodes"] > 1


def test_a_name_that_is_no_app_id_makes_nothing(run: Run, schemas: Schemas, tmp_path: Path) -> None:
    refused = run("new", tmp_path / "My_First", state=False)
    assert refused.code == 1
    jsonschema.validate(refused.only, schemas["error"])
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_there_already_is_left_alone(run: Run, tmp_path: Path) -> None:
    kept = tmp_path / "mine" / "main.py"
    kept.parent.mkdir()
    kept.write_text("# mine")
    assert run("new", kept.parent, state=False).code == 1
    assert kept.read_text() == "# mine"


def test_build_writes_the_manifest_and_keeps_what_was_added_by_hand(
    run: Run, schemas: Schemas, tmp_path: Path
) -> None:
    folder = tmp_path / "my-first"
    run("new", folder, state=False)
    (folder / "imperal.json").write_text(json.dumps({"marketplace": {"tagline": "By hand"}}))
    built = run("build", folder)
    assert built.code == 0
    jsonschema.validate(built.only, schemas["build"])
    manifest = json.loads(Path(built.only["file"]).read_text())
    assert manifest["app_id"] == "my-first"
    assert manifest["marketplace"] == {"tagline": "By hand"}


def test_build_of_sources_that_do_not_load_names_the_line(
    run: Run, schemas: Schemas, tmp_path: Path
) -> None:
    (tmp_path / "main.py").write_text("x = 1\nimport nothing_of_that_name\n")
    refused = run("build", tmp_path)
    assert refused.code == 3
    jsonschema.validate(refused.only, schemas["error"])
    assert refused.only["error"]["line"] == 2
    assert not (tmp_path / "imperal.json").exists()
