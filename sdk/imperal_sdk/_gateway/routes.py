"""All routes of the gateway, by service and method."""

from __future__ import annotations

from imperal_sdk._gateway.http import Route
from imperal_sdk._gateway.routes_billing import BILLING
from imperal_sdk._gateway.routes_data import CACHE, SKELETON, STORAGE, STORE
from imperal_sdk._gateway.routes_platform import PLATFORM
from imperal_sdk._gateway.routes_services import AI, CHAT, NOTIFY, SECRETS, SIGNALS

ROUTES: dict[tuple[str, str], Route] = {
    **{("store", method): route for method, route in STORE.items()},
    **{("cache", method): route for method, route in CACHE.items()},
    **{("skeleton", method): route for method, route in SKELETON.items()},
    **{("storage", method): route for method, route in STORAGE.items()},
    **{("ai", method): route for method, route in AI.items()},
    **{("notify", method): route for method, route in NOTIFY.items()},
    **{("chat", method): route for method, route in CHAT.items()},
    **{("secrets", method): route for method, route in SECRETS.items()},
    **{("signals", method): route for method, route in SIGNALS.items()},
    **{("billing", method): route for method, route in BILLING.items()},
    **PLATFORM,
}
"""What :class:`~imperal_sdk._gateway.http.GatewayTransport` can ask for."""
