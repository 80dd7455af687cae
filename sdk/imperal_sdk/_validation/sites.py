"""Where in the author's files an extension and its handlers are written."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from imperal_sdk._validation import source
from imperal_sdk._validation.source import FunctionNode


@dataclass(frozen=True)
class Place:
    """A file and a 1-based line; both empty when unknown."""

    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class HandlerSite:
    """An author's function: where it stands, and its syntax when the file can be read."""

    file: str
    first_line: int
    node: FunctionNode | None

    @property
    def signature(self) -> Place:
        """The line of ``def``."""
        return Place(self.file, self.node.lineno if self.node else self.first_line)

    def decorated(self, attribute: str, argument: str = "") -> Place:
        """The line of ``argument=`` in the decorator ``.<attribute>(...)``, or of the decorator."""
        calls = source.decorators(self.node, attribute) if self.node else []
        if not calls:
            return self.signature
        given = source.keyword(calls[0], argument)
        return Place(self.file, given.lineno if given else calls[0].lineno)


def site_of(func: Callable[..., Any]) -> HandlerSite:
    """Find the source of a handler, through wrappers and partials."""
    code = code_of(func)
    if code is None:
        return HandlerSite("", 0, None)
    parsed = source.read(code.co_filename)
    node = _function_at(parsed.tree, code) if parsed else None
    return HandlerSite(code.co_filename, code.co_firstlineno, node)


def code_of(func: Callable[..., Any]) -> CodeType | None:
    """Return the code of the function behind ``func``, or None for a built-in."""
    while not inspect.isfunction(func):
        inner = getattr(func, "__func__", None) or getattr(func, "func", None)
        if inner is None:
            return None
        func = inner
    unwrapped = inspect.unwrap(func)
    return getattr(unwrapped, "__code__", None)


def _function_at(tree: ast.Module, code: CodeType) -> FunctionNode | None:
    for node in source.functions(tree):
        # A code object starts at the first decorator.
        first = node.decorator_list[0].lineno if node.decorator_list else node.lineno
        if node.name == code.co_name and first == code.co_firstlineno:
            return node
    return None


@dataclass(frozen=True)
class ExtensionSite:
    """The call that made an Extension: where it stands and which arguments it passes."""

    file: str = ""
    call: ast.Call | None = None

    @property
    def folder(self) -> Path | None:
        """The folder of the file, where the icon and imperal.json are."""
        return Path(self.file).parent if self.file else None

    def place(self, argument: str = "") -> Place:
        """The line of ``argument=``, or of the call when it passes none."""
        if self.call is None:
            return Place(self.file)
        given = source.keyword(self.call, argument)
        return Place(self.file, given.lineno if given else self.call.lineno)


def find_extension(ext: Any) -> ExtensionSite:
    """Find where ``ext`` was made, among the loaded modules that hold it."""
    fallback = ExtensionSite()
    for module in _modules_holding(ext):
        parsed = source.read(module.__file__ or "")
        if parsed is None:
            continue
        call = _making_call(parsed.tree, ext)
        if call is not None:
            return ExtensionSite(parsed.file, call)
        fallback = ExtensionSite(parsed.file)
    return fallback


def _modules_holding(ext: Any) -> list[ModuleType]:
    return [
        module
        for module in list(sys.modules.values())
        if isinstance(module, ModuleType)
        and getattr(module, "__file__", None)
        and any(value is ext for value in list(vars(module).values()))
    ]


def _making_call(tree: ast.Module, ext: Any) -> ast.Call | None:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else None
        name = node.func.id if isinstance(node.func, ast.Name) else name
        if name not in {cls.__name__ for cls in type(ext).__mro__}:
            continue
        app_id = source.argument(node, "app_id", 0)
        # An app id that is not written out cannot be compared; one Extension a file is usual.
        if not isinstance(app_id, ast.Constant) or app_id.value == ext.app_id:
            return node
    return None
