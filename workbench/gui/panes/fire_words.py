"""What the Cron pane says: of a fire, of a lane, of an expression, of a second run. Qt-free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from workbench.gui.panes.cells import compact_json, status_tone
from workbench.gui.panes.changes import change_lines
from workbench.gui.panes.description import Description, Fact, blocks, common_facts, error_text
from workbench.gui.panes.fire_lanes import Lane, coming
from workbench.gui.panes.link import place_of_call

if TYPE_CHECKING:
    from workbench.kernel.idempotency import SecondRun
    from workbench.kernel.journal.record import Record

_AHEAD_S: Final = 366 * 86_400.0
_NEXT: Final = 10
_PLACES: Final = {"store": "documents", "cache": "cached values", "files": "files"}


def describe_fire(record: Record, inside: Sequence[Record] = ()) -> Description:
    """A fire, with what it did as whom, and what was unusual about it."""
    body = record.body
    return Description(
        record.name,
        record.status,
        status_tone(record.status),
        hint=_unusual(record),
        facts=(*common_facts(record), *_fire_facts(record)),
        blocks=tuple(
            blocks(
                ("error", error_text(body.get("error"))),
                ("acted as", "\n".join(_people(record, inside))),
                ("result", body.get("value")),
            )
        ),
    )


def _fire_facts(record: Record) -> list[Fact]:
    body = record.body
    found: list[Fact] = [("acting as", str(record.actor or "–"), "")]
    attempt, overlaps = body.get("attempt"), body.get("overlaps")
    if isinstance(attempt, int):
        found.append(("attempt", str(attempt), "a retry" if attempt > 1 else ""))
    if overlaps:
        found.append(("beside it", f"{overlaps} running", "an overlap"))
    if body.get("source"):
        found.append(("because", str(body["source"]), ""))
    virtual = body.get("virtual_ms")
    if isinstance(virtual, int | float) and virtual >= 1000:
        found.append(("lasted", f"{virtual / 1000:,.0f} s", "of virtual time"))
    return found


def _unusual(record: Record) -> str:
    if record.status == "timeout":
        return "It overran the cap for scheduled tasks and was stopped; that counts as a failure."
    if record.status == "skipped":
        return "The run before it was still going, and this profile lets no two run at once."
    if record.body.get("overlaps"):
        return "It began while the run before it was still going."
    return ""


def _people(fire: Record, inside: Sequence[Record]) -> list[str]:
    """A line for each user the fire acted as: how many calls, and what failed."""
    calls: dict[str, list[Record]] = {}
    for record in inside:
        if record.actor and record.actor != fire.actor:
            calls.setdefault(record.actor, []).append(record)
    lines = []
    for user, made in calls.items():
        errors = [r.body["error"] for r in made if isinstance(r.body.get("error"), dict)]
        failed = "".join(f" · {error.get('type')}: {error.get('message')}" for error in errors)
        lines.append(f"{user}  {len(made)} call{'' if len(made) == 1 else 's'}{failed}")
    return lines


def describe_lane(lane: Lane, now: float, zone: str) -> Description:
    """The next ten fires of a lane, in UTC and where the user is."""
    instants = islice(coming(lane, now, now + _AHEAD_S), _NEXT)
    return Description(
        lane.title,
        lane.kind,
        "muted",
        lane.problem or f"{lane.detail}: the next fires",
        facts=tuple(_instant(at, now, zone) for at in instants),
    )


def describe_expression(text: str, now: float, zone: str) -> Description:
    """The next ten fires of an expression, or why there are none."""
    from workbench.kernel.cron import next_after

    found: list[float] = []
    try:
        while len(found) < _NEXT:
            found.append(next_after(text, found[-1] if found else now))
    except ValueError as error:
        if not found:
            hint = "Five fields in UTC: minute, hour, day of month, month, day of week."
            return Description(text, "never fires", "danger", str(error), hint)
    facts = tuple(_instant(at, now, zone) for at in found)
    return Description(text, "expression", "muted", "The next ten fires", facts=facts)


def _instant(at: float, now: float, zone: str) -> Fact:
    moment = f"{datetime.fromtimestamp(at, UTC):%a %d %b %H:%M:%S}"
    return (until(at - now), moment, _local(at, zone))


def _local(at: float, zone: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    if zone == "UTC":
        return "UTC"
    try:
        return f"{datetime.fromtimestamp(at, ZoneInfo(zone)):%a %H:%M} {zone}"
    except (ZoneInfoNotFoundError, ValueError):
        return ""


def until(seconds: float) -> str:
    """How far off an instant is: "in 46 s", "in 17 h 46 min", "in 3 d 2 h"."""
    whole_s = max(0, round(seconds))
    days, rest = divmod(whole_s, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, left = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if n]
    return "in " + (" ".join(parts[:2]) if parts else f"{left} s")


def describe_second_run(lane: Lane, second: SecondRun) -> Description:
    """What the second of two equal runs changed; nothing, if the schedule is idempotent."""
    facts: list[Fact] = [("both at", f"{datetime.fromtimestamp(second.fire.at, UTC):%H:%M:%S}",
                          "the same virtual instant")]  # fmt: skip
    for place, name in _PLACES.items():
        count = len(second.changed.get(place, ()))
        facts.append((name, str(count) if count else "the same", "changed" if count else ""))
    told = len(second.told)
    facts.append(("others told", str(told) if told else "nothing", "again" if told else ""))
    error = second.fire.error
    return Description(
        f"{lane.title}, twice",
        "idempotent" if second.idempotent else "not idempotent",
        "success" if second.idempotent else "danger",
        _verdict(second),
        facts=tuple(facts),
        blocks=tuple(
            blocks(
                ("error", error_text(error.to_json()) if error is not None else ""),
                *(
                    (f"changed {name}", "\n".join(change_lines(second.changed.get(place, ()))))
                    for place, name in _PLACES.items()
                ),
                ("told others again", "\n".join(_told(second.told))),
            )
        ),
    )


def _verdict(second: SecondRun) -> str:
    if not second.fire.ok:
        return "The second run failed where the first did not."
    if second.idempotent:
        return "The second run changed nothing: the platform may run it again at any time."
    return "Running it twice is not like running it once: the platform may run it again."


def _told(calls: Iterable[dict[str, Any]]) -> list[str]:
    return [
        "  ".join(
            part
            for part in (
                str(call["call"]), str(call.get("actor") or ""),
                compact_json(call.get("args") or {}, 120), place_of_call(call.get("at")),
            )
            if part
        )
        for call in calls
    ]  # fmt: skip
