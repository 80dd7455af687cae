"""Rules about skeletons: SKEL-GUARD-1 to 3 and MANIFEST-SKELETON-1.

A skeleton is what the platform keeps ready for the assistant: only the function that makes
one may read it, and nobody but the platform writes it (performance guide, Skeletons).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from imperal_sdk._validation import contexts, source
from imperal_sdk._validation.issue import ERROR, ValidationIssue
from imperal_sdk._validation.source import FunctionNode, Source
from imperal_sdk._validation.tree import Tree

REFRESH_PREFIX = "skeleton_refresh_"


def check(tree: Tree) -> Iterator[ValidationIssue]:
    """Run the rules on every function of every file."""
    readers = _allowed_readers(tree)
    for parsed in tree.sources:
        for function in source.functions(parsed.tree):
            if function not in readers:
                yield from _reads(parsed, function)
            yield from _leftovers(parsed, function)
            yield from _named_by_hand(parsed, function)


def _allowed_readers(tree: Tree) -> set[FunctionNode]:
    """Return skeletons, what is written inside them, and helpers that only such code calls."""
    every = [node for parsed in tree.sources for node in source.functions(parsed.tree)]
    readers = {
        inner
        for function in every
        if source.decorators(function, "skeleton")
        for inner in source.functions(function)
    }
    callers: dict[str, list[FunctionNode]] = {}
    for function in every:
        for name in _called_names(function):
            callers.setdefault(name, []).append(function)
    grown = True
    while grown:
        helpers = {
            function
            for function in every
            if function not in readers
            and not function.decorator_list
            and function.name in callers
            and readers.issuperset(callers[function.name])
        }
        readers |= helpers
        grown = bool(helpers)
    return readers


def _called_names(function: FunctionNode) -> set[str]:
    called = set()
    for node in contexts.own_nodes(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called.add(node.func.attr)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called.add(node.func.id)
    return called


def _reads(parsed: Source, function: FunctionNode) -> Iterator[ValidationIssue]:
    for _, call in contexts.client_calls(function, "skeleton", ("get",)):
        yield ValidationIssue(
            "SKEL-GUARD-1",
            ERROR,
            f"{function.name!r} reads a skeleton, but is not a skeleton itself",
            parsed.file,
            call.lineno,
            "Read it in the @ext.skeleton function, or use ctx.cache or ctx.store",
        )


def _leftovers(parsed: Source, function: FunctionNode) -> Iterator[ValidationIssue]:
    names = contexts.context_names(function)
    for node in contexts.own_nodes(function):
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr == "skeleton_data" and _is_name(node.value, names):
            yield ValidationIssue(
                "SKEL-GUARD-2",
                ERROR,
                "ctx.skeleton_data is gone since 1.6",
                parsed.file,
                node.lineno,
                "Call await ctx.skeleton.get(section) in a skeleton",
            )
        elif node.attr == "update" and contexts.is_client(node.value, "skeleton", names):
            yield ValidationIssue(
                "SKEL-GUARD-3",
                ERROR,
                "ctx.skeleton.update() is gone since 1.6: only the platform writes skeletons",
                parsed.file,
                node.lineno,
                "Return the new content from the @ext.skeleton function",
            )


def _is_name(node: ast.expr, names: frozenset[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def _named_by_hand(parsed: Source, function: FunctionNode) -> Iterator[ValidationIssue]:
    for call in source.decorators(function, "tool"):
        name = source.literal(source.argument(call, "name", 0))
        if isinstance(name, str) and name.startswith(REFRESH_PREFIX):
            section = name.removeprefix(REFRESH_PREFIX)
            yield ValidationIssue(
                "MANIFEST-SKELETON-1",
                ERROR,
                f"tool {name!r} has the name of a skeleton, but its section is not registered",
                parsed.file,
                call.lineno,
                f"Use @ext.skeleton({section!r}) instead of @ext.tool",
            )


RULES = (check,)
