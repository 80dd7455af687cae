"""The whole manifest as one model."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from imperal_sdk._manifest.patterns import APP_ID_PATTERN, SEMVER_PATTERN, check_scope
from imperal_sdk._manifest.resources import (
    FileSink,
    MenuItemDecl,
    OAuthDecl,
    SearchProviderDecl,
    SecretDecl,
    TrayDecl,
)
from imperal_sdk._manifest.sections import (
    Events,
    ExposedDecl,
    LifecycleDecl,
    Schedule,
    Section,
    Signal,
    Tool,
    Webhook,
)
from imperal_sdk.manifest_schema_ui import Panel


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
