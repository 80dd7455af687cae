"""Billing in memory."""

from __future__ import annotations

from typing import Any

from imperal_sdk.types.models import (
    AutoTopupSettings,
    BalanceInfo,
    ChangePlanResult,
    LimitsResult,
    PaymentMethod,
    PaymentRecord,
    PlanInfo,
    SetupIntentResult,
    SubscriptionInfo,
    TopupResult,
)

DEFAULT_BALANCE = 50_000
DEFAULT_CAP = 250_000


class MockBilling:
    """``ctx.billing`` for tests. ``balance`` in tokens; ``calls`` lists the writes."""

    def __init__(self, balance: int = DEFAULT_BALANCE, plan: str = "pro") -> None:
        self.balance = balance
        self.plan = plan
        self.plans = [
            PlanInfo(id="pro", name="Pro", price=29.0, limits={"tokens": 250_000}),
            PlanInfo(id="business", name="Business", price=99.0, limits={"tokens": 1_000_000}),
        ]
        self.payment_methods = [
            PaymentMethod(
                id="pm_mock_1",
                brand="visa",
                last4="4242",
                exp_month=12,
                exp_year=2030,
                is_default=True,
            )
        ]
        self.payments: list[PaymentRecord] = []
        self.auto_topup = AutoTopupSettings()
        self.billing_profile: dict[str, Any] = {}
        self.subscription_status = "active"
        self.cancel_at_period_end = False
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def for_user(self, user_id: str) -> MockBilling:
        """Return a fresh double: another user's balance is not this one's."""
        return MockBilling(DEFAULT_BALANCE, self.plan)

    async def get_balance(self, user: Any = None) -> BalanceInfo:
        """Return the balance."""
        return BalanceInfo(self.balance, self.plan, DEFAULT_CAP)

    async def check_limits(self, user: Any = None) -> LimitsResult:
        """Allow anything while there is a balance."""
        return LimitsResult(allowed=self.balance > 0, balance=self.balance, plan=self.plan)

    async def get_subscription(self, user: Any = None) -> SubscriptionInfo:
        """Return the subscription."""
        return SubscriptionInfo(self.plan, self.plan.title(), self.subscription_status)

    async def track_usage(
        self,
        meter: str | int = "llm",
        quantity: int = 1,
        user: Any = None,
        *,
        amount: int | None = None,
        tokens: int | None = None,
        resource: str = "",
    ) -> bool:
        """Take units off the balance.

        Accepts the spellings of all versions: ``(meter, quantity)``, ``(meter, amount=n)`` and
        ``(tokens, resource=…)``.
        """
        first, name = (meter, resource or "llm") if isinstance(meter, int) else (None, meter)
        units = next(n for n in (tokens, amount, first, quantity) if n is not None)
        self._note("track_usage", meter=resource or name, quantity=units)
        self.balance -= units
        return True

    async def list_plans(self, user: Any = None) -> list[PlanInfo]:
        """Return the plans."""
        return list(self.plans)

    async def list_payments(
        self, user: Any = None, limit: int = 50, offset: int = 0
    ) -> list[PaymentRecord]:
        """Return past top-ups, latest first."""
        return self.payments[::-1][offset : offset + limit]

    async def list_payment_methods(self, user: Any = None) -> list[PaymentMethod]:
        """Return the payment methods."""
        return list(self.payment_methods)

    async def get_auto_topup(self, user: Any = None) -> AutoTopupSettings:
        """Return the automatic top-up."""
        return self.auto_topup

    async def change_plan(
        self, plan_id: str, period: str = "monthly", user: Any = None
    ) -> ChangePlanResult:
        """Move to another plan at once."""
        self._note("change_plan", plan_id=plan_id, period=period)
        self.plan = plan_id
        return ChangePlanResult(action="change_plan", plan=plan_id, succeeded=True)

    async def cancel_subscription(self, user: Any = None) -> dict[str, Any]:
        """Cancel at the end of the period."""
        return self._set_cancelled("cancel_subscription", True)

    async def resume_subscription(self, user: Any = None) -> dict[str, Any]:
        """Take back a cancellation."""
        return self._set_cancelled("resume_subscription", False)

    async def renew_subscription(self, user: Any = None) -> dict[str, Any]:
        """Pay for the next period."""
        self._note("renew_subscription")
        return {"status": "success", "plan_id": self.plan}

    async def topup(
        self,
        tokens: int,
        price_cents: int,
        save_payment_method: bool = True,
        off_session: bool = True,
        user: Any = None,
    ) -> TopupResult:
        """Buy tokens; they are on the balance at once."""
        self._note("topup", tokens=tokens, price_cents=price_cents)
        self.balance += tokens
        payment = PaymentRecord(
            f"pi_mock_{len(self.payments) + 1}", price_cents, tokens=tokens, status="succeeded"
        )
        self.payments.append(payment)
        return TopupResult(payment_intent_id=payment.payment_intent_id, succeeded=True)

    async def set_auto_topup(
        self,
        enabled: bool,
        threshold_pct: int = 10,
        recharge_tokens: int = 20_000,
        payment_method_id: str = "",
        user: Any = None,
    ) -> bool:
        """Set the automatic top-up."""
        self._note("set_auto_topup", enabled=enabled)
        self.auto_topup = AutoTopupSettings(
            enabled, threshold_pct, recharge_tokens, payment_method_id=payment_method_id
        )
        return True

    async def create_setup_intent(self, user: Any = None) -> SetupIntentResult:
        """Begin saving a payment method."""
        self._note("create_setup_intent")
        return SetupIntentResult("seti_mock_secret", "pk_test_mock")

    async def create_billing_portal_session(self, user: Any = None) -> str:
        """Return a URL of no real portal."""
        self._note("create_billing_portal_session")
        return "https://billing.example.test/session/mock"

    async def set_default_payment_method(self, pm_id: str, user: Any = None) -> bool:
        """Choose the default payment method; False when there is no such method."""
        self._note("set_default_payment_method", pm_id=pm_id)
        for method in self.payment_methods:
            method.is_default = method.id == pm_id
        return any(method.is_default for method in self.payment_methods)

    async def remove_payment_method(self, pm_id: str, user: Any = None) -> bool:
        """Forget a payment method; False when there was none."""
        self._note("remove_payment_method", pm_id=pm_id)
        kept = [method for method in self.payment_methods if method.id != pm_id]
        removed = len(kept) < len(self.payment_methods)
        self.payment_methods = kept
        return removed

    async def update_billing_profile(self, profile: dict[str, Any], user: Any = None) -> bool:
        """Set what invoices say."""
        self._note("update_billing_profile", profile=profile)
        self.billing_profile.update(profile)
        return True

    def _set_cancelled(self, method: str, cancelled: bool) -> dict[str, Any]:
        self._note(method)
        self.cancel_at_period_end = cancelled
        return {"status": "success", "cancel_at_period_end": cancelled}

    def _note(self, method: str, **args: Any) -> None:
        self.calls.append((method, args))
