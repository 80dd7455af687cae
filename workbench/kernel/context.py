"""What a handler's ``ctx`` is made of: who acts, for which tenant, when, with which settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workbench.kernel.invocation import TOOL_TYPE, Trigger
from workbench.kernel.personas import Persona

BUSINESS_HOURS = range(9, 18)
"""Local hours the platform calls business hours, Monday to Friday."""

ResolveConfig = Callable[[str, Persona], Mapping[str, Any]]


def context_spec(
    trigger: Trigger,
    *,
    now: float,
    config: Mapping[str, Any],
    agency_theme: Mapping[str, Any] | None,
    profile: Mapping[str, bool],
) -> dict[str, Any] | None:
    """The ``ctx`` part of an invoke message; None for handlers that run without a context.

    Event handlers get none at all (events, The minimal handler context model), and the system actor
    has no tenant and no e-mail (scheduled tasks, The system context model).
    """
    if trigger.without_ctx:
        return None
    user = trigger.user
    return {
        "user": _user(user),
        "tenant": _tenant(user),
        "time": local_time(user.timezone, now),
        "config": dict(config),
        "extension_id": trigger.app_id,
        "tool_type": TOOL_TYPE.get(trigger.kind, "tool"),
        "agency_id": user.attributes.get("agency_id"),
        "agency_theme": agency_theme,
        "surface": user.surface or trigger.surface,
        "call_stack": [*trigger.call_stack, trigger.app_id],
        "profile": dict(profile),
    }


def local_time(timezone: str, now: float) -> dict[str, Any]:
    """``ctx.time`` for a user: strings and numbers only, to the second the handler starts in."""
    return dict(_second(timezone, int(now)))


@lru_cache(maxsize=256)
def _second(timezone: str, now: int) -> dict[str, Any]:
    moment = datetime.fromtimestamp(now, UTC)
    local = moment.astimezone(_zone(timezone))
    return {
        "timezone": timezone,
        "utc_offset": local.strftime("%z")[:3] + ":" + local.strftime("%z")[3:5],
        "now_utc": moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "now_local": local.isoformat(timespec="seconds"),
        "hour_local": local.hour,
        "is_business_hours": local.weekday() < 5 and local.hour in BUSINESS_HOURS,
    }


@lru_cache(maxsize=64)
def _zone(timezone: str) -> tzinfo:
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _user(user: Persona) -> dict[str, Any]:
    return {
        "imperal_id": user.imperal_id,
        "email": user.email,
        "tenant_id": user.tenant_id,
        "agency_id": user.attributes.get("agency_id"),
        "org_id": user.attributes.get("org_id"),
        "role": user.role,
        "scopes": list(user.scopes),
        "attributes": dict(user.attributes),
        "is_active": True,
    }


def _tenant(user: Persona) -> dict[str, Any] | None:
    if not user.is_person:
        return None
    return {
        "tenant_id": user.tenant_id,
        "name": user.tenant_name,
        "is_active": True,
        "features": user.attributes.get("features", {}),
        "isolation": "shared",
    }
