"""Manifest sections for what an extension needs and shows: tray, menu, secrets, files, search."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from imperal_sdk._manifest.sections import Section
from imperal_sdk._messages import one_of
from imperal_sdk.types.contributions import (
    ALLOWED_MENU_SECTIONS,
    ALLOWED_TRAY_BADGE_STYLES,
    ALLOWED_TRAY_ICON_COLORS,
    ALLOWED_TRAY_ZONES,
    RESERVED_MENU_SECTIONS,
)

_ITEM_ID = r"^[a-z][a-z0-9_-]+$"


def _among(what: str, value: str | None, allowed: frozenset[str]) -> str | None:
    if value is not None and value not in allowed:
        raise ValueError(f"{what} {value!r} must be one of {one_of(allowed)}")
    return value


class TrayDecl(Section):
    """An item of the tray."""

    tray_id: str = Field(pattern=_ITEM_ID)
    icon: str | None = None
    tooltip: str | None = None
    zone: str | None = None
    order: int | None = None
    badge_style: str | None = None
    icon_color: str | None = None

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        return _among("tray zone", value, ALLOWED_TRAY_ZONES)

    @field_validator("badge_style")
    @classmethod
    def _known_badge_style(cls, value: str | None) -> str | None:
        return _among("tray badge_style", value, ALLOWED_TRAY_BADGE_STYLES)

    @field_validator("icon_color")
    @classmethod
    def _known_icon_color(cls, value: str | None) -> str | None:
        return _among("tray icon_color", value, ALLOWED_TRAY_ICON_COLORS)


class MenuItemDecl(Section):
    """An item of the host's menu."""

    item_id: str = Field(pattern=_ITEM_ID)
    label: str
    icon: str | None = None
    section: str | None = None
    path: str | None = None
    order: int | None = None
    danger: bool | None = None

    @field_validator("section")
    @classmethod
    def _section_takes_contributions(cls, value: str | None) -> str | None:
        if value in RESERVED_MENU_SECTIONS:
            raise ValueError(f"menu section {value!r} belongs to the platform; use 'main'")
        return _among("menu section", value, ALLOWED_MENU_SECTIONS)


class SecretDecl(Section):
    """A secret the extension asks for."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    description: str = Field(min_length=1)
    required: bool = False
    write_mode: Literal["user", "extension", "both"] = "user"
    max_bytes: int = Field(default=4096, ge=1, le=65536)
    rotation_hint_days: int | None = Field(default=None, ge=1)
    scope: Literal["user", "app"] = "user"
    env_fallback: str | None = Field(default=None, pattern=r"^IMPERAL_APPSECRET_")

    @model_validator(mode="after")
    def _env_fallback_is_for_the_whole_app(self) -> SecretDecl:
        if self.env_fallback is not None and self.scope != "app":
            raise ValueError("env_fallback is for secrets with scope 'app' only")
        return self


class OAuthDecl(Section):
    """An OAuth provider; accounts are kept in the store collection ``collection``."""

    provider: str = Field(min_length=1)
    collection: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_]*$")
    scopes: list[str] = Field(default_factory=list)
    has_hook: bool = False


class SearchProviderDecl(Section):
    """A handler that finds entities of one type."""

    entity_type: str = Field(pattern=r"^[a-z0-9_]{1,64}$")
    handler: str = Field(pattern=r"^[a-z0-9_]{1,64}$")
    description: str | None = Field(default="", max_length=200)


class FileSink(Section):
    """A tool that takes dropped files in its argument ``arg``."""

    tool: str = Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")
    accepts: list[str] = Field(min_length=1)
    arg: str = Field(min_length=1)
    arg_kind: Literal["text", "file_id", "bytes_ref"] = "text"
    description: str = Field(default="", max_length=200)
