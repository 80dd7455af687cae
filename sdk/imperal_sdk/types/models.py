"""Records the clients of ``ctx`` answer with (SDK reference, Clients)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from imperal_sdk._messages import explain, shown

_ERROR_STATUS = 400


class HTTPStatusError(Exception):
    """Raised by :meth:`HTTPResponse.raise_for_status` for a status of 400 or more."""

    def __init__(self, status_code: int, body: Any = None) -> None:
        super().__init__(f"HTTP {status_code}: {shown(body, 500)}")
        self.status_code = status_code
        self.body = body


@dataclass
class HTTPResponse:
    """The answer to ``ctx.http``: ``body`` is already parsed when the server said JSON."""

    status_code: int
    body: Any = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the status is 200 to 299."""
        return 200 <= self.status_code < 300

    def json(self) -> Any:
        """Return the body as JSON data.

        Raises ValueError (a ``json.JSONDecodeError``) when the body is not JSON.
        """
        if isinstance(self.body, (dict, list)):
            return self.body
        try:
            return json.loads(self.body)
        except json.JSONDecodeError as error:
            raise json.JSONDecodeError(
                explain(
                    f"the body of the HTTP {self.status_code} answer is not JSON: "
                    f"{shown(self.body)} ({error.msg})",
                    "json() reads JSON bodies only",
                    "check resp.ok first, or use resp.text()",
                ),
                error.doc,
                error.pos,
            ) from None
        except TypeError:
            raise ValueError(
                explain(
                    f"a body of type {type(self.body).__name__} cannot be JSON",
                    "json() reads dict, list, str and bytes bodies",
                    "use resp.body",
                )
            ) from None

    def text(self) -> str:
        """Return the body as text; parsed JSON is written back as JSON."""
        if isinstance(self.body, str):
            return self.body
        if isinstance(self.body, bytes):
            return self.body.decode("utf-8", errors="replace")
        return json.dumps(self.body)

    def raise_for_status(self) -> None:
        """Raise :class:`HTTPStatusError` when the status is 400 or more."""
        if self.status_code >= _ERROR_STATUS:
            raise HTTPStatusError(self.status_code, self.body)


@dataclass
class Document:
    """A stored document: ``data`` is the author's, the rest the platform's.

    ``doc["key"]`` and ``doc.get("key")`` read ``data``. ``etag`` changes with every write and
    serves ``store.update(..., if_match=doc.etag)``.
    """

    id: str
    collection: str
    data: dict[str, Any]
    extension_id: str = ""
    tenant_id: str = "default"
    created_at: str = ""
    updated_at: str = ""
    user_id: str = ""
    etag: str = ""

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    def get(self, key: str, default: Any = None) -> Any:
        """Return ``data[key]``, or ``default`` when there is no such key."""
        return self.data.get(key, default)


@dataclass
class CompletionResult:
    """An answer of ``ctx.ai``; ``usage`` counts tokens, ``stop_reason`` says why it ended."""

    text: str
    model: str = ""
    usage: dict[str, Any] = field(default_factory=dict)
    stop_reason: str = ""


@dataclass
class FileInfo:
    """A stored file; ``size`` in bytes, ``created_at`` an ISO time."""

    path: str
    size: int = 0
    content_type: str = ""
    created_at: str = ""
    url: str = ""


@dataclass
class BalanceInfo:
    """Tokens left (``balance``) and the plan's monthly cap (``cap``), both in tokens."""

    balance: int = 0
    plan: str = ""
    cap: int = 0


@dataclass
class LimitsResult:
    """Whether the user may spend more; ``limits`` maps a meter to its limit."""

    allowed: bool = True
    balance: int = 0
    plan: str = ""
    limits: dict[str, Any] = field(default_factory=dict)
    message: str = ""


@dataclass
class SubscriptionInfo:
    """The user's subscription; the two period bounds are ISO times."""

    plan_id: str = ""
    plan_name: str = ""
    status: str = ""
    period: str = "monthly"
    current_period_start: str = ""
    current_period_end: str = ""


@dataclass
class PaymentMethod:
    """A saved card or account, by its last four digits."""

    id: str = ""
    type: str = "card"
    brand: str = ""
    last4: str = ""
    exp_month: int = 0
    exp_year: int = 0
    is_default: bool = False


@dataclass
class PaymentRecord:
    """One past payment; ``amount_cents`` is in cents of ``currency``."""

    payment_intent_id: str = ""
    amount_cents: int = 0
    currency: str = "usd"
    tokens: int = 0
    status: str = ""
    type: str = ""
    created_at: str | None = None
    completed_at: str | None = None
    receipt_url: str = ""


@dataclass
class PlanInfo:
    """A plan on offer; ``price`` per ``interval`` in the account's currency."""

    id: str = ""
    name: str = ""
    price: float = 0.0
    interval: str = "monthly"
    features: dict[str, Any] = field(default_factory=dict)
    limits: dict[str, Any] = field(default_factory=dict)


@dataclass
class AutoTopupSettings:
    """When and by how much the balance refills itself."""

    enabled: bool = False
    threshold_pct: int = 10
    recharge_tokens: int = 20000
    recharge_cents: int = 2000
    payment_method_id: str = ""


@dataclass
class TopupResult:
    """The state of a top-up payment."""

    client_secret: str = ""
    payment_intent_id: str = ""
    publishable_key: str = ""
    succeeded: bool = False
    requires_action: bool = False


@dataclass
class SetupIntentResult:
    """What a browser needs to save a payment method."""

    client_secret: str = ""
    publishable_key: str = ""


@dataclass
class ChangePlanResult:
    """The state of a change of plan; ``effective_at`` is an ISO time."""

    action: str = ""
    plan: str = ""
    succeeded: bool = False
    requires_action: bool = False
    client_secret: str = ""
    effective_at: str = ""
    pending: bool = False
