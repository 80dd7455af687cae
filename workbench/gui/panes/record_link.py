"""Links to records: a text that leads back to one record of one session. Qt-free."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

BEGINNING: Final = "workbench://record/"

_NUMBER: Final = re.compile(r"#?(\d+)")
_PANES: Final = {
    "audit": "audit",
    "build": "problems",
    "event": "events",
    "http": "http",
    "log": "logs",
    "notify": "notifications",
    "problem": "problems",
    "schedule": "cron",
    "skeleton": "skeletons",
    "task": "tasks",
}


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A record by its id, or by its number if `id` is empty; `session` is empty for this one."""

    session: str = ""
    id: str = ""
    seq: int = 0

    def __str__(self) -> str:
        return f"{BEGINNING}{quote(self.session, safe='')}/{quote(self.id, safe='')}"


def read_link(text: str) -> RecordLink | None:
    """What a person typed or pasted: a link, an id such as ``panel-17``, or a number."""
    text = text.strip()
    if text.startswith(BEGINNING):
        session, slash, id_ = text.removeprefix(BEGINNING).partition("/")
        return RecordLink(unquote(session), unquote(id_)) if slash and session and id_ else None
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return RecordLink(seq=int(number[1]))
    return RecordLink(id=text) if text and not any(c.isspace() for c in text) else None


def pane_for(kind: str) -> str:
    """The pane that shows records of a kind by themselves; the trace shows all others."""
    return _PANES.get(kind, "trace")
