"""How long hostile trees hold the window up: each in a process of its own, the longest steps.

``python -m benchmarks.hostile [WORD …] [--out FILE]``; with words, only the trees whose names hold
one of them. A step is one turn of the event loop, or one call of the window's: the tree being set,
the panel made narrower, the theme changed, the tree taken away. Its time is the processor time of
the window's thread, so that other programs on the machine are left out.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.hostile_trees import stack, trees

LONGEST_MS = 100.0
AIM_MS = 50.0
PATIENCE_S = 120
PHASES = ("set", "narrow", "theme", "gone")
_CALM = 6


def measure(name: str) -> dict[str, Any]:
    """The longest step of each phase in milliseconds, and what the panel said about the tree."""
    from workbench.gui.render import PanelView
    from workbench.gui.render.actions import SilentHost
    from workbench.gui.render.sheet import application
    from workbench.gui.theme import fonts, manager

    tree = stack({"type": "Text", "props": {"content": "beside"}}, trees()[name]())
    app = application()
    fonts.load()
    manager().use("light")
    panel = PanelView(SilentHost())
    panel.resize(900, 700)
    panel.show()
    kind = tree["props"]["children"][1]["type"]
    panel.set_tree(stack({"type": kind, "props": {"content": "x", "label": "x"}}))
    panel.settle()
    panel.set_tree(None)
    gc.collect()
    gc.disable()

    def timed(work: Callable[[], object]) -> float:
        started = time.thread_time_ns()
        work()
        return (time.thread_time_ns() - started) / 1e6

    def phase(work: Callable[[], object]) -> float:
        steps = [timed(work)]
        calm = 0
        while calm < _CALM:
            steps.append(timed(app.processEvents))
            calm = 0 if panel.growth.busy else calm + 1
        return max(steps)

    found: dict[str, Any] = {"name": name, "set": phase(lambda: panel.set_tree(tree))}
    said = [view.spoken() for view in panel.surface.views() if type(view).__name__ == "Notice"]
    found["views"], found["widgets"] = panel.view_count, panel.widget_count
    found["narrow"] = phase(lambda: panel.resize(480, 700))
    found["theme"] = phase(lambda: manager().use("dark"))
    found["gone"] = phase(lambda: panel.set_tree(None))
    found["left"] = panel.view_count
    found["notice"] = said[-1][:160] if said else ""
    return found


def run_all(names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Measure each tree in a child process; one that ends badly says so."""
    for name in names:
        command = [sys.executable, "-m", "benchmarks.hostile", "--one", name]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=PATIENCE_S, check=False
            )
        except subprocess.TimeoutExpired:
            yield {"name": name, "problem": f"not done after {PATIENCE_S} s"}
            continue
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["nothing said"])[-1]
            yield {"name": name, "problem": f"ended with {done.returncode}: {last[:120]}"}
            continue
        yield json.loads(done.stdout.strip().splitlines()[-1])


def longest(found: dict[str, Any]) -> float:
    """The longest step of a tree; without end where there was no answer."""
    return max((found.get(phase, float("inf")) for phase in PHASES), default=float("inf"))


def report(results: Sequence[dict[str, Any]], most: int = 40) -> str:
    """Counts, and the slowest as a table."""
    ordered = sorted(results, key=longest, reverse=True)
    over = [one for one in ordered if longest(one) > LONGEST_MS]
    between = [one for one in ordered if AIM_MS < longest(one) <= LONGEST_MS]
    load = os.getloadavg() if hasattr(os, "getloadavg") else (0.0, 0.0, 0.0)
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {load[0]:.1f} {load[1]:.1f} {load[2]:.1f}: "
        f"{len(results)} trees, {len(over)} over {LONGEST_MS:g} ms, "
        f"{len(between)} between {AIM_MS:g} and {LONGEST_MS:g} ms.",
        "",
        "| tree | set | narrower | theme | taken away | what it says |",
        "|---|---:|---:|---:|---:|---|",
    ]
    for one in ordered[:most]:
        cells = [f"{one[phase]:.0f}" if phase in one else "—" for phase in PHASES]
        says = one.get("problem") or one.get("notice", "")
        lines.append(f"| {one['name']} | {' | '.join(cells)} | {says.replace('|', ' ')} |")
    return "\n".join(lines)


def main() -> int:
    """Run the chosen trees; 1 when a step was too long or a process ended badly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--out", type=Path, help="a JSON file for every result")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(measure(arguments.one)), flush=True)
        os._exit(0)  # what a million of anything leaves behind need not be taken down in order
    words = [word.lower() for word in arguments.words]
    names = [n for n in trees() if not words or any(word in n.lower() for word in words)]
    results: list[dict[str, Any]] = []
    for found in run_all(names):
        results.append(found)
        print(f"{longest(found):9.1f}  {found['name']}  {found.get('problem', '')}", flush=True)
    if arguments.out:
        arguments.out.write_text(json.dumps(results, indent=1))
    print(report(results))
    return int(any(longest(one) > LONGEST_MS for one in results))


if __name__ == "__main__":
    sys.exit(main())
