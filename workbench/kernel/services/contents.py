"""What an app keeps, as its author inspects it: documents, cached values, secrets and settings.

Reads only, and on behalf of a person at the workbench, not of a handler: every user's documents are
there. A secret's value never is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import orjson

from workbench.kernel.personas import Persona
from workbench.kernel.services.cache import Cache
from workbench.kernel.services.call import Scope, ServiceCall
from workbench.kernel.services.config import Config
from workbench.kernel.services.database import Connection, Database
from workbench.kernel.services.secrets import Secrets

Kind = Literal["store", "cache", "secrets", "config"]

PAGE: Final = 500
"""Documents read at once; the newest come first."""

_SHELVES: Final = """
SELECT collection, user_id, count(*), sum(length(data)) FROM documents
WHERE app_id = ? AND deleted = 0 GROUP BY collection, user_id ORDER BY collection, user_id
"""
_DOCUMENTS: Final = """
SELECT id, data, version, updated_at FROM documents
WHERE app_id = ? AND collection = ? AND user_id = ? AND deleted = 0 ORDER BY seq DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A place where an app keeps things of one user.

    `name` is the collection or the cache model, `user_id` empty where things are of no user,
    `count` how many there are and `size` their bytes as JSON.
    """

    kind: Kind
    name: str
    user_id: str
    count: int
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a shelf.

    `value` is None for a secret. `changed_at` is an ISO instant where one is kept, `expires_at`
    virtual epoch seconds where it expires. `remark` says what else is worth knowing.
    """

    key: str
    value: Any
    size: int
    changed_at: str = ""
    expires_at: float | None = None
    remark: str = ""


class Contents:
    """Looks into the services of a session."""

    def __init__(
        self, database: Database, *, cache: Cache, secrets: Secrets, config: Config
    ) -> None:
        self._database = database
        self._cache = cache
        self._secrets = secrets
        self._config = config

    async def shelves(
        self, app_id: str, declarations: Mapping[str, Any], user: Persona
    ) -> list[Shelf]:
        """Every place of an app that holds something; secrets and settings are those of `user`."""

        def collections(db: Connection) -> list[Shelf]:
            return [Shelf("store", *row) for row in db.execute(_SHELVES, (app_id,))]

        found = await self._database.scan(collections)
        grouped: dict[tuple[str, str], list[int]] = {}
        for entry in await self._cache.entries(app_id):
            sizes = grouped.setdefault((entry["model"], entry["user_id"]), [])
            sizes.append(_size(entry["data"]))
        found += [
            Shelf("cache", model, user_id, len(sizes), sum(sizes))
            for (model, user_id), sizes in sorted(grouped.items())
        ]
        declared = declarations.get("secrets") or ()
        if declared:
            found.append(Shelf("secrets", "", user.imperal_id, len(declared), 0))
        settings = self._config.resolve(app_id, user)
        if settings:
            found.append(Shelf("config", "", user.imperal_id, len(settings), _size(settings)))
        return found

    async def entries(
        self, app_id: str, shelf: Shelf, declarations: Mapping[str, Any], user: Persona
    ) -> list[Entry]:
        """What is on a shelf: the newest `PAGE` documents, or everything of the other kinds."""
        if shelf.kind == "store":
            return await self._documents(app_id, shelf)
        if shelf.kind == "cache":
            return await self._cached(app_id, shelf)
        if shelf.kind == "secrets":
            return await self._declared_secrets(app_id, declarations, user)
        settings = self._config.resolve(app_id, user)
        return [Entry(name, value, _size(value)) for name, value in settings.items()]

    async def _documents(self, app_id: str, shelf: Shelf) -> list[Entry]:
        def read(db: Connection) -> list[Entry]:
            values = (app_id, shelf.name, shelf.user_id, PAGE)
            return [
                Entry(id, orjson.loads(data), len(data), changed, remark=f"version {version}")
                for id, data, version, changed in db.execute(_DOCUMENTS, values)
            ]

        return await self._database.scan(read)

    async def _cached(self, app_id: str, shelf: Shelf) -> list[Entry]:
        return [
            Entry(entry["key"], entry["data"], _size(entry["data"]), "", entry["expires_at"])
            for entry in await self._cache.entries(app_id)
            if (entry["model"], entry["user_id"]) == (shelf.name, shelf.user_id)
        ]

    async def _declared_secrets(
        self, app_id: str, declarations: Mapping[str, Any], user: Persona
    ) -> list[Entry]:
        scope = Scope(app_id, user, user.imperal_id, user.tenant_id, declarations=declarations)
        listed = await self._secrets.call(ServiceCall("secrets", "list", {}, scope))
        return [
            Entry(secret["name"], None, 0, remark="set" if secret["is_set"] else "not set")
            for secret in listed
        ]


def _size(value: Any) -> int:
    return len(orjson.dumps(value, default=str))
