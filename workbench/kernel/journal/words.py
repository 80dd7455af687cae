"""Whether a record holds some words: the rule of the panes' filters, in SQL and in Python.

Every word must stand somewhere in the record's name, id, status, extension, actor or body, which is
compact JSON. Letter case is ignored for ASCII, as SQLite does.
"""

from __future__ import annotations

from typing import Any, Final

from workbench.kernel.journal.body import encode
from workbench.kernel.journal.record import Record

_PLAIN: Final = ("name", "id", "status", "app_id", "actor")

# A large value stands in the body as the hash of its blob, and its text only there.
_LIKE: Final = r"LIKE ? ESCAPE '\'"
_HOLDS: Final = f"""(
  {" OR ".join(f"{column} {_LIKE}" for column in _PLAIN)}
  OR CAST(body AS TEXT) {_LIKE}
  OR (instr(body, '{{"$blob":') AND EXISTS (
    SELECT 1 FROM json_each(CAST(body AS TEXT)) AS part
    JOIN blobs ON blobs.hash = json_extract(part.value, '$."$blob"')
    WHERE part.type = 'object' AND CAST(blobs.data AS TEXT) {_LIKE})))"""


def conditions(text: str) -> tuple[list[str], list[Any]]:
    """A condition for each word of `text`, and the values they take."""
    terms: list[str] = []
    used: list[Any] = []
    for word in text.split():
        plain, inside = _like(word), _like(_in_json(word))
        terms.append(_HOLDS)
        used += [*[plain] * len(_PLAIN), inside, inside]
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
