"""Every public name of the SDK says what it is, and functions name what they may refuse."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import paths

ROOT = paths.bundled_sdk() / "imperal_sdk"
MODULES = sorted(
    path
    for path in ROOT.rglob("*.py")
    if not any(part.startswith("_") and part != "__init__.py" for part in path.parts[-3:])
)

Defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, Defined]]:
    for node in body:
        if isinstance(node, Defined) and not node.name.startswith("_"):
            if _said_elsewhere(node):
                continue
            yield f"{within}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


def _said_elsewhere(node: Defined) -> bool:
    """The docstring of an overload is the implementation's, that of a setter its property's."""
    marks = [ast.unparse(mark) for mark in node.decorator_list]
    return any(mark == "overload" or mark.endswith(".setter") for mark in marks)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_public_name_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "the module"
    assert [name for name, node in public(tree.body) if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_public_function_raises_itself_is_in_its_docstring(path: Path) -> None:
    silent = []
    for name, node in public(ast.parse(path.read_text(encoding="utf-8")).body):
        if isinstance(node, ast.ClassDef):
            continue
        said = ast.get_docstring(node) or ""
        silent += [f"{name}: {error}" for error in _raised(node) if error not in said]
    assert silent == []


def _raised(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Raise) and isinstance(inner.exc, ast.Call):
            name = ast.unparse(inner.exc.func).rpartition(".")[2]
            if name[0].isupper() and name != "AssertionError":
                yield name
