"""Facets of amounts, prices and payments."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel

from imperal_sdk.sdl.facets._fact import fact


class Monetary(BaseModel):
    """An amount of money."""

    amount: Decimal | None = fact("money.amount")
    currency: str | None = fact("money.currency")


class Priced(BaseModel):
    """What one piece costs."""

    unit_price: Decimal | None = fact("money.unit_price")
    list_price: Decimal | None = fact("money.list_price")
    compare_at_price: Decimal | None = fact("money.compare_at_price")
    price_currency: str | None = fact("money.price_currency")
    price_includes_tax: bool | None = fact("money.price_includes_tax")


class Discountable(BaseModel):
    """What it costs at present."""

    sale_price: Decimal | None = fact("money.sale_price")
    discount_pct: Decimal | None = fact("money.discount_pct")
    is_on_sale: bool | None = fact("money.is_on_sale")


class Subscribable(BaseModel):
    """Paid for again and again."""

    subscription_status: (
        Literal["trialing", "active", "past_due", "paused", "canceled", "expired", "incomplete"]
        | None
    ) = fact("money.subscription_status")
    billing_interval: Literal["day", "week", "month", "quarter", "year"] | None = fact(
        "money.billing_interval"
    )
    billing_interval_count: int | None = fact("money.billing_interval_count")
    current_period_start: datetime | None = fact("money.current_period_start")
    current_period_end: datetime | None = fact("money.current_period_end")
    trial_end: datetime | None = fact("money.trial_end")
    recurring_amount: Decimal | None = fact("money.recurring_amount")
    cancel_at_period_end: bool | None = fact("money.cancel_at_period_end")


class Balanced(BaseModel):
    """An account with a balance."""

    balance: Decimal | None = fact("money.balance")
    balance_currency: str | None = fact("money.balance_currency")
    available_balance: Decimal | None = fact("money.available_balance")
    pending_balance: Decimal | None = fact("money.pending_balance")
    credit_limit: Decimal | None = fact("money.credit_limit")


class Invoiced(BaseModel):
    """A bill."""

    invoice_number: str | None = fact("money.invoice_number")
    total: Decimal | None = fact("money.total")
    tax: Decimal | None = fact("money.tax")
    payment_status: Literal["unpaid", "paid", "partial", "refunded", "void"] | None = fact(
        "money.payment_status"
    )
    paid_at: datetime | None = fact("money.paid_at")
    invoice_due_at: datetime | None = fact("money.invoice_due_at")
