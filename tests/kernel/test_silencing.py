"""Silencing a rule leaves the rest of an author's file as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.kernel.errors import SettingsError
from workbench.kernel.silencing import silence
from workbench.kernel.workspace import Workspace


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[check]\nsilence = ["V9"]\n'),
        ("# mine\n[config]\na = 1\n", '# mine\n[config]\na = 1\n\n[check]\nsilence = ["V9"]\n'),
        ("[check]  # ours\n\n[config]\n", '[check]  # ours\nsilence = ["V9"]\n\n[config]\n'),
        ('[check]\nsilence = ["V1"]\n', '[check]\nsilence = ["V1", "V9"]\n'),
        ('[check]\nsilence = [\n  "V1",\n]\n', '[check]\nsilence = [\n  "V1", "V9"]\n'),
        ("[check]\nsilence = []\n", '[check]\nsilence = ["V9"]\n'),
        ('[check]\nsilence = ["V9"]\n', '[check]\nsilence = ["V9"]\n'),
    ],
)
def test_a_rule_is_added_where_it_belongs(tmp_path: Path, before: str, after: str) -> None:
    file = tmp_path / "workbench.toml"
    if before:
        file.write_text(before)
    assert silence(tmp_path, "V9") == file
    assert file.read_text() == after
    assert "V9" in Workspace.load(tmp_path).silenced


@pytest.mark.parametrize("text", ['check = { silence = ["V1"] }\n', "[check\n"])
def test_a_file_written_otherwise_is_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "workbench.toml"
    file.write_text(text)
    with pytest.raises(SettingsError):
        silence(tmp_path, "V9")
    assert file.read_text() == text
