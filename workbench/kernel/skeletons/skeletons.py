"""Skeleton ticks: refreshing one section for one user, its snapshot, its alert companion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.kernel.core import Core
from workbench.kernel.differences import Difference, differences
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Trigger
from workbench.kernel.personas import Persona
from workbench.kernel.recording import Slot
from workbench.kernel.services.skeletons import Skeletons as Snapshots
from workbench.kernel.services.skeletons import Snapshot, Version
from workbench.kernel.signals import Signal
from workbench.kernel.skeletons.alerts import SkeletonAlerts
from workbench.kernel.skeletons.data import read_data
from workbench.kernel.skeletons.envelope import Envelope, envelope


@dataclass(frozen=True, slots=True)
class Tick:
    """One refresh of a section: what it brought, whether it changed, and the alert it raised.

    ``changes`` are the places that differ from the snapshot before. ``due_at`` is the virtual
    instant of the next refresh.
    """

    app_id: str
    user_id: str
    section: str
    ok: bool
    status: str
    data: dict[str, Any] | None
    previous: dict[str, Any] | None
    changed: bool
    alert: str | None
    error: ErrorReport | None
    duration_ms: float
    span_id: str
    at: float
    due_at: float
    changes: list[Difference] = field(default_factory=list)


@dataclass(slots=True)
class _Worker:
    """What refreshes one section of one user: replaced after so many iterations."""

    iterations: int = 0
    rotations: int = 0


class Skeletons:
    """Runs skeleton ticks and writes their snapshots; nobody else does. `ticked` announces each."""

    def __init__(self, core: Core, *, dispatch: Dispatch, snapshots: Snapshots) -> None:
        self._core = core
        self.ticked: Signal[[Tick]] = Signal()
        self._dispatch = dispatch
        self._snapshots = snapshots
        self._workers: dict[tuple[str, str, str], _Worker] = {}
        self._alerts = SkeletonAlerts(core, dispatch=dispatch)

    # -- what is known -----------------------------------------------------------------------

    def snapshot(self, app_id: str, section: str, user_id: str) -> Snapshot | None:
        """The latest snapshot of a section for a user."""
        return self._snapshots.get(app_id, user_id, section)

    async def snapshots(self, user_id: str | None = None) -> list[Snapshot]:
        """The latest snapshot of every section, of one user or of all."""
        return await self._snapshots.all(user_id)

    async def history(
        self, app_id: str, section: str, user_id: str, limit: int = 100
    ) -> list[Version]:
        """The different snapshots of a section for a user, newest first."""
        return await self._snapshots.history(app_id, user_id, section, limit)

    async def envelope(self, user_id: str) -> Envelope:
        """What the classifier reads of a user's snapshots before every turn."""
        profile = self._core.profile
        return envelope(
            await self._snapshots.all(user_id),
            now=self._core.clock.now(),
            longest_list=profile.skeleton_list_limit,
            aim_bytes=profile.skeleton_aim_bytes,
        )

    # -- refreshing --------------------------------------------------------------------------

    async def tick(
        self,
        app_id: str,
        section: str,
        *,
        user: Persona | None = None,
        cause_id: str | None = None,
        at: float | None = None,
        in_turn: Slot | None = None,
    ) -> Tick:
        """Refresh one section for one user, now.

        The handler runs as that user. When it brings something else than before and there is a
        ``skeleton_alert_<section>`` tool, that tool compares the two (performance guide, Alert
        mode); the profile says whether it is asked on the very first run too. ``at`` is the virtual
        instant it was due (None: now); ``in_turn`` is as for `Dispatch.run`.
        """
        person = user or self._core.personas.current
        before = self.snapshot(app_id, section, person.imperal_id)
        at = at or self._core.clock.now()
        worker = self._worker(app_id, person, section)
        trigger = Trigger(
            app_id=app_id,
            kind="skeleton",
            name=section,
            params={},
            user=person,
            source="skeleton",
            cause_id=cause_id,
            deadline_s=self._core.profile.call_timeout_s,
            at=at,
            note={"iteration": worker.iterations},
        )
        outcome = await self._dispatch.run(trigger, in_turn=in_turn)
        profile, ttl = self._core.profile, self.ttl(trigger.declared or {})
        data, error = read_data(outcome, trigger, profile.skeleton_section_cap_bytes)
        old, alert = before.data if before else None, None
        changed = data is not None and data != old
        if data is not None:
            fresh = Snapshot(app_id, person.imperal_id, section, data, at, ttl)
            await self._snapshots.put(fresh, outcome.span_id if changed else None)
            if changed and (before is not None or profile.skeleton_alert_first_run):
                alert = await self._alerts.ask(trigger, old or {}, data, outcome.span_id, in_turn)
        tick = Tick(
            app_id=app_id,
            user_id=person.imperal_id,
            section=section,
            ok=error is None,
            status=outcome.status if error is None or not outcome.ok else "error",
            data=data,
            previous=old,
            changed=changed,
            alert=alert,
            error=error,
            duration_ms=outcome.duration_ms,
            span_id=outcome.span_id,
            at=at,
            due_at=at + ttl,
            changes=list(differences(old or {}, data)) if changed else [],
        )
        self.ticked.emit(tick)
        return tick

    def _worker(self, app_id: str, person: Persona, section: str) -> _Worker:
        """Count an iteration; a worker that has done its share is replaced first (performance
        guide, Auto-rotate)."""
        worker = self._workers.setdefault((app_id, person.imperal_id, section), _Worker())
        limit = self._core.profile.skeleton_rotate_after
        if limit and worker.iterations >= limit:
            worker.rotations += 1
            self._core.journal.append(
                "lifecycle",
                "skeleton_rotated",
                app_id=app_id,
                actor=person.imperal_id,
                body={"section": section, "after": worker.iterations, "times": worker.rotations},
            )
            worker.iterations = 0
        worker.iterations += 1
        return worker

    def ttl(self, declared: Mapping[str, Any]) -> float:
        """Virtual seconds from a refresh to the next: the author's, or the profile's floor."""
        return max(float(declared.get("ttl") or 300), self._core.profile.skeleton_min_ttl_s)
