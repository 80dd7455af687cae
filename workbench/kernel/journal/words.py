"""Whether a record holds some words: the rule of the panes' filters, in SQL and in Python.

Every word must stand somewhere in the record's name, id, status, extension, actor or body, which is
compact JSON. Letter case is ignored for ASCII, as SQLite does.
"""

from __future__ import annotations

from typing import Any, Final

from workbench.kernel.journal.body import encode
from workbench.kernel.journal.record import Record

_PLAIN: Final = ("name", "id", "status", "app_id", "actor")

_LIKE: Final = r"LIKE ? ESCAPE '\'"

# A large value stands in the body as the hash of its blob: such a body is put together again, one
# value after the other, before it is searched.
_HOLDS: Final = f"""(
  {" OR ".join(f"{column} {_LIKE}" for column in _PLAIN)}
  OR CASE WHEN instr(body, '{{"$blob":') THEN (
    WITH RECURSIVE
      parts AS (
        SELECT row_number() OVER () AS place, hash, CAST(data AS TEXT) AS value
        FROM json_each(CAST(body AS TEXT)) AS part
        JOIN blobs ON part.type = 'object' AND hash = json_extract(part.value, '$."$blob"')),
      whole(place, text) AS (
        SELECT 0, CAST(body AS TEXT)
        UNION ALL
        SELECT parts.place, replace(text, '{{"$blob":"' || hash || '"}}', value)
        FROM whole JOIN parts ON parts.place = whole.place + 1)
    SELECT text FROM whole ORDER BY place DESC LIMIT 1)
  ELSE CAST(body AS TEXT) END {_LIKE})"""


def conditions(text: str) -> tuple[list[str], list[Any]]:
    """A condition for each word of `text`, and the values they take."""
    terms: list[str] = []
    used: list[Any] = []
    for word in text.split():
        plain, inside = _like(word), _like(_in_json(word))
        terms.append(_HOLDS)
        used += [*[plain] * len(_PLAIN), inside]
    return terms, used


def holds(record: Record, text: str) -> bool:
    """Whether a record that is in memory holds every word of `text`."""
    words = text.split()
    if not words:
        return True
    plain = "\n".join(filter(None, (getattr(record, column) for column in _PLAIN))).encode().lower()
    body = encode(record.body).lower()
    return all(
        word.encode().lower() in plain or _in_json(word).encode().lower() in body for word in words
    )


def _in_json(word: str) -> str:
    """The word as it stands within a JSON text."""
    return encode(word)[1:-1].decode()


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
