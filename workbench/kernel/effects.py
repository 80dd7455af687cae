"""What a finished call of a chat function causes: its event and its refresh."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.events.events import Events
from workbench.kernel.functions import CHANGING, FunctionOutcome
from workbench.kernel.invocation import Trigger
from workbench.kernel.refresh import Refresher

_PATH_A: Final = frozenset({"panel"})
"""Sources whose calls refresh panels by the function's own ``refresh_panels``."""


class Effects:
    """Carries out the consequences of a call, once, in the platform's order."""

    def __init__(self, core: Core, *, events: Events, refresher: Refresher) -> None:
        self._core = core
        self._events = events
        self._refresher = refresher

    async def finished(
        self, trigger: Trigger, declared: Mapping[str, Any], outcome: FunctionOutcome
    ) -> None:
        """Publish the event of a successful write, then refresh on path A.

        Path B belongs to the chat turn, which refreshes once for all its steps.
        """
        if outcome.ok:
            await self._publish(trigger, declared, outcome)
            if trigger.source in _PATH_A:
                answers = await self._refresher.after_call(
                    trigger.app_id, outcome.refresh_panels, outcome.span_id, user=trigger.user
                )
                outcome.refreshed = [answer.panel_id for answer in answers]

    async def _publish(
        self, trigger: Trigger, declared: Mapping[str, Any], outcome: FunctionOutcome
    ) -> None:
        event, action_type = declared.get("event"), declared.get("action_type")
        if not event or action_type not in CHANGING:
            return
        if outcome.returned != "action_result":
            self._note_unpublished(trigger, declared, outcome)
            return
        data = outcome.data if isinstance(outcome.data, Mapping) else {"data": outcome.data}
        event_type = self._events.full_name(trigger.app_id, str(event))
        if trigger.source == "chat":
            self._refresher.cover(event_type)
        await self._events.emit(
            trigger.app_id,
            event_type,
            data,
            user=trigger.user,
            cause_id=outcome.span_id,
        )

    def _note_unpublished(
        self, trigger: Trigger, declared: Mapping[str, Any], outcome: FunctionOutcome
    ) -> None:
        report = ErrorReport(
            "EventNotPublished",
            f"{trigger.name} declares event={declared.get('event')!r} but returned "
            f"{outcome.returned}: the platform publishes nothing",
            file=declared.get("file"),
            line=declared.get("line"),
            hint="Return ActionResult.success(...).",
        )
        self._core.problem(report, app_id=trigger.app_id, parent_id=outcome.span_id)
