"""Plans, balance and payments."""

from __future__ import annotations

from imperal_sdk.billing.client import BillingClient, LimitsResult, SubscriptionInfo

__all__ = ["BillingClient", "LimitsResult", "SubscriptionInfo"]
