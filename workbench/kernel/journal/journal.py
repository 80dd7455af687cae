"""The session's journal: append-only, written behind, read by query or as it grows.

Panes, command output, exports and replay are all projections of it. An append costs the caller the
encoding of the body and a place in a queue; committing happens on a thread of its own, reading on
another.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from workbench.kernel.clock import Clock
from workbench.kernel.journal.body import pack
from workbench.kernel.journal.feed import Feed, Subscriber
from workbench.kernel.journal.reader import Query, Reader, tail_seq
from workbench.kernel.journal.reading import Reading
from workbench.kernel.journal.record import KINDS, Record
from workbench.kernel.journal.schema import connect, write_meta
from workbench.kernel.journal.writer import Writer
from workbench.kernel.masking import Masker

T = TypeVar("T")


class Journal:
    """One session's records. Use `Journal.open`; all methods belong to the event loop's thread."""

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], float],
        masker: Masker,
        meta: Mapping[str, str],
        temporary: bool,
        sealed: bool,
    ) -> None:
        self.path = path
        self.sealed = sealed
        self.masker = masker
        self._now = now
        self._temporary = temporary
        self._origin_ns = time.perf_counter_ns()
        connection = connect(path)
        write_meta(connection, meta)
        self._seq = tail_seq(connection)
        self._writer = Writer(connection)
        self._feed = Feed()
        self._reading = Reading(path, "journal-reader")
        self._helping = Reading(path, "journal-helper")
        self._closed = False

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        now: Callable[[], float] | None = None,
        masker: Masker | None = None,
        meta: Mapping[str, str] | None = None,
        sealed: bool = False,
    ) -> Journal:
        """Open or continue the journal file at `path`.

        ``":memory:"`` keeps it in a temporary file that goes away on close. `now` gives virtual
        epoch seconds for records that do not bring their own (default: real time); `meta` is kept
        beside the records. To a `sealed` one nothing is added, whatever is appended.
        """
        temporary = str(path) == ":memory:"
        if temporary:
            path = Path(tempfile.mkdtemp(prefix="workbench-journal-")) / "journal.sqlite"
        place = Path(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        return cls(
            place,
            now=now or Clock().now,
            masker=masker or Masker(),
            meta=meta or {},
            temporary=temporary,
            sealed=sealed,
        )

    # --- writing ---------------------------------------------------------------------------

    def append(
        self,
        kind: str,
        name: str,
        *,
        id: str | None = None,
        parent_id: str | None = None,
        cause_id: str | None = None,
        app_id: str | None = None,
        actor: str | None = None,
        at: float | None = None,
        started_ns: int | None = None,
        duration_ms: float | None = None,
        status: str = "ok",
        body: Mapping[str, Any] | None = None,
    ) -> Record:
        """Add a record without waiting for the disk, and return it as it will be read back.

        `id` defaults to the kind and the sequence number, `at` and `started_ns` to now. `body` is
        plain JSON; it is encoded here, so later changes to it are not recorded. Raises ValueError
        for an unknown kind.
        """
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is not a kind of record")
        data, parts, content = pack(body or {}, self.masker)
        seq = self._seq + 1
        record = Record(
            seq,
            kind,
            id or f"{kind}-{seq}",
            parent_id,
            cause_id,
            app_id,
            actor,
            self._now() if at is None else at,
            time.perf_counter_ns() - self._origin_ns if started_ns is None else started_ns,
            duration_ms,
            status,
            self.masker.text(name),
            dict(content),
        )
        if self.sealed:
            return record
        self._seq = seq
        self._writer.put(
            (
                record.seq, kind, record.id, parent_id, cause_id, app_id, actor,
                record.at, record.started_ns, duration_ms, status, record.name, data,
            ),
            parts,
        )  # fmt: skip
        self._feed.push(record)
        return record

    async def append_durable(self, kind: str, name: str, **fields: Any) -> Record:
        """Like `append`, and returns once the record is committed: for what a person is told.

        Raises the writer's error when it could not be committed.
        """
        record = self.append(kind, name, **fields)
        await self.flush()
        return record

    async def flush(self) -> None:
        """Wait until everything appended so far is committed; raises the writer's error."""
        loop = asyncio.get_running_loop()
        committed: asyncio.Future[None] = loop.create_future()

        def settle(error: Exception | None) -> None:
            if committed.done():
                return
            if error is None:
                committed.set_result(None)
            else:
                committed.set_exception(error)

        def committed_or_not(error: Exception | None) -> None:
            loop.call_soon_threadsafe(settle, error)

        self._writer.when_committed(committed_or_not)
        await committed

    def elapsed_ns(self, perf_counter_ns: int | None = None) -> int:
        """Nanoseconds since the session began, now or at a reading of ``perf_counter_ns``."""
        reading = time.perf_counter_ns() if perf_counter_ns is None else perf_counter_ns
        return reading - self._origin_ns

    # --- reading ---------------------------------------------------------------------------

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Hand every new record to `subscriber`, in batches, at most thirty times a second."""
        return self._feed.subscribe(subscriber)

    def flush_subscribers(self) -> None:
        """Hand out what has gathered for subscribers without waiting for the next batch."""
        self._feed.flush()

    async def query(
        self,
        kinds: Iterable[str] | None = None,
        app_id: str | None = None,
        after_seq: int = 0,
        before_seq: int | None = None,
        limit: int = 200,
        text: str | None = None,
        parent_id: str | None = None,
        newest_first: bool = True,
        *,
        cause_id: str | None = None,
        actor: str | None = None,
        status: str | tuple[str, ...] | None = None,
        id: str | None = None,
    ) -> list[Record]:
        """Records that match, including every one appended before the call; see `Query`."""
        query = Query(
            kinds=None if kinds is None else tuple(kinds),
            app_id=app_id,
            after_seq=after_seq,
            before_seq=before_seq,
            limit=limit,
            text=text,
            parent_id=parent_id,
            cause_id=cause_id,
            actor=actor,
            status=status,
            id=id,
            newest_first=newest_first,
        )
        return await self.read(lambda reader: reader.read(query))

    async def get(self, id: str) -> Record | None:
        """The latest record of that span or thing, None if there is none."""
        found = await self.query(id=id, limit=1)
        return found[0] if found else None

    async def matching(self, query: Query) -> int:
        """How many records match, whatever the query's limit."""
        return await self.read(lambda reader: reader.count(query))

    def count(self) -> int:
        """How many records the journal holds."""
        return self._seq

    async def read(self, use: Callable[[Reader], T]) -> T:
        """Run `use` on the reading thread once everything appended so far is committed."""
        await self.flush()
        return await self._reading.run(use)

    async def search(self, query: Query) -> list[Record]:
        """The newest records that match.

        Words may stand in none of a million records: then two readers look at once, each through
        half of the session.
        """
        if not query.text:
            return await self.read(lambda reader: reader.read(query))
        await self.flush()
        middle = min(query.before_seq or self._seq, self._seq) // 2
        newer = replace(query, after_seq=max(query.after_seq, middle), newest_first=True)
        older = replace(
            query, before_seq=min(query.before_seq or middle + 1, middle + 1), newest_first=True
        )
        found = await asyncio.gather(
            self._reading.run(lambda reader: reader.read(newer)),
            self._helping.run(lambda reader: reader.read(older)),
        )
        return [*found[0], *found[1]][: query.limit]

    # --- ending ----------------------------------------------------------------------------

    async def close(self) -> None:
        """Commit and hand out the rest, then let go of the file."""
        if self._closed:
            return
        self._closed = True
        self._feed.close()
        await asyncio.to_thread(self._writer.close)
        await self._reading.close()
        await self._helping.close()
        if self._temporary:
            await asyncio.to_thread(shutil.rmtree, self.path.parent)
