"""Routes of the billing service."""

from __future__ import annotations

from typing import Any

from imperal_sdk._gateway.endpoint import Endpoint
from imperal_sdk._gateway.http import Exchange, Route, body, nothing

_TIMEOUTS_S = {"renew_subscription": 20.0, "topup": 15.0, "change_plan": 15.0}
_TIMEOUT_S = 10.0

_READS: dict[str, str] = {
    "check_limits": "/internal/user-limits/{user}",
    "get_balance": "/internal/balance/{user}",
    "get_subscription": "/internal/subscription/{user}",
    "list_payment_methods": "/internal/payment-methods/{user}",
    "list_payments": "/internal/payments/{user}",
    "list_plans": "/plans",
    "get_auto_topup": "/auto-topup",
}
_WRITES: dict[str, tuple[str, str]] = {
    "track_usage": ("POST", "/internal/usage/track"),
    "change_plan": ("POST", "/change-plan"),
    "cancel_subscription": ("POST", "/cancel"),
    "resume_subscription": ("POST", "/resume"),
    "renew_subscription": ("POST", "/renew"),
    "topup": ("POST", "/topup"),
    "set_auto_topup": ("PUT", "/auto-topup"),
    "create_billing_portal_session": ("POST", "/portal"),
    "create_setup_intent": ("POST", "/payment-methods/setup"),
    "set_default_payment_method": ("PUT", "/payment-methods/{pm_id}/default"),
    "remove_payment_method": ("DELETE", "/payment-methods/{pm_id}"),
    "update_billing_profile": ("PUT", "/profile"),
}
_NO_ANSWER = frozenset(
    {
        "track_usage",
        "set_auto_topup",
        "set_default_payment_method",
        "remove_payment_method",
        "update_billing_profile",
    }
)


def _exchange(at: Endpoint, args: dict[str, Any], method: str) -> Exchange:
    rest = dict(args)
    user = rest.pop("user_id", "") or at.user_id
    verb, path = _WRITES[method] if method in _WRITES else ("GET", _READS[method])
    url = f"{at.public}/billing" + path.format(user=user, pm_id=rest.pop("pm_id", ""))
    if method == "track_usage":
        rest.update(user_id=user, tenant_id=at.tenant_id)
    payload = rest.pop("profile", rest)
    return Exchange(
        verb,
        url,
        nothing if method in _NO_ANSWER else body,
        {"X-Service-Token": at.service_token, "X-Acting-User": user},
        params=payload or None if verb == "GET" else None,
        json=payload or None if verb != "GET" else None,
        timeout=_TIMEOUTS_S.get(method, _TIMEOUT_S),
    )


def _route(method: str) -> Route:
    return lambda at, args: _exchange(at, args, method)


BILLING: dict[str, Route] = {method: _route(method) for method in (*_READS, *_WRITES)}
