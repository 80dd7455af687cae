"""What the rules about a loaded extension look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from imperal_sdk._validation import source
from imperal_sdk._validation.issue import ValidationIssue
from imperal_sdk._validation.sites import (
    ExtensionSite,
    HandlerSite,
    Place,
    code_of,
    find_extension,
    site_of,
)
from imperal_sdk._validation.source import Source

if TYPE_CHECKING:
    from imperal_sdk.extension import Extension, ToolDef

SYNTHETIC_PREFIXES = ("__panel__", "__widget__", "__tray__", "__menu__", "__webhook__")
_SDK = Path(__file__).parent.parent
WRITING = ("write", "destructive")


@dataclass(frozen=True)
class Function:
    """A chat function with the place it was written at."""

    definition: Any
    chat_name: str
    app_id: str

    @property
    def name(self) -> str:
        """The name the assistant calls it by."""
        return str(self.definition.name)

    @property
    def label(self) -> str:
        """How findings name it."""
        return f"@chat.function {self.name!r}"

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.definition.action_type in WRITING

    @cached_property
    def site(self) -> HandlerSite:
        """Where its handler is."""
        return site_of(self.definition.func)

    def issue(
        self, rule: str, level: str, message: str, fix: str, argument: str = ""
    ) -> ValidationIssue:
        """A finding at the decorator, or at the line of its ``argument=``."""
        return at(self.site.decorated("function", argument), rule, level, message, fix)

    def signature_issue(self, rule: str, level: str, message: str, fix: str) -> ValidationIssue:
        """A finding at the line of ``def``."""
        return at(self.site.signature, rule, level, message, fix)


@dataclass(frozen=True)
class Subject:
    """A loaded extension, its place and its chat functions."""

    ext: Extension

    @cached_property
    def site(self) -> ExtensionSite:
        """Where the Extension was made."""
        return find_extension(self.ext)

    @cached_property
    def functions(self) -> list[Function]:
        """Every chat function, in order of declaration."""
        return [
            Function(definition, chat_name, self.ext.app_id)
            for chat_name, chat in self.chats.items()
            for definition in chat.functions.values()
        ]

    @property
    def chats(self) -> dict[str, Any]:
        """The chat bundles by name."""
        return getattr(self.ext, "_chat_extensions", {})

    @cached_property
    def own_tools(self) -> list[ToolDef]:
        """Tools the author named: no wrappers of panels and the like."""
        return [
            tool for name, tool in self.ext.tools.items() if not name.startswith(SYNTHETIC_PREFIXES)
        ]

    def issue(
        self, rule: str, level: str, message: str, fix: str, argument: str = ""
    ) -> ValidationIssue:
        """A finding at the Extension's call, or at the line of its ``argument=``."""
        return at(self.site.place(argument), rule, level, message, fix)

    @cached_property
    def sources(self) -> list[Source]:
        """The parsed files that the Extension or one of its handlers is written in."""
        files = {self.site.file} - {""}
        for func in self._handlers():
            code = code_of(func)
            if code is not None and _SDK not in Path(code.co_filename).parents:
                files.add(code.co_filename)
        return [parsed for file in sorted(files) if (parsed := source.read(file)) is not None]

    def declared(self, method: str, name: str) -> Place:
        """The line of ``ext.<method>(name, ...)``, or of the Extension when it is not found."""
        recorded = self.ext._sources.get((method, name))
        if recorded is not None:
            return Place(*recorded)
        for parsed in self.sources:
            for node in ast.walk(parsed.tree):
                if _calls(node, method) and source.literal(node.args[0]) == name:
                    return Place(parsed.file, node.lineno)
        return self.site.place()

    def _handlers(self) -> Iterator[Any]:
        ext = self.ext
        yield from (function.definition.func for function in self.functions)
        yield from (tool.func for tool in ext.tools.values())
        yield from (hook.func for hook in ext.lifecycle.values())
        yield from (handler.func for handler in ext.event_handlers)
        yield from (schedule.func for schedule in ext.schedules.values())
        yield from (method.func for method in ext.exposed.values())


def _calls(node: ast.AST, method: str) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and bool(node.args)
    )


def at(place: Place, rule: str, level: str, message: str, fix: str) -> ValidationIssue:
    """A finding at a place."""
    return ValidationIssue(rule, level, message, place.file, place.line, fix)
