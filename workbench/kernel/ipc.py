"""Calls between extensions: ``ctx.extensions.call`` and ``ctx.extensions.emit``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workbench.kernel.calls import current_call
from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.events.events import Events
from workbench.kernel.events.names import undeclared
from workbench.kernel.gates import covers
from workbench.kernel.invocation import Invocation, Outcome, Trigger
from workbench.kernel.recording import Slot
from workbench.kernel.services.arguments import name_of, table, unknown_method
from workbench.kernel.services.call import ServiceCall, ServiceError

_CIRCULAR: Final = "CircularCallError"


class Ipc:
    """Answers the ``extensions`` client of ``ctx``.

    A call runs the target's exposed method in the target's own process, in the name of the same
    user, with the callers so far as its call stack (SDK reference, extensions client).
    """

    def __init__(
        self,
        core: Core,
        *,
        dispatch: Dispatch,
        events: Events,
    ) -> None:
        self._core = core
        self._dispatch = dispatch
        self._events = events
        self._flagged: set[tuple[str, str]] = set()

    async def call(self, call: ServiceCall) -> Any:
        """Answer ``call`` and ``emit``."""
        if call.method == "call":
            return await self._call(call)
        if call.method == "emit":
            return await self._emit(call)
        raise unknown_method(call)

    async def run(
        self, app_id: str, method: str, params: Mapping[str, Any], *, source: str = "cli"
    ) -> Outcome:
        """Call an exposed method from outside, as the signed-in user."""
        trigger = Trigger(
            app_id, "exposed", method, dict(params), self._core.personas.current, source,
            deadline_s=self._core.profile.call_timeout_s,
        )  # fmt: skip
        return await self._dispatch.run(trigger)

    async def _emit(self, call: ServiceCall) -> None:
        invocation, frame = current_call()
        event_type = name_of(call.args, "event_type")
        self._flag(call, event_type, invocation, frame)
        await self._events.emit(
            call.scope.app_id,
            event_type,
            table(call.args, "data"),
            user=self._core.personas.find(call.scope.acting_user)
            if call.scope.acting_user != call.scope.user.imperal_id
            else call.scope.user,
            source="system" if call.scope.system else "user",
            cause_id=invocation.span_id,
        )

    def _flag(
        self, call: ServiceCall, event_type: str, invocation: Invocation, frame: Mapping[str, Any]
    ) -> None:
        """Note, once for each, an event that was not declared or is another extension's."""
        app_id = call.scope.app_id
        declared = {row["event_type"] for row in call.scope.declarations.get("emits") or ()}
        key = (app_id, event_type)
        report = undeclared(app_id, event_type, declared, frame.get("at") or {})
        if report is not None and key not in self._flagged:
            self._flagged.add(key)
            self._core.problem(report, app_id=app_id, parent_id=invocation.span_id)

    async def _call(self, call: ServiceCall) -> Any:
        invocation, frame = current_call()
        target, method = name_of(call.args, "app_id"), name_of(call.args, "method")
        stack = (*invocation.trigger.call_stack, call.scope.app_id)
        self._check_stack(target, stack)
        exposed = self._exposed(target, method)
        self._check_scopes(call, target, exposed)
        trigger = Trigger(
            app_id=target,
            kind="exposed",
            name=method,
            params=table(call.args, "params"),
            user=call.scope.user,
            source="ipc",
            surface=invocation.trigger.surface,
            parent_id=frame.get("span") or invocation.span_id,
            cause_id=invocation.span_id,
            deadline_s=self._core.profile.call_timeout_s,
            call_stack=stack,
        )
        with call.resting(), self._core.clock.hold() as hold:  # the other handler keeps time now
            outcome = await self._dispatch.run(trigger, in_turn=Slot(hold))
        if outcome.error is not None:
            error = outcome.error
            fields = {"call_stack": [*stack, target]} if error.type == _CIRCULAR else {}
            raise ServiceError(error.type, error.message, **fields)
        return outcome.value

    def _check_stack(self, target: str, stack: tuple[str, ...]) -> None:
        if target in stack:
            path = [*stack, target]
            raise ServiceError(_CIRCULAR, f"circular call: {' -> '.join(path)}", call_stack=path)
        if len(stack) >= self._core.profile.ipc_max_frames:
            message = (
                f"{len(stack)} calls deep; the platform allows {self._core.profile.ipc_max_frames}"
            )
            raise ServiceError("ExtensionError", message, app_id=target)

    def _exposed(self, target: str, method: str) -> Mapping[str, Any]:
        extension = self._core.extensions.get(target)
        if extension is None or extension.current is None:
            loaded = ", ".join(sorted(self._core.extensions)) or "none"
            message = f"extension {target!r} is not loaded (loaded: {loaded})"
            raise ServiceError("NotFoundError", message, resource="extension", id=target)
        row = extension.declarations.handler("exposed", method)
        if row is None:
            known = ", ".join(extension.declarations.names("exposed")) or "nothing"
            message = f"{target} does not expose {method!r}; it exposes {known}"
            raise ServiceError("NotFoundError", message, resource=f"{target} method", id=method)
        return row

    def _check_scopes(self, call: ServiceCall, target: str, exposed: Mapping[str, Any]) -> None:
        action = exposed.get("action_type") or "read"
        scopes = call.scope.user.scopes
        if covers(scopes, f"{target}:{action}") or covers(scopes, f"extensions:{action}"):
            return
        message = f"calling {target} needs the scope {target}:{action} or extensions:{action}"
        raise ServiceError("AuthError", message)
