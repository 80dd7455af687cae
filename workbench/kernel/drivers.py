"""Time at work: what is due for every loaded extension, on one agenda.

Skeletons are refreshed for each user when their snapshot is older than its TTL; schedules fire at
their cron expression's instants in UTC. At one instant schedules begin before skeletons, then
extensions follow in the order they were opened, their handlers as declared, users as listed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from workbench.kernel.agenda import MOST_AT_ONCE, Agenda, Key, Rank
from workbench.kernel.builds.extension import Extension
from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.jobs import Job
from workbench.kernel.personas import Persona
from workbench.kernel.recording import Slot
from workbench.kernel.schedules import Fire, Schedules
from workbench.kernel.skeletons.skeletons import Skeletons, Tick
from workbench.kernel.timers import Hold

_SCHEDULE: Final = 0
_SKELETON: Final = 1


@dataclass(frozen=True, slots=True)
class Due:
    """Something time will do: at the virtual instant `at`, as `actor`."""

    kind: str
    app_id: str
    name: str
    actor: str
    at: float


class Drivers:
    """Plans what extensions declare and carries it out while it is started.

    What it plans has a key: ``schedule`` (by its cron expression) or ``retry`` (once more, outside
    of it) with app, name and nothing; ``skeleton`` with app, section and user.

    ``after_fire`` is waited for after each schedule that time fired, before time goes on; it is
    given the fire's own hold on time.
    """

    def __init__(self, core: Core, *, schedules: Schedules, skeletons: Skeletons) -> None:
        self._core = core
        self._schedules = schedules
        self._skeletons = skeletons
        self._agenda = Agenda(core.clock)
        self._crons: dict[Key, str] = {}
        self._ticks: dict[Key, tuple[float, Rank]] = {}
        self._told: set[tuple[str, str, str]] = set()
        self.after_fire: Callable[[Fire, Hold], Awaitable[None]] | None = None
        skeletons.ticked.connect(self._after_tick)

    @property
    def running(self) -> bool:
        """True while time fires what is due."""
        return self._agenda.running

    @property
    def one_by_one(self) -> bool:
        """True when things due at one instant run after each other, not side by side."""
        return self._agenda.most_at_once == 1

    @one_by_one.setter
    def one_by_one(self, wanted: bool) -> None:
        self._agenda.most_at_once = 1 if wanted else MOST_AT_ONCE

    def start(self) -> None:
        """Let time fire what is due from now on; what was missed meanwhile is not made up for,
        except skeletons, whose snapshots are too old, and runs that were interrupted."""
        if not self.running:
            self._crons.clear()
            self.sync()
            self._agenda.start()

    def stop(self) -> None:
        """Let nothing more begin by itself; what runs goes on."""
        self._agenda.stop()

    async def settled(self) -> None:
        """Wait until what has begun has ended."""
        await self._agenda.settled()

    async def close(self) -> None:
        """Stop for good."""
        await self._agenda.close()

    def upcoming(self, limit: int = 50) -> list[Due]:
        """What is due next, soonest first."""
        found = []
        for key in self._agenda.planned():
            at = self._agenda.due(key)
            if at is not None:
                kind, app_id, name, actor = key
                found.append(Due(kind, app_id, name, actor or "__system__", at))
        return sorted(found, key=lambda due: (due.at, due.kind, due.app_id, due.name))[:limit]

    # -- planning ----------------------------------------------------------------------------

    def follow(self, _: Extension) -> None:
        """An extension's build or state changed."""
        if self.running:
            self.sync()

    def sync(self) -> None:
        """Plan what is declared now, for the people there are, and forget what no longer is."""
        wanted: set[Key] = set()
        for job in self._schedules.jobs():
            self._plan_job(job, wanted)
        for app_id, extension in self._core.extensions.items():
            if extension.current is not None:
                self._plan_skeletons(app_id, extension, wanted)
        for key in self._agenda.planned():
            if key not in wanted and key[0] != "retry":
                self._agenda.drop(key)
                self._crons.pop(key, None)
                self._ticks.pop(key, None)

    def _plan_job(self, job: Job, wanted: set[Key]) -> None:
        now = self._core.clock.now()
        key: Key = ("schedule", job.app_id, job.name, "")
        if job.problem is not None:
            self._tell_never(job)
            return
        wanted.add(key)
        if self._crons.get(key) != job.cron or key not in self._agenda:
            self._crons[key] = job.cron
            self._plan_next(job, now)
        if job.interrupted_at is not None and ("retry", *key[1:]) not in self._agenda:
            self._tell_interrupted(job)
            self._plan_attempt(job, now, 1, None, "resumed")

    def _plan_next(self, job: Job, after: float) -> None:
        due = job.next_at(after)
        if due is None:
            return

        async def work(at: float, in_turn: Slot) -> None:
            self._plan_next(job, at)
            await self._attempt(job, at, 1, None, "time", in_turn)

        self._agenda.put(("schedule", job.app_id, job.name, ""), due, self._rank(job), work)

    def _plan_attempt(
        self, job: Job, due: float, number: int, cause_id: str | None, source: str
    ) -> None:
        """Run a job once more, outside of its cron expression."""

        async def work(at: float, in_turn: Slot) -> None:
            await self._attempt(job, at, number, cause_id, source, in_turn)

        self._agenda.put(("retry", job.app_id, job.name, ""), due, self._rank(job), work)

    async def _attempt(
        self,
        job: Job,
        at: float,
        number: int,
        cause_id: str | None,
        source: str,
        in_turn: Slot,
    ) -> None:
        if self._schedules.job(job.app_id, job.name) is None:
            return  # its extension was closed meanwhile
        fire = await self._schedules.attempt(
            job.app_id,
            job.name,
            source=source,
            number=number,
            cause_id=cause_id,
            at=at,
            in_turn=in_turn,
        )
        if fire.retry_at is not None:
            self._plan_attempt(job, fire.retry_at, number + 1, fire.span_id, "retry")
        elif self.after_fire is not None:
            await self.after_fire(fire, in_turn.hold)

    def _plan_skeletons(self, app_id: str, extension: Extension, wanted: set[Key]) -> None:
        for place, row in enumerate(extension.declarations.rows("skeletons")):
            ttl = self._skeletons.ttl(row)
            for number, person in enumerate(self._people()):
                key: Key = ("skeleton", app_id, str(row["section"]), person.imperal_id)
                wanted.add(key)
                planned = self._ticks.get(key)
                self._ticks[key] = (ttl, (_SKELETON, self._place(app_id), place, number))
                if key not in self._agenda or (planned is not None and planned[0] != ttl):
                    self._plan_tick(key, self._first_due(key, ttl))

    def _people(self) -> list[Persona]:
        everybody = self._core.profile.skeleton_users == "all"
        return list(self._core.personas) if everybody else [self._core.personas.current]

    def _first_due(self, key: Key, ttl: float) -> float:
        """When a section's snapshot is too old: now, if there is none or it is from the future."""
        _, app_id, section, user_id = key
        now = self._core.clock.now()
        found = self._skeletons.snapshot(app_id, section, user_id)
        if found is None or found.refreshed_at > now:
            return now
        return max(now, found.refreshed_at + ttl)

    def _plan_tick(self, key: Key, due: float) -> None:
        _, app_id, section, user_id = key

        async def work(at: float, in_turn: Slot) -> None:
            extension = self._core.extensions.get(app_id)
            if extension is not None and extension.current is not None:
                person = self._core.personas.find(user_id)
                await self._skeletons.tick(app_id, section, user=person, at=at, in_turn=in_turn)

        self._agenda.put(key, due, self._ticks[key][1], work)

    def _after_tick(self, tick: Tick) -> None:
        """Whoever asked for a refresh, the next is due a TTL after it."""
        key: Key = ("skeleton", tick.app_id, tick.section, tick.user_id)
        if self.running and key in self._ticks:
            self._plan_tick(key, max(tick.due_at, self._core.clock.now()))

    # -- order, and what authors should know ---------------------------------------------------

    def _place(self, app_id: str) -> int:
        return list(self._core.extensions).index(app_id)

    def _rank(self, job: Job) -> Rank:
        names = self._core.extensions[job.app_id].declarations.names("schedule")
        return (_SCHEDULE, self._place(job.app_id), names.index(job.name), 0)

    def _tell_never(self, job: Job) -> None:
        """Say once that a cron expression will never fire: on the platform nothing says so."""
        key = (job.app_id, job.name, job.cron)
        if key not in self._told:
            self._told.add(key)
            report = ErrorReport(
                "NeverFires",
                f"schedule {job.name!r} never fires: {job.problem}",
                file=job.file,
                line=job.line,
                hint="Five fields in UTC: minute, hour, day of month, month, day of week.",
            )
            self._core.problem(report, app_id=job.app_id)

    def _tell_interrupted(self, job: Job) -> None:
        report = ErrorReport(
            "Interrupted",
            f"schedule {job.name!r} was interrupted and runs again from the beginning",
            file=job.file,
            line=job.line,
            hint="Make it harmless to run twice: skip what this run has done already.",
        )
        self._core.problem(report, app_id=job.app_id)
