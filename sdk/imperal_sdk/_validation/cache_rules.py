"""Rules about ctx.cache: CACHE-MODEL-1 and CACHE-TTL-1 (performance guide, Caching)."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from imperal_sdk._validation import contexts, source
from imperal_sdk._validation.issue import ERROR, ValidationIssue
from imperal_sdk._validation.source import FunctionNode, Source
from imperal_sdk._validation.tree import Tree

MIN_TTL_S = 5
MAX_TTL_S = 300

_TTL_POSITION = {"set": 2, "get_or_fetch": 3}
_METHODS = ("get", "set", "get_or_fetch")


def check(tree: Tree) -> Iterator[ValidationIssue]:
    """Run the rules on every cache call of every function."""
    for parsed in tree.sources:
        for function in source.functions(parsed.tree):
            for method, call in contexts.client_calls(function, "cache", _METHODS):
                yield from _model(tree, parsed, function, method, call)
                yield from _ttl(tree, parsed, method, call)


def _model(
    tree: Tree, parsed: Source, function: FunctionNode, method: str, call: ast.Call
) -> Iterator[ValidationIssue]:
    if not tree.cache_models:
        return
    if method == "set":
        name = _class_of_value(function, source.argument(call, "value", 1))
    else:
        name = _class_name(source.argument(call, "model", 1))
    # Only a class that is written in this tree is known not to be registered.
    if name is None or name in tree.cache_models or name not in tree.classes:
        return
    yield ValidationIssue(
        "CACHE-MODEL-1",
        ERROR,
        f"ctx.cache.{method}: {name} is not registered as a cache model",
        parsed.file,
        call.lineno,
        f"Put @ext.cache_model({name.lower()!r}) above class {name}",
    )


def _class_name(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else None


def _class_of_value(function: FunctionNode, node: ast.expr | None) -> str | None:
    """Return the class of ``Class(...)``, or of the variable it was assigned to, if only that."""
    if isinstance(node, ast.Name):
        assigned = [
            statement.value
            for statement in contexts.own_nodes(function)
            if isinstance(statement, ast.Assign)
            and any(
                isinstance(target, ast.Name) and target.id == node.id
                for target in statement.targets
            )
        ]
        node = assigned[0] if len(assigned) == 1 else None
    if isinstance(node, ast.Call):
        # Class(...), or Class.model_validate(...) and its like.
        made = _class_name(node.func)
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        if made is not None and made.startswith("model_"):
            return _class_name(owner)
        return made
    return None


def _ttl(tree: Tree, parsed: Source, method: str, call: ast.Call) -> Iterator[ValidationIssue]:
    if method not in _TTL_POSITION:
        return
    node = source.argument(call, "ttl_seconds", _TTL_POSITION[method])
    ttl = tree.constants.get(node.id) if isinstance(node, ast.Name) else source.literal(node)
    if not isinstance(ttl, int | float) or isinstance(ttl, bool):
        return
    if MIN_TTL_S <= ttl <= MAX_TTL_S:
        return
    silent = " (and get_or_fetch does not even say so)" if method == "get_or_fetch" else ""
    yield ValidationIssue(
        "CACHE-TTL-1",
        ERROR,
        f"ctx.cache.{method}: ttl_seconds is {ttl}; outside {MIN_TTL_S} to {MAX_TTL_S} "
        f"nothing is kept{silent}",
        parsed.file,
        node.lineno if node is not None else call.lineno,
        f"Write ttl_seconds={max(MIN_TTL_S, min(MAX_TTL_S, int(ttl)))}",
    )


RULES = (check,)
