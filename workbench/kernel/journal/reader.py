"""Reading the journal back: newest or oldest first, by kind, app, span or text."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workbench.kernel.journal import words
from workbench.kernel.journal.body import unpack
from workbench.kernel.journal.record import Record
from workbench.kernel.journal.schema import Row, connect, record_from_row, status_in

_COLUMNS = "seq,kind,id,parent_id,cause_id,app_id,actor,at,started_ns,duration_ms,status,name,body"

_LATEST = """NOT EXISTS (SELECT 1 FROM records AS later
  WHERE later.id = records.id AND later.seq > records.seq AND later.kind = records.kind)"""


@dataclass(frozen=True, slots=True)
class Query:
    """What to read; None leaves a criterion open. Bounds on `seq` are exclusive.

    `text` holds words that must all be in the record; see `words`. `under` are spans (at most some
    thousands) of which one must be the record's parent or its cause. `status` is one, or several of
    which the record has one. `nothing_in` names a list in the body that must be empty, `fields` are
    names and texts that must be in it. `root` asks for records that nothing encloses and nothing
    caused, `latest` only for the newest of those that share an id, which `holds` cannot know.
    """

    kinds: tuple[str, ...] | None = None
    app_id: str | None = None
    after_seq: int = 0
    before_seq: int | None = None
    limit: int = 200
    text: str | None = None
    parent_id: str | None = None
    cause_id: str | None = None
    actor: str | None = None
    status: str | tuple[str, ...] | None = None
    nothing_in: str | None = None
    fields: tuple[tuple[str, str], ...] = ()
    id: str | None = None
    root: bool = False
    latest: bool = False
    under: tuple[str, ...] | None = None
    newest_first: bool = True

    def holds(self, record: Record) -> bool:
        """Whether a record that is in memory matches."""
        statuses = (self.status,) if isinstance(self.status, str) else self.status
        return (
            (self.kinds is None or record.kind in self.kinds)
            and (statuses is None or record.status in statuses)
            and self.after_seq < record.seq < (self.before_seq or math.inf)
            and all(
                wanted is None or wanted == found
                for wanted, found in (
                    (self.app_id, record.app_id),
                    (self.parent_id, record.parent_id),
                    (self.cause_id, record.cause_id),
                    (self.actor, record.actor),
                    (self.id, record.id),
                )
            )
            and all(record.body.get(name) == text for name, text in self.fields)
            and (self.nothing_in is None or record.body.get(self.nothing_in) == [])
            and not (self.root and (record.parent_id or record.cause_id))
            and (self.under is None or bool({record.parent_id, record.cause_id} & set(self.under)))
            and (not self.text or words.holds(record, self.text))
        )


class Reader:
    """One read-only connection to a journal file, used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, read_only=True)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def read(self, query: Query) -> list[Record]:
        """The records that match, in the order asked for."""
        numbers, values = self._numbers(query)
        if not numbers:
            return []
        order = "DESC" if query.newest_first else "ASC"
        statement = f"SELECT {_COLUMNS} FROM records WHERE seq IN ({numbers}) ORDER BY seq {order}"
        rows = self._connection.execute(statement, values).fetchall()
        return [self._record(row) for row in rows]

    def edge(self, query: Query) -> int | None:
        """The sequence number of the last record that `read` would answer, None for no record."""
        numbers, values = self._numbers(query)
        if not numbers:
            return None
        statement = f"SELECT {'min' if query.newest_first else 'max'}(seq) FROM ({numbers})"
        found: int | None = self._connection.execute(statement, values).fetchone()[0]
        return found

    def _numbers(self, query: Query) -> tuple[str, list[Any]]:
        """The statement that selects the numbers of the records that match, and its values.

        One ordered, limited select per kind walks the (kind, seq) index and stops early, however
        rare the kind is among a million records; only what is answered is read whole.
        """
        order = "DESC" if query.newest_first else "ASC"
        selects: list[str] = []
        values: list[Any] = []
        for kind in query.kinds if query.kinds is not None else (None,):
            where, used = _conditions(query, kind)
            one = f"SELECT seq FROM records WHERE {where} ORDER BY seq {order} LIMIT ?"
            selects.append(f"SELECT * FROM ({one})")
            values += [*used, query.limit]
        if not selects:
            return "", []
        together = f"{' UNION ALL '.join(selects)} ORDER BY seq {order} LIMIT ?"
        return f"SELECT seq FROM ({together})", [*values, query.limit]

    def walk(self, query: Query, page: int = 1_000) -> Iterator[list[Record]]:
        """Every record that matches, oldest first, a page at a time; for exports and replay."""
        position = query.after_seq
        while True:
            records = self.read(replace(query, after_seq=position, limit=page, newest_first=False))
            if not records:
                return
            yield records
            position = records[-1].seq

    def newest_of(self, kind: str, status: str | None = None) -> list[Record]:
        """The newest record of each app, name and actor of a kind, oldest first."""
        where, used = _conditions(Query(status=status), kind)
        newest = f"SELECT max(seq) FROM records WHERE {where} GROUP BY app_id, name, actor"
        statement = f"SELECT {_COLUMNS} FROM records WHERE seq IN ({newest}) ORDER BY seq"
        return [self._record(row) for row in self._connection.execute(statement, used).fetchall()]

    def count(self, query: Query) -> int:
        """How many records match, whatever the limit."""
        kinds: Iterable[str | None] = query.kinds if query.kinds is not None else (None,)
        total = 0
        for kind in kinds:
            where, used = _conditions(query, kind)
            statement = f"SELECT count(*) FROM records WHERE {where}"
            total += self._connection.execute(statement, used).fetchone()[0]
        return total

    def meta(self) -> dict[str, str]:
        """The facts kept about the session."""
        return dict(self._connection.execute("SELECT key, value FROM meta").fetchall())

    def _record(self, row: Row) -> Record:
        return record_from_row(row, unpack(row[12], self._blob))

    def _blob(self, name: str) -> bytes | None:
        found = self._connection.execute("SELECT data FROM blobs WHERE hash=?", (name,)).fetchone()
        return None if found is None else found[0]


def _conditions(query: Query, kind: str | None) -> tuple[str, list[Any]]:
    """The WHERE clause of one select and the values it takes."""
    terms = ["seq > ?"]
    used: list[Any] = [query.after_seq]
    if query.before_seq is not None:
        terms.append("seq < ?")
        used.append(query.before_seq)
    exact = {
        "kind": kind,
        "app_id": query.app_id,
        "parent_id": query.parent_id,
        "cause_id": query.cause_id,
        "actor": query.actor,
        "status": query.status if isinstance(query.status, str) else None,
        "id": query.id,
    }
    for column, value in exact.items():
        if value is not None:
            terms.append(f"{column} = ?")
            used.append(value)
    if query.under is not None:
        places = ",".join("?" * len(query.under))
        terms.append(
            f"seq IN (SELECT seq FROM records WHERE parent_id IN ({places})"
            f" UNION SELECT seq FROM records WHERE cause_id IN ({places}))"
        )
        used += [*query.under, *query.under]
    if isinstance(query.status, tuple):
        terms.append(status_in(query.status))
    for name, text in query.fields:
        terms.append("json_extract(CAST(body AS TEXT), ?) = ?")
        used += [f'$."{name}"', text]
    if query.nothing_in is not None:
        body = "CAST(body AS TEXT)"
        terms.append(f"json_type({body}, ?) = 'array' AND json_array_length({body}, ?) = 0")
        used += [f'$."{query.nothing_in}"'] * 2
    if query.root:
        terms.append("parent_id IS NULL AND cause_id IS NULL")
    if query.text:
        holding, texts = words.conditions(query.text)
        terms += holding
        used += texts
    if query.latest:
        terms.append(_LATEST)
    return " AND ".join(terms), used


def tail_seq(connection: sqlite3.Connection) -> int:
    """The highest sequence number written so far, 0 in an empty journal."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM records").fetchone()[0])
