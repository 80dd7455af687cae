"""Running commands as a user does: a process, its lines and its exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_extensions"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    lines: list[dict[str, Any]]
    stderr: str

    @property
    def only(self) -> dict[str, Any]:
        """The single line it printed."""
        assert len(self.lines) == 1, self.lines
        return self.lines[0]


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``workbench WORDS`` with its state in the test's folder."""

    def start(*words: object, state: bool = True) -> Ran:
        command = [sys.executable, "-m", "workbench", *map(str, words)]
        if state:
            command += ["--state", str(tmp_path / "state")]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
        # Shown with a test that fails.
        sys.stdout.write(f"ended with {done.returncode}\n{done.stdout[-2_000:]}\n{done.stderr}")
        return Ran(done.returncode, [json.loads(x) for x in done.stdout.splitlines()], done.stderr)

    return start


@pytest.fixture(scope="session")
def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schemas of ``docs/cli.md`` by name."""
    text = (ROOT / "docs" / "cli.md").read_text()
    blocks = re.findall(r"<!-- schema: (\w+) -->\n```json\n(.*?)```", text, re.DOTALL)
    return {name: json.loads(block) for name, block in blocks}


@pytest.fixture
def extension(tmp_path: Path) -> Callable[[str], Path]:
    """Write a ``main.py`` and answer its folder."""

    def write(source: str) -> Path:
        folder = tmp_path / "extension"
        folder.mkdir(exist_ok=True)
        (folder / "main.py").write_text(source)
        return folder

    return write
