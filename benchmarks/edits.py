"""Random edits of an extension's sources, 30 of 100 broken: is every one seen, is anything lost?

1,000 edits while nothing else goes on, and 300 each while a call, a background coroutine or another
reload is in flight. What is watched for is in `kept` and `screen_state`. The baseline is the same
session without any edit: what a user does in it leaves turns, documents and records all the same.

It takes half an hour; ``python -m benchmarks.edits EDITS SEED FLIGHT`` plays one session.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.edit_memory import Sample, growth_mb, late
from benchmarks.edit_sample import APP, copy_sample
from benchmarks.figures import Figure, table
from benchmarks.sightings import PATIENCE_S
from benchmarks.window import environment
from workbench import paths

GROWTH_MB = 10
SESSIONS = (
    (1000, 1, "rest"),
    (1000, 2, "nothing"),
    (300, 3, "sibling"),
    (300, 4, "background"),
    (300, 5, "reload"),
)
"""Edits, seed, and what is in flight; the first is the baseline."""


def run() -> list[Figure]:
    """Every session in turn, each in a window of its own."""
    return [figure for session in SESSIONS for figure in measure(*session)]


def measure(edits: int, seed: int, flight: str) -> list[Figure]:
    """The figures of one session."""
    result = play(edits, seed, flight)
    samples = [Sample(**sample) for sample in result["samples"]]
    rest = flight == "rest"
    what = f"{edits} pauses, nothing saved" if rest else f"{edits} edits, {flight} in flight"
    grown = [growth_mb(samples)]
    figures = [
        Figure(f"{what}: resident", "MB", [s.total_mb for s in late(samples)], baseline=rest),
        Figure(f"{what}: growth", "MB", grown, None if rest else GROWTH_MB, "max", baseline=rest),
        Figure(f"{what}: state lost", "cases", [len(result["lost"])], 0, "max"),
    ]
    if rest:
        return figures
    waits, hangs = result["waits_ms"], [float(len(result["hangs"]))]
    return [
        *figures,
        Figure(f"{what}: from save to sight", "ms", waits, PATIENCE_S * 1000, "max"),
        Figure(f"{what}: hangs", "cases", hangs, 0, "max"),
    ]


def play(edits: int, seed: int, flight: str) -> dict[str, Any]:
    """One session in a process of its own, offscreen; what it finds wrong goes to stderr at once.

    Raises RuntimeError when the session itself fails.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / APP
        copy_sample(paths.samples() / APP, folder)
        command = [sys.executable, "-m", "benchmarks.edit_session", str(edits), str(seed), flight]
        done = subprocess.run(
            [*command, str(folder), str(Path(place) / "state")],
            stdout=subprocess.PIPE,
            text=True,
            env=environment(Path(place)),
            check=False,
        )
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if not lines:
        raise RuntimeError(f"the session with {flight} in flight failed")
    result: dict[str, Any] = json.loads(lines[-1])
    return result


def main(arguments: Sequence[str]) -> int:
    """One session and its figures; 1 if one is over its target."""
    edits, seed, flight = arguments
    figures = measure(int(edits), int(seed), flight)
    print(table(figures))
    return int(any(figure.verdict == "over" for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
