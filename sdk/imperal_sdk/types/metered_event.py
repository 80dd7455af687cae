"""The record of one metered use (SDK reference, Metering)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class MeteredIdentity(_Frozen):
    """Who used it."""

    imperal_id: str = Field(min_length=1, max_length=128)
    tenant_id: str = Field(min_length=1, max_length=64)
    agency_id: str | None = None


class MeteredMeter(_Frozen):
    """What was counted."""

    unit_type: str = Field(min_length=1)
    meter_version: int = 1


class MeteredAttribution(_Frozen):
    """Which extension and tool used it."""

    app_id: str
    tool_name: str | None = None
    action_type: str | None = None


class MeteredEvent(_Frozen):
    """One metered use; ``ts`` is a Unix time."""

    v: Literal[1] = 1
    event_id: str = Field(min_length=1, max_length=50)
    ts: int
    identity: MeteredIdentity
    meter: MeteredMeter
    attribution: MeteredAttribution
    dimensions: dict[str, Any] = Field(default_factory=dict)
