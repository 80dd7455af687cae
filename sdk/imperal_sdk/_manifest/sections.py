"""Manifest sections for what can be called: tools, signals, schedules, webhooks, events."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from imperal_sdk._manifest.patterns import (
    CRON_FIVE_FIELDS,
    CRON_MACROS,
    PARAMETER_TYPES,
    TOOL_NAME_PATTERN,
    check_scope,
)
from imperal_sdk._messages import one_of


class Section(BaseModel):
    """A manifest section: a field it does not know is an error."""

    model_config = ConfigDict(extra="forbid")


class ToolParam(BaseModel):
    """One parameter of a plain tool; further keys are kept."""

    model_config = ConfigDict(extra="allow")

    type: str
    required: bool

    @field_validator("type")
    @classmethod
    def _known_type(cls, value: str) -> str:
        if value not in PARAMETER_TYPES:
            raise ValueError(f"parameter type {value!r} must be one of {one_of(PARAMETER_TYPES)}")
        return value


class Tool(Section):
    """A tool or a chat function. The fields after ``parameters`` belong to chat functions."""

    name: str = Field(min_length=1)
    description: str = ""
    scopes: list[str] = Field(default_factory=list)
    parameters: dict[str, ToolParam] = Field(default_factory=dict)
    action_type: str | None = None
    chain_callable: bool | None = None
    effects: list[str] = Field(default_factory=list)
    params_schema: dict[str, Any] | None = None
    return_schema: dict[str, Any] | None = None
    background: bool | None = None
    long_running: bool | None = None
    event: str | None = None
    owner_chat_tool: str | None = None
    synthetic: bool | None = None
    id_projection: str | None = None

    @field_validator("name")
    @classmethod
    def _name_is_an_identifier(cls, value: str) -> str:
        if not TOOL_NAME_PATTERN.match(value):
            raise ValueError(
                f"tool name {value!r} must be letters, digits and underscores, no digit first"
            )
        return value

    @field_validator("scopes")
    @classmethod
    def _scopes_are_well_formed(cls, value: list[str]) -> list[str]:
        return [check_scope(scope) for scope in value]


class Signal(Section):
    """A platform signal the extension handles."""

    name: str = Field(min_length=1)
    description: str | None = None


class Schedule(Section):
    """A cron job, in UTC. Only the shape of the expression is checked here."""

    name: str = Field(min_length=1)
    cron: str
    description: str | None = None

    @field_validator("cron")
    @classmethod
    def _cron_has_five_fields(cls, value: str) -> str:
        if not CRON_FIVE_FIELDS.match(value) and value not in CRON_MACROS:
            raise ValueError(f"cron {value!r} must have five fields, or be {one_of(CRON_MACROS)}")
        return value


class Webhook(Section):
    """An HTTP entry point."""

    path: str = Field(pattern=r"^/[a-z0-9_/-]+$")
    method: Literal["POST", "GET", "PUT", "DELETE"] = "POST"
    secret_header: str = ""


class EventSubscription(Section):
    """An event the extension listens to, and the name of the handler."""

    type: str = Field(min_length=1)
    handler: str


class EventEmit(Section):
    """An event the extension emits; ``schema_ref`` is where its form is described."""

    type: str = Field(min_length=1)
    schema_ref: str | None = None


class Events(Section):
    """Subscriptions and emissions."""

    subscribes: list[EventSubscription] = Field(default_factory=list)
    emits: list[EventEmit] = Field(default_factory=list)


class ExposedDecl(Section):
    """A method other extensions may call."""

    name: str
    action_type: Literal["read", "write"]


class HealthCheckDecl(Section):
    """How often the health check runs, in seconds."""

    interval_sec: int = Field(default=60, ge=30)


class LifecycleDecl(Section):
    """Which lifecycle hooks there are; upgrades by version."""

    on_install: bool | None = None
    on_uninstall: bool | None = None
    on_enable: bool | None = None
    on_disable: bool | None = None
    on_upgrade: list[str] | None = None
    health_check: HealthCheckDecl | None = None
