"""Live values of the user's screen, ``ctx.signals``."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

from imperal_sdk._gateway import Client, Endpoint, Transport

Callback: TypeAlias = Callable[[str, Any], Coroutine[Any, Any, None]]

logger = logging.getLogger("imperal_sdk.signals")


class SignalsClient(Client):
    """Emits values that ``ui.Signal`` nodes on the screen show."""

    service = "signals"

    def __init__(
        self, gateway_url: str = "", service_token: str = "", *, transport: Transport | None = None
    ) -> None:
        super().__init__(Endpoint(gateway_url=gateway_url, service_token=service_token), transport)
        self._callbacks: dict[str, list[Callback]] = {}

    async def emit(self, key: str, value: Any, **metadata: Any) -> dict[str, Any]:
        """Set the signal ``key`` to ``value``. Never fails: a value that is lost is logged."""
        for callback in self._callbacks.get(key, ()):
            await callback(key, value)
        try:
            await self._call("emit", key=key, value=value, metadata=metadata)
        except Exception:
            logger.warning("signal %r was not delivered", key, exc_info=True)
        return {"ok": True, "key": key}

    def subscribe(self, key: str, callback: Callback) -> None:
        """Await ``callback(key, value)`` on each value this client emits for ``key``."""
        self._callbacks.setdefault(key, []).append(callback)
