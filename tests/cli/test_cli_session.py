"""Sessions of a workspace on the command line: listed, exported, imported."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import SAMPLES, Run

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
