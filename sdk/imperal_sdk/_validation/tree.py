"""The source tree of an extension: its files, and what they say together."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from imperal_sdk._validation import source
from imperal_sdk._validation.source import Source

SKIPPED_FOLDERS = frozenset(
    {
        ".git",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".tox",
        ".venv",
        "__pycache__",
        "build",
        "dist",
        "node_modules",
        "tests",
        "venv",
    }
)


@dataclass(frozen=True)
class Tree:
    """The Python files under a folder, or one file."""

    root: Path

    @cached_property
    def sources(self) -> list[Source]:
        """Every file that parses, in order of path."""
        return [parsed for path in self._paths() if (parsed := source.read(path)) is not None]

    @cached_property
    def cache_models(self) -> frozenset[str]:
        """Names of classes decorated by ``.cache_model(...)`` in any file."""
        return frozenset(
            node.name
            for parsed in self.sources
            for node in ast.walk(parsed.tree)
            if isinstance(node, ast.ClassDef) and source.decorators(node, "cache_model")
        )

    @cached_property
    def classes(self) -> frozenset[str]:
        """Names of all classes defined in any file."""
        return frozenset(
            node.name
            for parsed in self.sources
            for node in ast.walk(parsed.tree)
            if isinstance(node, ast.ClassDef)
        )

    @cached_property
    def constants(self) -> dict[str, int]:
        """Whole numbers given a name at the top of a file, when all files agree on it."""
        found: dict[str, set[int]] = {}
        for parsed in self.sources:
            for name, value in _top_level_numbers(parsed.tree):
                found.setdefault(name, set()).add(value)
        return {name: next(iter(values)) for name, values in found.items() if len(values) == 1}

    def _paths(self) -> Iterator[Path]:
        if self.root.is_file():
            yield self.root
            return
        for folder, folders, files in os.walk(self.root):
            folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS)
            yield from (Path(folder, name) for name in sorted(files) if name.endswith(".py"))


def _top_level_numbers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        else:
            continue
        number = source.literal(statement.value)
        if isinstance(number, int) and not isinstance(number, bool):
            yield from ((target.id, number) for target in targets if isinstance(target, ast.Name))
