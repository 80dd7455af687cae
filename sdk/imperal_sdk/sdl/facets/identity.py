"""Facets about what a thing is: language, version, icon, life cycle."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.entity import Ref
from imperal_sdk.sdl.facets._fact import fact


class Localized(BaseModel):
    """Which languages it speaks."""

    language: str | None = fact("core.language")
    languages: list[str] | None = fact("core.languages")
    text_direction: Literal["ltr", "rtl", "auto"] | None = fact("core.text_direction")
    locale: str | None = fact("core.locale")
    localized_title: dict[str, str] | None = fact("core.localized_title")
    localized_description: dict[str, str] | None = fact("core.localized_description")
    available_locales: list[str] | None = fact("core.available_locales")


class Versioned(BaseModel):
    """Which version it is."""

    version: str | None = fact("core.version")
    semver: str | None = fact("core.semver")
    revision: int | None = fact("core.revision")
    revision_of: Ref | None = fact("core.revision_of")
    is_latest: bool | None = fact("core.is_latest")
    content_hash: str | None = fact("core.content_hash")
    channel: Literal["stable", "beta", "rc", "nightly", "dev"] | None = fact("core.channel")
    released_at: datetime | None = fact("core.released_at")


class Iconified(BaseModel):
    """What stands for it in a list."""

    icon: str | None = fact("core.icon")
    emoji: str | None = fact("core.emoji")
    color_hex: str | None = fact("core.color_hex")
    avatar_url: str | None = fact("core.avatar_url")


class Lifecycle(BaseModel):
    """Whether it is kept, pinned, hidden or gone."""

    is_archived: bool | None = fact("core.is_archived")
    is_pinned: bool | None = fact("core.is_pinned")
    is_favorite: bool | None = fact("core.is_favorite")
    is_deleted: bool | None = fact("core.is_deleted")
    visibility: Literal["private", "team", "organization", "public"] | None = fact(
        "core.visibility"
    )
