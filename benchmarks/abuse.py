"""The longest gap of the GUI thread while an extension misbehaves, alone and beside other work.

The baseline is the same window while nothing happens. The rows behind the figures, with what the
window said, are kept in ``.benchmarks/abuse-rows.json``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.abuse_extension import ABUSES
from benchmarks.abuse_session import REST
from benchmarks.figures import Figure
from benchmarks.window import environment

ROUNDS = 1
TARGET_MS = 100
ROWS = Path(__file__).resolve().parent.parent / ".benchmarks" / "abuse-rows.json"


def run() -> list[Figure]:
    """One window; every abuse alone, beside a call, beside background work, during a reload."""
    rows = measure()
    ROWS.parent.mkdir(exist_ok=True)
    ROWS.write_text(json.dumps(rows, indent=1))
    figures = [_figure(rows, REST, "nothing happens", "gap_ms", baseline=True)]
    for name, abuse in ABUSES.items():
        figures.append(_figure(rows, name, abuse.title, "gap_ms"))
    longest = [row["own_ms"] for row in rows if row["abuse"] != REST]
    title = "longest GUI gap of all, without the time when no processor was free"
    return [*figures, Figure(title, "ms", longest, TARGET_MS, "max")]


def measure() -> list[dict[str, Any]]:
    """Play all abuses in a window of their own; a row for each abuse and circumstance."""
    with tempfile.TemporaryDirectory() as place:
        settings = Path(place) / "settings"
        settings.mkdir()
        command = [sys.executable, "-m", "benchmarks.abuse_session", str(ROUNDS)]
        done = subprocess.run(
            [*command, str(Path(place) / "rogue"), str(Path(place) / "state")],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(settings),
            check=False,
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"the abuses were not played to their end:\n{done.stdout}")
    rows: list[dict[str, Any]] = json.loads(lines[-1])["rows"]
    return rows


def _figure(
    rows: list[dict[str, Any]], name: str, title: str, key: str, *, baseline: bool = False
) -> Figure:
    samples = [row[key] for row in rows if row["abuse"] == name]
    target = None if baseline else TARGET_MS
    return Figure(f"longest GUI gap: {title}", "ms", samples, target, "max", baseline=baseline)
