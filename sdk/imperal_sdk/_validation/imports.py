"""Rule V7: an extension talks to a language model through ctx.ai, not on its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from imperal_sdk._validation.issue import ERROR, ValidationIssue
from imperal_sdk._validation.source import Source
from imperal_sdk._validation.subject import Subject

MODEL_PACKAGES = ("anthropic", "openai")


def check(subject: Subject) -> Iterator[ValidationIssue]:
    """V7, in every file of the extension that a handler or the Extension itself is in."""
    for parsed in subject.sources:
        yield from in_source(parsed)


def in_source(parsed: Source) -> Iterator[ValidationIssue]:
    """V7 in one file."""
    for node in ast.walk(parsed.tree):
        for package in _imported(node):
            if package.partition(".")[0] in MODEL_PACKAGES:
                yield ValidationIssue(
                    "V7",
                    ERROR,
                    f"{package!r} is imported: calls to a model go past the platform's limits",
                    parsed.file,
                    getattr(node, "lineno", 0),
                    "Call await ctx.ai.complete(...) instead",
                )


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []


RULES = (check,)
