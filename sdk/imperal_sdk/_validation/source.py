"""Parsed source files, read once while they do not change."""

from __future__ import annotations

import ast
import tokenize
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One parsed Python file."""

    path: Path
    tree: ast.Module

    @property
    def file(self) -> str:
        """The path as text, as findings carry it."""
        return str(self.path)


def read(path: str | Path) -> Source | None:
    """Return the parsed file, or None when it cannot be read or is not Python."""
    path = Path(path)
    try:
        stat = path.stat()
    except OSError:
        return None
    return _parse(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _parse(path: Path, mtime_ns: int, size: int) -> Source | None:
    try:
        with tokenize.open(path) as file:
            return Source(path, ast.parse(file.read(), str(path)))
    except (OSError, SyntaxError, ValueError):
        return None


def functions(tree: ast.AST) -> list[FunctionNode]:
    """Return every function in ``tree``, nested ones and methods included."""
    return [node for node in ast.walk(tree) if isinstance(node, FunctionNode)]


def literal(node: ast.expr | None) -> object:
    """Return the value of a literal, or None for anything else."""
    if node is None:
        return None
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def keyword(call: ast.Call, name: str) -> ast.keyword | None:
    """Return the argument ``name=`` of a call, or None."""
    return next((argument for argument in call.keywords if argument.arg == name), None)


def argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    """Return what a call passes as ``name``, by keyword or at ``position`` (from 0)."""
    found = keyword(call, name)
    if found is not None:
        return found.value
    before = call.args[: position + 1]
    if any(isinstance(value, ast.Starred) for value in before) or len(before) <= position:
        return None
    return before[position]


def decorators(function: FunctionNode | ast.ClassDef, attribute: str) -> list[ast.Call]:
    """Return the decorators ``@something.<attribute>(...)`` of a function or class."""
    return [
        decorator
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr == attribute
    ]
