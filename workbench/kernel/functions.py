"""Chat functions: calling one, reading its result, and what follows from a success."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Invocation, Outcome, Span, Trigger
from workbench.kernel.personas import Persona

CHANGING = frozenset({"write", "destructive"})
"""Action types that ask for confirmation, publish their event and are always audited."""


@dataclass(slots=True)
class FunctionOutcome:
    """What a call of a chat function came to.

    ``status`` is success, error, cancelled, refused, timeout or host_lost; ``refresh_panels`` None
    for all, a list for those; ``task_id`` is set when the handler goes on in the background.
    """

    status: str
    span_id: str
    data: Any = None
    summary: str = ""
    error: ErrorReport | None = None
    error_code: str | None = None
    ui: dict[str, Any] | None = None
    refresh_panels: list[str] | None = None
    duration_ms: float = 0.0
    trace: list[Span] = field(default_factory=list)
    task_id: str | None = None
    returned: str = "none"
    refreshed: list[str] = field(default_factory=list)

    @property
    def spans(self) -> list[dict[str, Any]]:
        """The invocation, its stages and its ``ctx`` calls as plain JSON."""
        return [span.as_json() for span in self.trace]

    @property
    def ok(self) -> bool:
        """True when the function answered with success."""
        return self.status == "success"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked for a call, and inside what."""

    source: str
    user: Persona
    parent_id: str | None = None
    cause_id: str | None = None

    @property
    def surface(self) -> str:
        """``chat`` for calls of a turn, else ``panel``."""
        return "chat" if self.source == "chat" else "panel"


class Background(Protocol):
    """Takes over handlers that outlive their call."""

    async def detach(self, trigger: Trigger, declared: Mapping[str, Any]) -> FunctionOutcome:
        """Start the handler and answer with the platform's acknowledgement."""

    async def promote(
        self,
        invocation: Invocation,
        declared: Mapping[str, Any],
        running: asyncio.Task[Outcome],
    ) -> FunctionOutcome:
        """Take over a handler that is running already, and acknowledge."""


class Aftermath(Protocol):
    """What a finished call causes: its event, its refresh."""

    async def finished(
        self, trigger: Trigger, declared: Mapping[str, Any], outcome: FunctionOutcome
    ) -> None:
        """Carry it out; called once for every call, also of a detached handler."""


class Functions:
    """Calls chat functions on the typed path: gates, parameter model, result, consequences."""

    def __init__(
        self,
        core: Core,
        *,
        dispatch: Dispatch,
        background: Background,
        aftermath: Aftermath,
    ) -> None:
        self._core = core
        self._dispatch = dispatch
        self._background = background
        self._aftermath = aftermath

    async def call(
        self,
        app_id: str,
        function: str,
        params: Mapping[str, Any] | None,
        asked: Asked,
    ) -> FunctionOutcome:
        """Call a function, or a plain tool of that name; a failure is in the outcome.

        A function declared ``background=True`` is detached by the kernel where the profile says the
        flag works (long-running AI calls, Pattern B).
        """
        kind, declared = self._declared(app_id, function)
        trigger = Trigger(
            app_id=app_id,
            kind=kind,
            name=function,
            params=dict(params or {}),
            user=asked.user,
            source=asked.source,
            surface=asked.surface,
            parent_id=asked.parent_id,
            cause_id=asked.cause_id,
            deadline_s=self._core.profile.call_function_timeout_s,
        )
        if declared.get("background") and self._core.profile.background_flag_detaches:
            return await self._background.detach(trigger, declared)
        if self._core.profile.background_promotion_s:
            return await self._promotable(trigger, declared)
        outcome = read_outcome(await self._dispatch.run(trigger), trigger)
        await self._aftermath.finished(trigger, declared, outcome)
        return outcome

    async def _promotable(self, trigger: Trigger, declared: Mapping[str, Any]) -> FunctionOutcome:
        """Wait for a handler up to the profile's threshold; beyond it the work goes on without the
        turn (architecture, automatic detaching)."""
        begun: list[Invocation] = []
        running = asyncio.ensure_future(self._dispatch.run(trigger, begun.append))
        patience = asyncio.ensure_future(
            self._core.clock.sleep(self._core.profile.background_promotion_s)
        )
        try:
            await asyncio.wait([running, patience], return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            running.cancel()
            raise
        finally:
            patience.cancel()
        if not running.done() and begun:
            return await self._background.promote(begun[0], declared, running)
        outcome = read_outcome(await running, trigger)
        await self._aftermath.finished(trigger, declared, outcome)
        return outcome

    def _declared(self, app_id: str, name: str) -> tuple[str, Mapping[str, Any]]:
        """The kind and declaration a name stands for; empty for what a gate will refuse."""
        extension = self._core.extensions.get(app_id)
        if extension is not None and extension.current is not None:
            for kind in ("function", "tool"):
                found = extension.declarations.handler(kind, name)
                if found is not None:
                    return kind, found
        return "function", {}


def read_outcome(outcome: Outcome, trigger: Trigger) -> FunctionOutcome:
    """What a host's result says in the platform's terms.

    An ``ActionResult`` speaks for itself; a dict counts as success unless it carries an error; a
    component alone is a success with something to show; other values become the data.
    """
    result = FunctionOutcome(
        status=outcome.status,
        span_id=outcome.span_id,
        duration_ms=outcome.duration_ms,
        trace=outcome.spans,
        returned=outcome.shape,
        error=outcome.error,
    )
    if not outcome.ok:
        result.error_code = (outcome.error and outcome.error.code) or _code_of(outcome)
        return result
    value = outcome.value
    if outcome.shape == "action_result" and isinstance(value, Mapping):
        _read_action_result(result, value, trigger)
    elif outcome.shape in ("ui", "node") and isinstance(value, Mapping):
        node = value.get("ui") if outcome.shape == "ui" else value
        result.ui = dict(node) if isinstance(node, Mapping) else None
    elif isinstance(value, Mapping):
        _read_dict(result, value, trigger)
    else:
        result.data = value
    return result


def _read_action_result(
    result: FunctionOutcome, value: Mapping[str, Any], trigger: Trigger
) -> None:
    result.data = value.get("data")
    result.summary = str(value.get("summary") or "")
    result.ui = value.get("ui") if isinstance(value.get("ui"), dict) else None
    panels = value.get("refresh_panels")
    result.refresh_panels = list(panels) if isinstance(panels, Sequence) else None
    if value.get("status") != "success":
        result.status = "error"
        result.error_code = str(value.get("error_code") or "EXT_UNSTRUCTURED_ERROR")
        result.error = _declined(str(value.get("error") or "no reason given"), result, trigger)


def _read_dict(result: FunctionOutcome, value: Mapping[str, Any], trigger: Trigger) -> None:
    result.data = dict(value)
    result.summary = str(value.get("summary") or "")
    failed = value.get("RESULT") == "ERROR" or bool(value.get("error"))
    if failed or not value.get("success", True):
        result.status = "error"
        result.error_code = str(value.get("error_code") or "EXT_UNSTRUCTURED_ERROR")
        message = value.get("error") or value.get("message") or "the function reported a failure"
        result.error = _declined(str(message), result, trigger)


def _declined(message: str, result: FunctionOutcome, trigger: Trigger) -> ErrorReport:
    """An error the author returned rather than raised; its place is the function itself."""
    declared = trigger.declared or {}
    return ErrorReport(
        "ActionError",
        message,
        file=declared.get("file"),
        line=declared.get("line"),
        function=trigger.name,
        code=result.error_code,
    )


def _code_of(outcome: Outcome) -> str:
    if outcome.status == "timeout":
        return "BACKEND_TIMEOUT"
    return "CANCELLED" if outcome.status == "cancelled" else "INTERNAL"
