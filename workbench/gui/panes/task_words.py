"""What a card says of a background task: how far it is, what it may still take. Qt-free.

The journal has a record of a task when it starts and when it ends; what it reports in between is
asked of the kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from workbench.gui.panes.cells import status_tone
from workbench.gui.panes.columns import field, short_time
from workbench.gui.panes.link import place_of_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.gui.session import Session
    from workbench.kernel.journal.record import Record
    from workbench.kernel.tasks.task import Task

_LITTLE_LEFT: Final = 0.2
"""Share of its cap from which a task that still runs is in danger of being cut off."""

Remark = tuple[str, str]
"""A few words and their tone."""


@dataclass(frozen=True, slots=True)
class TaskCard:
    """A task in words.

    ``origin`` says of what and for whom it runs, ``stage`` what it does, ``percent`` how far it is
    as far as it told, ``tone`` the colour of its bar. ``remarks`` are times and limits, ``outcome``
    where its result goes; ``cancellable`` says that it runs and was not asked to end.
    """

    name: str
    origin: str
    stage: Remark
    percent: float | None
    status: str
    tone: str
    remarks: tuple[Remark, ...]
    outcome: Remark
    cancellable: bool

    @property
    def share(self) -> float:
        """How much of the bar is filled, 0 to 1; all of it once it has succeeded."""
        if self.status == "success":
            return 1.0
        return max(0.0, min(1.0, (self.percent or 0.0) / 100))

    @property
    def progress(self) -> str:
        """ "45 %", or nothing if it never told."""
        return "" if self.percent is None else f"{self.percent:.0f} %"

    def spoken(self) -> str:
        """All of it, for who hears it."""
        parts = (self.name, self.origin, self.status, self.progress, self.stage[0])
        rest = (*(text for text, _ in self.remarks), self.outcome[0])
        return "; ".join(part for part in (*parts, *rest) if part)


class TaskWords:
    """Puts the tasks of a session into words, as they are now."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def task(self, record: Record) -> Task | None:
        """The task while the kernel still knows it."""
        kernel = self._session.kernel
        if kernel is None:
            return None
        try:
            return kernel.tasks.get(record.id)
        except LookupError:
            return None

    def running(self, record: Record) -> bool:
        """Whether it has not ended."""
        task = self.task(record)
        return task is not None and task.running

    def status(self, record: Record) -> str:
        """running, cancelling, or how it ended."""
        task = self.task(record)
        if task is not None and task.running:
            return "cancelling" if task.cancelling else "running"
        return record.status

    def message(self, record: Record) -> str:
        """What it said last."""
        task = self.task(record)
        return task.message if task is not None else field(record, "message")

    def card(self, record: Record) -> TaskCard:
        """The card of a task."""
        task, status = self.task(record), self.status(record)
        running = task is not None and task.running
        percent = task.percent if task is not None else record.body.get("percent")
        stuck = self._stuck_at(record) if running else ""
        quiet = running and self._quiet(record)
        return TaskCard(
            record.name,
            self._origin(record),
            _stage(record, self.message(record), status, stuck),
            float(percent) if isinstance(percent, int | float) else None,
            status,
            "danger" if stuck or quiet else _bar_tone(status),
            tuple(self._remarks(record)),
            self._outcome(record, running),
            status == "running",
        )

    # -- its times

    def began(self, record: Record) -> float:
        """When it began, in virtual time."""
        task = self.task(record)
        return task.at if task is not None else record.at

    def elapsed_s(self, record: Record) -> float | None:
        """Virtual seconds it took or has taken so far, if the kernel still knows."""
        task = self.task(record)
        if task is None:
            return None
        return max(0.0, (task.ended_at if task.ended_at is not None else self._now()) - task.at)

    def real_s(self, record: Record) -> float | None:
        """Seconds on the wall: what it took, or has taken so far."""
        if record.duration_ms is not None:
            return record.duration_ms / 1000
        kernel = self._session.kernel
        if kernel is None or not self.running(record):
            return None
        return max(0.0, (kernel.journal.elapsed_ns() - record.started_ns) / 1e9)

    def heard_s(self, record: Record) -> float | None:
        """Virtual seconds since its last sign of life, while it runs."""
        task = self.task(record)
        if task is None or not task.running:
            return None
        return max(0.0, self._now() - task.quiet_since)

    def cap_s(self, record: Record) -> float | None:
        """Virtual seconds it may take."""
        cap = record.body.get("cap_s")
        return float(cap) if isinstance(cap, int | float) and cap else None

    def _now(self) -> float:
        return self._session.kernel.clock.now() if self._session.kernel is not None else 0.0

    def _quiet(self, record: Record) -> bool:
        """Whether it has been silent for longer than a handler may be."""
        kernel, heard = self._session.kernel, self.heard_s(record)
        beat = kernel.profile.background_heartbeat_s if kernel is not None else 0
        return bool(beat) and heard is not None and heard >= beat

    # -- words

    def _origin(self, record: Record) -> str:
        """ "notes · Ada · long_running=True"."""
        body = record.body
        form = "background=True" if body.get("function") else "ctx.background_task"
        form = "long_running=True" if body.get("long_running") else form
        who = self._session.person_name(record.actor or "")
        return " · ".join(part for part in (record.app_id or "", who, form) if part)

    def _stuck_at(self, record: Record) -> str:
        """The line that keeps its extension from going on, or that there is one."""
        kernel = self._session.kernel
        extension = kernel.extensions.get(record.app_id or "") if kernel is not None else None
        if extension is None or extension.status != "blocked" or extension.problem is None:
            return ""
        report = extension.problem
        place = place_of_call({"file": report.file, "line": report.line})
        return f"blocked at {place}" if place else "blocked"

    def _remarks(self, record: Record) -> Iterator[Remark]:
        heard = self.heard_s(record)
        if heard is None:
            yield f"began {short_time(self.began(record))}", "subtle"
        elif self._quiet(record):
            yield f"no heartbeat for {seconds(heard)}", "danger"
        else:
            yield f"heartbeat {seconds(heard)} ago", "subtle"
        yield from self._time_remarks(record)

    def _time_remarks(self, record: Record) -> Iterator[Remark]:
        elapsed, real, cap = self.elapsed_s(record), self.real_s(record), self.cap_s(record)
        taken = [f"{seconds(elapsed)} virtual"] if elapsed is not None else []
        taken += [f"{seconds(real)} real"] if real is not None else []
        running = self.running(record)
        if taken:
            yield f"{'elapsed' if running else 'took'} {' · '.join(taken)}", "subtle"
        if cap is None:
            return
        if not running or elapsed is None:
            yield f"cap {seconds(cap)}", "subtle"
            return
        left = max(0.0, cap - elapsed)
        tone = "warning" if left < cap * _LITTLE_LEFT else "subtle"
        yield f"{seconds(left)} left of {seconds(cap)}", tone

    def _outcome(self, record: Record, running: bool) -> Remark:
        who = self._session.person_name(record.actor or "")
        if running:
            return f"result goes to {who}'s chat", "subtle"
        if record.body.get("recovered"):
            return "left by an earlier session", "subtle"
        told = "result is in" if record.status == "success" else "told in"
        return f"{told} {who}'s chat", "subtle"


def _stage(record: Record, message: str, status: str, stuck: str) -> Remark:
    """What it does, or what it came to."""
    if stuck:
        return stuck, "danger"
    if status == "cancelling":
        return "is told at its next sign of life", "muted"
    if status == "running":
        return (message, "muted") if message else ("no progress told yet", "subtle")
    error: Any = record.body.get("error")
    if isinstance(error, dict) and status != "cancelled":
        return str(error.get("message") or error.get("type") or status), "danger"
    return field(record, "summary", "message"), "muted"


def _bar_tone(status: str) -> str:
    return "warning" if status == "cancelling" else status_tone(status)


def seconds(value: float) -> str:
    """A span of virtual time for people: "0.4 s", "12 s", "3 min 20 s"."""
    if value < 10:
        return f"{value:.1f} s"
    if value < 120:
        return f"{value:.0f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"
