"""The one door every `ctx` call goes through: hooks before, the service, hooks after.

Timing, faults, simulated latency and recording all live in hooks, so no service knows of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from workbench.kernel.services.call import ServiceCall, ServiceError


class Service(Protocol):
    """What answers one client of `ctx`."""

    async def call(self, call: ServiceCall) -> Any:
        """Answer one call with plain JSON values, and leave notes on it.

        Raises ServiceError for what the extension must see as an exception.
        """
        ...


Next = Callable[[ServiceCall], Awaitable[Any]]
Hook = Callable[[ServiceCall, Next], Awaitable[Any]]
"""`await proceed(call)` carries on with this call or a changed one; not awaiting it, raising, or
answering something else replaces the service's answer."""


class Services:
    """Routes calls to the service they name, through the hooks in the order they were added."""

    def __init__(self) -> None:
        self._services: dict[str, Service] = {}
        self._hooks: list[Hook] = []
        self._chain: Next = self._serve

    def register(self, name: str, service: Service) -> None:
        """Answer calls of `name` with `service` from now on, replacing what answered before."""
        self._services[name] = service

    def service(self, name: str) -> Service:
        """The service registered under `name`; KeyError when there is none."""
        return self._services[name]

    def add_hook(self, hook: Hook) -> Callable[[], None]:
        """Run `hook` around every call, inside the hooks already there; returns its removal."""
        self._hooks.append(hook)
        self._link()

        def remove() -> None:
            if hook in self._hooks:
                self._hooks.remove(hook)
                self._link()

        return remove

    async def call(self, call: ServiceCall) -> Any:
        """Answer one call with plain JSON values.

        Raises ServiceError when the extension is to see an exception.
        """
        return await self._chain(call)

    async def _serve(self, call: ServiceCall) -> Any:
        service = self._services.get(call.service)
        if service is None:
            raise ServiceError("RuntimeError", f"ctx.{call.service} is not available here")
        return await service.call(call)

    def _link(self) -> None:
        chain: Next = self._serve
        for hook in reversed(self._hooks):
            chain = _bound(hook, chain)
        self._chain = chain


def _bound(hook: Hook, following: Next) -> Next:
    async def step(call: ServiceCall) -> Any:
        return await hook(call, following)

    return step
