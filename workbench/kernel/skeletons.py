"""Skeleton ticks: refreshing one section for one user, its snapshot, its alert companion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson

from workbench.kernel.core import Core
from workbench.kernel.differences import Difference, differences
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.envelope import Envelope, envelope
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.personas import Persona
from workbench.kernel.recording import Slot
from workbench.kernel.services.skeletons import Skeletons as Snapshots
from workbench.kernel.services.skeletons import Snapshot, Version
from workbench.kernel.signals import Signal


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
        self._without_alert: set[tuple[str, int, str]] = set()

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
        trigger = self._trigger(app_id, "skeleton", section, {}, person, cause_id)
        trigger.at = at
        trigger.note["iteration"] = worker.iterations
        outcome = await self._dispatch.run(trigger, in_turn=in_turn)
        data, error = self._read(outcome, trigger)
        old = before.data if before else None
        changed, ttl, alert = (
            data is not None and data != old,
            self.ttl(trigger.declared or {}),
            None,
        )
        if data is not None:
            fresh = Snapshot(app_id, person.imperal_id, section, data, at, ttl)
            await self._snapshots.put(fresh, outcome.span_id if changed else None)
            if changed and (before is not None or self._core.profile.skeleton_alert_first_run):
                alert = await self._alert(trigger, old or {}, data, outcome.span_id, in_turn)
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

    def _trigger(
        self,
        app_id: str,
        kind: str,
        section: str,
        params: dict[str, Any],
        person: Persona,
        cause_id: str | None,
    ) -> Trigger:
        return Trigger(
            app_id=app_id,
            kind=kind,
            name=section,
            params=params,
            user=person,
            source="skeleton",
            cause_id=cause_id,
            deadline_s=self._core.profile.call_timeout_s,
        )

    def _read(
        self, outcome: Outcome, trigger: Trigger
    ) -> tuple[dict[str, Any] | None, ErrorReport | None]:
        """The flat data of a refresh: ``{"response": …}``, or the data of an ActionResult."""
        if not outcome.ok:
            return None, outcome.error
        value = outcome.value
        if isinstance(value, Mapping):
            if outcome.shape == "action_result" and value.get("status") == "success":
                value = {"response": value.get("data")}
            response = value.get("response")
            if isinstance(response, dict):
                return self._capped(response, trigger)
        declared = trigger.declared or {}
        return None, ErrorReport(
            "SkeletonShape",
            f"skeleton {trigger.name!r} returned {outcome.shape} without a 'response' object",
            file=declared.get("file"),
            line=declared.get("line"),
            hint='Return {"response": {...}} with flat values.',
        )

    def _capped(
        self, response: dict[str, Any], trigger: Trigger
    ) -> tuple[dict[str, Any] | None, ErrorReport | None]:
        cap, size = self._core.profile.skeleton_section_cap_bytes, len(orjson.dumps(response))
        if not cap or size <= cap:
            return response, None
        declared = trigger.declared or {}
        return None, ErrorReport(
            "SkeletonTooLarge",
            f"skeleton {trigger.name!r} returned {size:,} bytes; a section may take {cap:,}",
            file=declared.get("file"),
            line=declared.get("line"),
            hint="Return counts and a few ids instead of whole records.",
        )

    async def _alert(
        self,
        tick: Trigger,
        old: dict[str, Any],
        new: dict[str, Any],
        cause_id: str,
        in_turn: Slot | None,
    ) -> str | None:
        """Let the companion compare; its words are a notification to the user."""
        extension = self._core.extensions.get(tick.app_id)
        if extension is None or extension.current is None:
            return None
        if extension.declarations.handler("skeleton_alert", tick.name) is None:
            self._miss_alert(tick, extension.build.number)
            return None
        params = {"old": old, "new": new}
        trigger = self._trigger(
            tick.app_id, "skeleton_alert", tick.name, params, tick.user, cause_id
        )
        trigger.at = tick.at
        outcome = await self._dispatch.run(trigger, in_turn=in_turn)
        text = _alert_text(outcome)
        if text:
            write = partial(
                self._core.journal.append,
                "notify",
                text,
                parent_id=outcome.span_id,
                cause_id=cause_id,
                app_id=tick.app_id,
                actor=tick.user.imperal_id,
                at=tick.at,
                body={"section": tick.name, "alert": text, **params},
            )
            if in_turn is None:
                write()
            else:
                in_turn(write)
        return text

    def _miss_alert(self, tick: Trigger, build: int) -> None:
        """Tell, once for a build, of a section that asks for alerts and has nobody to word them:
        the platform says nothing, and nobody is ever alerted."""
        declared = tick.declared or {}
        key = (tick.app_id, build, tick.name)
        if not declared.get("alert") or key in self._without_alert:
            return
        self._without_alert.add(key)
        report = ErrorReport(
            "AlertWithoutCompanion",
            f"skeleton {tick.name!r} changed, and alert=True has nothing to call",
            file=declared.get("file"),
            line=declared.get("line"),
            hint=f'Add @ext.tool("skeleton_alert_{tick.name}") that takes (ctx, old, new).',
        )
        self._core.problem(report, app_id=tick.app_id)


def _alert_text(outcome: Outcome) -> str | None:
    """The companion's words: a string, or one under ``response``; empty means nothing to say."""
    value = outcome.value if outcome.ok else None
    if isinstance(value, Mapping):
        value = value.get("response") or value.get("summary")
    return value if isinstance(value, str) and value else None
