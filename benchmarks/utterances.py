"""How often the local classifier finds what a person meant: function, arguments, and *none*.

    python -m benchmarks.utterances TABLE.toml… [--extensions FOLDER] [--python PYTHON] [--alone]

A table has ``rows`` that are said to all sample extensions together, ``extensions`` whose rows are
said to one folder below FOLDER alone, or ``utterance`` rows that name their extension: a sample
(said to all samples together, or with --alone to that one) or a path. PYTHON runs the extensions
that are no samples. Prints every miss, then the accuracy of each table by language and extension.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import time
import tomllib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.kernel.chat.catalogue import Catalogue
from workbench.kernel.chat.classifying.classifier import Given, LocalClassifier
from workbench.kernel.kernel import Kernel, KernelOptions

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
"""What *tomorrow* counts from in every table: a Saturday."""
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


@dataclass(slots=True)
class Score:
    """How rows went.

    ``right`` counts the right functions, *none* being one; ``args`` the rows whose function was
    right and that state arguments; ``nones`` the rows that nothing fits.
    """

    rows: int = 0
    right: int = 0
    args: int = 0
    args_right: int = 0
    nones: int = 0
    nones_right: int = 0
    cpu_s: float = 0.0
    misses: list[str] = field(default_factory=list)
    parts: dict[str, Score] = field(default_factory=dict)

    @property
    def function_accuracy(self) -> float:
        """Share of rows with the right function, *none* being one."""
        return self.right / self.rows if self.rows else 0.0

    @property
    def argument_accuracy(self) -> float:
        """Share of the rightly classified rows with exactly the right arguments."""
        return self.args_right / self.args if self.args else 0.0

    def add(self, row: Mapping[str, Any], got: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Count one row against what was planned for it."""
        self.rows += 1
        none = row["want"] == "none"
        right = [name for name, _ in got] == ([] if none else [row["want"]])
        self.nones += none
        self.nones_right += none and right
        self.right += right
        if not right:
            self.misses.append(f"{row['say']!r}: {got or 'none'}, not {row['want']}")
        elif "args" in row and not none:
            self.args += 1
            same = got[0][1] == row["args"]
            self.args_right += same
            if not same:
                self.misses.append(f"{row['say']!r}: {got[0][1]}, not {row['args']}")

    def merge(self, other: Score) -> None:
        """Add another part's counts."""
        for name in ("rows", "right", "args", "args_right", "nones", "nones_right", "cpu_s"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.misses += other.misses
        for name, part in other.parts.items():
            self.parts.setdefault(name, Score()).merge(part)

    def line(self) -> str:
        """The counts in one line."""
        return (
            f"{self.rows} utterances, function {self.function_accuracy:.1%}, "
            f"arguments {self.argument_accuracy:.1%} of {self.args}, "
            f"none {self.nones_right} of {self.nones}, "
            f"{1_000 * self.cpu_s / max(self.rows, 1):.1f} ms"
        )


async def catalogue_of(folders: Iterable[Path], python: str | None = None) -> Catalogue:
    """The functions of extension folders, loaded as the workbench loads them."""
    kernel = await Kernel.start(KernelOptions(clock_start=NOW, python=python))
    try:
        for folder in folders:
            await kernel.load(folder)
        declared = [extension.declarations for extension in kernel.extensions.values()]
        return Catalogue.of(declared)
    finally:
        await kernel.close()


async def score(rows: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> Score:
    """Say every row to the classifier."""
    total, classifier = Score(), LocalClassifier()
    await classifier.classify("", Given(catalogue, now=NOW))
    for row in rows:
        began = time.process_time()
        plan = await classifier.classify(row["say"], Given(catalogue, now=NOW))
        spent = time.process_time() - began
        got = [(f"{s.app_id}.{s.function}", s.args) for s in plan.steps]
        language = "Russian" if _CYRILLIC.search(row["say"]) else "English"
        for name in (language, row["part"]):
            count = total.parts.setdefault(name, Score())
            count.add(row, got)
            count.cpu_s += spent
        total.add(row, got)
        total.cpu_s += spent
    return total


def _samples() -> list[Path]:
    return sorted(p for p in paths.samples().iterdir() if (p / "main.py").is_file())


def _folder(name: str, extensions: Path | None) -> Path | None:
    """Where an extension is: a sample, a path, or below the folder of extensions; None if not."""
    places = [paths.samples() / name, Path(name)]
    places += [extensions / Path(name).name] if extensions is not None else []
    return next((place for place in places if (place / "main.py").is_file()), None)


def groups(
    table: Path, extensions: Path | None = None, *, alone: bool = False
) -> Iterator[tuple[list[Path], list[dict[str, Any]]]]:
    """A table's rows by the folders they are said to, without extensions that are not there.

    Each row has ``say``, the ``part`` it is counted for, whether it is a ``sample``'s, ``args``
    where they are known, and ``want``: a tool, or the function alone where it is said to one
    extension.
    """
    data = tomllib.loads(table.read_text("utf-8"))
    found: dict[str, tuple[list[Path], list[dict[str, Any]]]] = {}
    rows = [{**row, "part": "samples"} for row in data.get("rows", ())]
    if rows:
        found[""] = (_samples(), [{**row, "sample": True} for row in rows])
    for part in data.get("extensions", ()):
        folder = _folder(part["folder"], extensions)
        if folder is not None:
            own = [{**row, "part": part["folder"], "sample": False} for row in part["rows"]]
            found[str(folder)] = ([folder], own)
    for row in data.get("utterance", ()):
        folder = _folder(row["extension"], extensions)
        if folder is not None:
            sample = folder.parent == paths.samples()
            key = "" if sample and not alone else str(folder)
            _, own = found.setdefault(key, (_samples() if not key else [folder], []))
            want = row["function"] or "none"
            want = f"{folder.name}.{want}" if not key and want != "none" else want
            own.append(
                {**row, "say": row["text"], "part": folder.name, "sample": sample, "want": want}
            )
    yield from found.values()


async def loaded_groups(
    table: Path, extensions: Path | None = None, python: str | None = None, *, alone: bool = False
) -> AsyncIterator[tuple[Catalogue, list[dict[str, Any]]]]:
    """The groups with the functions they are said to, every ``want`` a tool or *none*."""
    for folders, rows in groups(table, extensions, alone=alone):
        catalogue = await catalogue_of(folders, None if rows[0]["sample"] else python)
        for row in rows:
            entry = catalogue.resolve(row["want"])
            row["want"] = "none" if row["want"] == "none" or entry is None else entry.tool
        yield catalogue, rows


async def score_file(
    table: Path, extensions: Path | None = None, python: str | None = None, *, alone: bool = False
) -> Score:
    """One table; extensions that are not there are left out."""
    total = Score()
    async for catalogue, rows in loaded_groups(table, extensions, python, alone=alone):
        total.merge(await score(rows, catalogue))
    return total


def main() -> None:
    """Print the misses and the accuracy of each table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", nargs="+", type=Path)
    parser.add_argument("--extensions", type=Path)
    parser.add_argument("--python", help="the interpreter of the extensions that are no samples")
    parser.add_argument("--alone", action="store_true", help="say rows to their own sample only")
    parser.add_argument("--quiet", action="store_true", help="leave the misses out")
    given = parser.parse_args()
    for table in given.tables:
        found = asyncio.run(score_file(table, given.extensions, given.python, alone=given.alone))
        for miss in () if given.quiet else found.misses:
            print("  ", miss)
        for name, part in sorted(found.parts.items()):
            print(f"  {name}: {part.line()}")
        print(f"{table.name}: {found.line()}")


if __name__ == "__main__":
    main()
