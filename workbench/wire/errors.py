"""How failures travel: what an author did wrong, and what a service answered instead of a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a traceback: `file` is absolute, `code` the source line without indentation."""

    file: str
    line: int
    function: str
    code: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Frame:
        """Read a frame as it travels on the wire; missing parts become empty."""
        return cls(
            file=str(data.get("file") or ""),
            line=int(data.get("line") or 0),
            function=str(data.get("function") or ""),
            code=str(data.get("code") or ""),
        )


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """An error as it is shown: `file`, `line` and `function` are the innermost author's frame.

    `hint` says what to do about it; `code` is the platform's error code when there is one
    (``VALIDATION_MISSING_FIELD`` and so on).
    """

    type: str
    message: str
    file: str | None = None
    line: int | None = None
    function: str | None = None
    hint: str | None = None
    code: str | None = None
    traceback: tuple[Frame, ...] = field(default=())

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ErrorReport:
        """Read a report as a host sends it; unknown keys are ignored, missing ones are None."""
        frames: Sequence[Mapping[str, Any]] = data.get("traceback") or ()
        return cls(
            type=str(data.get("type") or "Error"),
            message=str(data.get("message") or ""),
            file=data.get("file"),
            line=data.get("line"),
            function=data.get("function"),
            hint=data.get("hint"),
            code=data.get("code"),
            traceback=tuple(Frame.from_json(frame) for frame in frames),
        )

    def to_json(self) -> dict[str, Any]:
        """The same report as plain JSON values, for the wire, the journal and the command line."""
        data = asdict(self)
        data["traceback"] = [asdict(frame) for frame in self.traceback]
        return data


@dataclass(frozen=True, slots=True)
class CallError:
    """A service's refusal: the child raises the class of its own SDK that `type` names.

    `type` is the name of an exception of the SDK, of httpx or a built-in one; `fields` are the
    keyword arguments of its constructor, empty where it takes the message alone.
    """

    type: str
    message: str
    fields: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The error as a JSON object."""
        return {"type": self.type, "message": self.message, "fields": self.fields}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> CallError:
        """Read `to_json`'s object."""
        return cls(
            type=str(value.get("type", "RuntimeError")),
            message=str(value.get("message", "")),
            fields=dict(value.get("fields") or {}),
        )
