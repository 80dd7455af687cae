"""Facets about who is involved."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.entity import Ref
from imperal_sdk.sdl.facets._fact import fact


class Authorship(BaseModel):
    """Who made and changed it."""

    creator: Ref | None = fact("people.creator")
    author: Ref | None = fact("people.author")
    owner: Ref | None = fact("people.owner")
    last_editor: Ref | None = fact("people.last_editor")
    editors: list[Ref] | None = fact("people.editors")
    contributors: list[Ref] | None = fact("people.contributors")


class Assignable(BaseModel):
    """Whose job it is."""

    assignee: Ref | None = fact("people.assignee")
    assignees: list[Ref] | None = fact("people.assignees")
    reviewer: Ref | None = fact("people.reviewer")
    reviewers: list[Ref] | None = fact("people.reviewers")
    team: Ref | None = fact("people.team")
    delegated_by: Ref | None = fact("people.delegated_by")
    assigned_at: datetime | None = fact("people.assigned_at")


class Participants(BaseModel):
    """Who takes part."""

    members: list[Ref] | None = fact("people.members")
    admins: list[Ref] | None = fact("people.admins")
    host: Ref | None = fact("people.host")
    organizer: Ref | None = fact("people.organizer")
    participant_count: int | None = fact("people.participant_count")
    active_now: list[Ref] | None = fact("people.active_now")
    typing: list[Ref] | None = fact("people.typing")
    join_state: Literal["member", "invited", "requested", "left", "removed", "banned"] | None = (
        fact("people.join_state")
    )


class Correspondents(BaseModel):
    """Who wrote to whom."""

    sender: Ref | None = fact("people.sender")
    recipients_to: list[Ref] | None = fact("people.recipients_to")
    recipients_cc: list[Ref] | None = fact("people.recipients_cc")
    recipients_bcc: list[Ref] | None = fact("people.recipients_bcc")
    reply_to: list[Ref] | None = fact("people.reply_to")
    recipient_count: int | None = fact("people.recipient_count")


class ContactPoints(BaseModel):
    """How somebody can be reached."""

    emails: list[str] | None = fact("people.emails")
    phones: list[str] | None = fact("people.phones")
    social_handles: dict[str, str] | None = fact("people.social_handles")
    website_url: str | None = fact("people.website_url")
    preferred_channel: Literal["email", "phone", "sms", "chat"] | None = fact(
        "people.preferred_channel"
    )


class Presence(BaseModel):
    """Whether somebody is there."""

    online_status: Literal["online", "away", "busy", "dnd", "offline", "invisible"] | None = fact(
        "people.online_status"
    )
    status_message: str | None = fact("people.status_message")
    status_emoji: str | None = fact("people.status_emoji")
    last_seen_at: datetime | None = fact("people.last_seen_at")
    active_until: datetime | None = fact("people.active_until")
