"""The one path of every invocation: gates, context, host, result, spans, record."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from time import perf_counter_ns
from typing import Any

from workbench.kernel import gates
from workbench.kernel.agency import agency_theme
from workbench.kernel.builds.extension import Extension
from workbench.kernel.children.child import Child
from workbench.kernel.children.death import innermost
from workbench.kernel.context import ResolveConfig, context_spec
from workbench.kernel.core import Core
from workbench.kernel.deadlines import Deadlines
from workbench.kernel.errors import ErrorReport, HostLost
from workbench.kernel.gates import Refusal
from workbench.kernel.invocation import RECORD_KIND, Invocation, Outcome, Trigger, spans_of
from workbench.kernel.node_lines import take_lines
from workbench.kernel.personas import Persona
from workbench.kernel.recording import Slot, write_end, write_refusal
from workbench.kernel.signals import Signal
from workbench.kernel.timers import Hold
from workbench.wire.frames import FrameTooLarge

CANCEL_GRACE_S = 2.0
"""Seconds between cancelling a handler and killing the process it will not leave: of real time, or
of virtual time where that runs ahead because the handler only sleeps."""

MissingSecrets = Callable[[str, Persona, Mapping[str, Any]], Awaitable[list[str]]]
"""Names of the required secrets that are not set, for an app, a user and its declarations."""

_MS = 1e-6


class Dispatch:
    """Runs handlers in their children; everything that calls author's code goes through `run`.

    ``before`` is asked last, once the gates have let a handler through (fault rules).

    ``revived`` waits until an extension that lost its process has one again.
    """

    def __init__(
        self,
        core: Core,
        *,
        config: ResolveConfig,
        missing_secrets: MissingSecrets,
        revived: Callable[[Extension], Awaitable[None]],
    ) -> None:
        self._core = core
        self.started: Signal[[Invocation]] = Signal()
        self.ended: Signal[[Invocation, Outcome]] = Signal()
        self.refused: Signal[[Trigger, Outcome]] = Signal()
        self.before: Callable[[Trigger], Awaitable[Refusal | None]] = _nothing
        self._config = config
        self._missing_secrets = missing_secrets
        self._revived = revived
        self._deadlines = Deadlines()
        self._flags = {
            "db": core.profile.context_db,
            "config_require": core.profile.context_config_require,
        }

    def close(self) -> None:
        """Forget the deadlines of what is still in flight."""
        self._deadlines.close()

    async def run(
        self,
        trigger: Trigger,
        begun: Callable[[Invocation], None] | None = None,
        in_turn: Slot | None = None,
    ) -> Outcome:
        """Run one handler and record it; nothing an extension does makes this raise.

        ``begun`` is told of the invocation before it is sent. ``in_turn`` decides when its end is
        written down (by default at once), and is the hold on time of what this is part of.
        """
        began, at = perf_counter_ns(), trigger.at or self._core.clock.now()
        span_id = self._core.ids.new(RECORD_KIND[trigger.kind])
        with self._core.clock.hold() as hold:
            holds = (hold,) if in_turn is None else (hold, in_turn.hold)
            refusal = await self._refusal(trigger) or await self.before(trigger)
            if refusal is not None:
                outcome = write_refusal(self._core, trigger, span_id, refusal, began, at)
                self.refused.emit(trigger, outcome)
                return outcome
            if trigger.delay_s:
                at = await self._held_up(trigger.delay_s, holds)
            extension = self._core.extensions[trigger.app_id]
            if extension.status == "crashed":
                await self._revived(extension)
            child = extension.build.child
            number = child.conversation.next_number()
            invocation = Invocation(number, span_id, trigger, child, began, at, holds=holds)
            if begun is not None:
                begun(invocation)
            outcome = await self._handle(invocation)
        outcome.virtual_ms = (self._core.clock.now() - at) * 1e3
        if in_turn is None:
            self._end(invocation, outcome)
        else:
            in_turn(partial(self._end, invocation, outcome))
        return outcome

    async def _held_up(self, seconds: float, holds: tuple[Hold, ...]) -> float:
        """Let virtual time pass before a handler is sent; the instant at which it is."""
        until = self._core.clock.now() + seconds
        for hold in holds:
            hold.park(until)
        await self._core.clock.sleep_until(until)
        return until

    def interrupt(self, invocation: Invocation, why: ErrorReport, grace_s: float) -> None:
        """Stop a handler or task: cancel it, and kill its process if it has not left in time."""
        if invocation.interrupted is not None:
            return
        invocation.interrupted = why
        child = invocation.child
        if child.blocked:
            child.kill(why.message)
            return
        child.cancel(invocation.number, "abort")
        kill = partial(self._kill_if_running, invocation)
        self._deadlines.after(grace_s, kill)
        self._core.clock.call_later(grace_s, kill)

    def _end(self, invocation: Invocation, outcome: Outcome) -> None:
        write_end(self._core, invocation, outcome)
        self.ended.emit(invocation, outcome)

    # -- before -----------------------------------------------------------------------------

    async def _refusal(self, trigger: Trigger) -> Refusal | None:
        extension = self._core.extensions.get(trigger.app_id)
        if extension is None or extension.current is None:
            report = ErrorReport("NotLoaded", f"no extension {trigger.app_id!r} is loaded")
            return Refusal("loaded", report)
        declared = extension.declarations
        refusal = gates.refuse_unknown(declared, trigger.kind, trigger.name)
        if refusal is not None:
            return refusal
        row = trigger.declared = declared.handler(trigger.kind, trigger.name)
        if trigger.kind == "tool" and row is not None:
            return gates.refuse_scopes(row.get("scopes") or (), trigger.user)
        if trigger.kind == "webhook" and row is not None:
            enforced = self._core.profile.webhook_enforce_method
            return gates.refuse_method(row, trigger.note["method"]) if enforced else None
        if trigger.kind != "function":
            return None
        if self._core.profile.call_secret_gate and declared.get("secrets"):
            missing = await self._missing_secrets(trigger.app_id, trigger.user, declared)
            refusal = gates.refuse_secrets(trigger.app_id, missing)
            if refusal is not None:
                return refusal
        return gates.refuse_placeholders(trigger.params) or gates.refuse_made_up_ids(trigger.params)

    def _message(self, invocation: Invocation) -> dict[str, Any]:
        trigger = invocation.trigger
        config = {} if trigger.without_ctx else self._config(trigger.app_id, trigger.user)
        workspace = self._core.extensions[trigger.app_id].build.workspace
        invocation.ctx = context_spec(
            trigger,
            now=invocation.at,
            config=config,
            agency_theme=agency_theme(trigger.user, workspace),
            profile=self._flags,
        )
        message = {
            "t": "invoke",
            "id": invocation.number,
            "kind": trigger.kind,
            "name": trigger.name,
            "params": trigger.params,
            "ctx": invocation.ctx,
            "deadline_s": trigger.deadline_s,
            "span": invocation.span_id,
        }
        if self._core.clock.stamp() is not None:
            message["now"] = invocation.at
        return message

    # -- the handler ------------------------------------------------------------------------

    async def _handle(self, invocation: Invocation) -> Outcome:
        child, trigger = invocation.child, invocation.trigger
        queued = perf_counter_ns()
        try:
            reply = child.invoke(invocation, self._message(invocation))
        except (FrameTooLarge, HostLost, TypeError) as error:
            return self._unsent(invocation, error)
        invocation.sent_ns, invocation.sent_at = perf_counter_ns(), self._core.clock.now()
        if trigger.deadline_s is not None:
            expire = partial(self._expire, weakref.ref(child), invocation.number)
            self._deadlines.after(trigger.deadline_s, expire)
        self.started.emit(invocation)
        try:
            frame = await reply
        except HostLost as lost:
            return self._lost(invocation, lost)
        except asyncio.CancelledError:
            child.cancel(invocation.number, "abort")
            raise
        finally:
            child.release(invocation)
        return self._outcome(invocation, frame, queued)

    def _expire(self, reference: weakref.ref[Child], number: int) -> None:
        # Held weakly: a deadline that was met must not keep a child that has long been replaced.
        child = reference()
        invocation = child.inflight.get(number) if child is not None else None
        if invocation is not None:
            self.expire(invocation)

    def expire(self, invocation: Invocation) -> None:
        """An invocation's cap is over, in real time or in the virtual time it slept through."""
        trigger = invocation.trigger
        if trigger.deadline_s is None:
            return  # it has become background work meanwhile, which has a cap of its own
        message = f"{trigger.kind} {trigger.name!r} ran for more than {trigger.deadline_s:g} s"
        report = self.located(invocation, "DeadlineExceeded", message)
        self.interrupt(invocation, report, CANCEL_GRACE_S)

    def _kill_if_running(self, invocation: Invocation) -> None:
        child = invocation.child
        if child.work.includes(invocation) and invocation.interrupted is not None:
            child.kill(f"{invocation.interrupted.message} and did not stop when cancelled")

    def located(self, invocation: Invocation, kind: str, message: str) -> ErrorReport:
        """A report about an invocation: the line its process is stuck in, else its declaration."""
        stack = invocation.child.pulse.stack if invocation.child.blocked else ()
        declared = invocation.declared or {}
        frame = innermost(stack, invocation.child.root)
        return ErrorReport(
            kind,
            message,
            file=frame.file if frame else declared.get("file"),
            line=frame.line if frame else declared.get("line"),
            function=frame.function if frame else None,
            traceback=stack,
        )

    # -- after ------------------------------------------------------------------------------

    def _outcome(self, invocation: Invocation, frame: dict[str, Any], queued: int) -> Outcome:
        ended = perf_counter_ns()
        handler_ms = float(frame.get("duration_ms") or 0.0)
        outcome = Outcome(
            status="success",
            span_id=invocation.span_id,
            value=frame.get("value"),
            shape=frame.get("shape") or "none",
            duration_ms=(ended - invocation.started_ns) * _MS,
            handler_ms=handler_ms,
            cpu_ms=frame.get("cpu_ms"),
            converted=frame.get("converted") or [],
            lines=take_lines(frame.get("value")) if invocation.child.lines else {},
        )
        if not frame["ok"]:
            outcome.error = ErrorReport.from_json(frame.get("error") or {})
            outcome.status = "cancelled" if frame.get("cancelled") else "error"
        elif frame.get("cut"):
            outcome.status, outcome.error = "error", self._too_large(invocation, frame["cut"])
        if invocation.interrupted is not None:
            outcome.status, outcome.error = "timeout", invocation.interrupted
        outcome.spans = spans_of(invocation, outcome, queued)
        return outcome

    def _too_large(self, invocation: Invocation, cut: str) -> ErrorReport:
        """Half an answer is none: what did not fit through the wire fails its handler."""
        report = self.located(invocation, "ReplyTooLarge", cut)
        return replace(report, hint="Answer less at a time: a page, a summary, a link.")

    def _lost(self, invocation: Invocation, lost: HostLost) -> Outcome:
        outcome = Outcome("host_lost", invocation.span_id, error=lost.report)
        if invocation.interrupted is not None:
            outcome.status, outcome.error = "timeout", invocation.interrupted
        outcome.duration_ms = (perf_counter_ns() - invocation.started_ns) * _MS
        outcome.spans = spans_of(invocation, outcome, invocation.started_ns)
        return outcome

    def _unsent(self, invocation: Invocation, error: Exception) -> Outcome:
        if isinstance(error, HostLost):
            return self._lost(invocation, error)
        message = f"the parameters of {invocation.trigger.name} cannot be sent: {error}"
        report = ErrorReport(type(error).__name__, message)
        return Outcome("refused", invocation.span_id, error=report)


async def _nothing(trigger: Trigger) -> Refusal | None:
    """What stands before a handler unless fault rules do."""
    return None
