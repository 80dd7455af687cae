"""A soak: events, skeleton ticks and background tasks under faults, with hosts and sessions killed.

10,000 events, 1,000 ticks and 100 tasks are asked of one session after the other; each but the last
is killed in the middle of its work, after a random number of acknowledgements, and in each the
hosts are killed too. Afterwards the journals must
hold everything that was acknowledged, and no task may still be running.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from workbench.kernel.journal.reader import Query, Reader
from workbench.kernel.sessions.recovery import read_leftovers
from workbench.kernel.tasks.history import task_history

EVENTS, TICKS, TASKS = 10_000, 1_000, 100
SESSIONS = 4
"""Sessions that are killed; one more runs to its end."""
KILL_AFTER = (1_200, 2_400)
"""Acknowledged events after which a session is killed; four times that leaves some to ask for."""
SEED = 20


class Soak:
    """The counts of all sessions, by what they acknowledged."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.random = random.Random(SEED)
        self.acknowledged: dict[str, list[str]] = {"event": [], "task": []}
        self.counts: Counter[str] = Counter()
        self.memory: list[float] = []

    def session(self, *, to_its_end: bool) -> None:
        """Run one session with what is left to do."""
        left = (
            EVENTS - self.counts["event"],
            TICKS - self.counts["tick"],
            TASKS - self.counts["task"] - self.counts["refused_task"],
        )
        words = [str(self.state), *(str(max(0, n)) for n in left), str(self.random.randrange(999))]
        command = [sys.executable, "-m", "benchmarks.soak_session", *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            enough = self.counts["event"] + self.random.randint(*KILL_AFTER)
            for line in process.stdout:
                self._hear(line)
                if not to_its_end and self.counts["event"] >= enough:
                    process.kill()  # what it said before is still in the pipe, and was said
                    to_its_end = True
                    self.counts["sessions_killed"] += 1

    def _hear(self, line: str) -> None:
        if not line.endswith("}\n"):
            return  # cut off by the kill: nobody was told
        for what, value in json.loads(line).items():
            self.counts[what] += 1
            if what == "rss_mb":
                self.memory.append(float(value))
            elif what in self.acknowledged:
                # Ids begin anew in each session: an acknowledgement is one by its place as well.
                self.acknowledged[what].append(f"{self.counts['inherited']}/{value}")
            elif what in ("inherited", "done"):
                self.counts[f"{what}_total"] += int(value)


def run() -> list[Figure]:
    """Soak, check, and tell the numbers."""
    with tempfile.TemporaryDirectory(prefix="workbench-soak-") as folder:
        soak = Soak(Path(folder))
        began = time.perf_counter()
        for number in range(SESSIONS + 1):
            soak.session(to_its_end=number == SESSIONS)
        took = time.perf_counter() - began
        return figures(soak, took)


def figures(soak: Soak, took: float) -> list[Figure]:
    """What was done, and what was lost; each loss has a target of none."""
    kept: Counter[str] = Counter()
    runs = 0
    journals = sorted((soak.state / "sessions").glob("*.sqlite"))
    for session, journal in enumerate(journals, 1):
        begun = list(_begun(journal))
        kept.update(f"{kind}:{session}/{name}" for kind, name in begun)
        runs += _count(journal, "event") - sum(kind == "event" for kind, _ in begun)
    lost = [
        f"{kind}:{name}"
        for kind, names in soak.acknowledged.items()
        for name in names
        if not kept[f"{kind}:{name}"]
    ]
    tasks = task_history(soak.state)
    undelivered = len(read_leftovers(journals[-1]).events)
    half = soak.memory[len(soak.memory) // 2 :]
    counts = soak.counts
    numbers: list[tuple[str, str, float, float | None]] = [
        ("events acknowledged", "", counts["event"], None),
        ("skeleton ticks", "", counts["tick"], None),
        ("background tasks acknowledged", "", counts["task"], None),
        ("calls turned away while a host was down", "", counts["refused_task"], None),
        ("hosts killed", "", counts["killed"], None),
        ("sessions killed", "", counts["sessions_killed"], None),
        ("tasks a new session ended for a killed one", "", counts["inherited_total"], None),
        ("deliveries to subscribers", "", runs, None),
        ("whole soak", "s", took, None),
        ("acknowledged and not in a journal", "", len(lost), 0),
        ("tasks still running at the end", "", sum(t.status == "running" for t in tasks), 0),
        ("events not delivered at the end", "", undelivered, 0),
        ("memory of a session, later half", "MB", max(half), 500),
    ]
    return [
        Figure(name, unit, [float(value)], target, statistic="max")
        for name, unit, value, target in numbers
    ]


def _begun(journal: Path) -> Iterator[tuple[str, str]]:
    """Kind and id of every event taken and every task begun in a session."""
    reader = Reader(journal)
    try:
        for page in reader.walk(Query(kinds=("event", "task"))):
            for record in page:
                if record.status in ("published", "started"):
                    yield record.kind, record.id
    finally:
        reader.close()


def _count(journal: Path, kind: str) -> int:
    reader = Reader(journal)
    try:
        return reader.count(Query(kinds=(kind,)))
    finally:
        reader.close()
