"""Settings a person got wrong: usage, with the file and what was expected, no fault of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import SAMPLES, Run


@pytest.mark.parametrize(
    ("option", "content", "words"),
    [
        ("--mock", '[[http.rule]]\nurl = "/a"\nstatus = 9\n', "status"),
        ("--mock", '[other]\nurl = "/a"\n', "has no 'other'"),
        ("--mock", None, "no such mock file"),
        ("--env-file", "no equals sign", "expected NAME=value"),
    ],
)
def test_a_settings_file_that_cannot_be_read_is_wrong_usage(
    run: Run,
    schemas: dict[str, dict[str, Any]],
    tmp_path: Path,
    option: str,
    content: str | None,
    words: str,
) -> None:
    file = tmp_path / "settings.toml"
    if content is not None:
        file.write_text(content)
    done = run("render", SAMPLES / "notes", "--all", option, file)
    jsonschema.validate(done.only, schemas["error"])
    assert done.code == 1
    assert done.only["error"]["type"] == "SettingsError"
    assert words in done.only["error"]["message"]
    assert "Traceback" not in done.stderr
