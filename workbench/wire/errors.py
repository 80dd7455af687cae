"""How failures travel: what an author did wrong, and what a service answered instead of a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict


class StackFrame(TypedDict):
    """One line of a stack, outermost first in every list of them."""

    file: str
    line: int
    function: str
    code: str


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """What went wrong in an extension, told so that its author can go to the line.

    `file`, `line` and `function` are those of the innermost frame inside the author's folder;
    `traceback` is the whole stack, outermost first.
    """

    type: str
    message: str
    file: str | None = None
    line: int | None = None
    function: str | None = None
    hint: str | None = None
    code: str | None = None
    """A code of the platform's taxonomy, such as VALIDATION_MISSING_FIELD."""
    traceback: list[StackFrame] = field(default_factory=list)

    def to_wire(self) -> dict[str, Any]:
        """The report as a JSON object."""
        return {
            "type": self.type,
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "function": self.function,
            "hint": self.hint,
            "code": self.code,
            "traceback": self.traceback,
        }

    @classmethod
    def from_wire(cls, value: Mapping[str, Any]) -> ErrorReport:
        """Read `to_wire`'s object; keys that this version does not know are left out."""
        return cls(
            type=str(value.get("type", "Error")),
            message=str(value.get("message", "")),
            file=value.get("file"),
            line=value.get("line"),
            function=value.get("function"),
            hint=value.get("hint"),
            code=value.get("code"),
            traceback=list(value.get("traceback") or ()),
        )


@dataclass(frozen=True, slots=True)
class CallError:
    """A service's refusal: the child raises the class of its own SDK that `type` names.

    `type` is the name of an exception of the SDK, of httpx or a built-in one; `fields` are the
    keyword arguments of its constructor, empty where it takes the message alone.
    """

    type: str
    message: str
    fields: dict[str, Any] = field(default_factory=dict)

    def to_wire(self) -> dict[str, Any]:
        """The error as a JSON object."""
        return {"type": self.type, "message": self.message, "fields": self.fields}

    @classmethod
    def from_wire(cls, value: Mapping[str, Any]) -> CallError:
        """Read `to_wire`'s object."""
        return cls(
            type=str(value.get("type", "RuntimeError")),
            message=str(value.get("message", "")),
            fields=dict(value.get("fields") or {}),
        )
