"""The form of ``imperal.json`` and its check, rules M1 to M8.2 and V25 (SDK reference)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator, model_validator

from imperal_sdk._manifest.patterns import (
    APP_ID_PATTERN,
    LLM_ENTRY_TOOL_PATTERN,
    SCOPE_PATTERN,
    SEMVER_PATTERN,
    check_scope,
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
    Section,
    Signal,
    Tool,
    ToolParam,
    Webhook,
)
from imperal_sdk._messages import shown
from imperal_sdk._validation.issue import ValidationIssue
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


class Manifest(Section):
    """A whole ``imperal.json``. The fields after ``panels`` are kept by hand."""

    manifest_schema_version: Literal[1, 2, 3] | None = None
    sdk_version: str | None = None
    app_id: str
    version: str
    capabilities: list[str] = Field(default_factory=list)
    tools: list[Tool] = Field(default_factory=list)
    signals: list[Signal] = Field(default_factory=list)
    schedules: list[Schedule] = Field(default_factory=list)
    required_scopes: list[str] = Field(default_factory=list)
    migrations_dir: str | None = None
    config_defaults: dict[str, Any] | None = None
    webhooks: list[Webhook] | None = None
    events: Events | None = None
    exposed: list[ExposedDecl] | None = None
    lifecycle: LifecycleDecl | None = None
    tray: list[TrayDecl] | None = None
    menu: list[MenuItemDecl] | None = None
    actions_explicit: bool | None = None
    icon_size_bytes: int | None = None
    lifecycle_hooks: dict[str, dict[str, Any]] | None = None
    system: bool | None = None
    hidden_in_sidebar: bool | None = None
    secrets: list[SecretDecl] | None = None
    file_sinks: list[FileSink] | None = None
    search_providers: list[SearchProviderDecl] | None = None
    oauth: list[OAuthDecl] | None = None
    panels: list[Panel] | None = None
    name: str | None = None
    description: str | None = None
    author: str | None = None
    license: str | None = None
    homepage: str | None = None
    icon: str | None = None
    category: str | None = None
    tags: list[str] | None = None
    marketplace: dict[str, Any] | None = None
    pricing: dict[str, Any] | None = None

    @field_validator("app_id")
    @classmethod
    def _app_id_is_well_formed(cls, value: str) -> str:
        if not APP_ID_PATTERN.match(value):
            raise ValueError(
                f"app_id {value!r} must be two or more of a-z, 0-9 and '-', no '-' at either end"
            )
        return value

    @field_validator("version")
    @classmethod
    def _version_is_semantic(cls, value: str) -> str:
        if not SEMVER_PATTERN.match(value):
            raise ValueError(f"version {value!r} must be a version like '1.0.0' or '1.0.0-rc.1'")
        return value

    @field_validator("required_scopes")
    @classmethod
    def _scopes_are_well_formed(cls, value: list[str]) -> list[str]:
        return [check_scope(scope, "required scope") for scope in value]

    @model_validator(mode="after")
    def _only_system_apps_hide(self) -> Manifest:
        if self.hidden_in_sidebar and not self.system:
            raise ValueError("hidden_in_sidebar is for system apps only")
        return self


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
        if issue.rule in _CROSS_RULES:
            raise ValueError(f"{issue.rule} {issue.message}")
    return issues


def manifest_issues(data: Any) -> list[ValidationIssue]:
    """Return everything that is wrong with a parsed ``imperal.json``.

    ``ValidationIssue.path`` says where: the keys and indexes that lead to the value.
    """
    if not isinstance(data, dict):
        return [
            ValidationIssue(
                "M1",
                "ERROR",
                f"The manifest is {type(data).__name__}, not an object",
                fix="Let imperal.json be one {...} object",
            )
        ]
    try:
        manifest = Manifest.model_validate(data)
    except ValidationError as error:
        return [_form_issue(dict(detail)) for detail in error.errors()]
    return [*_cross_issues(manifest), *_llm_entry_tools(manifest)]


_NESTED = {"tools", "signals", "schedules"}
_CROSS_RULES = ("M6.3", "M7.3", "M8.2")


def _form_issue(detail: dict[str, Any]) -> ValidationIssue:
    path = tuple(detail["loc"])
    place = ".".join(str(step) for step in path) or "root"
    message = f"[{place}] {detail['msg'].removeprefix('Value error, ')}"
    if detail["type"] == "missing":
        return ValidationIssue("M2", "ERROR", message, fix=f"Add {place!r}", path=path)
    if detail["type"] == "extra_forbidden":
        fix = f"Remove {place!r}: the platform does not know it. Is it misspelt?"
        return ValidationIssue("M3", "ERROR", message, fix=fix, path=path)
    rule = "M5" if path and path[0] in _NESTED and len(path) > 1 else "M4"
    fix = f"Correct {place!r}: {shown(detail.get('input'))} does not fit"
    return ValidationIssue(rule, "ERROR", message, fix=fix, path=path)


def _cross_issues(manifest: Manifest) -> list[ValidationIssue]:
    issues = [
        ValidationIssue(
            "M6.3",
            "ERROR",
            f"webhook path {webhook.path!r} occurs twice",
            fix="Give each webhook a path of its own",
            path=("webhooks", index, "path"),
        )
        for index, webhook in _repeated(manifest.webhooks or [], "path")
    ]
    issues += [
        ValidationIssue(
            "M7.3",
            "ERROR",
            f"emitted event {emit.type!r} is not prefixed by the app id {manifest.app_id!r}",
            fix=f"Emit '{manifest.app_id}.{emit.type.partition('.')[2] or emit.type}'",
            path=("events", "emits", index, "type"),
        )
        for index, emit in enumerate(manifest.events.emits if manifest.events else [])
        if not emit.type.startswith(f"{manifest.app_id}.")
    ]
    issues += [
        ValidationIssue(
            "M8.2",
            "ERROR",
            f"exposed method {method.name!r} occurs twice",
            fix="Give each exposed method a name of its own",
            path=("exposed", index, "name"),
        )
        for index, method in _repeated(manifest.exposed or [], "name")
    ]
    return issues


def _repeated(entries: list[Any], key: str) -> list[tuple[int, Any]]:
    seen: set[Any] = set()
    repeated = []
    for index, entry in enumerate(entries):
        value = getattr(entry, key)
        if value in seen:
            repeated.append((index, entry))
        seen.add(value)
    return repeated


def _llm_entry_tools(manifest: Manifest) -> list[ValidationIssue]:
    return [
        ValidationIssue(
            "V25",
            "ERROR",
            f"tool {tool.name!r} is the chat entry that SDKs before 5.0 wrote",
            fix="Build the manifest again, with SDK 5.0 or later",
            path=("tools", index, "name"),
        )
        for index, tool in enumerate(manifest.tools)
        if LLM_ENTRY_TOOL_PATTERN.match(tool.name)
    ]
