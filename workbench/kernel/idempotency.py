"""What running a schedule twice changes: every handler may be run again by the platform.

"Running them twice produces the same outcome as running them once" (scheduled tasks, Failure
modes) can be looked at: run it a second time at the same virtual instant, and compare what the
extension keeps before and after. What it told the outside world meanwhile cannot be compared; it is
listed, since the world was told twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from workbench.kernel.differences import Difference, differences
from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.record import Record
from workbench.kernel.recording import Slot
from workbench.kernel.schedules import Fire, Schedules
from workbench.kernel.services.database import Connection
from workbench.kernel.services.suite import ServiceSuite
from workbench.kernel.timers import Hold

_TOLD: Final = {
    "http": None,
    "ai": None,
    "notify": None,
    "billing": None,
    "db": None,
    "secrets": frozenset({"set", "delete"}),
    "extensions": frozenset({"call", "emit"}),
    "chat": frozenset({"deliver"}),
    "tasks": frozenset({"spawn"}),
}
"""Services whose calls reach beyond what can be compared, by which methods (None: all)."""
_SAFE_HTTP: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_READS_SQL: Final = ("select", "pragma", "explain", "with")


@dataclass(frozen=True, slots=True)
class SecondRun:
    """How the second of two equal runs ended, and what was not as after the first.

    `changed` has the differences in ``store``, ``cache`` and ``files``, by their place
    ``collection/user/id…``; `told` the calls that reached others again.
    """

    fire: Fire
    changed: dict[str, list[Difference]] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def idempotent(self) -> bool:
        """True when nothing tells two runs from one."""
        return self.fire.ok and not self.told and not any(self.changed.values())


class IdempotencyProbe:
    """Runs schedules a second time and compares."""

    def __init__(self, *, schedules: Schedules, suite: ServiceSuite, journal: Journal) -> None:
        self._schedules = schedules
        self._suite = suite
        self._journal = journal

    async def run_again(self, first: Fire, hold: Hold | None = None) -> SecondRun:
        """Run what has just run once more, at the same virtual instant; nothing else of its
        extension should run meanwhile. `hold` is what keeps time for the whole of it."""
        before = await self._kept(first.app_id)
        second = await self._schedules.attempt(
            first.app_id,
            first.name,
            source="probe",
            cause_id=first.span_id,
            at=first.at,
            in_turn=None if hold is None else Slot(hold),
            retries=False,
        )
        after = await self._kept(first.app_id)
        changed = {place: list(differences(before[place], after[place])) for place in before}
        return SecondRun(second, changed, await self._told(second.span_id))

    async def _kept(self, app_id: str) -> dict[str, dict[str, Any]]:
        """All that an app keeps, by its place."""

        def read(db: Connection) -> tuple[dict[str, Any], dict[str, Any]]:
            documents = db.execute(_DOCUMENTS, (app_id,))
            files = db.execute(_FILES, (app_id,))
            return (
                {f"{coll}/{user}/{id}": orjson.loads(data) for coll, user, id, data in documents},
                {f"{user}/{path}": digest for user, path, digest in files},
            )

        store, files = await self._suite.database.scan(read)
        cache = {
            f"{entry['model']}/{entry['user_id']}/{entry['key']}": entry["data"]
            for entry in await self._suite.cache.entries(app_id)
        }
        return {"store": store, "cache": cache, "files": files}

    async def _told(self, span_id: str) -> list[dict[str, Any]]:
        records = await self._journal.query(cause_id=span_id, limit=10_000, newest_first=False)
        return [_call(record) for record in records if _reaches_others(record)]


_DOCUMENTS: Final = (
    "SELECT collection, user_id, id, data FROM documents WHERE app_id = ? AND deleted = 0"
    " ORDER BY seq"
)
_FILES: Final = "SELECT user_id, path, hash FROM files WHERE app_id = ? ORDER BY user_id, path"


def _reaches_others(record: Record) -> bool:
    service, method = record.body.get("service"), record.body.get("method")
    if service not in _TOLD or record.body.get("dropped"):
        return False
    wanted, args = _TOLD[service], _args(record)
    if service == "http":
        return str(args.get("method", "GET")).upper() not in _SAFE_HTTP
    if service == "db":
        return not str(args.get("sql", "")).lstrip().lower().startswith(_READS_SQL)
    if service == "billing":
        return not str(method).startswith(("get_", "check_", "list_"))
    return wanted is None or method in wanted


def _call(record: Record) -> dict[str, Any]:
    """A call as the report lists it, with the author's line."""
    return {
        "call": record.name,
        "id": record.id,
        "actor": record.actor,
        "args": _args(record),
        "at": record.body.get("at"),
    }


def _args(record: Record) -> Mapping[str, Any]:
    found = record.body.get("args")
    return found if isinstance(found, Mapping) else {}
