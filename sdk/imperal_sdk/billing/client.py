"""Plans, balance and payments, ``ctx.billing`` (SDK reference, Billing).

Reading degrades: when billing cannot answer, a neutral result says so and the handler goes
on. Whatever moves money raises.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, TypeVar

from imperal_sdk._gateway import Client, Endpoint, Transport
from imperal_sdk.billing.results import LimitsResult, SubscriptionInfo
from imperal_sdk.types.models import (
    AutoTopupSettings,
    BalanceInfo,
    ChangePlanResult,
    PaymentMethod,
    PaymentRecord,
    PlanInfo,
    SetupIntentResult,
    TopupResult,
)

__all__ = ["BillingClient", "LimitsResult", "SubscriptionInfo"]

T = TypeVar("T")

logger = logging.getLogger("imperal_sdk.billing")


class BillingClient(Client):
    """Billing of the context's user; ``user`` (a user or an id) asks for another one."""

    service = "billing"

    def __init__(
        self,
        gateway_url: str,
        auth_token: str = "",
        service_token: str = "",
        user_id: str = "",
        *,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            Endpoint(
                gateway_url=gateway_url,
                auth_token=auth_token,
                service_token=service_token or auth_token,
                user_id=user_id,
            ),
            transport,
        )

    async def get_balance(self, user: Any = None) -> BalanceInfo:
        """Return the tokens left; plan "unknown" when billing cannot answer."""
        answer = await self._read("get_balance", user, {"plan": "unknown"})
        return _filled(BalanceInfo, answer)

    async def check_limits(self, user: Any = None) -> LimitsResult:
        """Return use and limits by meter; plan "unknown" when billing cannot answer."""
        answer = await self._read("check_limits", user, {"plan": "unknown"})
        return LimitsResult(
            plan=answer.get("plan", "free"),
            usage=answer.get("usage") or {},
            limits=answer.get("limits") or {},
            exceeded=answer.get("exceeded") or [],
        )

    async def get_subscription(self, user: Any = None) -> SubscriptionInfo:
        """Return the subscription; status "unavailable" when billing cannot answer."""
        lost = {"plan": "unknown", "status": "unavailable"}
        answer = await self._read("get_subscription", user, lost)
        return _filled(SubscriptionInfo, {"plan": "free", "status": "unknown", **answer})

    async def list_plans(self, user: Any = None) -> list[PlanInfo]:
        """Return the plans on offer, none when billing cannot answer."""
        answer = await self._read("list_plans", user, [])
        return [_filled(PlanInfo, row) for row in _rows(answer, "plans")]

    async def list_payments(
        self, user: Any = None, limit: int = 50, offset: int = 0
    ) -> list[PaymentRecord]:
        """Return past payments, latest first; none when billing cannot answer."""
        answer = await self._read("list_payments", user, [], limit=limit, offset=offset)
        return [_filled(PaymentRecord, row) for row in _rows(answer, "payments")]

    async def list_payment_methods(self, user: Any = None) -> list[PaymentMethod]:
        """Return saved payment methods, none when billing cannot answer."""
        answer = await self._read("list_payment_methods", user, [])
        return [_filled(PaymentMethod, row) for row in _rows(answer, "payment_methods")]

    async def get_auto_topup(self, user: Any = None) -> AutoTopupSettings:
        """Return when the balance refills itself; switched off when billing cannot answer."""
        return _filled(AutoTopupSettings, await self._read("get_auto_topup", user, {}))

    async def track_usage(
        self, meter: str, quantity: int = 1, user: Any = None, *, amount: int | None = None
    ) -> bool:
        """Count ``quantity`` units on ``meter`` (older versions: ``amount``); False when lost."""
        units = quantity if amount is None else amount
        try:
            await self._write("track_usage", user, meter=meter, quantity=units)
        except Exception as error:
            logger.warning("usage of %s (%s) was not recorded: %s", meter, units, error)
            return False
        return True

    async def change_plan(
        self, plan_id: str, period: str = "monthly", user: Any = None
    ) -> ChangePlanResult:
        """Move to another plan, billed by ``period`` (monthly or yearly)."""
        answer = await self._write("change_plan", user, plan_id=plan_id, period=period)
        return _filled(ChangePlanResult, answer)

    async def cancel_subscription(self, user: Any = None) -> dict[str, Any]:
        """Cancel at the end of the paid period."""
        return dict(await self._write("cancel_subscription", user))

    async def resume_subscription(self, user: Any = None) -> dict[str, Any]:
        """Take back a cancellation."""
        return dict(await self._write("resume_subscription", user))

    async def renew_subscription(self, user: Any = None) -> dict[str, Any]:
        """Pay for the next period now."""
        return dict(await self._write("renew_subscription", user))

    async def topup(
        self,
        tokens: int,
        price_cents: int,
        save_payment_method: bool = True,
        off_session: bool = True,
        user: Any = None,
    ) -> TopupResult:
        """Buy ``tokens`` for ``price_cents``."""
        answer = await self._write(
            "topup",
            user,
            tokens=tokens,
            price_cents=price_cents,
            save_payment_method=save_payment_method,
            off_session=off_session,
        )
        return _filled(TopupResult, answer)

    async def set_auto_topup(
        self,
        enabled: bool,
        threshold_pct: int = 10,
        recharge_tokens: int = 20000,
        payment_method_id: str = "",
        user: Any = None,
    ) -> bool:
        """Set when (percent of the cap) and by how much (tokens) the balance refills itself."""
        await self._write(
            "set_auto_topup",
            user,
            enabled=enabled,
            threshold_pct=threshold_pct,
            recharge_tokens=recharge_tokens,
            payment_method_id=payment_method_id,
        )
        return True

    async def create_setup_intent(self, user: Any = None) -> SetupIntentResult:
        """Begin saving a payment method."""
        return _filled(SetupIntentResult, await self._write("create_setup_intent", user))

    async def create_billing_portal_session(self, user: Any = None) -> str:
        """Return the URL of the payment provider's portal."""
        answer = await self._write("create_billing_portal_session", user)
        return str(answer.get("url", ""))

    async def set_default_payment_method(self, pm_id: str, user: Any = None) -> bool:
        """Make a saved payment method the default."""
        await self._write("set_default_payment_method", user, pm_id=pm_id)
        return True

    async def remove_payment_method(self, pm_id: str, user: Any = None) -> bool:
        """Forget a saved payment method."""
        await self._write("remove_payment_method", user, pm_id=pm_id)
        return True

    async def update_billing_profile(self, profile: dict[str, Any], user: Any = None) -> bool:
        """Set the name and address on invoices."""
        await self._write("update_billing_profile", user, profile=profile)
        return True

    async def _read(self, method: str, user: Any, lost: Any, **args: Any) -> Any:
        try:
            return await self._call(method, user_id=self._of(user), **args)
        except Exception as error:
            logger.warning("ctx.billing.%s degrades to a neutral answer: %s", method, error)
            return lost

    async def _write(self, method: str, user: Any, **args: Any) -> Any:
        return await self._call(method, user_id=self._of(user), **args) or {}

    def _of(self, user: Any) -> str:
        if user is None:
            return self._user_id
        return str(getattr(user, "imperal_id", user))


def _filled(cls: type[T], answer: Any) -> T:
    if not isinstance(answer, Mapping):
        return cls()
    fields = cls.__dataclass_fields__  # type: ignore[attr-defined]  # only called with dataclasses
    return cls(**{name: answer[name] for name in fields if answer.get(name) is not None})


def _rows(answer: Any, name: str) -> list[Any]:
    rows = answer.get(name, []) if isinstance(answer, Mapping) else answer
    return list(rows or [])
