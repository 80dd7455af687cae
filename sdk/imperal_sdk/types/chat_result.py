"""What one chat turn of an extension reports (SDK reference, ChatResult)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from imperal_sdk.types.action_result import ActionResult

_REPR_LIMIT = 500


@dataclass
class FunctionCall:
    """One chat function that was called in a turn.

    ``action_type`` is read, write or destructive; ``intercepted`` is True when a
    confirmation held the call back; ``event`` is the event the function publishes.
    """

    name: str
    params: dict[str, Any]
    action_type: str
    success: bool
    result: ActionResult[Any] | None = None
    intercepted: bool = False
    event: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form; ``result`` only when there is one."""
        out: dict[str, Any] = {
            "name": self.name,
            "params": self.params,
            "action_type": self.action_type,
            "success": self.success,
            "intercepted": self.intercepted,
            "event": self.event,
        }
        if self.result is not None:
            out["result"] = _result_to_wire(self.result)
        return out

    @staticmethod
    def from_dict(d: dict[str, Any]) -> FunctionCall:
        """Rebuild a call from its wire form."""
        result = d.get("result")
        return FunctionCall(
            name=d["name"],
            params=d.get("params", {}),
            action_type=d.get("action_type", "read"),
            success=d.get("success", False),
            result=ActionResult.from_dict(result) if isinstance(result, dict) else None,
            intercepted=d.get("intercepted", False),
            event=d.get("event", ""),
        )


def _result_to_wire(result: Any) -> dict[str, Any]:
    if hasattr(result, "to_dict"):
        wire: dict[str, Any] = result.to_dict()
        return wire
    if isinstance(result, dict):
        return result
    return {"repr": repr(result)[:_REPR_LIMIT]}


@dataclass
class ChatResult:
    """The outcome of a chat turn: the text for the user and what was done to get it."""

    response: str
    handled: bool = False
    functions_called: list[FunctionCall] = field(default_factory=list)
    had_successful_action: bool = False
    message_type: str = "text"
    action_meta: dict[str, Any] = field(default_factory=dict)
    intercepted: bool = False
    task_cancelled: bool = False
    narration_emission: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form; every key but ``response`` starts with an underscore."""
        return {
            "response": self.response,
            "_handled": self.handled,
            "_functions_called": [call.to_dict() for call in self.functions_called],
            "_had_successful_action": self.had_successful_action,
            "_message_type": self.message_type,
            "_action_meta": self.action_meta,
            "_intercepted": self.intercepted,
            "_task_cancelled": self.task_cancelled,
            "_narration_emission": self.narration_emission,
        }

    @staticmethod
    def from_dict(d: dict[str, Any]) -> ChatResult:
        """Rebuild a result from its wire form."""
        return ChatResult(
            response=d.get("response", ""),
            handled=d.get("_handled", False),
            functions_called=[FunctionCall.from_dict(c) for c in d.get("_functions_called", [])],
            had_successful_action=d.get("_had_successful_action", False),
            message_type=d.get("_message_type", "text"),
            action_meta=d.get("_action_meta", {}),
            intercepted=d.get("_intercepted", False),
            task_cancelled=d.get("_task_cancelled", False),
            narration_emission=d.get("_narration_emission"),
        )
