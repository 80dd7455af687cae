"""How often the local classifier finds what a person meant: function, and arguments.

    python -m benchmarks.utterances TABLE.toml… [--extensions FOLDER]

A table without ``extensions`` is said to all sample extensions together; one with them to each
named folder below FOLDER alone. Prints every miss, then one line of accuracy for each table.
"""

from __future__ import annotations

import argparse
import asyncio
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.classifier import Given, LocalClassifier
from workbench.kernel.kernel import Kernel, KernelOptions

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
"""What *tomorrow* counts from in every table: a Saturday."""


@dataclass(slots=True)
class Score:
    """How a table went; ``args`` counts rows whose function was right and that state arguments."""

    rows: int = 0
    right: int = 0
    args: int = 0
    args_right: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def function_accuracy(self) -> float:
        """Share of rows with the right function, *none* being one."""
        return self.right / self.rows if self.rows else 0.0

    @property
    def argument_accuracy(self) -> float:
        """Share of the rightly classified rows with exactly the right arguments."""
        return self.args_right / self.args if self.args else 0.0

    def add(self, row: dict[str, Any], got: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Count one row against what was planned for it."""
        self.rows += 1
        found = got[0][0] if len(got) == 1 else "none" if not got else "a chain"
        if found != row["want"]:
            self.misses.append(f"{row['say']!r}: {found} {got}, not {row['want']}")
            return
        self.right += 1
        if "args" in row:
            self.args += 1
            right = bool(got) and got[0][1] == row["args"]
            self.args_right += right
            if not right:
                self.misses.append(f"{row['say']!r}: {got[0][1]}, not {row['args']}")

    def merge(self, other: Score) -> None:
        """Add another table's counts."""
        self.rows += other.rows
        self.right += other.right
        self.args += other.args
        self.args_right += other.args_right
        self.misses += other.misses


async def catalogue_of(folders: Sequence[Path]) -> Catalogue:
    """The functions of extension folders, loaded as the workbench loads them."""
    kernel = await Kernel.start(KernelOptions(clock_start=NOW))
    try:
        for folder in folders:
            await kernel.load(folder)
        declared = [extension.declarations for extension in kernel.extensions.values()]
        return Catalogue.of(declared)
    finally:
        await kernel.close()


async def score(rows: Sequence[dict[str, Any]], catalogue: Catalogue) -> Score:
    """Say every row to the classifier."""
    total, classifier = Score(), LocalClassifier()
    for row in rows:
        plan = await classifier.classify(row["say"], Given(catalogue, now=NOW))
        total.add(row, [(f"{s.app_id}.{s.function}", s.args) for s in plan.steps])
    return total


async def score_file(table: Path, extensions: Path | None) -> Score:
    """One table; folders that are not there are left out."""
    data = tomllib.loads(table.read_text("utf-8"))
    total = Score()
    if "rows" in data:
        samples = sorted(p for p in paths.samples().iterdir() if (p / "main.py").is_file())
        total.merge(await score(data["rows"], await catalogue_of(samples)))
    for part in data.get("extensions", ()):
        folder = extensions / part["folder"] if extensions is not None else None
        if folder is not None and (folder / "main.py").is_file():
            total.merge(await score(part["rows"], await catalogue_of([folder])))
    return total


def main() -> None:
    """Print the misses and the accuracy of each table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--extensions", type=Path)
    arguments = parser.parse_args()
    for table in arguments.tables:
        found = asyncio.run(score_file(table, arguments.extensions))
        for miss in found.misses:
            print("  ", miss)
        print(
            f"{table.name}: {found.rows} utterances, function {found.function_accuracy:.1%}, "
            f"arguments {found.argument_accuracy:.1%} of {found.args}"
        )


if __name__ == "__main__":
    main()
