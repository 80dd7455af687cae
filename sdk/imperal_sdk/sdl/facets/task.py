"""Facets of work to be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from imperal_sdk.sdl.entity import Ref
from imperal_sdk.sdl.facets._fact import fact


class Prioritized(BaseModel):
    """How urgent it is."""

    priority: Literal["low", "medium", "high", "urgent"] | None = fact("task.priority")
    urgency: int | None = fact("task.urgency")
    severity: Literal["info", "minor", "major", "critical"] | None = fact("task.severity")


class Progress(BaseModel):
    """How far it has come."""

    progress: float | None = fact("task.progress")
    done_count: int | None = fact("task.done_count")
    total_count: int | None = fact("task.total_count")


class Completable(BaseModel):
    """Whether it is done."""

    is_done: bool | None = fact("task.is_done")
    completed_at: datetime | None = fact("task.completed_at")
    completed_by: Ref | None = fact("task.completed_by")
    resolution: (
        Literal["completed", "wont_do", "duplicate", "cannot_reproduce", "obsolete", "deferred"]
        | None
    ) = fact("task.resolution")


class Blockable(BaseModel):
    """What it waits for."""

    is_blocked: bool | None = fact("task.is_blocked")
    blocked_reason: str | None = fact("task.blocked_reason")
    blocked_since: datetime | None = fact("task.blocked_since")
    waiting_on: Ref | None = fact("task.waiting_on")


class Dependencies(BaseModel):
    """What it blocks and is blocked by."""

    blocks: list[Ref] | None = fact("task.blocks")
    blocked_by: list[Ref] | None = fact("task.blocked_by")
    related: list[Ref] | None = fact("task.related")


class Boarded(BaseModel):
    """Where it hangs on a board."""

    board: Ref | None = fact("task.board")
    column: str | None = fact("task.column")
    swimlane: str | None = fact("task.swimlane")
    position: int | None = fact("task.position")


class Checklist(BaseModel):
    """Items to tick."""

    checklist_items: list[dict[str, Any]] | None = fact("task.checklist_items")
    checked_count: int | None = fact("task.checked_count")
    checklist_total: int | None = fact("task.checklist_total")


class WorkflowState(BaseModel):
    """Which state it is in, and where it may go."""

    state: str | None = fact("task.state")
    allowed_transitions: list[str] | None = fact("task.allowed_transitions")
    entered_state_at: datetime | None = fact("task.entered_state_at")


class Approvable(BaseModel):
    """Whether somebody agreed."""

    approval_status: (
        Literal["draft", "pending", "approved", "rejected", "changes_requested"] | None
    ) = fact("task.approval_status")
    approver: Ref | None = fact("task.approver")
    decided_at: datetime | None = fact("task.decided_at")
    decision_note: str | None = fact("task.decision_note")


class Estimable(BaseModel):
    """How many seconds it takes."""

    estimate_s: int | None = fact("task.estimate_s")
    spent_s: int | None = fact("task.spent_s")
    remaining_s: int | None = fact("task.remaining_s")
