"""The document store, ``ctx.store`` (SDK reference, Store; performance, Storage tier choice)."""

from __future__ import annotations

import builtins
from collections.abc import AsyncIterator
from typing import Any

from imperal_sdk._gateway import Client, Endpoint, Transport
from imperal_sdk._messages import explain, shown
from imperal_sdk.store import rules
from imperal_sdk.store.exceptions import StoreContractError
from imperal_sdk.types.models import Document
from imperal_sdk.types.pagination import Page

__all__ = ["Document", "StoreClient"]

_FIELDS = frozenset(Document.__dataclass_fields__)


class StoreClient(Client):
    """Documents of one user, in collections of the extension's own."""

    service = "store"

    def __init__(
        self,
        gateway_url: str,
        auth_token: str = "",
        extension_id: str = "",
        user_id: str = "",
        tenant_id: str = "default",
        service_token: str = "",
        *,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            Endpoint(
                gateway_url=gateway_url,
                auth_token=auth_token,
                service_token=service_token,
                extension_id=extension_id,
                user_id=user_id,
                tenant_id=tenant_id,
            ),
            transport,
        )

    async def create(self, collection: str, data: dict[str, Any]) -> Document:
        """Store ``data`` as a new document and return it with the id the server chose."""
        return document(await self._call("create", collection=collection, data=data), collection)

    async def get(self, collection: str, doc_id: str | None = None) -> Document | None:
        """Return a document, or None. ``get("collection/doc_id")`` works too."""
        if doc_id is None:
            collection, doc_id = rules.split_key(collection)
        found = await self._call("get", collection=collection, doc_id=doc_id)
        return document(found, collection) if found is not None else None

    async def query(
        self,
        collection: str,
        where: dict[str, Any] | None = None,
        order_by: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page[Document]:
        """Return the documents whose fields equal ``where``, ``limit`` of them at most.

        ``order_by`` is a field's name, with "-" before it for descending order. ``cursor`` is
        the one of the page before. A collection that does not exist is an empty page.
        """
        page = await self._call(
            "query",
            collection=collection,
            where=where or {},
            order_by=order_by,
            limit=limit,
            cursor=cursor,
        )
        return Page[Document](
            data=[document(row, collection) for row in page.get("data", [])],
            cursor=page.get("cursor"),
            has_more=page.get("has_more", False),
            total=page.get("total"),
        )

    async def update(
        self, collection: str, doc_id: str, data: dict[str, Any], if_match: str = ""
    ) -> Document:
        """Merge ``data`` into a document and return it.

        With ``if_match`` (the document's etag) the write happens only if nobody else wrote
        since; otherwise StoreConflict is raised. A document that does not exist is an error.
        """
        updated = await self._call(
            "update", collection=collection, doc_id=doc_id, data=data, if_match=if_match
        )
        return document(updated, collection)

    async def delete(self, collection: str, doc_id: str) -> bool:
        """Delete a document; False when there was none."""
        return bool(await self._call("delete", collection=collection, doc_id=doc_id))

    async def count(self, collection: str, where: dict[str, Any] | None = None) -> int:
        """Count the documents whose fields equal ``where``."""
        return int(await self._call("count", collection=collection, where=where or {}))

    async def list(self, prefix: str = "") -> builtins.list[Document]:
        """Return the documents of the collection called ``prefix``, 100 at most."""
        rows = await self._call("list", prefix=prefix)
        return [document(row, prefix) for row in rows]

    async def set(self, key: str, data: Any) -> Document:
        """Write ``data`` under ``key``, "collection/doc_id" or one word for both.

        Updates the document when it exists and otherwise creates one *with an id of the
        server's own*: ``set("last", x)`` therefore adds a document with each call. Anything
        but a dict is stored as ``{"value": data}``.
        """
        collection, doc_id = rules.split_key(key)
        values = data if isinstance(data, dict) else {"value": data}
        if await self.get(collection, doc_id) is not None:
            return await self.update(collection, doc_id, values)
        return await self.create(collection, values)

    async def list_users(self, collection: str, *, page_size: int = 500) -> AsyncIterator[str]:
        """Yield the id of each user with a document in ``collection`` (scheduled tasks, Fan-out).

        Errors appear at the first step of the iteration: RuntimeError unless the system user
        asks, ValueError for a bad name or page size, StoreUnavailable, StoreContractError.
        """
        rules.check_system_read("list_users", self._user_id, collection, page_size)
        cursor: str | None = None
        while True:
            answer = await self._call(
                "list_users", collection=collection, cursor=cursor, limit=page_size
            )
            users, cursor = rules.users_page(answer, collection)
            for user in users:
                yield user
            if cursor is None:
                return

    async def query_all(self, collection: str, *, limit: int = 500) -> builtins.list[Document]:
        """Return up to ``limit`` documents of all users, with ``user_id`` set.

        Raises RuntimeError unless the system user asks, ValueError for a bad name or limit (1 to
        10000), StoreUnavailable, StoreContractError.
        """
        rules.check_system_read("query_all", self._user_id, collection, limit)
        rows = await self._call("query_all", collection=collection, limit=limit)
        if not isinstance(rows, list):
            raise StoreContractError(
                f"The store answered query_all({collection!r}) with {shown(rows)} instead of "
                "a list of documents"
            )
        return [document(row, collection) for row in rows]


def document(row: Any, collection: str = "") -> Document:
    """Read a document from the wire; raises StoreContractError when it is not one."""
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise StoreContractError(
            explain(
                f"the store answered with {shown(row)}",
                "a document has at least an id",
                "report this to whoever runs the store",
            )
        )
    values = {name: value for name, value in row.items() if name in _FIELDS and value is not None}
    return Document(**{"collection": collection, "data": {}, **values})
