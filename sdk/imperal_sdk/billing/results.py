"""What the billing client answers with, where it differs from :mod:`imperal_sdk.types.models`."""

from __future__ import annotations

from dataclasses import dataclass, field

_OFF_CARD = frozenset({"invoice", "contract", "manual"})


@dataclass
class LimitsResult:
    """Use of each meter against its limit; ``exceeded`` names the meters that are over."""

    plan: str
    usage: dict[str, int]
    limits: dict[str, int]
    exceeded: list[str] = field(default_factory=list)

    @property
    def any_exceeded(self) -> bool:
        """Whether any meter is over its limit."""
        return bool(self.exceeded)

    def is_exceeded(self, meter: str) -> bool:
        """Tell whether this meter is over its limit."""
        return meter in self.exceeded


@dataclass
class SubscriptionInfo:
    """The user's subscription; times are ISO strings, amounts in cents."""

    plan: str
    status: str
    started_at: str | None = None
    expires_at: str | None = None
    cancel_at_period_end: bool = False
    billing_mode: str = "card"
    card_required: bool = False
    contract_amount_cents: int | None = None
    billing_note: str | None = None

    @property
    def settles_off_stripe(self) -> bool:
        """Whether the subscription is paid by invoice or contract instead of a card."""
        return self.billing_mode in _OFF_CARD
