"""The window over a million records: opening, filtering and scrolling panes, and a flood of more.

Two sessions run, each in a process of its own: one looks at the million; the other takes 10,000
records a second for a minute on top of them, and then lets a handler block for two seconds. The
longest gap is the watchdog's own report, once as it was and once without the time in which other
programs had every processor.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure
from benchmarks.planted import plant
from benchmarks.window import environment


def run() -> list[Figure]:
    """Each pane's times, the memory, and the longest gaps."""
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "sessions" / "million.sqlite"
        plant(journal)
        looked, flooded = (_session(name, journal) for name in ("look", "flood"))
    return [*_looking(looked), *_flooding(flooded)]


def _session(scenario: str, journal: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as settings:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.million_session", scenario, str(journal)],
            capture_output=True,
            text=True,
            env=environment(Path(settings)),
            check=False,
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"{scenario} failed:\n{done.stdout}\n{done.stderr}")
    result: dict[str, Any] = json.loads(lines[-1])
    return result


def _looking(result: dict[str, Any]) -> list[Figure]:
    figures = []
    for pane_id, times in result["panes"].items():
        figures += [
            Figure(f"{pane_id}: opened", "ms", times["opened"]),
            Figure(f"{pane_id}: filtered, a word that is everywhere", "ms", times["common"], 200),
            Figure(f"{pane_id}: filtered, a word of the oldest", "ms", times["rare"], 200),
            Figure(f"{pane_id}: a frame while scrolling", "ms", times["frames"], 16, "p99"),
        ]
    return [*figures, Figure("memory with every pane open", "MB", [result["rss_mb"]], 300)]


def _flooding(result: dict[str, Any]) -> list[Figure]:
    figures = [Figure("records a second that came", "", [result["rate"]])]
    for name in ("flood", "blocked"):
        gap, own = result[name]
        figures += [
            Figure(f"{name}: longest gap", "ms", [gap], 100, "max"),
            Figure(f"{name}: the same, time in line for a processor left out", "ms", [own], 100),
        ]
    return [*figures, Figure("memory after the flood", "MB", [result["rss_mb"]], 300)]
