"""Answers what handlers ask of ``ctx``: identity first, then the service, then span and record."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import partial
from time import perf_counter_ns
from typing import Any, Final

from workbench.kernel.children.child import Child
from workbench.kernel.core import Core
from workbench.kernel.invocation import Invocation, Span
from workbench.kernel.personas import WEBHOOK_ID
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.services import Services
from workbench.kernel.stillness import Stillness
from workbench.wire.frames import FrameTooLarge

_WEBHOOK_MAY: Final = frozenset({"store", "notify"})
"""What a webhook may do for a user it names, by ``for_user``; it has no ``as_user``."""

Breach = Callable[[Scope, str, str, str], None]
"""Told of the caller's scope, the client's method, whom the call wanted to act as, and why not."""

_MS = 1e-6
_current: ContextVar[tuple[Invocation, Mapping[str, Any]]] = ContextVar("workbench_call")
_log = logging.getLogger(__name__)


def current_call() -> tuple[Invocation, Mapping[str, Any]]:
    """The invocation and the message of the call that is being answered, for the services that act
    on the kernel itself; LookupError outside of one."""
    return _current.get()


class CallDesk:
    """Serves the ``call`` messages of every child, each as a task of its own.

    Calls run concurrently, so ``asyncio.gather`` over ``ctx`` calls really is; the calls of a child
    that dies are dropped. ``breach`` is told of a call in the name of somebody it may not act as.
    """

    def __init__(
        self,
        core: Core,
        *,
        services: Services,
        breach: Breach,
        stillness: Stillness,
    ) -> None:
        self._core = core
        self._services = services
        self._breach = breach
        self._stillness = stillness
        self._serving: dict[Child, set[asyncio.Task[None]]] = {}

    def take(self, child: Child, frame: dict[str, Any]) -> None:
        """Begin to answer one call."""
        invocation = child.work.owner(frame.get("inv"))
        if invocation is None:
            message = "this call belongs to no handler that the workbench started"
            child.answer(frame["id"], error=ServiceError("RuntimeError", message).to_json())
            return
        task = asyncio.get_running_loop().create_task(self._serve(child, invocation, frame))
        serving = self._serving.setdefault(child, set())
        serving.add(task)
        task.add_done_callback(serving.discard)

    def drop(self, child: Child) -> None:
        """Stop serving a child that is gone."""
        for task in self._serving.pop(child, ()):
            task.cancel()

    async def _serve(self, child: Child, invocation: Invocation, frame: dict[str, Any]) -> None:
        began, at = perf_counter_ns(), self._core.clock.now()
        _current.set((invocation, frame))
        value: Any = None
        call: ServiceCall | None = None
        failure: ServiceError | None = None
        try:
            scope = self._scope(invocation, frame)
            resting = partial(self._stillness.in_call, child, frame["id"])
            call = ServiceCall(
                frame["service"], frame["method"], frame["args"], scope, resting=resting
            )
            value = await self._services.call(call)
        except ServiceError as error:
            failure = error
        except Exception as error:
            _log.exception("ctx.%s.%s failed in the workbench", frame["service"], frame["method"])
            failure = ServiceError("RuntimeError", f"the workbench failed: {error}")
        failure = failure or self._send(child, frame["id"], value)
        if failure is not None:
            child.answer(frame["id"], self._core.clock.stamp(), error=failure.to_json())
        self._record(invocation, frame, call, value, failure, began, at)

    def _send(self, child: Child, number: int, value: Any) -> ServiceError | None:
        try:
            child.answer(number, self._core.clock.stamp(), value=value)
        except FrameTooLarge as error:
            return ServiceError("ValueError", f"the answer is too large for the wire: {error}")
        except TypeError as error:
            return ServiceError("RuntimeError", f"the answer is not JSON: {error}")
        return None

    def _scope(self, invocation: Invocation, frame: Mapping[str, Any]) -> Scope:
        scope = invocation.scope
        if scope is None:
            scope = invocation.scope = self._own_scope(invocation)
        acting = frame.get("as")
        if acting is None or acting == scope.acting_user:
            return scope
        try:
            self._check_grant(invocation, frame["service"], acting)
        except ServiceError as refusal:
            self._breach(scope, f"{frame['service']}.{frame['method']}", acting, refusal.message)
            raise
        return scope.for_user(acting)

    def _own_scope(self, invocation: Invocation) -> Scope:
        trigger = invocation.trigger
        extension = self._core.extensions.get(trigger.app_id)
        declared = extension.declarations if extension and extension.current else {}
        return Scope(
            app_id=trigger.app_id,
            user=trigger.user,
            acting_user=trigger.user.imperal_id,
            tenant_id=trigger.user.tenant_id,
            system=invocation.system,
            kind=trigger.kind,
            invocation_id=invocation.span_id,
            span_id=invocation.span_id,
            declarations=declared,
        )

    def _check_grant(self, invocation: Invocation, service: str, acting: str) -> None:
        """Acting as somebody else needs a grant, and only system invocations carry one.

        A child asks in plain words; who it is was decided here when its handler was started.
        """
        if invocation.system:
            return
        user = invocation.trigger.user.imperal_id
        if user == WEBHOOK_ID and service in _WEBHOOK_MAY:
            return
        if acting == WEBHOOK_ID and service == "store":
            return  # nobody's documents: the extension's own, where its webhooks look
        raise ServiceError(
            "PermissionError",
            f"{invocation.trigger.kind} runs as {user} and may not act as {acting}",
        )

    def _record(
        self,
        invocation: Invocation,
        frame: dict[str, Any],
        call: ServiceCall | None,
        value: Any,
        failure: ServiceError | None,
        began: int,
        at: float,
    ) -> None:
        duration = (perf_counter_ns() - began) * _MS
        service, method, place = frame["service"], frame["method"], frame.get("at") or {}
        status = "ok" if failure is None else "error"
        span = Span(
            id=frame.get("span") or self._core.ids.new("ctx"),
            parent_id=frame.get("parent") or invocation.span_id,
            kind="service",
            name=f"{service}.{method}",
            start_ms=(began - invocation.started_ns) * _MS,
            duration_ms=duration,
            status=status,
            file=place.get("file"),
            line=place.get("line"),
        )
        if invocation.number in invocation.child.inflight or invocation.task_id is not None:
            invocation.spans.append(span)
        self._core.journal.append(
            call.record_kind if call is not None else "service",
            span.name,
            id=span.id,
            parent_id=span.parent_id,
            cause_id=invocation.span_id,
            app_id=invocation.trigger.app_id,
            actor=frame.get("as") or invocation.trigger.user.imperal_id,
            at=at,
            started_ns=self._core.journal.elapsed_ns(began),
            duration_ms=duration,
            status=status,
            body={
                "service": service,
                "method": method,
                "args": frame["args"],
                "value": value,
                "error": failure.to_json() if failure else None,
                "at": frame.get("at"),
                "task_id": frame.get("task"),
                "virtual_ms": (self._core.clock.now() - at) * 1e3,
                **(call.notes if call is not None else {}),
            },
        )
