"""Cron: what fired and what will, on the virtual clock; run it now, or jump to its next fire."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QStackedWidget

from workbench.gui.panes.catch_up import CatchUp
from workbench.gui.panes.cells import status_tone
from workbench.gui.panes.description import Description, Fact, blocks, common_facts, error_text
from workbench.gui.panes.fire_lanes import KINDS, Lane, Mark, Past, coming, lanes
from workbench.gui.panes.fire_timeline import FireTimeline
from workbench.gui.panes.instants import instants
from workbench.gui.panes.link import Link
from workbench.gui.panes.pane import Pane, whole
from workbench.gui.panes.record_side import RecordSide
from workbench.gui.panes.time_window import TimeWindow
from workbench.gui.parts import button
from workbench.gui.parts.button import Button
from workbench.gui.parts.slim import slim
from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Empty, Row
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

_BEAT_MS: Final = 500
_READ_BACK: Final = 8_000
_FIRST_VIEW_S: Final = 86_400.0
_AHEAD_S: Final = 366 * 86_400.0
_NEXT: Final = 10
_INSIDE: Final = 500


def describe_fire(record: Record, inside: Sequence[Record] = ()) -> Description:
    """A fire, with what it did as whom."""
    body = record.body
    facts = [*common_facts(record), ("acting as", str(record.actor or "–"), "")]
    if body.get("attempt") or body.get("number"):
        facts.append(("attempt", str(body.get("attempt") or body.get("number")), ""))
    return Description(
        record.name,
        record.status,
        status_tone(record.status),
        facts=tuple(facts),
        blocks=tuple(
            blocks(
                ("error", error_text(body.get("error"))),
                ("acted as", "\n".join(_people(record, inside))),
                ("result", body.get("value")),
            )
        ),
    )


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


def describe_lane(lane: Lane, now: float, zone: str) -> list[Fact]:
    """The next ten fires, in UTC and where the user is."""
    instants = islice(coming(lane, now, now + _AHEAD_S), _NEXT)
    return [
        (until(at - now), f"{datetime.fromtimestamp(at, UTC):%a %d %b %H:%M:%S}", _local(at, zone))
        for at in instants
    ]


def _local(at: float, zone: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return "" if zone == "UTC" else f"{datetime.fromtimestamp(at, ZoneInfo(zone)):%H:%M} {zone}"
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


class CronPane(Pane):
    """The timeline, its tools, and the chosen fire or lane at the right."""

    pane_id = "cron"
    title = "Cron"

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session, link)
        self.past = Past()
        self._fires = CatchUp(KINDS, self.past.add)
        self.timeline = FireTimeline(self.past)
        self.side = RecordSide(300)
        self.run = Button("Run now", icon="play", variant=button.SECONDARY, height=28)
        self.jump = Button(
            "Jump to next fire", icon="skip-forward", variant=button.SECONDARY, height=28
        )
        self.fires = Button("Time fires", icon="timer", height=28)
        self.next = Line("", "mono-tiny", "subtle", stretch=True)
        self._words = ""
        self._beat = QTimer(self)
        self._beat.setInterval(_BEAT_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.fires.setCheckable(True)
        self.fires.setToolTip("Whether virtual time itself fires what is due")
        area = QScrollArea()
        slim(area)
        area.setWidget(self.timeline)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(area)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 1)
        self._empty = Empty(
            "calendar-clock",
            "Nothing is scheduled",
            "Functions under @ext.schedule and @ext.skeleton get a lane each.",
        )
        self.body = QStackedWidget()
        self.body.addWidget(self._empty)
        self.body.addWidget(self.splitter)
        tools = Row(gap=8, margins=(14, 6, 10, 6))
        tools.add(self.run, self.jump, self.fires, self.next)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(tools)

    def _connect(self) -> None:
        self._beat.timeout.connect(self._follow)
        self.timeline.picked.connect(self._picked)
        self.timeline.scrubbed.connect(lambda at: self._spawn(self.session.jump(at), "jump"))
        self.run.clicked.connect(self._run_now)
        self.jump.clicked.connect(self._jump_to_next)
        self.fires.clicked.connect(self.session.let_time_fire)
        self.session.extensions_changed.connect(self._show_lanes)
        self.side.source_asked.connect(self.open_source)
        trace = Button("Show in Trace", icon="activity")
        trace.clicked.connect(self._show_trace)
        self.side.add_tool(trace)

    # -- the journal and the kernel

    def attach(self) -> None:
        """Reads what fired so far."""
        kernel = self.session.kernel
        if kernel is None:
            return
        self.past.clear()
        self._fires.begin()
        self.timeline.mark = None
        now = kernel.clock.now()
        first = TimeWindow(now, now + _FIRST_VIEW_S)
        self.timeline.show_window(first.moved(now - first.at(0.3)))
        self.session.reading.spawn(self._read_back(kernel.journal), "past fires")
        self._beat.start()
        self._show_lanes()

    async def _read_back(self, journal: Journal) -> None:
        await self._fires.read(journal, _READ_BACK)
        self._show_lanes()

    def receive(self, records: list[Record]) -> None:
        """Takes in new fires."""
        if self._fires.receive(records) and not self.paused:
            self._show_lanes()

    def set_filter(self, text: str) -> None:
        """Shows only lanes whose name or expression contain every word."""
        self._words = text
        self._show_lanes()

    def apply_pause(self, paused: bool) -> None:
        """Keeps the view as it is, or catches up."""
        if not paused:
            self._show_lanes()

    def _show_lanes(self) -> None:
        kernel = self.session.kernel
        if kernel is None or not self._attached:
            return
        everything, words = lanes(kernel), self._words.lower().split()
        found = [
            lane
            for lane in everything
            if all(word in f"{lane.title} {lane.detail} {lane.kind}".lower() for word in words)
        ]
        self.timeline.show_lanes(found, kernel.clock.now())
        self.bar.show_counts(len(everything) - len(found), 0)
        self.body.setCurrentIndex(1 if everything else 0)
        self._show_side()
        self._follow()

    def _follow(self) -> None:
        """Twice a second: the present, and how far off the next fire is."""
        kernel = self.session.kernel
        if kernel is None or not self.isVisible() or self.paused:
            return
        now = kernel.clock.now()
        self.timeline.show_now(now)
        self.fires.setChecked(kernel.drivers.running)
        due = next(iter(kernel.drivers.upcoming(limit=1)), None)
        self.jump.setEnabled(due is not None)
        self.run.setEnabled(self.timeline.chosen() is not None)
        if due is None:
            self.next.set_text("" if kernel.drivers.running else "time fires nothing by itself")
            return
        when = f"{instants().moment(due.at):%a %d %H:%M} {instants().zone(due.at)}"
        self.next.set_text(f"next: {due.app_id}.{due.name} · {when} · {until(due.at - now)}")

    # -- what is chosen

    def _picked(self, lane: Lane | None, mark: Mark | None) -> None:
        if mark is not None and mark.record is not None:
            self.link.select(mark.record, self.pane_id)
        self._show_side()

    def describe_again(self) -> None:
        """Says what is selected again."""
        self._show_side()

    def _show_side(self) -> None:
        lane, record = self.timeline.chosen(), self.selected_record()
        self.side.setVisible(lane is not None)
        if lane is None:
            return
        kernel = self.session.kernel
        if record is not None and kernel is not None:
            self.side.show_record(record, describe_fire(record))
            self.session.reading.spawn(self._show_whole(kernel.journal, record), "a fire")
        elif kernel is not None:
            person = kernel.personas.current
            facts = describe_lane(lane, kernel.clock.now(), getattr(person, "timezone", "UTC"))
            self.side.show_text(
                Description(
                    lane.title,
                    lane.kind,
                    "muted",
                    lane.problem or f"{lane.detail}: the next fires",
                    facts=tuple(facts),
                )
            )

    async def _show_whole(self, journal: Journal, record: Record) -> None:
        written = await whole(journal, record)
        inside = await journal.query(parent_id=record.id, limit=_INSIDE, newest_first=False)
        if self.selected_record() is record:
            self.side.show_record(written, describe_fire(written, inside))

    def selected_record(self) -> Record | None:
        """The record of the chosen fire."""
        mark = self.timeline.mark
        return mark.record if mark is not None else None

    def focus_content(self) -> None:
        """Moves the focus into the timeline."""
        self.timeline.setFocus()

    def _show_trace(self) -> None:
        record = self.selected_record()
        if record is not None:
            self.link.show_in(record, "trace")

    # -- acting

    def _run_now(self) -> None:
        lane = self.timeline.chosen()
        if lane is not None:
            self._spawn(self.session.fire(lane.kind, lane.app_id, lane.name), "run it now")

    def _jump_to_next(self) -> None:
        kernel = self.session.kernel
        due = next(iter(kernel.drivers.upcoming(limit=1)), None) if kernel is not None else None
        if due is not None:
            self._spawn(self.session.jump(due.at), "jump to the next fire")

    def _spawn(self, work: Coroutine[Any, Any, None], what: str) -> None:
        self.session.tasks.spawn(work, what)
