"""Run the benchmarks: a table on stdout, all samples in a JSON file.

``python -m benchmarks [NAME …] [--json FILE]``; without names, those that take minutes. Each
benchmark is a module here with ``run() -> list[Figure]`` and runs in a process of its own.
"""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import subprocess
import sys
from pathlib import Path

from benchmarks.figures import Figure, table

SHORT = ("startup", "reload", "invocation", "stalls", "sdk")
NAMES = (
    *SHORT, "abuse", "fires", "edits", "soak", "render", "refreshes", "journal", "events",
    "million", "leaks", "trace",
)  # fmt: skip
RESULTS = Path(__file__).resolve().parent.parent / ".benchmarks"


def main() -> int:
    """Run the chosen benchmarks one after the other."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME")
    parser.add_argument("--json", type=Path, default=RESULTS / "latest.json")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        return _run_here(arguments.one, arguments.json)
    results: dict[str, object] = {"machine": _machine()}
    code = 0
    for name in arguments.names or SHORT:
        part = RESULTS / f"{name}.json"
        part.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "benchmarks", "--one", name, "--json", str(part)]
        code |= subprocess.call(command)
        if part.exists():
            results[name] = json.loads(part.read_text())
    arguments.json.parent.mkdir(parents=True, exist_ok=True)
    arguments.json.write_text(json.dumps(results, indent=1))
    return code


def _run_here(name: str, file: Path) -> int:
    figures: list[Figure] = importlib.import_module(f"benchmarks.{name}").run()
    print(f"\n## {name}\n\n{table(figures)}", flush=True)
    file.write_text(json.dumps([figure.as_json() for figure in figures]))
    return 0


def _machine() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": platform.processor() or platform.machine(),
    }


if __name__ == "__main__":
    sys.exit(main())
