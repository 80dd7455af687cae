"""Evidence: real extensions, inspected and drawn on an installed SDK and on the bundled one.

``python -m benchmarks.extensions FOLDER --installed PYTHON --bundled PYTHON [--mocks FOLDER]
[--window FOLDER] [--trees FOLDER] [--out FILE]``

FOLDER holds one checkout per sub-folder. PYTHON is the interpreter of a virtual environment: one
with ``imperal-sdk`` installed, one without it; both have the third-party packages that the
extensions import. Declarations and panels without parameters come through the command line, as an
author would ask for them; the views of a scenario through the kernel; ``--window`` opens all of
them in the real window, offscreen, and keeps pictures.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from benchmarks.extensions_report import Outcome, report, summary
from benchmarks.loopback import serving
from benchmarks.scenario import Scenario

LONGEST_S = 300
SDKS = ("installed", "bundled")


class Trial:
    """One extension on one SDK, with a state of its own."""

    def __init__(
        self, folder: Path, sdk: str, python: Path, scenario: Path, state: Path, server: str | None
    ) -> None:
        self._folder = folder
        self._scenario = Scenario.load(scenario)
        self._file = scenario
        self._environment = {**os.environ, **self._scenario.environment_for(server)}
        secrets = state / "secrets.env"
        self._scenario.write_secrets(secrets)
        self._where = ["--python", str(python), "--sdk", sdk]
        rules = ["--mock", str(scenario)] if self._scenario.rules else []
        mode = ["--http", "live"] if self._scenario.serve else []
        self._options = [
            *self._where, "--state", str(state / "state"), "--mock-default", "200 {}",
            "--env-file", str(secrets), *rules, *mode,
        ]  # fmt: skip
        self.outcome = Outcome(
            folder.name,
            sdk,
            faults=self._scenario.faults,
            differences=self._scenario.differences,
        )

    def examine(self) -> None:
        """Inspect the extension, prepare it, and call its panels with and without parameters."""
        outcome = self.outcome
        inspect = ["inspect", str(self._folder), *self._where, "--state", ":memory:"]
        code, lines, stderr = self._run("workbench", *inspect)
        if code:
            outcome.error = lines[-1].get("error") if lines else {"message": stderr[-300:]}
            return
        outcome.declarations = lines[0]
        views = [str(self._folder), str(self._file), *self._options]
        _, lines, stderr = self._run("benchmarks.views", *views)
        outcome.views = [line for line in lines if "panel_id" in line]
        outcome.failures = [line for line in lines if "prepare" in line]
        if len(outcome.views) < len(self._scenario.views):
            outcome.failures.append({"prepare": "the views", "error": stderr[-300:]})
        render = ["render", str(self._folder), "--all", *self._options]
        _, outcome.panels, stderr = self._run("workbench", *render)
        if any("panel_id" not in line for line in outcome.panels):
            outcome.error, outcome.panels = outcome.panels[-1]["error"], []

    def photograph(self, folder: Path) -> None:
        """Open everything again in the window and keep pictures in `folder`."""
        calls = self.outcome.calls
        views = [{"panel": c["panel_id"], "params": c.get("params", {})} for c in calls]
        self._environment |= {
            "QT_QPA_PLATFORM": "offscreen",
            "WORKBENCH_SETTINGS": str(folder / "window.ini"),
        }
        code, lines, stderr = self._run(
            "benchmarks.window_views", str(self._folder), str(folder), json.dumps(views),
            *self._options,
        )  # fmt: skip
        self.outcome.pictures = lines[-1]["pictures"] if lines and not code else []
        self.outcome.window_error = "" if lines and not code else f"exit {code}: {stderr[-300:]}"

    def _run(self, module: str, *arguments: str) -> tuple[int, list[dict[str, Any]], str]:
        """One command: exit code, its JSON lines, its stderr."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            capture_output=True,
            text=True,
            timeout=LONGEST_S,
            env=self._environment,
            check=False,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        return done.returncode, lines, done.stderr


@contextmanager
def trial(folder: Path, sdk: str, python: Path, scenario: Path) -> Iterator[Trial]:
    """A trial in a state folder that is removed at the end, with its backend if it needs one."""
    known = Scenario.load(scenario)
    with (
        tempfile.TemporaryDirectory() as state,
        serving(known.rules) if known.serve else nullcontext() as server,
    ):
        yield Trial(folder, sdk, python, scenario, Path(state), server)


def keep_trees(outcome: Outcome, folder: Path) -> None:
    """Write every tree as JSON: ``EXTENSION/SDK/PANEL-NUMBER.json``."""
    place = folder / outcome.name / outcome.sdk
    place.mkdir(parents=True, exist_ok=True)
    for number, panel in enumerate([*outcome.panels, *outcome.views]):
        text = json.dumps(panel["ui"], indent=1, ensure_ascii=False)
        (place / f"{panel['panel_id']}-{number}.json").write_text(text, "utf-8")


def main() -> int:
    """Examine every extension in the folder on both SDKs; 1 if one of them did not load."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extensions")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--installed", type=Path, help="interpreter with imperal-sdk")
    parser.add_argument("--bundled", type=Path, help="interpreter without imperal-sdk")
    parser.add_argument("--mocks", type=Path, help="folder of <extension>.toml scenarios")
    parser.add_argument("--window", type=Path, help="folder of pictures of the real window")
    parser.add_argument("--trees", type=Path, help="folder of the trees as JSON")
    parser.add_argument("--only", help="one extension")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    outcomes = []
    for folder in sorted(path.parent for path in arguments.folder.glob("*/main.py")):
        if arguments.only and folder.name != arguments.only:
            continue
        scenario = (arguments.mocks or Path()) / f"{folder.name}.toml"
        pythons = [(sdk, p) for sdk in SDKS if (p := getattr(arguments, sdk))]
        for sdk, python in pythons:
            with trial(folder, sdk, python, scenario) as tried:
                tried.examine()
                # The trees are the same on both; one of them is enough to look at.
                if arguments.window and tried.outcome.declarations and sdk == pythons[-1][0]:
                    tried.photograph(arguments.window / folder.name)
            outcomes.append(tried.outcome)
            print(summary(tried.outcome), flush=True)
            if arguments.trees:
                keep_trees(tried.outcome, arguments.trees)
    if arguments.out:
        arguments.out.write_text("\n".join(report(outcomes)) + "\n", "utf-8")
    return int(any(outcome.declarations is None for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
