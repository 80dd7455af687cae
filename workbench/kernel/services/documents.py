"""How documents lie in the store's table, and the SQL that finds them again."""

from __future__ import annotations

import base64
import binascii
import json
import sqlite3
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final

import orjson

from workbench.kernel.services.call import ServiceError

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS documents (
  seq INTEGER PRIMARY KEY, app_id TEXT NOT NULL, collection TEXT NOT NULL, user_id TEXT NOT NULL,
  id TEXT NOT NULL, tenant_id TEXT NOT NULL, data TEXT NOT NULL, version INTEGER NOT NULL,
  created_at TEXT NOT NULL, updated_at TEXT NOT NULL, deleted INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX IF NOT EXISTS documents_key
  ON documents (app_id, collection, user_id, id, tenant_id);
CREATE INDEX IF NOT EXISTS documents_order
  ON documents (app_id, collection, user_id, deleted, tenant_id);
"""

COLUMNS: Final = (
    "seq, app_id, collection, user_id, id, tenant_id, data, version, created_at, updated_at"
)
_TIMES: Final = ("created_at", "updated_at")


def document(row: tuple[Any, ...]) -> dict[str, Any]:
    """A row as the wire carries it."""
    seq, app_id, collection, user_id, id, tenant_id, data, version, created_at, updated_at = row[
        :10
    ]
    return {
        "id": id,
        "collection": collection,
        "data": orjson.loads(data),
        "extension_id": app_id,
        "tenant_id": tenant_id,
        "created_at": created_at,
        "updated_at": updated_at,
        "user_id": user_id,
        "etag": etag(seq, version),
    }


def etag(seq: int, version: int) -> str:
    """The tag of one version of one document; it changes with every write."""
    return blake2b(f"{seq}:{version}".encode(), digest_size=8).hexdigest()


def new_id(app_id: str, collection: str, seq: int) -> str:
    """An id for the document at `seq`: opaque, unique, and the same when a session is replayed."""
    return blake2b(f"{app_id}/{collection}/{seq}".encode(), digest_size=12).hexdigest()


def member(data: str, key: str) -> str:
    """SQL function: a top-level value as canonical JSON, ``null`` when it is not there."""
    return canonical(orjson.loads(data).get(key))


def canonical(value: Any) -> str:
    """JSON that is equal for equal values, whatever the order of keys."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection the functions the conditions below use."""
    connection.create_function("member", 2, member, deterministic=True)


def where_sql(where: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Equality of every key of `where` with the document's top-level value, as SQL and values.

    Types count: True is not 1, and None matches a missing key too.
    """
    terms: list[str] = []
    values: list[Any] = []
    for key, wanted in where.items():
        path = _path(key)
        if path is None or isinstance(wanted, dict | list):
            terms.append("member(data, ?) = ?")
            values += [key, canonical(wanted)]
        elif wanted is None:
            terms.append("coalesce(json_type(data, ?), 'null') = 'null'")
            values.append(path)
        elif isinstance(wanted, bool):
            terms.append("json_type(data, ?) = ?")
            values += [path, "true" if wanted else "false"]
        elif isinstance(wanted, str):
            terms.append("(json_type(data, ?) = 'text' AND json_extract(data, ?) = ?)")
            values += [path, path, wanted]
        else:
            terms.append(
                "(json_type(data, ?) IN ('integer', 'real') AND json_extract(data, ?) = ?)"
            )
            values += [path, path, wanted]
    return "".join(f" AND {term}" for term in terms), values


class Order:
    """The order of a query, ``"field"`` or ``"-field"``; without one, the order of creation."""

    def __init__(self, order_by: str | None) -> None:
        field = (order_by or "").strip()
        self._descending = field.startswith("-")
        field = field.lstrip("+-")
        self._path = _path(field) if field else None
        if field and self._path is None:
            raise ServiceError("ValueError", f"cannot order by {order_by!r}")
        self._place = "json_extract(data, ?)"
        if field in _TIMES:
            self._place = f"coalesce({self._place}, {field})"

    def select(
        self, condition: str, values: list[Any], cursor: str | None, limit: int
    ) -> tuple[str, list[Any]]:
        """The statement that reads one page behind `cursor`, and its values.

        Rows are `COLUMNS` and then the value ordered by. Whole documents are fetched for the rows
        of the page only; without a field the index gives them in order and the scan stops early.
        """
        if self._path is None:
            seq = _read_cursor(cursor)[1] if cursor else 0
            sql = (
                f"SELECT {COLUMNS}, NULL FROM documents WHERE {condition} AND seq > ?"
                " ORDER BY seq LIMIT ?"
            )
            return sql, [*values, seq, limit]
        behind, place = self._behind(cursor)
        direction = "DESC" if self._descending else "ASC"
        order = f"ORDER BY place {direction}, seq {direction}"
        keys = f"SELECT seq, {self._place} AS place FROM documents WHERE {condition}"
        page = f"SELECT seq AS at, place FROM ({keys}){behind} {order} LIMIT ?"
        sql = f"SELECT {COLUMNS}, place FROM ({page}) JOIN documents ON seq = at {order}"
        return sql, [self._path, *values, *place, limit]

    def _behind(self, cursor: str | None) -> tuple[str, list[Any]]:
        """The condition for rows behind a cursor; equal values are told apart by their sequence."""
        if not cursor:
            return "", []
        value, seq = _read_cursor(cursor)
        if self._descending:
            beyond = "((place IS NULL AND ? IS NOT NULL) OR place < ? OR (place IS ? AND seq < ?))"
        else:
            beyond = "((place IS NOT NULL AND ? IS NULL) OR place > ? OR (place IS ? AND seq > ?))"
        return f" WHERE {beyond}", [value, value, value, seq]

    @staticmethod
    def cursor(row: tuple[Any, ...]) -> str:
        """The cursor that continues behind a row of `select`."""
        return base64.urlsafe_b64encode(orjson.dumps([row[10], row[0]])).decode()


def _read_cursor(cursor: str) -> tuple[Any, int]:
    try:
        value, seq = orjson.loads(base64.urlsafe_b64decode(cursor))
    except (ValueError, TypeError, binascii.Error) as error:
        raise ServiceError("ValueError", f"{cursor!r} is not a cursor of this store") from error
    return value, int(seq)


def _path(key: str) -> str | None:
    """SQLite's JSON path of a top-level key; None for keys it has no spelling for."""
    return None if '"' in key or "\\" in key else f'$."{key}"'
