"""Where a session stands: what is open, who is signed in, which panels are in view, the time.

It is kept in a small file beside the session's journal and written anew whenever it changes, so a
session that is cut off can be opened again at the same place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from workbench.kernel.sessions.files import NEW_PLACE, PLACE

VERSION: Final = 1

Mode = Literal["real", "paused", "accelerated"]


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """A panel in view, and the parameters it was last called with."""

    panel_id: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClockPlace:
    """How time flows, and the virtual epoch second it stands at; None is the machine's own time."""

    at: float | None = None
    mode: Mode = "real"
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Place:
    """Everything a window needs to open where it was.

    `roots` are the folders opened, `shown` the app in view, `user` who is signed in. `panels` are
    those in view by app and slot. `history` names the earlier sessions whose turns stand in the
    chat before this one's. `profile` and `http` are the session's options. `ended` says that it was
    closed, not cut off.
    """

    roots: tuple[str, ...] = ()
    shown: str | None = None
    user: str | None = None
    panels: Mapping[str, Mapping[str, PanelPlace]] = field(default_factory=dict)
    clock: ClockPlace = field(default_factory=ClockPlace)
    history: tuple[str, ...] = ()
    profile: str = ""
    http: str = ""
    ended: bool = False

    def as_json(self) -> dict[str, Any]:
        """The place as plain JSON, with the version of its form."""
        return {"version": VERSION, **asdict(self)}

    @classmethod
    def from_json(cls, data: object) -> Place | None:
        """The place that `as_json` described; None for anything of another form or version."""
        if not isinstance(data, Mapping) or data.get("version") != VERSION:
            return None
        try:
            panels = {
                str(app_id): {str(slot): PanelPlace(**panel) for slot, panel in slots.items()}
                for app_id, slots in data["panels"].items()
            }
            rest = {key: data[key] for key in ("shown", "user", "profile", "http", "ended")}
            clock, roots, history = ClockPlace(**data["clock"]), data["roots"], data["history"]
            return cls(
                roots=tuple(map(str, roots)),
                panels=panels,
                clock=clock,
                history=tuple(map(str, history)),
                **rest,
            )
        except (KeyError, TypeError, AttributeError):
            return None


def place_file(journal: Path) -> Path:
    """The file beside a journal that says where its session stood."""
    return journal.with_suffix(PLACE)


def write_place(journal: Path, place: Place) -> None:
    """Keep a place; a reader finds the old one or the new one, whatever ends this process."""
    target = place_file(journal)
    fresh = journal.with_suffix(NEW_PLACE)
    fresh.write_text(json.dumps(place.as_json(), ensure_ascii=False), encoding="utf-8")
    fresh.replace(target)


def read_place(journal: Path) -> Place | None:
    """Where a session stood; None when nothing was kept, or nothing that can be read."""
    try:
        return Place.from_json(json.loads(place_file(journal).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
