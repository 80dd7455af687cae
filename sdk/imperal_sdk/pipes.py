"""Describe a chain of tools of several extensions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class PipeStep:
    """One tool of the chain and the template of its parameters."""

    app_id: str
    tool_name: str
    params_template: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form."""
        return {
            "app_id": self.app_id,
            "tool_name": self.tool_name,
            "params_template": self.params_template,
        }


class ExtensionPipe:
    """A chain of steps, each fed by the one before."""

    def __init__(self, steps: list[PipeStep] | None = None) -> None:
        self.steps: list[PipeStep] = steps or []

    def pipe(self, app_id: str, tool_name: str, **params_template: Any) -> ExtensionPipe:
        """Add a step and return the chain."""
        self.steps.append(PipeStep(app_id, tool_name, params_template))
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form."""
        return {"type": "extension_pipe", "steps": [step.to_dict() for step in self.steps]}


def Pipe(  # noqa: N802 - the platform's name
    app_id: str, tool_name: str, **params_template: Any
) -> ExtensionPipe:
    """Start a chain with its first step."""
    return ExtensionPipe().pipe(app_id, tool_name, **params_template)
