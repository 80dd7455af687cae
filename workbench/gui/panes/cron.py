"""Cron: what fired and what will, on the virtual clock; run it now, or jump to its next fire."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QStackedWidget

from workbench.gui.panes.catch_up import CatchUp
from workbench.gui.panes.description import Description
from workbench.gui.panes.fire_lanes import KINDS, Lane, Mark, Past, lanes
from workbench.gui.panes.fire_timeline import FireTimeline
from workbench.gui.panes.fire_words import (
    describe_expression,
    describe_fire,
    describe_lane,
    describe_second_run,
    until,
)
from workbench.gui.panes.firing import Firing
from workbench.gui.panes.instants import instants
from workbench.gui.panes.link import Link
from workbench.gui.panes.pane import Pane, whole
from workbench.gui.panes.record_side import RecordSide
from workbench.gui.panes.time_window import TimeWindow
from workbench.gui.parts import button
from workbench.gui.parts.button import Button
from workbench.gui.parts.field import Field
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
_INSIDE: Final = 500


class CronPane(Pane):
    """The timeline, its tools, and the chosen fire or lane at the right."""

    pane_id = "cron"
    title = "Cron"

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session, link)
        self.past = Past()
        self.firing = Firing(session)
        self._fires = CatchUp(KINDS, self.past.add)
        self.timeline = FireTimeline(self.past)
        self.side = RecordSide(300)
        self.run = Button("Run now", icon="play", variant=button.SECONDARY, height=28)
        self.jump = Button(
            "Jump to next fire", icon="skip-forward", variant=button.SECONDARY, height=28
        )
        self.twice = Button(
            "Run twice, compare", icon="copy-check", variant=button.SECONDARY, height=28
        )
        self.fires = Button("Time fires", icon="timer", height=28)
        self.expression = Field("Cron, such as 0 3 * * 1", icon="calendar-search", height=28)
        self.next = Line("", "mono-tiny", "subtle", stretch=True)
        self._words = ""
        self._hidden = 0
        self._told: Description | None = None
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
        tools.add(self.run, self.jump, self.twice, self.fires, self.next, self.expression)
        self.twice.setToolTip("What a second run changes: the platform may run a schedule again")
        self.expression.setToolTip("The next ten fires of any expression")
        self.expression.setAccessibleName("Cron expression")
        self.expression.setMaximumWidth(220)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(tools)

    def _connect(self) -> None:
        self.commands = {
            "cron.run": self.run_now,
            "cron.run_twice": self.run_twice,
            "cron.jump": self.jump_to_next,
        }
        self._beat.timeout.connect(self._follow)
        self.timeline.picked.connect(self._picked)
        self.timeline.scrubbed.connect(lambda at: self._spawn(self.firing.jump(at), "jump"))
        self.run.clicked.connect(self.run_now)
        self.twice.clicked.connect(self.run_twice)
        self.expression.returnPressed.connect(self._show_expression)
        self.jump.clicked.connect(self.jump_to_next)
        self.fires.clicked.connect(self.firing.let_time_fire)
        self.session.extensions_changed.connect(self._show_lanes)
        self.side.source_asked.connect(self.open_source)
        trace = Button("Show in Trace", icon="activity")
        trace.clicked.connect(self.show_trace)
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
        fresh = self._fires.receive(records)
        if fresh and self.paused:
            self.unseen += fresh
            self._show_counts()
        elif fresh:
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
        self._hidden = len(everything) - len(found)
        self._show_counts()
        self.body.setCurrentIndex(1 if everything else 0)
        self._show_side()
        self._follow()

    def _show_counts(self) -> None:
        self.bar.show_counts(self._hidden, self.unseen)

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
        chosen = self.timeline.chosen()
        self.run.setEnabled(chosen is not None)
        self.twice.setEnabled(chosen is not None and chosen.kind == "schedule")
        if due is None:
            self.next.set_text("" if kernel.drivers.running else "time fires nothing by itself")
            return
        when = f"{instants().moment(due.at):%a %d %H:%M} {instants().zone(due.at)}"
        self.next.set_text(f"next: {due.app_id}.{due.name} · {when} · {until(due.at - now)}")

    # -- what is chosen

    def _picked(self, lane: Lane | None, mark: Mark | None) -> None:
        if mark is not None and mark.record is not None:
            self.link.select(mark.record, self.pane_id)
        self._told = None
        self._show_side()

    def describe_again(self) -> None:
        """Says what is selected again."""
        self._show_side()

    def _show_side(self) -> None:
        lane, record = self.timeline.chosen(), self.selected_record()
        self.side.setVisible(lane is not None or self._told is not None)
        if self._told is not None:
            self.side.show_text(self._told)
            return
        if lane is None:
            return
        kernel = self.session.kernel
        if record is not None and kernel is not None:
            self.side.show_record(record, describe_fire(record))
            self.session.reading.spawn(self._show_whole(kernel.journal, record), "a fire")
        elif kernel is not None:
            person = kernel.personas.current
            now, zone = kernel.clock.now(), person.timezone
            self.side.show_text(describe_lane(lane, now, zone))

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

    # -- acting

    def run_now(self) -> None:
        """Runs the chosen schedule, or refreshes the chosen section."""
        lane = self.timeline.chosen()
        if lane is not None:
            self._spawn(self.firing.run(lane), "run it now")

    def run_twice(self) -> None:
        """Runs the chosen schedule twice and compares."""
        lane = self.timeline.chosen()
        if lane is not None and lane.kind == "schedule":
            self._spawn(self._compare(lane), "run it twice")

    async def _compare(self, lane: Lane) -> None:
        """Runs a schedule twice at one instant and says what the second run changed."""
        self.twice.setEnabled(False)
        second = await self.firing.run_twice(lane)
        if second is not None:
            self._tell(describe_second_run(lane, second))

    def _show_expression(self) -> None:
        """The next ten fires of what was typed."""
        kernel, text = self.session.kernel, self.expression.text().strip()
        if kernel is not None and text:
            zone = kernel.personas.current.timezone
            self._tell(describe_expression(text, kernel.clock.now(), zone))

    def _tell(self, description: Description) -> None:
        """Shows something at the right until a lane or a fire is chosen again."""
        self._told, self.timeline.mark = description, None
        self._show_side()

    def jump_to_next(self) -> None:
        """Lets virtual time jump to whatever fires next."""
        kernel = self.session.kernel
        due = next(iter(kernel.drivers.upcoming(limit=1)), None) if kernel is not None else None
        if due is not None:
            self._spawn(self.firing.jump(due.at), "jump to the next fire")

    def _spawn(self, work: Coroutine[Any, Any, None], what: str) -> None:
        self.session.tasks.spawn(work, what)
