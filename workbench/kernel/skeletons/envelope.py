"""A user's skeleton snapshots as the classifier reads them: one line a section, flat and short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from workbench.kernel.services.skeletons import Snapshot

HEADER: Final = (
    "What is known of this user. What exists is reliable; numbers are as old as they say."
)


@dataclass(frozen=True, slots=True)
class Section:
    """One line of the envelope, and what did not survive being made flat.

    ``bytes`` is the line's size; ``stale`` is true past the TTL. ``collapsed`` names lists of which
    only the length is left, ``left_out`` private keys (``_…``), which the classifier never sees.
    """

    app_id: str
    section: str
    line: str
    bytes: int
    stale: bool
    collapsed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """All of it: `text` is what is put before the model, `over` sections that exceed the aim."""

    text: str
    bytes: int
    sections: tuple[Section, ...]
    over: tuple[str, ...]


def envelope(
    snapshots: Sequence[Snapshot], *, now: float, longest_list: int, aim_bytes: int
) -> Envelope:
    """The envelope of one user's `snapshots` at the virtual instant `now`.

    Lists of more than `longest_list` items are reduced to their length; a section should keep
    below `aim_bytes`. (Both are rules of the skeletons concept page.)
    """
    sections = tuple(_section(snapshot, now, longest_list) for snapshot in snapshots)
    text = "\n".join((HEADER, *(section.line for section in sections))) if sections else ""
    over = tuple(f"{s.app_id}.{s.section}" for s in sections if s.bytes > aim_bytes)
    return Envelope(text, len(text.encode()), sections, over)


def _section(snapshot: Snapshot, now: float, longest_list: int) -> Section:
    collapsed: list[str] = []
    left_out: list[str] = []
    facts = [
        f"{name}={_shown(value)}"
        for name, value in _flat(snapshot.data, "", longest_list, collapsed, left_out)
    ]
    age = max(0.0, now - snapshot.refreshed_at)
    name = f"{snapshot.app_id}.{snapshot.section}"
    line = f"- {name} (cached ~{age:.0f}s ago): {', '.join(facts) or 'nothing'}"
    return Section(
        app_id=snapshot.app_id,
        section=snapshot.section,
        line=line,
        bytes=len(line.encode()),
        stale=age > snapshot.ttl_s,
        collapsed=tuple(collapsed),
        left_out=tuple(left_out),
    )


def _flat(
    value: Any, path: str, longest_list: int, collapsed: list[str], left_out: list[str]
) -> Iterator[tuple[str, Any]]:
    """Dotted names and scalars; lists that are too long become their length."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            place = f"{path}.{key}" if path else str(key)
            if str(key).startswith("_"):
                left_out.append(place)
            else:
                yield from _flat(item, place, longest_list, collapsed, left_out)
    elif isinstance(value, list) and len(value) > longest_list:
        collapsed.append(path)
        yield path, f"list[{len(value)}]"
    elif isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
        for index, item in enumerate(value):
            yield from _flat(item, f"{path}[{index}]", longest_list, collapsed, left_out)
    else:
        yield path, value


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_shown(item) for item in value)}]"
    if value is None or isinstance(value, bool):
        return str(value).lower() if value is not None else "none"
    return " ".join(str(value).split())
