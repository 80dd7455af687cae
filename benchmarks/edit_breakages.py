"""Mistakes that authors make, and what the window must say about each.

Every mistake carries the number of its edit or stands on a line of its own, so that what it shows
cannot be mistaken for what an earlier one showed.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from benchmarks.edit_sample import PANELS, SLOTS, Files

Where = Literal["tree", "page", "stage", "blank", "title"]


@dataclass(frozen=True)
class Sight:
    """What must be painted: in a slot's tree or in place of it, in the banner of a panel or of the
    whole stage, or in the title; `place` is how the blamed ``file:line`` begins."""

    where: Where
    text: str
    slot: str = ""
    place: str = ""


Breakage = Callable[[Files, random.Random, int], Sight]


# -- edits that do not import -----------------------------------------------------------------


def _syntax_error(files: Files, rng: random.Random, number: int) -> Sight:
    return _insert(files, rng, f"def broken_{number}(:", "SyntaxError")


def _missing_module(files: Files, rng: random.Random, number: int) -> Sight:
    return _insert(files, rng, f"import module_{number}", f"module_{number}")


def _missing_name(files: Files, rng: random.Random, number: int) -> Sight:
    return _insert(files, rng, f"from asyncio import name_{number}", f"name_{number}")


def _undefined_name(files: Files, rng: random.Random, number: int) -> Sight:
    return _insert(files, rng, f"undefined_{number}", f"undefined_{number}")


def _raises_at_import(files: Files, rng: random.Random, number: int) -> Sight:
    return _insert(files, rng, f'raise RuntimeError("edit {number}.")', f"edit {number}.")


def _leaves_at_import(files: Files, rng: random.Random, number: int) -> Sight:
    return _insert(files, rng, f'raise SystemExit("edit {number}.")', f"edit {number}.")


def _dies_at_import(files: Files, rng: random.Random, number: int) -> Sight:
    return _insert(files, rng, f"__import__('os')._exit({number % 200 + 1})", "exit code")


def _half_a_file(files: Files, rng: random.Random, number: int) -> Sight:
    file = rng.choice(sorted(SLOTS))
    source = files[file]
    at = rng.choice([n for n, byte in enumerate(source) if byte == ord("(")])
    files[file] = source[: at + 1]
    return Sight("stage", "SyntaxError", place=f"{file}:")


def _null_byte(files: Files, rng: random.Random, number: int) -> Sight:
    file = rng.choice(sorted(SLOTS))
    files[file] += b"\0"
    return Sight("stage", "null bytes", place=file)


def _not_utf8(files: Files, rng: random.Random, number: int) -> Sight:
    return _insert(files, rng, b'WORD = "\xff"', "utf-8")


def _no_extension(files: Files, rng: random.Random, number: int) -> Sight:
    files["main.py"] = f'"""Nothing, edit {number}."""\n'.encode()
    return Sight("stage", "Extension", place="main.py")


def _deleted_module(files: Files, rng: random.Random, number: int) -> Sight:
    file = rng.choice(["api.py", "panel_viewer.py"])
    del files[file]
    return Sight("stage", f"No module named '{file[:-3]}'", place="")


def _insert(files: Files, rng: random.Random, line: str | bytes, text: str) -> Sight:
    """Put a line between two statements of some module; the import must fail there."""
    file = rng.choice(sorted(SLOTS))
    source = files[file].splitlines()
    statements = ast.parse(files[file]).body[1:]
    at = rng.choice([_first_line(statement) for statement in statements])
    source.insert(at - 1, line.encode() if isinstance(line, str) else line)
    files[file] = b"\n".join(source) + b"\n"
    return Sight("stage", text, place=f"{file}:{at}")


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


# -- edits that import and fail when called ------------------------------------------------------


def _raising_panel(files: Files, rng: random.Random, number: int) -> Sight:
    return _begin(files, rng, f'raise ValueError("edit {number}.")', f"edit {number}.")


def _wrong_call(files: Files, rng: random.Random, number: int) -> Sight:
    return _begin(files, rng, f"ui.Button(edit_{number}=1)", "TypeError")


def _endless_recursion(files: Files, rng: random.Random, number: int) -> Sight:
    return _begin(files, rng, "return await PANEL(ctx)", "RecursionError")


def _dies_when_called(files: Files, rng: random.Random, number: int) -> Sight:
    sight = _begin(files, rng, f"__import__('os')._exit({number % 200 + 1})", "exit code")
    return Sight("stage", sight.text, place=sight.place)


def _answers_a_number(files: Files, rng: random.Random, number: int) -> Sight:
    return _blank(files, rng, f"return {number}")


def _answers_nothing(files: Files, rng: random.Random, number: int) -> Sight:
    return _blank(files, rng, "return None")


def _forgets_await(files: Files, rng: random.Random, number: int) -> Sight:
    return _blank(files, rng, "return asyncio.sleep(0)")


def _odd_tree(files: Files, rng: random.Random, number: int) -> Sight:
    odd = f'{{"type": "Nonsense {number}"}}, ui.List(items=[7]), ui.Badge({{}})'
    panel = f'return ui.Stack([ui.Text("edit {number}."), {odd}])'
    sight = _begin(files, rng, panel, f"edit {number}.")
    return Sight("tree", sight.text, sight.slot)


def _begin(files: Files, rng: random.Random, line: str, text: str) -> Sight:
    """Let a panel's handler begin with a line; its banner must blame that line."""
    file = rng.choice(sorted(SLOTS))
    panel = PANELS[file]
    (handler,) = (
        statement
        for statement in ast.parse(files[file]).body
        if isinstance(statement, ast.AsyncFunctionDef) and statement.name == panel
    )
    at = (handler.body[0].end_lineno or 0) + 1
    source = files[file].splitlines()
    source.insert(at - 1, b"    " + line.replace("PANEL", panel).encode())
    files[file] = b"\n".join(source) + b"\n"
    return Sight("page", text, SLOTS[file], f"{file}:{at}")


def _blank(files: Files, rng: random.Random, line: str) -> Sight:
    sight = _begin(files, rng, line, "Nothing to draw")
    return Sight("blank", sight.text, sight.slot)


BROKEN: tuple[Breakage, ...] = (
    _syntax_error, _missing_module, _missing_name, _undefined_name, _raises_at_import,
    _leaves_at_import, _dies_at_import, _half_a_file, _null_byte, _not_utf8, _no_extension,
    _deleted_module, _raising_panel, _wrong_call, _endless_recursion, _dies_when_called,
    _answers_a_number, _answers_nothing, _forgets_await, _odd_tree,
)  # fmt: skip
