"""The store's paged list of users, as it goes over the wire."""

from __future__ import annotations

from pydantic import BaseModel, Field


class ListUsersRequest(BaseModel):
    """Ask for one page of users with documents in a collection."""

    collection: str
    extension_id: str
    tenant_id: str
    cursor: str | None = None
    limit: int = Field(default=500, ge=1, le=10_000)


class ListUsersResponse(BaseModel):
    """One page of user ids; no ``next_cursor`` on the last."""

    user_ids: list[str]
    next_cursor: str | None = None
    truncated: bool = False
