"""``python -m tests``: every check of the project, from a fresh checkout.

Without arguments: lint, format, types, import contracts, the test suite, and once more the tests
that need no window in an environment without PySide6. With arguments: pytest with these arguments.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from workbench import bootstrap

ROOT = Path(__file__).resolve().parent.parent
NEEDS_WINDOW = ("PySide6", "qasync", "pytest-qt")


def headless_requirements() -> list[str]:
    """What the project and its tests depend on, less everything that brings a window."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    return [line for line in wanted if not line.startswith(NEEDS_WINDOW)]


def environment() -> dict[str, str]:
    """The variables that the suite runs with: offscreen, and the seed documents where they are."""
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1"}
    variables.pop("DISPLAY", None)
    return variables


def run_pytest(arguments: list[str]) -> int:
    """Run pytest in this interpreter's environment."""
    return subprocess.call(
        [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment()
    )


def suites() -> dict[str, list[str]]:
    """The two halves of the test suite, each with its command.

    Everything but the window is tested where PySide6 cannot be imported; the window where it can.
    """
    headless = bootstrap.ensure_venv(ROOT / ".venv-headless", headless_requirements())
    without = ["-c", "tests/headless.ini", "--rootdir", ".", "--ignore", "tests/gui"]
    return {
        "tests without PySide6": [str(headless), "-m", "pytest", *without, "tests"],
        "tests with a window": [sys.executable, "-m", "pytest", "-m", "gui"],
    }


def run_suites() -> list[str]:
    """Run both halves side by side; answers the names of those that failed."""
    started = time.perf_counter()
    running = {}
    for name, command in suites().items():
        output = tempfile.TemporaryFile()  # noqa: SIM115 - read and closed below
        done = subprocess.Popen(
            command, cwd=ROOT, env=environment(), stdout=output, stderr=subprocess.STDOUT
        )
        running[name] = (done, output)
    failed = []
    for name, (done, output) in running.items():
        code = done.wait()
        print(f"== {name}", flush=True)
        output.seek(0)
        shutil.copyfileobj(output, sys.stdout.buffer)
        output.close()
        _report(name, code, started)
        if code:
            failed.append(name)
    return failed


def checks() -> list[tuple[str, list[str]]]:
    """The static checks, each with its command."""
    python = sys.executable
    linter = Path(python).parent / ("lint-imports.exe" if os.name == "nt" else "lint-imports")
    return [
        ("ruff", [python, "-m", "ruff", "check", "."]),
        ("format", [python, "-m", "ruff", "format", "--check", "."]),
        ("types", [python, "-m", "mypy"]),
        ("import contracts", [str(linter)]),
    ]


def run_all() -> int:
    """Every check; stops at nothing, so that one run shows all that is wrong."""
    failed: list[str] = []
    for name, command in checks():
        if _timed(name, partial(subprocess.call, command, cwd=ROOT)):
            failed.append(name)
    failed += run_suites()
    print("failed: " + ", ".join(failed) if failed else "all checks passed", flush=True)
    return 1 if failed else 0


def _timed(name: str, step: Callable[[], int]) -> int:
    print(f"== {name}", flush=True)
    started = time.perf_counter()
    code = step()
    _report(name, code, started)
    return code


def _report(name: str, code: int, started: float) -> None:
    outcome = "FAILED" if code else "ok"
    print(f"== {name}: {outcome} in {time.perf_counter() - started:.1f} s", flush=True)


def main() -> int:
    """Build the environment if needed, then check."""
    if importlib.util.find_spec("pytestqt") is None:
        return bootstrap.run_module("tests", sys.argv[1:], extras=["test"])
    bootstrap.ensure_system(with_test_programs=True)
    return run_pytest(sys.argv[1:]) if sys.argv[1:] else run_all()


if __name__ == "__main__":
    sys.exit(main())
