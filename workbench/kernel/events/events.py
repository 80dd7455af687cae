"""Events: published onto the bus, delivered to each subscriber in isolation with no context.

A subscriber's failure is swallowed, as on the platform, but never lost: it is recorded with the
line that caused it (events, Failure modes). What was published and not delivered when a session
ended is delivered by the next one, once the subscriber is loaded again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from workbench.kernel.builds.extension import Extension
from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport
from workbench.kernel.events.backlog import Backlog, Undelivered
from workbench.kernel.events.bus import Bus, BusUnavailableError, Envelope
from workbench.kernel.invocation import Trigger
from workbench.kernel.personas import Persona, system_actor
from workbench.kernel.recording import Slot
from workbench.kernel.signals import Signal
from workbench.kernel.timers import Hold

if TYPE_CHECKING:
    from workbench.kernel.services.redis import RedisServer

_RECOVERED: Final = "recovered"
"""The envelope's key for where an event of an earlier session comes from, and who missed it."""

EventPanels = Callable[[str, str, str, str], Awaitable[object]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One subscriber's run for one event; ``outcome`` is delivered or swallowed."""

    event_id: str
    event_type: str
    app_id: str
    handler: str
    outcome: Literal["delivered", "swallowed"]
    error: ErrorReport | None
    duration_ms: float
    span_id: str


class Events:
    """The event bus of a session; ``refresh_panels`` is told of each event's app, type, record id
    and tenant.

    Virtual time never skips past an event that is published and not yet in its subscribers' hands.
    """

    def __init__(
        self,
        core: Core,
        *,
        server: RedisServer,
        dispatch: Dispatch,
        refresh_panels: EventPanels,
    ) -> None:
        self._core = core
        self.published: Signal[[Envelope]] = Signal()
        self.delivered: Signal[[Delivery]] = Signal()
        self._dispatch = dispatch
        self._refresh_panels = refresh_panels
        self._bus = Bus(server, self._handle)
        self._backlog = Backlog()
        self._stranded = 0
        self._resuming: set[asyncio.Task[None]] = set()
        self._holds: dict[str, Hold] = {}

    @property
    def undelivered(self) -> int:
        """Events that have not reached all their subscribers yet."""
        return self._bus.pending + self._stranded + len(self._backlog)

    async def close(self) -> None:
        """Stop delivering."""
        resuming = list(self._resuming)
        for task in resuming:
            task.cancel()
        await asyncio.gather(*resuming, return_exceptions=True)
        await self._bus.close()

    async def settled(self) -> None:
        """Wait until every published event has reached all its subscribers."""
        await asyncio.gather(*self._resuming)
        await self._bus.settled()

    def full_name(self, app_id: str, event: str) -> str:
        """The type an ``event=`` is published under: with the app's prefix, once or always."""
        prefix = f"{app_id}."
        if self._core.profile.event_prefix == "unless_prefixed" and event.startswith(prefix):
            return event
        return prefix + event

    async def emit(
        self,
        app_id: str,
        event_type: str,
        data: Mapping[str, Any],
        *,
        user: Persona,
        source: str = "user",
        cause_id: str | None = None,
    ) -> str:
        """Publish an event and answer its id; returns once it is recorded and enqueued."""
        event_id = self._core.ids.new("event")
        envelope: Envelope = {
            "event_id": event_id,
            "type": event_type,
            "scope": app_id,
            "action": event_type.rpartition(".")[2],
            "actor": user.imperal_id,
            "tenant_id": user.tenant_id,
            "user_id": user.imperal_id,
            "timestamp": self._core.clock.iso(),
            "source": source,
            "data": dict(data),
        }
        await self._publish(envelope, self._subscribers(envelope), "published", cause_id)
        return event_id

    async def _publish(
        self, envelope: Envelope, subscribers: list[str], status: str, cause_id: str | None
    ) -> None:
        """Commit an event with who is to hear it, then put it on the bus.

        A bus that cannot be reached costs the publisher nothing: the event stays undelivered.
        """
        self._holds[envelope["event_id"]] = self._core.clock.hold()
        try:
            await self._record(envelope, subscribers, status, cause_id)
            await self._bus.publish(envelope)
        except BusUnavailableError as error:
            self._release(envelope)
            self._stranded += 1
            report = ErrorReport("BusUnavailable", f"{envelope['type']} was not enqueued: {error}")
            self._core.problem(report, app_id=envelope["scope"], cause_id=envelope["event_id"])
        except BaseException:
            self._release(envelope)
            raise
        self.published.emit(envelope)

    async def _record(
        self, envelope: Envelope, subscribers: list[str], status: str, cause_id: str | None
    ) -> None:
        await self._core.journal.append_durable(
            "event",
            envelope["type"],
            id=envelope["event_id"],
            cause_id=cause_id,
            app_id=envelope["scope"],
            actor=envelope["actor"],
            status=status,
            body={**envelope, "subscribers": subscribers},
        )

    # -- what an earlier session left --------------------------------------------------------

    async def inherit(self, events: Iterable[Undelivered]) -> None:
        """Take over what an earlier session published and did not deliver, on record."""
        for event in events:
            found = {"session": event.session, "id": event.id}
            event.id = self._core.ids.new("event")
            event.envelope = {**event.envelope, "event_id": event.id, _RECOVERED: found}
            self._core.journal.append(
                "event",
                event.envelope["type"],
                id=event.id,
                app_id=event.envelope["scope"],
                actor=event.envelope["actor"],
                status="waiting",
                body={**event.envelope, "subscribers": event.handlers},
            )
            self._backlog.add(event)
        await self._core.journal.flush()

    def loaded(self, extension: Extension) -> None:
        """An extension is there: publish again what it has missed, for it alone."""
        missed = self._backlog.take(extension.app_id) if extension.current is not None else []
        if missed:
            task = asyncio.get_running_loop().create_task(self._resume(missed))
            self._resuming.add(task)
            task.add_done_callback(self._resuming.discard)

    async def _resume(self, missed: list[tuple[Undelivered, list[str]]]) -> None:
        for event, handlers in missed:
            found = {**event.envelope[_RECOVERED], "for": handlers}
            envelope = {**event.envelope, _RECOVERED: found}
            await self._publish(envelope, handlers, "recovered", None)

    # -- delivery ---------------------------------------------------------------------------

    async def _handle(self, envelope: Envelope) -> None:
        """Run all subscribers of one event at once, each on its own."""
        event_type, source_app = envelope["type"], envelope["scope"]
        only = envelope.get(_RECOVERED, {}).get("for")
        runs = [
            self._deliver(envelope, app_id, handler, Slot(self._core.clock.hold()))
            for app_id, handler in self._matching(envelope)
            if only is None or f"{app_id}/{handler}" in only
        ]
        self._release(envelope)  # from here on each subscriber keeps time for itself
        results = await asyncio.gather(
            *runs,
            self._refresh_panels(
                source_app, event_type, envelope["event_id"], envelope["tenant_id"]
            ),
            return_exceptions=True,
        )
        for result in results:
            if isinstance(result, Exception):
                _log.error("delivering %s failed", event_type, exc_info=result)

    def _release(self, envelope: Envelope) -> None:
        """Time need not wait for this event any more."""
        hold = self._holds.pop(envelope["event_id"], None)
        if hold is not None:
            hold.release()

    def matches(self, wanted: str, event_type: str, source_app: str, app_id: str) -> bool:
        """True when a handler of ``app_id`` declared for ``wanted`` gets this event.

        Inside one app the prefix may be left out on either side.
        """
        if wanted == event_type:
            return True
        if not self._core.profile.event_match_bare or app_id != source_app:
            return False
        prefix = f"{source_app}."
        return wanted.removeprefix(prefix) == event_type.removeprefix(prefix)

    def _subscribers(self, envelope: Envelope) -> list[str]:
        return [f"{app_id}/{handler}" for app_id, handler in self._matching(envelope)]

    def _matching(self, envelope: Envelope) -> list[tuple[str, str]]:
        """App and handler of everything loaded that is to hear an event."""
        event_type, source_app = envelope["type"], envelope["scope"]
        return [
            (app_id, f"{row['event_type']}#{row['index']}")
            for app_id, extension in list(self._core.extensions.items())
            if extension.current is not None
            for row in extension.declarations.rows("event_handlers")
            if self.matches(row["event_type"], event_type, source_app, app_id)
        ]

    async def _deliver(self, envelope: Envelope, app_id: str, handler: str, in_turn: Slot) -> None:
        whole = self._core.profile.event_payload == "envelope"
        trigger = Trigger(
            app_id=app_id,
            kind="event",
            name=handler,
            params=_seen(envelope) if whole else envelope["data"],
            user=system_actor(envelope["tenant_id"]),
            source="event",
            cause_id=envelope["event_id"],
            deadline_s=self._core.profile.call_timeout_s,
            without_ctx=True,
            note={"event_type": envelope["type"], "event_id": envelope["event_id"]},
        )
        try:
            outcome = await self._dispatch.run(trigger, in_turn=in_turn)
        finally:
            in_turn.end()
        delivery = Delivery(
            event_id=envelope["event_id"],
            event_type=envelope["type"],
            app_id=app_id,
            handler=handler,
            outcome="delivered" if outcome.ok else "swallowed",
            error=outcome.error,
            duration_ms=outcome.duration_ms,
            span_id=outcome.span_id,
        )
        if outcome.error is not None:
            self._core.journal.append(
                "problem",
                f"{envelope['type']}: {outcome.error.type}: {outcome.error.message}",
                parent_id=outcome.span_id,
                cause_id=envelope["event_id"],
                app_id=app_id,
                status="swallowed",
                body={"error": outcome.error.to_json(), "handler": handler},
            )
        self.delivered.emit(delivery)


def _seen(envelope: Envelope) -> dict[str, Any]:
    """The envelope as a subscriber gets it."""
    return {key: value for key, value in envelope.items() if key != _RECOVERED}
