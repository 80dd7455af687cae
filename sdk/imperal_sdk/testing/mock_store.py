"""A document store in memory, with the rules of the real one and users kept apart."""

from __future__ import annotations

import copy
import hashlib
import json
import logging
import uuid
from typing import Any, TypeAlias

from imperal_sdk._messages import explain
from imperal_sdk.errors import NotFoundError
from imperal_sdk.store.client import StoreClient
from imperal_sdk.store.exceptions import StoreConflict

Collections: TypeAlias = dict[str, dict[str, dict[str, Any]]]

NOW = "2026-01-01T00:00:00Z"
"""When every document of the double was written."""

_ID_CHARS = 8

logger = logging.getLogger("imperal_sdk.testing")


class MockStore(StoreClient):
    """``ctx.store`` for tests.

    ``_data[collection][doc_id]`` is the data of this user's documents and may be filled by
    hand; ``for_user(uid)`` is the same store seen by another user. ``update`` of a document
    that does not exist creates it with a warning, as the published double does silently; with
    ``strict`` it raises NotFoundError, as production does.
    """

    def __init__(self, user_id: str = "test_user", *, strict: bool = False) -> None:
        super().__init__("", extension_id="test-ext", user_id=user_id)
        self._users: dict[str, Collections] = {}
        self._strict = strict
        self._injected = self._serve

    def for_user(self, user_id: str) -> MockStore:
        """Return the same store, seen by another user."""
        other = copy.copy(self)
        other._endpoint = self._endpoint.for_user(user_id)
        other._injected = other._serve
        return other

    @property
    def _data(self) -> Collections:
        return self._users.setdefault(self._user_id, {})

    async def _serve(self, service: str, method: str, args: dict[str, Any]) -> Any:
        return getattr(self, f"_on_{method}")(**args)

    def _on_create(self, collection: str, data: dict[str, Any]) -> dict[str, Any]:
        doc_id = uuid.uuid4().hex[:_ID_CHARS]
        self._data.setdefault(collection, {})[doc_id] = copy.deepcopy(data)
        return self._row(collection, doc_id)

    def _on_get(self, collection: str, doc_id: str) -> dict[str, Any] | None:
        known = doc_id in self._data.get(collection, {})
        return self._row(collection, doc_id) if known else None

    def _on_query(
        self,
        collection: str,
        where: dict[str, Any],
        order_by: str | None,
        limit: int,
        cursor: str | None,
    ) -> dict[str, Any]:
        rows = self._matching(collection, where)
        if order_by:
            rows.sort(key=lambda row: _rank(row["data"].get(order_by.lstrip("-"))))
            if order_by.startswith("-"):
                rows.reverse()
        start = int(cursor or 0)
        end = start + limit
        more = end < len(rows)
        return {
            "data": rows[start:end],
            "cursor": str(end) if more else None,
            "has_more": more,
            "total": len(rows),
        }

    def _on_update(
        self, collection: str, doc_id: str, data: dict[str, Any], if_match: str
    ) -> dict[str, Any]:
        documents = self._data.setdefault(collection, {})
        current = documents.get(doc_id)
        if current is None:
            self._update_of_nothing(f"{collection}/{doc_id}")
        if if_match and current is not None and etag(current) != if_match:
            raise StoreConflict(doc_id, if_match, etag(current))
        documents[doc_id] = {**(current or {}), **copy.deepcopy(data)}
        return self._row(collection, doc_id)

    def _update_of_nothing(self, place: str) -> None:
        message = explain(
            f"store.update of {place}, which does not exist",
            "in production this is an error: update changes documents that exist",
            "create it first with store.create, which chooses the id, and keep that id",
        )
        if self._strict:
            raise NotFoundError("document", message)
        logger.warning("%s", message)

    def _on_delete(self, collection: str, doc_id: str) -> bool:
        return self._data.get(collection, {}).pop(doc_id, None) is not None

    def _on_count(self, collection: str, where: dict[str, Any]) -> int:
        return len(self._matching(collection, where))

    def _on_list(self, prefix: str) -> list[dict[str, Any]]:
        return self._matching(prefix, {})

    def _on_list_users(self, collection: str, cursor: str | None, limit: int) -> dict[str, Any]:
        users = sorted(user for user, kept in self._users.items() if kept.get(collection))
        start = int(cursor or 0)
        end = start + limit
        return {"users": users[start:end], "cursor": str(end) if end < len(users) else None}

    def _on_query_all(self, collection: str, limit: int) -> list[dict[str, Any]]:
        rows = [row for user in sorted(self._users) for row in self._matching(collection, {}, user)]
        return rows[:limit]

    def _matching(
        self, collection: str, where: dict[str, Any], user: str | None = None
    ) -> list[dict[str, Any]]:
        owner = user or self._user_id
        documents = self._users.get(owner, {}).get(collection, {})
        return [
            self._row(collection, doc_id, owner)
            for doc_id, data in documents.items()
            if all(field in data and data[field] == value for field, value in where.items())
        ]

    def _row(self, collection: str, doc_id: str, user: str | None = None) -> dict[str, Any]:
        owner = user or self._user_id
        data = self._users[owner][collection][doc_id]
        return {
            "id": doc_id,
            "collection": collection,
            "data": copy.deepcopy(data),
            "extension_id": self._endpoint.extension_id,
            "tenant_id": self._endpoint.tenant_id,
            "user_id": owner,
            "created_at": NOW,
            "updated_at": NOW,
            "etag": etag(data),
        }


def etag(data: dict[str, Any]) -> str:
    """Return the tag of a document's data: it changes whenever the data does."""
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _rank(value: Any) -> tuple[int, str, Any]:
    """Order values of mixed types: nothing first, then by type, then by value."""
    if value is None:
        return (0, "", 0)
    if isinstance(value, (bool, int, float)):
        return (1, "", value)
    return (2, type(value).__name__, value if isinstance(value, str) else str(value))
