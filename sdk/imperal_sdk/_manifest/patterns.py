"""Shapes of the words a manifest is written in (SDK reference, imperal.json)."""

from __future__ import annotations

import re

APP_ID_PATTERN = re.compile(r"^[a-z0-9][a-z0-9-]*[a-z0-9]$")
SEMVER_PATTERN = re.compile(r"^\d+\.\d+\.\d+(?:[.-][A-Za-z0-9.-]+)?$")
SCOPE_PATTERN = re.compile(r"^(?:\*|[a-z][a-z0-9_-]*(?:[.:][a-z0-9_*-]+)+)$")
TOOL_NAME_PATTERN = re.compile(r"^[a-zA-Z_][a-zA-Z0-9_]*$")
LLM_ENTRY_TOOL_PATTERN = re.compile(r"^tool_.+_chat$")

CRON_FIVE_FIELDS = re.compile(r"^\S+(?:\s+\S+){4}$")
CRON_MACROS = frozenset(
    {"@hourly", "@daily", "@weekly", "@monthly", "@yearly", "@annually", "@reboot"}
)

PARAMETER_TYPES = frozenset({"array", "boolean", "integer", "number", "object", "string"})


def check_scope(scope: str, where: str = "scope") -> str:
    """Return ``scope`` if it reads ``*``, ``name:action`` or ``name.action``; else ValueError."""
    if not SCOPE_PATTERN.match(scope):
        raise ValueError(f"{where} {scope!r} must be '*', 'name:action', 'name:*' or 'name.action'")
    return scope
