"""Calls to other extensions and the event bus, ``ctx.extensions`` (events concept)."""

from __future__ import annotations

import inspect
import logging
from typing import Any

from imperal_sdk._gateway.endpoint import Transport
from imperal_sdk._messages import explain
from imperal_sdk.errors import AuthError, ExtensionError, NotFoundError

MAX_CALL_DEPTH = 7
"""How many extensions may call each other in a chain, the first one included."""

logger = logging.getLogger("imperal_sdk.extensions")


class CircularCallError(ExtensionError):
    """An extension was called that is already waiting further up the chain."""

    def __init__(self, call_stack: list[str]) -> None:
        super().__init__(
            call_stack[-1] if call_stack else "", f"circular call: {' -> '.join(call_stack)}"
        )
        self.call_stack = call_stack


def check_stack(call_stack: list[str], target: str) -> list[str]:
    """Return the stack with ``target`` on it.

    Raises CircularCallError when the target is on it already, ExtensionError when the chain is
    longer than :data:`MAX_CALL_DEPTH`.
    """
    longer = [*call_stack, target]
    if target in call_stack:
        raise CircularCallError(longer)
    if len(call_stack) >= MAX_CALL_DEPTH:
        raise ExtensionError(
            target,
            explain(
                f"the chain {' -> '.join(longer)} is too long",
                f"at most {MAX_CALL_DEPTH} extensions may call each other in a chain",
                "make the side effect a step of its own instead of a nested call",
            ),
        )
    return longer


def check_scope(scopes: list[str], target: str, action_type: str) -> None:
    """Raise AuthError unless the caller may call methods of this kind of ``target``."""
    wanted = ("*", f"{target}:{action_type}", f"extensions:{action_type}")
    if any(scope in scopes for scope in wanted):
        return
    raise AuthError(
        explain(
            f"the caller's scopes {scopes} do not allow {action_type} calls to {target!r}",
            f"such a call needs one of {', '.join(wanted)}",
            "add the scope to the extension's capabilities or to the user's role",
        )
    )


class ExtensionsClient:
    """Calls exposed methods of other extensions and emits events.

    ``loader.load(app_id)`` finds an extension, ``ctx_factory.create_child(...)`` builds the
    context it runs in. With a ``transport`` both are the host's business.
    """

    def __init__(
        self,
        loader: Any,
        ctx_factory: Any,
        kctx_dict: dict[str, Any],
        current_app_id: str,
        call_stack: list[str] | None = None,
        *,
        transport: Transport | None = None,
    ) -> None:
        self._loader = loader
        self._ctx_factory = ctx_factory
        self._kctx_dict = kctx_dict
        self._current = current_app_id
        self._call_stack = call_stack or [current_app_id]
        self._injected = transport

    async def call(self, app_id: str, method: str, **params: Any) -> Any:
        """Call the method another extension exposes and return its answer.

        The call runs now and is awaited. Raises CircularCallError, ExtensionError (chain too
        long, no such extension), NotFoundError (not exposed), AuthError (missing scope).
        """
        stack = check_stack(self._call_stack, app_id)
        if self._injected is not None:
            args = {"app_id": app_id, "method": method, "params": params}
            return await self._injected("extensions", "call", args)
        extension = await self._load(app_id)
        exposed = extension.exposed.get(method)
        if exposed is None:
            known = ", ".join(sorted(extension.exposed)) or "none"
            raise NotFoundError(f"exposed method of {app_id} (it exposes: {known})", method)
        child = await _settled(
            self._ctx_factory.create_child(
                parent_kctx=self._kctx_dict, target_app_id=app_id, call_stack=stack
            )
        )
        user = getattr(child, "user", None)
        check_scope(list(getattr(user, "scopes", ["*"])), app_id, exposed.action_type)
        return await _settled(exposed.func(child, **params))

    async def emit(self, event_type: str, data: dict[str, Any]) -> None:
        """Put an event on the bus and return at once; never raises.

        Subscribers run later, in isolation (events, Publish-subscribe model).
        """
        try:
            if self._injected is None:
                logger.warning("event %s was dropped: there is no bus here", event_type)
                return
            args = {"event_type": event_type, "data": data}
            await self._injected("extensions", "emit", args)
        except Exception:
            logger.exception("event %s was not emitted", event_type)

    async def _load(self, app_id: str) -> Any:
        extension = await _settled(self._loader.load(app_id)) if self._loader else None
        if extension is None:
            raise ExtensionError(
                app_id,
                explain(
                    f"{app_id!r} cannot be loaded",
                    "an extension can call others that are installed beside it",
                    "install it, or load it in the workbench too",
                ),
            )
        return extension


async def _settled(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value
