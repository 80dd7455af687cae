"""Skeleton ticks: refreshing one section for one user, its snapshot, its alert companion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.personas import Persona
from workbench.kernel.services.skeletons import Skeletons as Snapshots
from workbench.kernel.services.skeletons import Snapshot
from workbench.kernel.signals import Signal


@dataclass(frozen=True, slots=True)
class Tick:
    """One refresh of a section: what it brought, whether it changed, and the alert it raised."""

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


class Skeletons:
    """Runs skeleton ticks and writes their snapshots; nobody else does."""

    def __init__(
        self,
        core: Core,
        *,
        dispatch: Dispatch,
        snapshots: Snapshots,
    ) -> None:
        self._core = core
        self.ticked: Signal[[Tick]] = Signal()
        self._dispatch = dispatch
        self._snapshots = snapshots

    def snapshot(self, app_id: str, section: str, user_id: str) -> Snapshot | None:
        """The latest snapshot of a section for a user."""
        return self._snapshots.get(app_id, user_id, section)

    async def tick(
        self,
        app_id: str,
        section: str,
        *,
        user: Persona | None = None,
        cause_id: str | None = None,
    ) -> Tick:
        """Refresh one section for one user, now.

        The handler runs as that user. When it brings something else than before and there is a
        ``skeleton_alert_<section>`` tool, that tool compares the two (performance guide, Alert
        mode); the profile says whether it is asked on the very first run too.
        """
        person = user or self._core.personas.current
        before = self.snapshot(app_id, section, person.imperal_id)
        at = self._core.clock.now()
        trigger = self._trigger(app_id, "skeleton", section, {}, person, cause_id)
        outcome = await self._dispatch.run(trigger)
        data, error = self._read(outcome, trigger)
        changed = data is not None and data != (before.data if before else None)
        alert = None
        if data is not None:
            ttl = self._ttl(trigger)
            await self._snapshots.put(Snapshot(app_id, person.imperal_id, section, data, at, ttl))
            first = before is None and not self._core.profile.skeleton_alert_first_run
            if changed and not first:
                old = before.data if before else {}
                alert = await self._alert(app_id, section, old, data, person, outcome.span_id)
        tick = Tick(
            app_id=app_id,
            user_id=person.imperal_id,
            section=section,
            ok=error is None,
            status=outcome.status if error is None or not outcome.ok else "error",
            data=data,
            previous=before.data if before else None,
            changed=changed,
            alert=alert,
            error=error,
            duration_ms=outcome.duration_ms,
            span_id=outcome.span_id,
            at=at,
        )
        self.ticked.emit(tick)
        return tick

    def _ttl(self, trigger: Trigger) -> float:
        """Seconds until the next refresh: the author's, or the profile's floor."""
        declared = trigger.declared or {}
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
        app_id: str,
        section: str,
        old: dict[str, Any],
        new: dict[str, Any],
        person: Persona,
        cause_id: str,
    ) -> str | None:
        extension = self._core.extensions.get(app_id)
        if extension is None or extension.current is None:
            return None
        row = extension.declarations.handler("skeleton_alert", section)
        if row is None:
            return None
        params = {"old": old, "new": new}
        trigger = self._trigger(app_id, "skeleton_alert", section, params, person, cause_id)
        outcome = await self._dispatch.run(trigger)
        text = _alert_text(outcome)
        if text:
            self._core.journal.append(
                "notify",
                text,
                parent_id=outcome.span_id,
                cause_id=cause_id,
                app_id=app_id,
                actor=person.imperal_id,
                body={"section": section, "alert": text, "old": old, "new": new},
            )
        return text


def _alert_text(outcome: Outcome) -> str | None:
    """The companion's words: a string, or one under ``response``; empty means nothing to say."""
    value = outcome.value if outcome.ok else None
    if isinstance(value, Mapping):
        value = value.get("response") or value.get("summary")
    return value if isinstance(value, str) and value else None
