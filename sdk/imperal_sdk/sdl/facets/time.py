"""Facets about when."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.facets._fact import fact


class Timestamped(BaseModel):
    """When it was made and changed."""

    created_at: datetime | None = fact("time.created_at")
    updated_at: datetime | None = fact("time.updated_at")
    deleted_at: datetime | None = fact("time.deleted_at")


class Schedulable(BaseModel):
    """When it starts and ends."""

    start_at: datetime | None = fact("time.start_at")
    end_at: datetime | None = fact("time.end_at")
    due_at: datetime | None = fact("time.due_at")
    all_day: bool | None = fact("time.all_day")
    timezone: str | None = fact("time.timezone")


class Duration(BaseModel):
    """How many seconds it takes."""

    duration_s: float | None = fact("time.duration_s")
    duration_display_unit: str | None = fact("time.duration_display_unit")


class Recurring(BaseModel):
    """When it comes again."""

    recurrence_rule: str | None = fact("time.recurrence_rule")
    recurrence_until: datetime | None = fact("time.recurrence_until")
    recurrence_count: int | None = fact("time.recurrence_count")
    is_recurring_master: bool | None = fact("time.is_recurring_master")
    next_occurrence_at: datetime | None = fact("time.next_occurrence_at")
    recurrence_anchor: Literal["due_date", "completion_date"] | None = fact(
        "time.recurrence_anchor"
    )


class Booked(BaseModel):
    """When it was booked, and until when it can be undone."""

    booked_at: datetime | None = fact("time.booked_at")
    check_in_at: datetime | None = fact("time.check_in_at")
    check_out_at: datetime | None = fact("time.check_out_at")
    cancelled_at: datetime | None = fact("time.cancelled_at")
    cancellation_deadline: datetime | None = fact("time.cancellation_deadline")
