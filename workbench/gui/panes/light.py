"""Records as a table keeps them: without the large values, which the journal can always give again.

A pane remembers thousands of records. With their bodies whole, a panel that answers a megabyte each
second would fill the memory with trees that nobody looks at. Qt-free.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

HEAVY: Final = 256
"""Characters, with sixteen for each value, from which a value is left out."""
LEFT_OUT: Final = "…"

_KEPT: Final = frozenset({"error", "at"})
"""What the tables show or lead by, whatever its size."""
_MOST_ENTRIES: Final = 32
_LONGEST: Final = 200
"""Characters kept of a text in a heavy object; the URL of a request is one."""


def light(record: Record) -> Record:
    """The record with what is heavy in its body left out; the same record if nothing is.

    A heavy object keeps its plain entries, such as the status of an HTTP answer, but those that are
    None; a heavy text its beginning.
    """
    heavy = {
        key: _thin(value)
        for key, value in record.body.items()
        if key not in _KEPT and is_heavy(value)
    }
    return replace(record, body={**record.body, **heavy}) if heavy else record


def is_heavy(value: Any) -> bool:
    """Whether a JSON value is over the limit; looks at no more of it than it must."""
    room = HEAVY
    waiting = [value]
    while waiting:
        item = waiting.pop()
        room -= 16
        if isinstance(item, str):
            room -= len(item)
        elif isinstance(item, dict):
            room -= sum(len(str(key)) for key, _ in zip(item, range(HEAVY), strict=False))
            waiting.extend(entry for entry, _ in zip(item.values(), range(HEAVY), strict=False))
        elif isinstance(item, list | tuple):
            waiting.extend(item[:HEAVY])
        if room < 0:
            return True
    return False


def _thin(value: Any) -> Any:
    if isinstance(value, str):
        return value[:HEAVY] + LEFT_OUT
    if not isinstance(value, dict):
        return LEFT_OUT
    told = ((key, entry) for key, entry in value.items() if entry is not None)
    entries = zip(told, range(_MOST_ENTRIES), strict=False)
    return {str(key)[:_LONGEST]: _plain(entry) for (key, entry), _ in entries}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + LEFT_OUT
    return LEFT_OUT if isinstance(value, dict | list | tuple) else value
