"""An engine that hands functions over to the platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from imperal_sdk.runtime.engine import KernelEngine


class HostedClient(KernelEngine):
    """Runs functions through ``dispatch``, which takes the description and the parameters."""

    def __init__(
        self, dispatch: Callable[[dict[str, Any], dict[str, Any]], Awaitable[dict[str, Any]]]
    ) -> None:
        self._dispatch = dispatch

    async def run_function(
        self, ir_function: dict[str, Any], params: dict[str, Any], ctx: Any = None
    ) -> dict[str, Any]:
        """Return what the platform answers; ``ctx`` stays here."""
        return await self._dispatch(ir_function, params)
