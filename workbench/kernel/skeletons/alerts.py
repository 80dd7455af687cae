"""Alert mode of skeletons: the companion tool that words what a refresh has changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.recording import Slot


class SkeletonAlerts:
    """Asks ``skeleton_alert_<section>`` tools, and tells their words to the user."""

    def __init__(self, core: Core, *, dispatch: Dispatch) -> None:
        self._core = core
        self._dispatch = dispatch
        self._missed: set[tuple[str, int, str]] = set()

    async def ask(
        self,
        tick: Trigger,
        old: dict[str, Any],
        new: dict[str, Any],
        cause_id: str,
        in_turn: Slot | None,
    ) -> str | None:
        """Let the companion of a refreshed section compare; what it says, None for nothing.

        ``in_turn`` is as for `Dispatch.run`.
        """
        extension = self._core.extensions.get(tick.app_id)
        if extension is None or extension.current is None:
            return None
        if extension.declarations.handler("skeleton_alert", tick.name) is None:
            self._miss(tick, extension.build.number)
            return None
        trigger = Trigger(
            app_id=tick.app_id,
            kind="skeleton_alert",
            name=tick.name,
            params={"old": old, "new": new},
            user=tick.user,
            source="skeleton",
            cause_id=cause_id,
            deadline_s=self._core.profile.call_timeout_s,
            at=tick.at,
        )
        outcome = await self._dispatch.run(trigger, in_turn=in_turn)
        text = _text(outcome)
        if text:
            write = partial(self._notify, tick, text, outcome.span_id, cause_id, trigger.params)
            if in_turn is None:
                write()
            else:
                in_turn(write)
        return text

    def _notify(
        self, tick: Trigger, text: str, span_id: str, cause_id: str, params: Mapping[str, Any]
    ) -> None:
        self._core.journal.append(
            "notify",
            text,
            parent_id=span_id,
            cause_id=cause_id,
            app_id=tick.app_id,
            actor=tick.user.imperal_id,
            at=tick.at,
            body={"section": tick.name, "alert": text, **params},
        )

    def _miss(self, tick: Trigger, build: int) -> None:
        """Tell, once for a build, of a section that asks for alerts and has nobody to word them:
        the platform says nothing, and nobody is ever alerted."""
        declared = tick.declared or {}
        key = (tick.app_id, build, tick.name)
        if not declared.get("alert") or key in self._missed:
            return
        self._missed.add(key)
        report = ErrorReport(
            "AlertWithoutCompanion",
            f"skeleton {tick.name!r} changed, and alert=True has nothing to call",
            file=declared.get("file"),
            line=declared.get("line"),
            hint=f'Add @ext.tool("skeleton_alert_{tick.name}") that takes (ctx, old, new).',
        )
        self._core.problem(report, app_id=tick.app_id)


def _text(outcome: Outcome) -> str | None:
    """The companion's words: a string, or one under ``response``; empty means nothing to say."""
    value = outcome.value if outcome.ok else None
    if isinstance(value, Mapping):
        value = value.get("response") or value.get("summary")
    return value if isinstance(value, str) and value else None
