"""``ctx.store``: the user's documents."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

from workbench.host.clients.base import Platform, RemoteClient, build

_SYSTEM = "__system__"
_FORBIDDEN = re.compile(r"[:*?\[\]/\s]")
_MOST_PER_PAGE = 10_000

GATEWAY = "workbench://kernel"
"""What ``ctx.store`` calls its gateway; see `workbench.host.clients.borrowed`."""


class RemoteStore(RemoteClient):
    """Documents of one user; fan-out over users for the system (scheduled tasks, Fan-out)."""

    service = "store"

    def __init__(self, platform: Platform, user_id: str, acting: str | None = None) -> None:
        super().__init__(platform, user_id, acting)
        # What the SDK's client is made of; extensions build one for another user from these.
        self._gateway_url, self._auth_token = GATEWAY, ""
        self._extension_id = str(getattr(platform.extension, "app_id", ""))
        self._tenant_id = "default"
        self._document = platform.sdk.need("types.models", "Document")
        self._page = platform.sdk.need("types.pagination", "Page")

    async def create(self, collection: str, data: dict[str, Any]) -> Any:
        """Add a document under a new id and return it."""
        return self._made(await self._call("create", collection=collection, data=data))

    async def get(self, collection: str, doc_id: str | None = None) -> Any:
        """The document, or None; also as ``get("collection/doc_id")``."""
        if doc_id is None:
            collection, _, doc_id = collection.partition("/")
            doc_id = doc_id or collection
        return self._made(await self._call("get", collection=collection, doc_id=doc_id))

    async def query(
        self,
        collection: str,
        where: dict[str, Any] | None = None,
        order_by: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Any:
        """A page of documents whose fields equal those of `where`."""
        answer = await self._call(
            "query",
            collection=collection,
            where=where,
            order_by=order_by,
            limit=limit,
            cursor=cursor,
        )
        return self._page(
            data=[self._made(row) for row in answer["data"]],
            cursor=answer.get("cursor"),
            has_more=bool(answer.get("has_more")),
            total=answer.get("total"),
        )

    async def update(
        self, collection: str, doc_id: str, data: dict[str, Any], if_match: str = ""
    ) -> Any:
        """Merge `data` into a document; with `if_match`, only if it is still that version."""
        return self._made(
            await self._call(
                "update", collection=collection, doc_id=doc_id, data=data, if_match=if_match
            )
        )

    async def delete(self, collection: str, doc_id: str) -> bool:
        """Delete a document; whether it existed."""
        return bool(await self._call("delete", collection=collection, doc_id=doc_id))

    async def count(self, collection: str, where: dict[str, Any] | None = None) -> int:
        """How many documents match."""
        return int(await self._call("count", collection=collection, where=where))

    async def list(self, prefix: str = "") -> list[Any]:
        """Documents whose ``collection/id`` begins with `prefix`."""
        return [self._made(row) for row in await self._call("list", prefix=prefix)]

    async def set(self, key: str, data: Any) -> Any:
        """Write under a key; anything but a dict is kept as ``{"value": …}``."""
        kept = data if isinstance(data, dict) else {"value": data}
        return self._made(await self._call("set", key=key, data=kept))

    async def list_users(self, collection: str, *, page_size: int = 500) -> AsyncIterator[str]:
        """The ids of all users with documents in `collection`, page by page."""
        self._check_fan_out("list_users", collection, page_size)
        cursor: str | None = None
        while True:
            page = await self._call(
                "list_users", collection=collection, cursor=cursor, limit=page_size
            )
            for user_id in self._users_of(page):
                yield user_id
            cursor = page.get("cursor")
            if not cursor:
                return

    async def query_all(self, collection: str, *, limit: int = 500) -> Any:
        """Documents of all users, each with its ``user_id``."""
        self._check_fan_out("query_all", collection, limit)
        rows = await self._call("query_all", collection=collection, limit=limit)
        return [self._made(row) for row in rows]

    def _made(self, row: Mapping[str, Any] | None) -> Any:
        return None if row is None else build(self._document, row)

    def _users_of(self, page: Any) -> Any:
        if not isinstance(page, dict) or not isinstance(page.get("users"), list):
            raise self._platform.sdk.need("store.exceptions", "StoreContractError")(
                "list_users was answered without a list of users"
            )
        return page["users"]

    def _check_fan_out(self, method: str, collection: str, size: int) -> None:
        if self._user_id != _SYSTEM:
            raise RuntimeError(
                f"ctx.store.{method}() is for system contexts (@ext.schedule); "
                f"this one belongs to the user {self._user_id!r}"
            )
        if not collection or _FORBIDDEN.search(collection):
            raise ValueError(f"{collection!r} cannot be the name of a collection in {method}()")
        if not 1 <= size <= _MOST_PER_PAGE:
            raise ValueError(f"{method}() takes 1 to {_MOST_PER_PAGE:,} at a time, not {size}")
