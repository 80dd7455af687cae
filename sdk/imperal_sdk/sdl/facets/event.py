"""Facets of events people attend."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.entity import Ref
from imperal_sdk.sdl.facets._fact import fact


class Eventful(BaseModel):
    """Takes place somewhere, held by somebody."""

    venue: str | None = fact("event.venue")
    event_organizer: Ref | None = fact("event.event_organizer")
    event_host: Ref | None = fact("event.event_host")
    event_type: str | None = fact("event.event_type")


class Capacity(BaseModel):
    """How many may come, and how many do."""

    capacity_total: int | None = fact("event.capacity_total")
    capacity_remaining: int | None = fact("event.capacity_remaining")
    registered_count: int | None = fact("event.registered_count")
    waitlist_count: int | None = fact("event.waitlist_count")
    is_sold_out: bool | None = fact("event.is_sold_out")


class RSVP(BaseModel):
    """Whether one guest comes."""

    rsvp_state: Literal["going", "maybe", "declined", "invited", "waitlisted"] | None = fact(
        "event.rsvp_state"
    )
    checked_in: bool | None = fact("event.checked_in")
    is_no_show: bool | None = fact("event.is_no_show")
    check_in_method: Literal["qr", "nfc", "manual", "geofence"] | None = fact(
        "event.check_in_method"
    )


class Ticketed(BaseModel):
    """A ticket."""

    ticket_type: str | None = fact("event.ticket_type")
    seat: str | None = fact("event.seat")
    barcode: str | None = fact("event.barcode")
    ticket_price: Decimal | None = fact("event.ticket_price")


class AdmissionPolicy(BaseModel):
    """Who is let in, and when."""

    min_age: int | None = fact("event.min_age")
    dress_code: str | None = fact("event.dress_code")
    requires_id: bool | None = fact("event.requires_id")
    prohibited_items: list[str] | None = fact("event.prohibited_items")
    doors_open_at: datetime | None = fact("event.doors_open_at")


class AgendaSlot(BaseModel):
    """One item of a programme."""

    parent_event: Ref | None = fact("event.parent_event")
    track: str | None = fact("event.track")
    session_type: Literal["talk", "workshop", "break", "keynote", "panel", "networking"] | None = (
        fact("event.session_type")
    )
    order_index: int | None = fact("event.order_index")
    speakers: list[Ref] | None = fact("event.speakers")


class Cancellation(BaseModel):
    """Whether it was called off, and what of the money."""

    is_cancelled: bool | None = fact("event.is_cancelled")
    refund_policy: str | None = fact("event.refund_policy")
    refund_deadline: datetime | None = fact("event.refund_deadline")
    is_refundable: bool | None = fact("event.is_refundable")


class CalendarFeed(BaseModel):
    """Where a calendar can be subscribed to."""

    ical_uid: str | None = fact("event.ical_uid")
    ics_url: str | None = fact("event.ics_url")
    feed_url: str | None = fact("event.feed_url")
    calendar_name: str | None = fact("event.calendar_name")
    calendar_color: str | None = fact("event.calendar_color")
