"""The form of ``imperal.json`` and its check, rules M1 to M8.2 and V25 (SDK reference)."""

from __future__ import annotations

from typing import Any

from imperal_sdk._manifest.model import Manifest
from imperal_sdk._manifest.patterns import (
    APP_ID_PATTERN,
    SCOPE_PATTERN,
    SEMVER_PATTERN,
)
from imperal_sdk._manifest.resources import (
    FileSink,
    MenuItemDecl,
    OAuthDecl,
    SearchProviderDecl,
    SecretDecl,
    TrayDecl,
)
from imperal_sdk._manifest.sections import (
    EventEmit,
    Events,
    EventSubscription,
    ExposedDecl,
    HealthCheckDecl,
    LifecycleDecl,
    Schedule,
    Signal,
    Tool,
    ToolParam,
    Webhook,
)
from imperal_sdk._validation.issue import ValidationIssue
from imperal_sdk._validation.manifest_rules import CROSS_RULES, manifest_issues
from imperal_sdk.manifest_schema_ui import Panel, UINode
from imperal_sdk.types.contributions import (
    ALLOWED_MENU_SECTIONS,
    ALLOWED_TRAY_BADGE_STYLES,
    ALLOWED_TRAY_ICON_COLORS,
    ALLOWED_TRAY_ZONES,
    RESERVED_MENU_SECTIONS,
)

__all__ = [
    "ALLOWED_MENU_SECTIONS",
    "ALLOWED_TRAY_BADGE_STYLES",
    "ALLOWED_TRAY_ICON_COLORS",
    "ALLOWED_TRAY_ZONES",
    "APP_ID_PATTERN",
    "MANIFEST_SCHEMA",
    "RESERVED_MENU_SECTIONS",
    "SCOPE_PATTERN",
    "SEMVER_PATTERN",
    "EventEmit",
    "EventSubscription",
    "Events",
    "ExposedDecl",
    "FileSink",
    "HealthCheckDecl",
    "LifecycleDecl",
    "Manifest",
    "MenuItemDecl",
    "OAuthDecl",
    "Panel",
    "Schedule",
    "SearchProviderDecl",
    "SecretDecl",
    "Signal",
    "Tool",
    "ToolParam",
    "TrayDecl",
    "UINode",
    "Webhook",
    "get_schema",
    "manifest_issues",
    "validate_manifest_dict",
]

SCHEMA_ID = "https://imperal.io/schemas/imperal.schema.json"


def get_schema() -> dict[str, Any]:
    """Return the JSON Schema of a manifest, a new copy each time."""
    return {**Manifest.model_json_schema(), "title": "Imperal Extension Manifest", "$id": SCHEMA_ID}


MANIFEST_SCHEMA: dict[str, Any] = get_schema()


def validate_manifest_dict(data: Any) -> list[ValidationIssue]:
    """Check a parsed ``imperal.json`` against M1 to M5 and V25.

    Raises ValueError, its message starting with the rule, when the form is right but M6.3, M7.3
    or M8.2 is broken. :func:`manifest_issues` reports those like every other rule.
    """
    issues = manifest_issues(data)
    for issue in issues:
        if issue.rule in CROSS_RULES:
            raise ValueError(f"{issue.rule} {issue.message}")
    return issues
