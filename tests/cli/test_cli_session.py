"""Sessions of a workspace on the command line: listed, exported, imported."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import SAMPLES, Run
from workbench import paths
from workbench.cli.main import main

Schemas = dict[str, dict[str, Any]]


@pytest.fixture
def packed(run: Run, tmp_path: Path, schemas: Schemas) -> Path:
    """A session that drew the notes sample's sidebar, as one file."""
    assert run("render", SAMPLES / "notes", "--panel", "sidebar").code == 0
    file = tmp_path / "out.imperal-session"
    done = run("session", "export", tmp_path / "state", "--out", file, state=False)
    assert done.code == 0, done.stderr
    jsonschema.validate(done.only, schemas["session"])
    assert set(zipfile.ZipFile(file).namelist()) == {"manifest.json", *done.only["files"]}
    return file


def test_a_session_goes_out_and_comes_in_elsewhere(
    run: Run, packed: Path, tmp_path: Path, schemas: Schemas
) -> None:
    listed = run("session", "list").only
    jsonschema.validate(listed, schemas["session"])
    assert (listed["state"], listed["apps"]) == ("ended", ["notes"])
    taken = run("session", "import", packed, "--state", tmp_path / "other", state=False)
    assert taken.code == 0
    jsonschema.validate(taken.only, schemas["session"])
    assert taken.only["records"] == listed["records"]
    there = run("session", "list", "--state", tmp_path / "other", state=False).only
    assert (there["session"], there["state"]) == (listed["session"], "imported")


def test_what_is_wrong_is_said(run: Run, packed: Path, tmp_path: Path, schemas: Schemas) -> None:
    packed.write_bytes(packed.read_bytes()[:-400])
    broken = run("session", "import", packed)
    assert broken.code == 1
    jsonschema.validate(broken.only, schemas["error"])
    assert broken.only["error"]["type"] == "NotASession"
    nowhere = run("session", "export", tmp_path / "no", "--out", tmp_path / "f", state=False)
    assert nowhere.code == 2
    assert run("session", "list", state=False).code == 1
    assert run("open", "--session", tmp_path / "none.sqlite", state=False).code == 2


def test_old_sessions_go_but_those_that_are_kept(
    run: Run, packed: Path, tmp_path: Path, schemas: Schemas
) -> None:
    exported = run("session", "list").only["session"]
    assert run("render", SAMPLES / "notes", "--panel", "sidebar").code == 0
    size = {row["session"]: row["size"] for row in run("session", "list").lines}
    young = run("session", "prune", "--newest", 0)
    assert young.lines[-1] == {"sessions": 0, "freed": 0, "kept": 2, "dry_run": False}
    everything = ("session", "prune", "--newest", 0, "--days", 0)
    told = run(*everything, "--dry-run")
    assert (told.lines[-1]["sessions"], told.lines[-1]["dry_run"]) == (1, True)
    assert {row["session"]: row["stays"] for row in told.lines[:-1]}[exported] == "kept"
    assert len(run("session", "list").lines) == 2
    done = run(*everything)
    assert done.lines[-1]["sessions"] == 1
    assert done.lines[-1]["freed"] == sum(size.values()) - size[exported]
    assert [row["kept"] for row in run("session", "list").lines] == [""]
    kept = run("session", "keep", tmp_path / "state", "--no", state=False)
    assert kept.only["kept"] is None
    for line in (*young.lines, *told.lines, *done.lines, *kept.lines):
        jsonschema.validate(line, schemas["session"])
    assert run(*everything).lines[-1]["sessions"] == 1
    assert run("session", "list").lines == []


def test_the_sessions_of_every_workspace_go_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "state_dir", lambda: tmp_path)
    journals = [
        tmp_path / "workspaces" / name / "sessions" / "old.sqlite" for name in ("one", "two")
    ]
    for journal in journals:
        journal.parent.mkdir(parents=True)
        journal.write_bytes(b"x" * 100)
    assert main(["session", "prune", "--all", "--newest", "0", "--days", "0"]) == 0
    *_, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert last == {"sessions": 2, "freed": 200, "kept": 0, "dry_run": False}
    assert not any(journal.exists() for journal in journals)


@pytest.mark.parametrize("wrong", [("--newest", "-1"), ("--days", "nan"), ("--days", "x")])
def test_a_rule_that_makes_no_sense_is_refused(run: Run, wrong: tuple[str, str]) -> None:
    refused = run("session", "prune", *wrong)
    assert (refused.code, refused.only["error"]["type"]) == (1, "UsageError")
