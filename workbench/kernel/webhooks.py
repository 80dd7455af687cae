"""Webhooks: an outside call handed to its handler, and the answer the caller would see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport
from workbench.kernel.gates import methods_of
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.personas import webhook_actor
from workbench.kernel.signals import Signal

_CONTROL = ("status_code", "headers", "body")


@dataclass(frozen=True, slots=True)
class WebhookReply:
    """What the outside caller gets, and what went wrong inside (which the caller never learns)."""

    status_code: int
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = ""
    error: ErrorReport | None = None
    duration_ms: float = 0.0
    span_id: str = ""


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """One outside call: where it went and what its caller got."""

    app_id: str
    path: str
    method: str
    reply: WebhookReply


class Webhooks:
    """Calls webhook handlers as the platform's public endpoint does.

    The handler runs as ``__webhook__`` with the raw body as text; an exception in it is recorded,
    and the caller still gets 200 (SDK changelog, webhooks). A method that it does not declare never
    reaches it and gets 405, which is on record too. `called` announces every call.
    """

    def __init__(self, core: Core, *, dispatch: Dispatch) -> None:
        self.called: Signal[[WebhookCall]] = Signal()
        self._core = core
        self._dispatch = dispatch

    async def call(
        self,
        app_id: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: str = "",
        query_params: Mapping[str, str] | None = None,
        method: str = "POST",
    ) -> WebhookReply:
        """Deliver one call of that HTTP method to the webhook declared under ``path``."""
        trigger = Trigger(
            app_id=app_id,
            kind="webhook",
            name=path,
            params={
                "headers": dict(headers or {}),
                "body": body,
                "query_params": dict(query_params or {}),
            },
            user=webhook_actor(self._core.personas.current.tenant_id),
            source="webhook",
            deadline_s=self._core.profile.call_timeout_s,
            note={"method": method},
        )
        reply = read_reply(await self._dispatch.run(trigger), trigger.declared or {})
        self.called.emit(WebhookCall(app_id, path, method, reply))
        return reply


def read_reply(outcome: Outcome, declared: Mapping[str, Any]) -> WebhookReply:
    """Turn a handler's value into a reply.

    ``status_code``, ``headers`` and ``body`` at the top of a dict steer the reply; without a body
    the other keys become JSON.
    """
    value = outcome.value
    if outcome.status == "refused":
        if outcome.error is not None and outcome.error.type == "MethodNotAllowed":
            allow = {"allow": ", ".join(sorted(methods_of(declared)))}
            return _reply(outcome, 405, {"detail": "Method Not Allowed"}, allow)
        return _reply(outcome, 404, {"detail": "Not Found"})
    if not isinstance(value, Mapping):
        return _reply(outcome, 200, "" if value is None else value)
    body = value.get("body")
    if body is None:
        body = {name: item for name, item in value.items() if name not in _CONTROL}
    status = value.get("status_code", 200)
    headers = {str(name): str(item) for name, item in dict(value.get("headers") or {}).items()}
    return _reply(outcome, status if isinstance(status, int) else 200, body, headers)


def _reply(
    outcome: Outcome, status: int, body: Any, headers: dict[str, str] | None = None
) -> WebhookReply:
    return WebhookReply(
        status,
        headers or {},
        body,
        error=outcome.error,
        duration_ms=outcome.duration_ms,
        span_id=outcome.span_id,
    )
