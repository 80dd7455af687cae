"""``python -m tests.breaks [NAME…]``: break a promise on purpose, and see its test fail.

``tests/breaks.toml`` records changes of one line of our code, each with the sentence of
``docs/contract.md`` that it breaks and the test that has to notice. They are replayed in a
temporary copy of what git knows, one after the other, each with its own test; before that all
these tests must pass there unbroken. The exit code is 1 if a break goes unnoticed or cannot be
made. Without names, all are replayed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
RECORD: Final = ROOT / "tests" / "breaks.toml"

_NEEDED: Final = ("pyproject.toml", "workbench", "sdk", "resources", "sample_extensions", "tests")
_PYTEST: Final = (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider")
_LONGEST_S: Final = 60
"""Seconds after which a broken test counts as failed: some breaks leave it waiting for ever."""
_TESTS_FAILED: Final = 1
"""What pytest answers when tests ran and failed; other codes say that they could not run."""


class UnfitBreakError(Exception):
    """A recorded change cannot be made: its line is not there, or there more than once."""


@dataclass(frozen=True, slots=True)
class Break:
    """A change of one line, the promise it breaks, and the test that notices.

    `section` is ``heading / section`` of the contract's table and `says` the sentence there;
    `before` and `after` are whole lines of `file`, with their indentation; `test` is pytest's id.
    """

    name: str
    section: str
    says: str
    file: str
    before: str
    after: str
    test: str

    def place(self, root: Path) -> tuple[list[str], int]:
        """The lines of the file under `root`, and which of them is to be changed.

        Raises:
            UnfitBreakError: the line is not found exactly once.
        """
        lines = (root / self.file).read_text(encoding="utf-8").split("\n")
        found = [number for number, line in enumerate(lines) if line == self.before]
        if len(found) != 1:
            raise UnfitBreakError(f"{self.file} has the line {len(found)} times: {self.before!r}")
        return lines, found[0]

    @contextmanager
    def applied(self, root: Path) -> Iterator[None]:
        """The tree under `root` with the line changed; restored at the end."""
        lines, number = self.place(root)
        broken = [*lines[:number], self.after, *lines[number + 1 :]]
        _write(root / self.file, broken)
        try:
            yield
        finally:
            _write(root / self.file, lines)


def load(record: Path = RECORD) -> list[Break]:
    """Every recorded break, in the order of the file."""
    tables = tomllib.loads(record.read_text(encoding="utf-8"))
    return [Break(name=name, **fields) for name, fields in tables.items()]


def _write(path: Path, lines: Sequence[str]) -> None:
    """Write a module and drop its bytecode, which goes by size and seconds and may be taken for
    that of the line before."""
    path.write_text("\n".join(lines), encoding="utf-8")
    Path(cache_from_source(str(path))).unlink(missing_ok=True)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def tree() -> Iterator[Path]:
    """A temporary copy of the files that git knows, as they are in the working tree."""
    listed = subprocess.check_output(["git", "ls-files", "-z", "--", *_NEEDED], cwd=ROOT, text=True)
    with tempfile.TemporaryDirectory(prefix="workbench-breaks-") as folder:
        copy = Path(folder).resolve()
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, copy / name)
        yield copy


def run(root: Path, *tests: str) -> tuple[int, str]:
    """Run tests in the tree under `root`: pytest's exit code, and the last it had to say."""
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "COLUMNS": "400"}
    variables.pop("PYTHONPATH", None)
    command = [*_PYTEST, f"--timeout={_LONGEST_S}", *tests]
    done = subprocess.run(
        command, cwd=root, env=variables, capture_output=True, encoding="utf-8", errors="replace"
    )
    return done.returncode, _verdict(done.stdout + done.stderr)


def _verdict(output: str) -> str:
    """The reason of the first failure, else pytest's last line."""
    lines = [line for line in output.splitlines() if line.strip()]
    for start in ("FAILED tests/", "ERROR tests/"):
        for line in lines:
            if line.startswith(start):
                return line.partition(" - ")[2] or line
    return lines[-1] if lines else "pytest said nothing"


def replay(one: Break, root: Path) -> bool:
    """Make one break, run its test, print what came of it; False if nothing noticed."""
    began = time.perf_counter()
    try:
        with one.applied(root):
            code, verdict = run(root, one.test)
    except UnfitBreakError as error:
        _say(f"UNFIT      {one.name}: {error}")
        return False
    word = "noticed" if code == _TESTS_FAILED else "UNNOTICED" if code == 0 else "NOT RUN"
    _say(f"{word:10} {one.name:44} {time.perf_counter() - began:5.1f} s  {verdict[:100]}")
    return code == _TESTS_FAILED


def chosen(names: Iterable[str]) -> list[Break]:
    """The breaks of these names, or all of them; SystemExit for a name that is not recorded."""
    known = {one.name: one for one in load()}
    wanted = list(names) or list(known)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise SystemExit(f"no such break: {', '.join(unknown)}")
    return [known[name] for name in wanted]


def main(names: Sequence[str]) -> int:
    """Replay; answers the exit code."""
    breaks, began = chosen(names), time.perf_counter()
    with tree() as copy:
        tests = list(dict.fromkeys(one.test for one in breaks))
        code, verdict = run(copy, *tests)
        _say(f"{len(tests)} tests, unbroken: {verdict}")
        if code:
            return 1
        missed = [one.name for one in breaks if not replay(one, copy)]
    took = time.perf_counter() - began
    _say(f"{len(breaks) - len(missed)} of {len(breaks)} breaks noticed in {took:.0f} s")
    if missed:
        _say("failed: " + ", ".join(missed))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
