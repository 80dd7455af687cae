"""Faults on ``ctx`` calls: a hook around every service."""

from __future__ import annotations

from typing import Any, Final

from workbench.kernel.calls import current_call
from workbench.kernel.faults.book import FaultBook
from workbench.kernel.faults.rule import FaultRule
from workbench.kernel.personas import SYSTEM_ID
from workbench.kernel.services.call import ServiceCall, ServiceError
from workbench.kernel.services.services import Next
from workbench.kernel.waiting import Waiting

TIMEOUT_S: Final = {
    "http": 30.0, "store": 30.0, "ai": 120.0, "cache": 5.0, "notify": 10.0, "secrets": 5.0,
    "skeleton": 10.0, "storage": 60.0,
}  # fmt: skip
"""Seconds after which each client of the SDK gives up (SDK reference, clients)."""
_OTHERS_S: Final = 30.0


class CallFaults:
    """Delays, fails, repeats or cuts off calls as the rules of `book` say; notes it on the call."""

    def __init__(self, book: FaultBook, clock: Waiting) -> None:
        self._book = book
        self._clock = clock

    async def __call__(self, call: ServiceCall, proceed: Next) -> Any:
        """The hook."""
        if not self._book.armed:
            return await proceed(call)
        target, scope = f"{call.service}.{call.method}", call.scope
        rule = self._book.strike(target, scope.app_id, scope.acting_user or SYSTEM_ID)
        if rule is None:
            return await proceed(call)
        call.notes["fault"] = rule.describe()
        if rule.do == "delay":
            await self._wait(call, rule.seconds or 0.0)
        elif rule.do == "duplicate":
            await proceed(call)
        elif rule.do == "restart":
            return await self._cut_off(call, rule, proceed)
        else:
            await self._fail(call, rule)
        return await proceed(call)

    async def _cut_off(self, call: ServiceCall, rule: FaultRule, proceed: Next) -> Any:
        """The worst moment: the service has done its work, and the caller never learns of it."""
        answer = await proceed(call)
        invocation, _ = current_call()
        invocation.child.kill(f"a fault rule restarted the worker in ctx.{rule.on}")
        return answer

    async def _fail(self, call: ServiceCall, rule: FaultRule) -> None:
        target = f"ctx.{call.service}.{call.method}"
        if rule.do == "error":
            await self._wait(call, rule.seconds or 0.0)
            raise ServiceError(rule.error, rule.message or f"{target} failed by a fault rule")
        wait = rule.seconds if rule.seconds is not None else _own_timeout(call)
        await self._wait(call, wait)
        kind = "ReadTimeout" if call.service == "http" else "TimeoutException"
        raise ServiceError(kind, rule.message or f"{target} did not answer within {wait:g} s")

    async def _wait(self, call: ServiceCall, seconds: float) -> None:
        with call.resting():
            await self._clock.sleep(seconds)


def _own_timeout(call: ServiceCall) -> float:
    """When the client that asks would give up."""
    asked = call.args.get("timeout")
    if call.service == "http" and isinstance(asked, int | float):
        return float(asked)
    return TIMEOUT_S.get(call.service, _OTHERS_S)
