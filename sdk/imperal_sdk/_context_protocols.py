"""What each client of a Context offers, as protocols (SDK reference, Context)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Protocol

from imperal_sdk.billing import results as billing
from imperal_sdk.types.models import (
    AutoTopupSettings,
    BalanceInfo,
    ChangePlanResult,
    CompletionResult,
    Document,
    FileInfo,
    HTTPResponse,
    LimitsResult,
    PaymentMethod,
    PaymentRecord,
    PlanInfo,
    SetupIntentResult,
    SubscriptionInfo,
    TopupResult,
)
from imperal_sdk.types.pagination import Page


class StoreProtocol(Protocol):
    """Documents; see :class:`imperal_sdk.store.client.StoreClient`."""

    async def create(self, collection: str, data: dict[str, Any]) -> Document:
        """Store a new document."""

    async def get(self, collection: str, doc_id: str) -> Document | None:
        """Return a document or None."""

    async def query(
        self,
        collection: str,
        where: dict[str, Any] | None = None,
        order_by: str | None = None,
        limit: int = 100,
        cursor: str | None = None,
    ) -> Page[Document]:
        """Return matching documents."""

    async def update(
        self, collection: str, doc_id: str, data: dict[str, Any], if_match: str = ""
    ) -> Document:
        """Merge data into a document."""

    async def delete(self, collection: str, doc_id: str) -> bool:
        """Delete a document."""

    async def count(self, collection: str, where: dict[str, Any] | None = None) -> int:
        """Count matching documents."""

    async def set(self, key: str, data: Any) -> Document:
        """Write a document by key."""

    def list_users(self, collection: str, *, page_size: int = 500) -> AsyncIterator[str]:
        """Yield the users with documents in a collection; for system contexts."""


class DBProtocol(Protocol):
    """Raw SQL; see :class:`imperal_sdk.db.client.DBClient`."""

    def acquire(self) -> Any:
        """Give a connection."""

    def session(self) -> Any:
        """Give a connection in a transaction."""


class AIProtocol(Protocol):
    """Completions; see :class:`imperal_sdk.ai.client.AIClient`."""

    async def complete(self, prompt: str, model: str = "", **kwargs: Any) -> CompletionResult:
        """Return the model's answer."""


class SkeletonProtocol(Protocol):
    """Skeleton snapshots; see :class:`imperal_sdk.skeleton.client.SkeletonClient`."""

    async def get(self, section: str) -> Any:
        """Return the last snapshot."""


class BillingProtocol(Protocol):
    """Billing; see :class:`imperal_sdk.billing.client.BillingClient`."""

    async def get_balance(self, user: Any = None) -> BalanceInfo:
        """Return the tokens left."""

    async def check_limits(self, user: Any = None) -> LimitsResult | billing.LimitsResult:
        """Return use and limits."""

    async def get_subscription(
        self, user: Any = None
    ) -> SubscriptionInfo | billing.SubscriptionInfo:
        """Return the subscription."""

    async def track_usage(self, meter: str, quantity: int = 1, user: Any = None) -> bool:
        """Count usage on a meter."""

    async def list_plans(self, user: Any = None) -> list[PlanInfo]:
        """Return the plans on offer."""

    async def list_payments(
        self, user: Any = None, limit: int = 50, offset: int = 0
    ) -> list[PaymentRecord]:
        """Return past payments."""

    async def list_payment_methods(self, user: Any = None) -> list[PaymentMethod]:
        """Return saved payment methods."""

    async def get_auto_topup(self, user: Any = None) -> AutoTopupSettings:
        """Return the automatic top-up."""

    async def change_plan(
        self, plan_id: str, period: str = "monthly", user: Any = None
    ) -> ChangePlanResult:
        """Move to another plan."""

    async def cancel_subscription(self, user: Any = None) -> dict[str, Any]:
        """Cancel at the end of the period."""

    async def resume_subscription(self, user: Any = None) -> dict[str, Any]:
        """Take back a cancellation."""

    async def renew_subscription(self, user: Any = None) -> dict[str, Any]:
        """Pay for the next period."""

    async def topup(
        self,
        tokens: int,
        price_cents: int,
        save_payment_method: bool = True,
        off_session: bool = True,
        user: Any = None,
    ) -> TopupResult:
        """Buy tokens."""

    async def set_auto_topup(
        self,
        enabled: bool,
        threshold_pct: int = 10,
        recharge_tokens: int = 20000,
        payment_method_id: str = "",
        user: Any = None,
    ) -> bool:
        """Set the automatic top-up."""

    async def create_setup_intent(self, user: Any = None) -> SetupIntentResult:
        """Begin saving a payment method."""

    async def create_billing_portal_session(self, user: Any = None) -> str:
        """Return the portal's URL."""

    async def set_default_payment_method(self, pm_id: str, user: Any = None) -> bool:
        """Choose the default payment method."""

    async def remove_payment_method(self, pm_id: str, user: Any = None) -> bool:
        """Forget a payment method."""

    async def update_billing_profile(self, profile: dict[str, Any], user: Any = None) -> bool:
        """Set what invoices say."""


class NotifyProtocol(Protocol):
    """Notifications; see :class:`imperal_sdk.notify.client.NotifyClient`."""

    async def __call__(self, message: str, **kwargs: Any) -> None:
        """Send a notification."""

    async def send(self, message: str, channel: str = "in_app", **kwargs: Any) -> None:
        """Send a notification through a channel."""


class StorageProtocol(Protocol):
    """Files; see :class:`imperal_sdk.storage.client.StorageClient`."""

    async def upload(
        self, path: str, data: bytes, content_type: str = "application/octet-stream"
    ) -> FileInfo:
        """Store a file."""

    async def download(self, path: str) -> bytes:
        """Return a file's bytes."""

    async def delete(self, path: str) -> bool:
        """Delete a file."""

    async def list(self, prefix: str = "") -> Page[FileInfo]:
        """Return the files below a prefix."""


class HTTPProtocol(Protocol):
    """Outside HTTP; see :class:`imperal_sdk.http.client.HTTPClient`."""

    async def get(self, url: str, **kwargs: Any) -> HTTPResponse:
        """GET a URL."""

    async def post(self, url: str, **kwargs: Any) -> HTTPResponse:
        """POST to a URL."""

    async def put(self, url: str, **kwargs: Any) -> HTTPResponse:
        """PUT to a URL."""

    async def patch(self, url: str, **kwargs: Any) -> HTTPResponse:
        """PATCH a URL."""

    async def delete(self, url: str, **kwargs: Any) -> HTTPResponse:
        """DELETE a URL."""


class ToolsProtocol(Protocol):
    """Activities of the platform; in SDK 4 only."""

    async def call(self, activity_name: str, params: dict[str, Any]) -> Any:
        """Run an activity."""

    async def discover(self, query: str, top_k: int = 3) -> list[Any]:
        """Find activities by meaning."""


class ConfigProtocol(Protocol):
    """Settings; see :class:`imperal_sdk.config.client.ConfigClient`."""

    def get(self, key: str, default: Any = None) -> Any:
        """Return a setting or the default."""

    def require(self, key: str) -> Any:
        """Return a setting that must be set."""

    def get_section(self, section: str) -> dict[str, Any]:
        """Return a part of the settings."""

    def all(self) -> dict[str, Any]:
        """Return all settings."""


class ExtensionsProtocol(Protocol):
    """Other extensions; see :class:`imperal_sdk.extensions.client.ExtensionsClient`."""

    async def call(self, app_id: str, method: str, **kwargs: Any) -> Any:
        """Call an exposed method."""

    async def emit(self, event_type: str, data: dict[str, Any]) -> None:
        """Emit an event."""
