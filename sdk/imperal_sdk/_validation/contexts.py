"""Calls on a context: which names stand for one, and what is called on it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from imperal_sdk._validation.source import FunctionNode


def context_names(function: FunctionNode) -> frozenset[str]:
    """Return the names that hold a context in ``function``.

    These are ``ctx``, parameters annotated as Context or ending in ``_ctx``, and what
    ``<context>.as_user(...)`` is assigned to.
    """
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    names = {"ctx"}
    names |= {argument.arg for argument in every if argument.arg.endswith("_ctx")}
    names |= {argument.arg for argument in every if _says_context(argument.annotation)}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and method_of(node.value) == "as_user":
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(names)


def _says_context(annotation: ast.expr | None) -> bool:
    if isinstance(annotation, ast.Constant):
        return annotation.value == "Context"
    if isinstance(annotation, ast.Attribute):
        return annotation.attr == "Context"
    return isinstance(annotation, ast.Name) and annotation.id == "Context"


def method_of(node: ast.expr | None) -> str | None:
    """Return the method's name for ``something.method(...)``, awaited or not."""
    if isinstance(node, ast.Await):
        node = node.value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr
    return None


def client_calls(
    function: FunctionNode, client: str, methods: tuple[str, ...]
) -> Iterator[tuple[str, ast.Call]]:
    """Yield method and call for each ``<context>.<client>.<method>(...)`` in ``function``.

    Functions written inside it are left out: they are looked at on their own.
    """
    names = context_names(function)
    for node in own_nodes(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in methods and is_client(node.func.value, client, names):
            yield node.func.attr, node


def is_client(node: ast.expr, client: str, names: frozenset[str]) -> bool:
    """Tell whether ``node`` reads ``<context>.<client>``."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr == client
        and isinstance(node.value, ast.Name)
        and node.value.id in names
    )


def own_nodes(function: FunctionNode) -> Iterator[ast.AST]:
    """Yield the nodes of a function's body, without those of functions inside it."""
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop(0)
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            pending.extend(ast.iter_child_nodes(node))
