"""The formats a session can be written in, and the writing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from workbench.kernel.journal.record import Record


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its id, what it is for a person, the ending of its files, and what makes it.

    `name` is the function of the module in this room.
    """

    id: str
    title: str
    suffix: str
    module: str
    name: str

    def make(self, records: Iterable[Record]) -> bytes:
        """The file's content for these records."""
        import orjson

        maker: Callable[[Iterable[Record]], Any]
        maker = getattr(import_module(f"workbench.kernel.export.{self.module}"), self.name)
        made = maker(records)
        if isinstance(made, str):
            return made.encode()
        return orjson.dumps(made, option=orjson.OPT_NON_STR_KEYS, default=str)


FORMATS: Final = (
    Format("html", "Readable page", "html", "html", "html"),
    Format(
        "chrome-trace", "Chrome trace, for Perfetto", "trace.json", "chrome_trace", "chrome_trace"
    ),
    Format("har", "HTTP archive", "har", "har", "har"),
    Format("otlp", "OpenTelemetry spans", "otlp.json", "otlp", "otlp"),
)


class NotASessionError(Exception):
    """A file that holds no journal."""


def export(journal: Path, format_: Format) -> bytes:
    """A session's journal in a format; `NotASessionError` if the file is none."""
    return format_.make(_records(journal))


def _records(journal: Path) -> Iterator[Record]:
    from workbench.kernel.journal.reader import Query, Reader

    try:
        reader = Reader(journal)
        for page in reader.walk(Query()):
            yield from page
        reader.close()
    except sqlite3.DatabaseError as error:
        raise NotASessionError(f"{journal} is no session that can be read: {error}") from error
