"""The wire shapes of results, calls and events: models, JSON schemas, validators."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from imperal_sdk.types._contract import issues_of, schema_of

if TYPE_CHECKING:
    from imperal_sdk.validator import ValidationIssue

EVENT_TYPE_PATTERN = re.compile(r"^[a-z][a-z0-9_]*(?:[.:][a-z0-9_]+)+$")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class ActionResultModel(_Strict):
    """The wire form of an action's result."""

    status: Literal["success", "error"]
    summary: str = ""
    data: dict[str, Any] = Field(default_factory=dict)
    error: str | None = None
    retryable: bool = False
    ui: dict[str, Any] | None = None
    refresh_panels: list[str] | None = None
    error_code: str | None = None
    undo: Any | None = None
    diff: dict[str, Any] | None = None
    action_receipt: str | None = None

    @model_validator(mode="after")
    def _error_says_why(self) -> ActionResultModel:
        if (self.status == "error") != bool(self.error):
            raise ValueError("status 'error' comes with an error message, 'success' without one")
        return self


class FunctionCallModel(_Strict):
    """The wire form of one call of a chat function."""

    name: str = Field(min_length=1)
    params: dict[str, Any] = Field(default_factory=dict)
    action_type: Literal["read", "write", "destructive"]
    success: bool
    result: dict[str, Any] | None = None
    intercepted: bool = False
    event: str = ""


class ChatResultModel(_Strict):
    """The wire form of a chat turn's result."""

    response: str = ""
    handled: bool = Field(default=False, alias="_handled")
    functions_called: list[FunctionCallModel] = Field(
        default_factory=list, alias="_functions_called"
    )
    had_successful_action: bool = Field(default=False, alias="_had_successful_action")
    message_type: str = Field(default="text", alias="_message_type")
    action_meta: dict[str, Any] = Field(default_factory=dict, alias="_action_meta")
    intercepted: bool = Field(default=False, alias="_intercepted")
    task_cancelled: bool = Field(default=False, alias="_task_cancelled")
    narration_emission: dict[str, Any] | None = Field(default=None, alias="_narration_emission")


class EventModel(_Strict):
    """The wire form of a bus event."""

    event_type: str
    timestamp: str = ""
    user_id: str = ""
    tenant_id: str = ""
    data: dict[str, Any] = Field(default_factory=dict)
    event_id: str | None = None
    schema_version: int | None = Field(default=None, ge=1)
    source: Literal["user", "system", "automation", "rbac", "mcp", "webhook"] | None = None

    @field_validator("event_type")
    @classmethod
    def _is_namespaced(cls, value: str) -> str:
        if not EVENT_TYPE_PATTERN.fullmatch(value):
            raise ValueError(f"{value!r} is not of the form 'app.something_happened'")
        return value


ACTION_RESULT_SCHEMA = schema_of(ActionResultModel, "action_result", "Imperal ActionResult Payload")
FUNCTION_CALL_SCHEMA = schema_of(FunctionCallModel, "function_call", "Imperal FunctionCall Record")
CHAT_RESULT_SCHEMA = schema_of(ChatResultModel, "chat_result", "Imperal ChatResult Payload")
EVENT_SCHEMA = schema_of(EventModel, "event", "Imperal Platform Event Envelope")


def get_action_result_schema() -> dict[str, Any]:
    """Return the JSON schema of an action's result."""
    return ACTION_RESULT_SCHEMA


def get_function_call_schema() -> dict[str, Any]:
    """Return the JSON schema of a call."""
    return FUNCTION_CALL_SCHEMA


def get_chat_result_schema() -> dict[str, Any]:
    """Return the JSON schema of a chat turn's result."""
    return CHAT_RESULT_SCHEMA


def get_event_schema() -> dict[str, Any]:
    """Return the JSON schema of a bus event."""
    return EVENT_SCHEMA


def validate_action_result_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of an action's result (rules AR1 to AR4)."""
    return issues_of(ActionResultModel, data, "AR")


def validate_function_call_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of a call (rules FC1 to FC4)."""
    return issues_of(FunctionCallModel, data, "FC")


def validate_chat_result_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of a turn's result (rules CR1 to CR4)."""
    return issues_of(ChatResultModel, data, "CR")


def validate_event_dict(data: Any) -> list[ValidationIssue]:
    """Return what is wrong with the wire form of an event (rules EV1 to EV4)."""
    return issues_of(EventModel, data, "EV")
