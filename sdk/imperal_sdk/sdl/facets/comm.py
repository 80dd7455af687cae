"""Facets of messages, conversations and calls."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.entity import Ref
from imperal_sdk.sdl.facets._fact import fact


class Conversational(BaseModel):
    """Belongs to a conversation."""

    conversation_ref: Ref | None = fact("comm.conversation_ref")
    conversation_type: (
        Literal["dm", "group", "channel", "thread", "mailbox", "broadcast"] | None
    ) = fact("comm.conversation_type")
    channel_name: str | None = fact("comm.channel_name")
    is_group: bool | None = fact("comm.is_group")
    conversation_participant_count: int | None = fact("comm.participant_count")
    last_message_at: datetime | None = fact("comm.last_message_at")
    last_preview: str | None = fact("comm.last_preview")


class Threaded(BaseModel):
    """Has its place in a thread of answers."""

    thread_ref: Ref | None = fact("comm.thread_ref")
    reply_to_message: Ref | None = fact("comm.reply_to_message")
    root: Ref | None = fact("comm.root")
    depth: int | None = fact("comm.depth")


class MessageState(BaseModel):
    """A message that was sent or received."""

    direction: Literal["incoming", "outgoing"] | None = fact("comm.direction")
    is_read: bool | None = fact("comm.is_read")
    delivery_state: Literal["sending", "sent", "delivered", "read", "failed"] | None = fact(
        "comm.delivery_state"
    )
    sent_at: datetime | None = fact("comm.sent_at")
    edited_at: datetime | None = fact("comm.edited_at")
    is_from_me: bool | None = fact("comm.is_from_me")


class Reactable(BaseModel):
    """Can be reacted to."""

    reactions: dict[str, int] | None = fact("comm.reactions")
    reaction_count: int | None = fact("comm.reaction_count")
    my_reactions: list[str] | None = fact("comm.my_reactions")


class Callable(BaseModel):
    """A call, made or missed."""

    call_direction: Literal["incoming", "outgoing", "missed"] | None = fact("comm.call_direction")
    call_type: Literal["voice", "video", "screen_share", "conference"] | None = fact(
        "comm.call_type"
    )
    call_state: (
        Literal[
            "ringing", "connecting", "active", "ended", "declined", "missed", "no_answer", "busy"
        ]
        | None
    ) = fact("comm.call_state")
    answered: bool | None = fact("comm.answered")
    end_reason: Literal["hangup", "declined", "no_answer", "busy", "failed", "network"] | None = (
        fact("comm.end_reason")
    )
    ring_duration_s: int | None = fact("comm.ring_duration_s")


class Draftable(BaseModel):
    """Not sent yet."""

    is_draft: bool | None = fact("comm.is_draft")
    scheduled_send_at: datetime | None = fact("comm.scheduled_send_at")
    last_saved_at: datetime | None = fact("comm.last_saved_at")
    is_auto_generated: bool | None = fact("comm.is_auto_generated")
