"""Portability notes: what works here and in some published versions of the SDK, not in all.

Each note is INFO: the code runs in the workbench as it stands.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from imperal_sdk._validation import contexts, source
from imperal_sdk._validation.issue import INFO, ValidationIssue
from imperal_sdk._validation.source import FunctionNode, Source
from imperal_sdk._validation.tree import Tree


@dataclass(frozen=True)
class Note:
    """One leftover, or one thing that is ahead of a published version."""

    rule: str
    message: str
    fix: str

    def at(self, parsed: Source, node: ast.AST) -> ValidationIssue:
        """The note about a place in a file."""
        line = getattr(node, "lineno", 0)
        return ValidationIssue(self.rule, INFO, self.message, parsed.file, line, self.fix)


UNNAMED = Note(
    "PORT-FUNCTION-NAME",
    "@chat.function without a name: every published version asks for it",
    "Pass the function's name first",
)
EVENT_SCHEMA = Note(
    "PORT-EVENT-SCHEMA",
    "event_schema= exists in SDK 4 only; from 5.1 on it is a TypeError",
    "Leave it out",
)
BACKGROUND = Note(
    "PORT-BACKGROUND",
    "background=True detaches the function in SDK 4.2.13 to 4.2.16; from 5.0 on it is advice",
    "Where it matters, call await ctx.background_task(...) yourself",
)
CLIENTS = {
    "db": Note(
        "PORT-DB",
        "ctx.db is gone from SDK 5.1 on",
        "Use ctx.store, or ctx.http with a service of your own",
    ),
    "tools": Note(
        "PORT-TOOLS",
        "ctx.tools is gone from SDK 5.1 on",
        "Use ctx.extensions.call(app_id, method, ...)",
    ),
}
CONFIG_REQUIRE = Note(
    "PORT-CONFIG-REQUIRE",
    "ctx.config.require() exists in no published client",
    "Use ctx.config.get(key), and say what is missing",
)
STORE_SET = Note(
    "PORT-STORE-SET",
    "ctx.store.set(key, ...) makes a new document on every call unless the key is "
    "'collection/id' of one that exists",
    "Use store.create once and store.update with the id it gave",
)
RELATIVE_URL = Note(
    "PORT-HTTP-RELATIVE",
    "ctx.http with a URL without a host: published clients raise httpx.UnsupportedProtocol",
    "Write the whole URL, 'https://…', for example from ctx.config",
)
HTTP_METHODS = ("get", "post", "put", "patch", "delete")
MODULES = {
    "imperal_sdk.db": CLIENTS["db"],
    "imperal_sdk.tools": CLIENTS["tools"],
    **{
        f"imperal_sdk.chat.{module}": Note(
            "PORT-CHAT-ROUTER",
            f"imperal_sdk.chat.{module} is gone from SDK 5.0 on, with the chat router",
            "Import TaskCancelled from imperal_sdk.chat.exceptions; the rest has no successor",
        )
        for module in ("execution", "handler", "retry")
    },
}


def check(tree: Tree) -> Iterator[ValidationIssue]:
    """Look for every leftover in every file."""
    for parsed in tree.sources:
        yield from _imports(parsed)
        for function in source.functions(parsed.tree):
            yield from _decorators(parsed, function)
            yield from _clients(parsed, function)


def _imports(parsed: Source) -> Iterator[ValidationIssue]:
    for node in ast.walk(parsed.tree):
        for module in _imported(node):
            if module in MODULES:
                yield MODULES[module].at(parsed, node)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def _decorators(parsed: Source, function: FunctionNode) -> Iterator[ValidationIssue]:
    for call in source.decorators(function, "function"):
        unpacked = any(argument.arg is None for argument in call.keywords)
        if source.argument(call, "name", 0) is None and not call.args and not unpacked:
            yield UNNAMED.at(parsed, call)
        if (given := source.keyword(call, "event_schema")) is not None:
            yield EVENT_SCHEMA.at(parsed, given)
        given = source.keyword(call, "background")
        if given is not None and source.literal(given.value) is True:
            yield BACKGROUND.at(parsed, given)


def _clients(parsed: Source, function: FunctionNode) -> Iterator[ValidationIssue]:
    names = contexts.context_names(function)
    for node in contexts.own_nodes(function):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            continue
        if node.value.id in names and node.attr in CLIENTS:
            yield CLIENTS[node.attr].at(parsed, node)
    for _, call in contexts.client_calls(function, "config", ("require",)):
        yield CONFIG_REQUIRE.at(parsed, call)
    for _, call in contexts.client_calls(function, "store", ("set",)):
        yield STORE_SET.at(parsed, call)
    for _, call in contexts.client_calls(function, "http", HTTP_METHODS):
        if _beginning(source.argument(call, "url", 0)).startswith("/"):
            yield RELATIVE_URL.at(parsed, call)


def _beginning(url: ast.expr | None) -> str:
    """Return the text a literal URL starts with; nothing where that is not written down."""
    if isinstance(url, ast.JoinedStr) and url.values:
        return _beginning(url.values[0])
    value = source.literal(url)
    return value if isinstance(value, str) else ""


RULES = (check,)
