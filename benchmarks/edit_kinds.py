"""Random edits of the notes sample, and what the window must show after each.

A valid edit changes a text that is on the screen; a broken one is a mistake authors make.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.edit_breakages import BROKEN, Breakage, Sight
from benchmarks.edit_sample import Files


@dataclass(frozen=True)
class Edit:
    """One save: `files` is what the folder holds afterwards, by name."""

    number: int
    name: str
    broken: bool
    files: Files
    sight: Sight

    @property
    def odd_tree(self) -> bool:
        """Whether it makes a panel answer another tree than its usual one."""
        return self.broken and self.sight.where == "tree"


@dataclass(frozen=True)
class Wording:
    """The texts of the extension as its author last had them working, by the edit they are from."""

    entry: int = 0
    button: int = 0
    title: int = 0
    module: int | None = None
    name: int = 0
    rows: int = 50
    windows: bool = False

    def files(self, originals: Files) -> Files:
        """The folder with these texts."""
        files = dict(originals)
        _put(files, "panel_sidebar.py", '"name": "All notes', self.entry)
        _put(files, "panel_viewer.py", '                "Edit', self.button)
        _put(files, "app.py", 'display_name="Notes', self.name)
        _put(files, "ledger.py", 'TITLE = "Ledger', self.title)
        files["ledger.py"] = files["ledger.py"].replace(b"ROWS = 50", b"ROWS = %d" % self.rows)
        if self.module is not None:
            title = f'TITLE = "Ledger, edit {self.title}."'
            files[f"words_{self.module}.py"] = title.encode() + b"\n"
            taken = f"from words_{self.module} import TITLE"
            files["ledger.py"] = files["ledger.py"].replace(title.encode(), taken.encode())
        if self.windows:
            sidebar = files["panel_sidebar.py"]
            files["panel_sidebar.py"] = sidebar.replace(b"\n", b"\r\n")
        return files


def _put(files: Files, file: str, text: str, number: int) -> None:
    if number:
        old, new = text.encode(), f"{text}, edit {number}.".encode()
        files[file] = files[file].replace(old, new, 1)


class Author:
    """Thinks up edits of `folder`: `broken` of them in a hundred do not work."""

    def __init__(self, folder: Path, rng: random.Random, broken: int) -> None:
        self._originals = {path.name: path.read_bytes() for path in folder.glob("*.py")}
        self._wording = Wording()
        self._rng = rng
        self._broken = broken
        self._number = 0
        self._last: Sight | None = None

    def valid(self) -> Edit:
        """An edit that works; later edits build on it."""
        self._number += 1
        change = self._rng.choice(VALID)
        self._wording, sight = change(self._wording, self._rng, self._number)
        files = self._wording.files(self._originals)
        return Edit(self._number, _name(change), False, files, sight)

    def any(self) -> Edit:
        """An edit that may be broken; the next one repairs it."""
        if self._rng.random() * 100 >= self._broken:
            return self.valid()
        self._number += 1
        edit = self._mistake()
        while edit.sight == self._last:  # the same complaint twice could not be told from one
            edit = self._mistake()
        self._last = edit.sight
        return edit

    def _mistake(self) -> Edit:
        breakage, files = self._rng.choice(BROKEN), self._wording.files(self._originals)
        sight = breakage(files, self._rng, self._number)
        return Edit(self._number, _name(breakage), True, files, sight)


Change = Callable[[Wording, random.Random, int], tuple[Wording, Sight]]


def _name(change: Change | Breakage) -> str:
    return change.__name__.strip("_").replace("_", " ")


# -- edits that work --------------------------------------------------------------------------


def _relabel_entry(wording: Wording, rng: random.Random, number: int) -> tuple[Wording, Sight]:
    return replace(wording, entry=number), Sight("tree", f"edit {number}.", "left")


def _relabel_button(wording: Wording, rng: random.Random, number: int) -> tuple[Wording, Sight]:
    return replace(wording, button=number), Sight("tree", f"edit {number}.", "center")


def _retitle(wording: Wording, rng: random.Random, number: int) -> tuple[Wording, Sight]:
    new = replace(wording, title=number, module=None)
    return new, Sight("tree", f"edit {number}.", "right")


def _change_the_rows(wording: Wording, rng: random.Random, number: int) -> tuple[Wording, Sight]:
    new, sight = _retitle(wording, rng, number)
    return replace(new, rows=rng.randrange(40, 90)), sight


def _move_to_a_module(wording: Wording, rng: random.Random, number: int) -> tuple[Wording, Sight]:
    new, sight = _retitle(wording, rng, number)
    return replace(new, module=rng.randrange(4)), sight


def _change_line_ends(wording: Wording, rng: random.Random, number: int) -> tuple[Wording, Sight]:
    new, sight = _relabel_entry(wording, rng, number)
    return replace(new, windows=not wording.windows), sight


def _rename(wording: Wording, rng: random.Random, number: int) -> tuple[Wording, Sight]:
    return replace(wording, name=number), Sight("title", f"edit {number}.")


VALID: tuple[Change, ...] = (
    _relabel_entry, _relabel_button, _retitle, _change_the_rows, _move_to_a_module,
    _change_line_ends,
    _rename,
)  # fmt: skip
