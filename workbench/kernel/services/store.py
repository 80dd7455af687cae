"""`ctx.store`: documents that belong to one user of one extension.

Isolation is enforced here, by (app, acting user, tenant), whatever the child asks for. Only the
system actor may see who has documents; to read them it must act as that user (scheduled tasks,
Data isolation). Deleted documents stay in the file and are never found again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from workbench.kernel.clock import Clock
from workbench.kernel.personas import SYSTEM_ID, WEBHOOK_ID
from workbench.kernel.profile import Profile
from workbench.kernel.services import arguments
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.database import Connection, Database
from workbench.kernel.services.documents import (
    COLUMNS,
    Order,
    document,
    etag,
    where_sql,
)
from workbench.kernel.services.space import Space, replace

_FORBIDDEN = re.compile(r"[:*?\[\]/\s]")
_PAGE_OF_USERS = range(1, 10_001)


class Store:
    """Documents in `database`; `tenant_of` tells a user's tenant when the system acts for them."""

    def __init__(
        self, database: Database, clock: Clock, profile: Profile, tenant_of: Callable[[str], str]
    ) -> None:
        self._database = database
        self._clock = clock
        self._profile = profile
        self._tenant_of = tenant_of
        self._methods = {
            "get": self._get,
            "create": self._create,
            "query": self._query,
            "update": self._update,
            "delete": self._delete,
            "count": self._count,
            "list": self._list,
            "set": self._set,
            "list_users": self._list_users,
            "query_all": self._query_all,
        }

    async def call(self, call: ServiceCall) -> Any:
        """Answer a call of `ctx.store`; see the wire's list of methods."""
        answer = self._methods.get(call.method)
        if answer is None:
            raise arguments.unknown_method(call)
        return await answer(call.args, call.scope)

    # --- one document ----------------------------------------------------------------------

    async def _get(self, args: Mapping[str, Any], scope: Scope) -> dict[str, Any] | None:
        space = self._space(args, scope)
        doc_id = arguments.name_of(args, "doc_id")
        row = self._database.row(
            f"SELECT {COLUMNS} FROM documents WHERE {space.sql} AND id = ?",
            [*space.values, doc_id],
        )
        return None if row is None else document(row)

    async def _create(self, args: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
        space = self._space(args, scope)
        data = self._encoded(arguments.table(args, "data", required=True))
        now = self._clock.iso()
        return await self._database.write(lambda db: space.insert(db, None, data, now))

    async def _update(self, args: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
        space = self._space(args, scope)
        doc_id = arguments.name_of(args, "doc_id")
        changes = arguments.table(args, "data", required=True)
        expected = arguments.text(args, "if_match", "")
        create = self._profile.store_update_missing == "create"
        now = self._clock.iso()

        def work(db: Connection) -> dict[str, Any]:
            row = space.row(db, doc_id)
            if row is None and expected:
                raise _conflict(doc_id, expected, "")
            if row is None and not create:
                raise _missing(space.collection, doc_id)
            if row is None:
                return space.insert(db, doc_id, self._encoded(changes), now)
            current = etag(row[0], row[7])
            if expected and expected != current:
                raise _conflict(doc_id, expected, current)
            merged = self._encoded({**orjson.loads(row[6]), **changes})
            return replace(db, row, merged, now)

        return await self._database.write(work)

    async def _delete(self, args: Mapping[str, Any], scope: Scope) -> bool:
        space = self._space(args, scope)
        doc_id = arguments.name_of(args, "doc_id")
        now = self._clock.iso()

        def work(db: Connection) -> bool:
            done = db.execute(
                "UPDATE documents SET deleted = 1, updated_at = ?, version = version + 1"
                f" WHERE {space.sql} AND id = ?",
                [now, *space.values, doc_id],
            )
            return done.rowcount > 0

        return await self._database.write(work)

    async def _set(self, args: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
        """Update the document of a key, or create it.

        Without a slash collection and id are both the key. The platform's client forgets the id
        when it creates, so such a document is never found again; the profile decides.
        """
        key = arguments.name_of(args, "key")
        collection, slash, rest = key.partition("/")
        doc_id = rest if slash and rest else key.rstrip("/")
        space = self._space({"collection": collection}, scope)
        value = args.get("data")
        changes = value if isinstance(value, dict) else {"value": value}
        keep = doc_id if self._profile.store_set_keeps_id else None
        now = self._clock.iso()

        def work(db: Connection) -> dict[str, Any]:
            row = space.row(db, doc_id)
            if row is None:
                return space.insert(db, keep, self._encoded(changes), now)
            return replace(db, row, self._encoded({**orjson.loads(row[6]), **changes}), now)

        return await self._database.write(work)

    # --- many documents --------------------------------------------------------------------

    async def _query(self, args: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
        space = self._space(args, scope)
        found, values = where_sql(arguments.table(args, "where"))
        order = Order(args.get("order_by") and arguments.text(args, "order_by"))
        limit = self._limit(args)
        cursor = arguments.text(args, "cursor", "")
        condition, given = f"{space.sql}{found}", [*space.values, *values]
        page_sql, page_values = order.select(condition, given, cursor, limit + 1)

        def work(db: Connection) -> tuple[list[Any], int]:
            rows = db.execute(page_sql, page_values).fetchall()
            if not cursor and len(rows) <= limit:
                return rows, len(rows)
            count = f"SELECT count(*) FROM documents WHERE {condition}"
            return rows, int(db.execute(count, given).fetchone()[0])

        rows, total = await self._database.scan(work)
        more = len(rows) > limit
        rows = rows[:limit]
        return {
            "data": [document(row) for row in rows],
            "cursor": order.cursor(rows[-1]) if more else None,
            "has_more": more,
            "total": total,
        }

    async def _count(self, args: Mapping[str, Any], scope: Scope) -> int:
        space = self._space(args, scope)
        found, values = where_sql(arguments.table(args, "where"))
        sql = f"SELECT count(*) FROM documents WHERE {space.sql}{found}"
        return await self._database.scan(
            lambda db: int(db.execute(sql, [*space.values, *values]).fetchone()[0])
        )

    async def _list(self, args: Mapping[str, Any], scope: Scope) -> list[dict[str, Any]]:
        """Documents of the collection before the slash, those whose id starts with the rest."""
        collection, _, start = arguments.text(args, "prefix", "").partition("/")
        if not collection:
            return []
        space = self._space({"collection": collection}, scope)
        if not self._profile.store_list_by_id:
            start = ""
        sql = (
            f"SELECT {COLUMNS} FROM documents WHERE {space.sql} AND substr(id, 1, ?) = ?"
            " ORDER BY seq LIMIT ?"
        )
        values = [*space.values, len(start), start, self._profile.store_default_limit]
        rows = await self._database.scan(lambda db: db.execute(sql, values).fetchall())
        return [document(row) for row in rows]

    # --- the system's view -----------------------------------------------------------------

    async def _list_users(self, args: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
        collection, limit = self._for_system("list_users", args, scope, 500)
        after = arguments.text(args, "cursor", "")
        after = "" if after == "0" else after
        sql = (
            "SELECT DISTINCT user_id FROM documents WHERE app_id = ? AND collection = ?"
            " AND deleted = 0 AND user_id > ? AND user_id NOT IN (?, ?) ORDER BY user_id LIMIT ?"
        )
        values = [scope.app_id, collection, after, SYSTEM_ID, WEBHOOK_ID, limit + 1]
        rows = await self._database.scan(lambda db: db.execute(sql, values).fetchall())
        users = [row[0] for row in rows[:limit]]
        return {"users": users, "cursor": users[-1] if len(rows) > limit else None}

    async def _query_all(self, args: Mapping[str, Any], scope: Scope) -> list[dict[str, Any]]:
        collection, limit = self._for_system("query_all", args, scope, 500)
        sql = (
            f"SELECT {COLUMNS} FROM documents WHERE app_id = ? AND collection = ?"
            " AND deleted = 0 AND user_id NOT IN (?, ?) ORDER BY user_id, seq LIMIT ?"
        )
        values = [scope.app_id, collection, SYSTEM_ID, WEBHOOK_ID, limit]
        rows = await self._database.scan(lambda db: db.execute(sql, values).fetchall())
        return [document(row) for row in rows]

    def _for_system(
        self, method: str, args: Mapping[str, Any], scope: Scope, default: int
    ) -> tuple[str, int]:
        """The collection and limit of a call only the system actor may make."""
        if not scope.acts_as_system:
            message = f"ctx.store.{method} is only for the system actor, not {scope.acting_user}"
            raise ServiceError("RuntimeError", message)
        collection = arguments.name_of(args, "collection")
        if found := _FORBIDDEN.search(collection):
            message = f"a collection name may not contain {found.group()!r}: {collection!r}"
            raise ServiceError("ValueError", message)
        limit = arguments.whole(args, "limit", default)
        if limit not in _PAGE_OF_USERS:
            raise ServiceError("ValueError", f"limit must be between 1 and 10000, not {limit}")
        return collection, limit

    # --- rules -----------------------------------------------------------------------------

    def _space(self, args: Mapping[str, Any], scope: Scope) -> Space:
        acting = scope.acting_user
        own = acting in (scope.user.imperal_id, WEBHOOK_ID)
        tenant = scope.tenant_id if own else self._tenant_of(acting)
        collection = arguments.name_of(args, "collection")
        return Space(scope.app_id, collection, acting, tenant, any_tenant=scope.system)

    def _limit(self, args: Mapping[str, Any]) -> int:
        limit = arguments.whole(args, "limit", self._profile.store_default_limit)
        if limit < 1:
            raise ServiceError("ValueError", f"limit must be at least 1, not {limit}")
        return limit

    def _encoded(self, data: Mapping[str, Any]) -> str:
        encoded = orjson.dumps(data)
        cap = self._profile.store_doc_cap_bytes
        if len(encoded) > cap:
            message = f"a document may hold {cap:,} bytes; this one would have {len(encoded):,}"
            raise ServiceError("ValueError", message)
        return encoded.decode()


def _conflict(doc_id: str, expected: str, current: str) -> ServiceError:
    message = f"document {doc_id} has changed: expected {expected}, found {current or 'nothing'}"
    return ServiceError(
        "StoreConflict", message, doc_id=doc_id, expected_etag=expected, current_etag=current
    )


def _missing(collection: str, doc_id: str) -> ServiceError:
    message = f"404 Not Found: {collection} has no document {doc_id}"
    return ServiceError("HTTPStatusError", message, status_code=404, body={"detail": "not found"})
