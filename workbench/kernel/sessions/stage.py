"""What stood on the stage when a session ended: the last trees of its panels, from its journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson

from workbench.kernel.errors import ErrorReport
from workbench.kernel.journal.reader import Reader
from workbench.kernel.journal.record import Record
from workbench.kernel.panel_answer import PanelAnswer, tree_of
from workbench.kernel.panels import DRAWN_SLOTS, OPENING
from workbench.kernel.sessions.place import Place, read_place

_GOOD: Final = "success"


@dataclass(frozen=True, slots=True)
class StoodApp:
    """An extension as it stood: the declarations of its panels by id, and for each user what their
    panels answered last, in the order in which they are to be opened.

    A panel that failed at last stands there twice: with its last good tree, then with the error.
    """

    app_id: str
    declared: Mapping[str, Mapping[str, Any]]
    answers: Mapping[str, tuple[PanelAnswer, ...]]


def read_stage(journal: Path) -> list[StoodApp]:
    """The extensions whose panels stood on the stage, the one in view first.

    Of whoever was signed in at the end only slots in which a panel was in view are filled.
    """
    reader = Reader(journal)
    try:
        builds = reader.newest_of("build", "ok")
        good, last = reader.newest_of("panel", _GOOD), reader.newest_of("panel")
    finally:
        reader.close()
    place = read_place(journal)
    apps = {app_id: _panels(build) for build in builds if (app_id := build.app_id)}
    if place is not None:
        shown = [place.shown, *place.panels]
        apps = {app_id: apps[app_id] for app_id in shown if app_id in apps}
    found = [_app(app_id, rows, good, last, place) for app_id, rows in apps.items()]
    return [app for app in found if any(app.answers.values())]


def _panels(build: Record) -> dict[str, dict[str, Any]]:
    rows = (build.body.get("declarations") or {}).get("panels") or ()
    return {str(row["panel_id"]): dict(row) for row in rows}


def _app(
    app_id: str,
    declared: Mapping[str, Mapping[str, Any]],
    good: list[Record],
    last: list[Record],
    place: Place | None,
) -> StoodApp:
    calls: dict[str, dict[str, list[Record]]] = {}
    for record in {record.seq: record for record in [*good, *last]}.values():
        if record.app_id == app_id and record.name in declared:
            calls.setdefault(record.actor or "", {}).setdefault(record.name, []).append(record)
    answers: dict[str, tuple[PanelAnswer, ...]] = {}
    for user_id, panels in calls.items():
        slots = None
        if place is not None and place.user == user_id:
            slots = {slot: panel.panel_id for slot, panel in place.panels.get(app_id, {}).items()}
        answers[user_id] = _in_order(declared, panels, slots)
    return StoodApp(app_id, declared, answers)


def _in_order(
    declared: Mapping[str, Mapping[str, Any]],
    calls: Mapping[str, list[Record]],
    shown: Mapping[str, str] | None,
) -> tuple[PanelAnswer, ...]:
    """The answers slot by slot, the panel in view last; `shown` says which, if that is known."""
    found: list[PanelAnswer] = []
    for slot in DRAWN_SLOTS:
        names = [name for name, row in declared.items() if _slot(row) == slot and name in calls]
        if shown is not None and shown.get(slot) not in names:
            continue
        view = shown[slot] if shown is not None else _in_view(names, calls)
        for name in sorted(names, key=lambda name: name == view):
            found += [_answer(record, declared[name]) for record in calls[name]]
    return tuple(found)


def _in_view(names: list[str], calls: Mapping[str, list[Record]]) -> str | None:
    """The panel that somebody opened last, else the first that is declared."""
    opened = [
        (record.seq, name)
        for name in names
        for record in calls[name]
        if record.body.get("source") in OPENING
    ]
    return max(opened)[1] if opened else next(iter(names), None)


def _slot(row: Mapping[str, Any]) -> str:
    return str(row.get("slot") or "center")


def _answer(record: Record, row: Mapping[str, Any]) -> PanelAnswer:
    """The answer that a call's record tells of."""
    body, ok = record.body, record.status == _GOOD
    shape = str(body.get("shape") or "none")
    ui, shape = tree_of(body.get("value"), shape) if ok else (None, shape)
    error = body.get("error")
    return PanelAnswer(
        app_id=record.app_id or "",
        panel_id=record.name,
        slot=_slot(row),
        title=str(row.get("title") or ""),
        params=dict(body.get("params") or {}),
        ok=ok,
        ui=ui,
        shape=shape,
        error=ErrorReport.from_json(error) if isinstance(error, dict) else None,
        duration_ms=record.duration_ms or 0.0,
        bytes=len(orjson.dumps(ui)) if ui is not None else 0,
        span_id=record.id,
        at=record.at,
        origin=str(body.get("source") or ""),
        center_overlay=bool(row.get("center_overlay")),
        user_id=record.actor or "",
    )
