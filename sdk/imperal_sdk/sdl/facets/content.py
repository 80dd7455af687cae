"""Facets of texts and what hangs on them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.entity import Ref
from imperal_sdk.sdl.facets._fact import fact


class Bodied(BaseModel):
    """Has a text."""

    body: str | None = fact("content.body")
    body_format: Literal["md", "html", "plain", "rich"] | None = fact("content.body_format")
    raw_body: str | None = fact("content.raw_body")


class Excerptable(BaseModel):
    """Has a text that can be told in short."""

    excerpt: str | None = fact("content.excerpt")
    summary: str | None = fact("content.summary")
    word_count: int | None = fact("content.word_count")
    reading_time_s: int | None = fact("content.reading_time_s")


class Categorized(BaseModel):
    """Sorted under tags, topics and labels."""

    tags: list[str] | None = fact("content.tags")
    categories: list[Ref] | None = fact("content.categories")
    topics: list[str] | None = fact("content.topics")
    keywords: list[str] | None = fact("content.keywords")
    labels: list[Ref] | None = fact("content.labels")


class Attached(BaseModel):
    """Carries attachments."""

    attachments: list[Ref] | None = fact("content.attachments")
    attachment_count: int | None = fact("content.attachment_count")
    has_attachments: bool | None = fact("content.has_attachments")
    inline_images: list[Ref] | None = fact("content.inline_images")


class Editorial(BaseModel):
    """On its way to being published."""

    editorial_state: (
        Literal["draft", "in_review", "approved", "published", "scheduled", "archived"] | None
    ) = fact("content.editorial_state")
    editorial_is_draft: bool | None = fact("content.is_draft")
    published_at: datetime | None = fact("content.published_at")
    first_published_at: datetime | None = fact("content.first_published_at")
