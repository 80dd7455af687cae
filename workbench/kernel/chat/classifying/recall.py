"""Ids that a message means without saying them, from what the last turns brought.

*delete it*, *complete the second one*, *move Groceries to work*: the id is in the fact ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workbench.kernel.chat.catalogue import Entry
from workbench.kernel.chat.facts import Fact
from workbench.kernel.chat.filling.fields import Field, fields_of, is_id
from workbench.kernel.chat.language.lexicon import content_words, split_name

_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "fifth": 4,
    "last": -1, "перв": 0, "втор": 1, "трет": 2, "четверт": 3, "пят": 4,
}  # fmt: skip
_NAMES = ("title", "name", "label", "subject")

Row = Mapping[str, Any]


def recall(
    text: str, entry: Entry, args: Mapping[str, Any], facts: Sequence[Fact]
) -> dict[str, Any]:
    """``args`` with required ids of ``entry`` taken from the facts of its own app.

    An id that is a record's name (*delete Groceries*) becomes that record's id; one that is missing
    is that of the record the message counts to (*the second one*) or of the newest single one.
    """
    filled = dict(args)
    own = [fact for fact in facts if fact.app_id == entry.app_id][::-1]
    for field in fields_of(entry.schema, entry.name):
        if field.kind != "id" or not (field.required or field.name in filled):
            continue
        said = filled.get(field.name)
        found = _named(field, own, text if said is None else str(said), exact=said is not None)
        if found is None and said is None:
            found = _counted(field, own, text) or _newest(field, own)
        if found is not None:
            filled[field.name] = found
    return filled


def things_of(facts: Iterable[Fact]) -> frozenset[str]:
    """What the facts are about: the nouns of their functions and of their ids."""
    found: set[str] = set()
    for fact in facts:
        names = [fact.function]
        if isinstance(fact.data, Mapping):
            names += [key for key in fact.data if is_id(key)]
        for name in names:
            found.update(m for word in content_words(split_name(name)) for m in word.things)
    return frozenset(found)


def _named(field: Field, facts: Sequence[Fact], text: str, *, exact: bool) -> Any:
    """The id of the record whose name is said; the longest name wins."""
    said = text.casefold()
    best: tuple[int, Any] | None = None
    for record in (record for fact in facts for record in _records(fact.data)):
        value = _id_in(record, field)
        name = next((record[n] for n in _NAMES if isinstance(record.get(n), str)), "").casefold()
        if value is None or len(name) < 2:
            continue
        meant = name == said if exact else _within(name, said)
        if meant and (best is None or len(name) > best[0]):
            best = (len(name), value)
    return best[1] if best is not None else None


def _within(name: str, said: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None


def _counted(field: Field, facts: Sequence[Fact], text: str) -> Any:
    """The id of the record that *the second one* means, in the newest list."""
    words = re.findall(r"\w+", text.casefold())
    place = next((n for word in words for key, n in _ORDINALS.items() if _counts(word, key)), None)
    if place is None:
        return None
    for fact in facts:
        rows = _rows(fact.data)
        if rows and -len(rows) <= place < len(rows):
            return _id_in(rows[place], field)
    return None


def _counts(word: str, key: str) -> bool:
    return word == key if key.isascii() else word.startswith(key)


def _newest(field: Field, facts: Sequence[Fact]) -> Any:
    """The id in the newest fact that has just one such record."""
    for fact in facts:
        if isinstance(fact.data, Mapping) and fact.data.get(field.name) not in (None, ""):
            return fact.data[field.name]
        rows = [row for row in _rows(fact.data) if _id_in(row, field) is not None]
        if len(rows) == 1:
            return _id_in(rows[0], field)
    return None


def _rows(data: Any) -> list[Row]:
    lists = data.values() if isinstance(data, Mapping) else [data]
    return [row for rows in lists if isinstance(rows, list) for row in rows if _is_row(row)]


def _records(data: Any) -> list[Row]:
    return [*([data] if isinstance(data, Mapping) else []), *_rows(data)]


def _is_row(row: Any) -> bool:
    return isinstance(row, Mapping)


def _id_in(record: Row, field: Field) -> Any:
    """The record's value for an id field: of that name, else its plain ``id``."""
    for name in (field.name, "id"):
        value = record.get(name)
        if isinstance(value, str | int) and value != "":
            return value
    return None
