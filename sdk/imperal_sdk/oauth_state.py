"""Start an OAuth grant: the signed state and the provider's consent page."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from imperal_sdk._messages import explain, one_of

if TYPE_CHECKING:
    from imperal_sdk.context import Context

STATE_SECRET_VARIABLE = "IMPERAL_OAUTH_STATE_SECRET"
_DEFAULT_HOST = "panel.imperal.io"

AUTHORIZE_URLS = {
    "google": "https://accounts.google.com/o/oauth2/v2/auth",
    "microsoft": "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "yahoo": "https://api.login.yahoo.com/oauth2/request_auth",
}
"""Where each known provider asks its user for consent."""

_OWN_QUERY = {
    "google": {"access_type": "offline", "prompt": "consent"},
    "microsoft": {"response_mode": "query"},
}
"""What a provider's consent page is told beyond what every one of them is."""


def build_oauth_state(app_id: str, user_id: str, tenant_id: str, provider: str) -> str:
    """Return a signed state that ties a grant to who asked for it.

    Raises RuntimeError without IMPERAL_OAUTH_STATE_SECRET.
    """
    secret = os.environ.get(STATE_SECRET_VARIABLE, "")
    if not secret:
        raise RuntimeError(
            explain(
                f"the variable {STATE_SECRET_VARIABLE} is not set",
                "the state of an OAuth grant is signed, so that nobody can forge it",
                f"set {STATE_SECRET_VARIABLE} to the same value here and at the gateway",
            )
        )
    claims = {"app_id": app_id, "user_id": user_id, "tenant_id": tenant_id, "provider": provider}
    payload = _encoded(json.dumps(claims).encode())
    signature = hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest()
    return f"{payload}.{_encoded(signature)}"


async def authorize_url(ctx: Context, provider: str, *, login_hint: str | None = None) -> str:
    """Return the consent page's URL; see :meth:`imperal_sdk.context.Context.oauth_authorize_url`.

    Scopes come from ``ext.oauth(provider, scopes=[...])``.
    """
    if provider not in AUTHORIZE_URLS:
        raise ValueError(
            explain(
                f"unknown OAuth provider {provider!r}",
                f"a provider is one of {one_of(set(AUTHORIZE_URLS))}",
                "use one of them",
            )
        )
    client_id = await ctx.secrets.get(f"{provider}_client_id")
    state = build_oauth_state(ctx._extension_id, ctx.user.imperal_id, ctx.user.tenant_id, provider)
    host = os.environ.get("IMPERAL_PUBLIC_HOST") or _DEFAULT_HOST
    query: dict[str, Any] = {
        "client_id": client_id or "",
        "response_type": "code",
        "redirect_uri": f"https://{host}/v1/ext/{ctx._extension_id}/oauth/{provider}/callback",
        "scope": " ".join(_scopes(ctx, provider)),
        "state": state,
        **_OWN_QUERY.get(provider, {}),
    }
    if login_hint:
        query["login_hint"] = login_hint
    return f"{AUTHORIZE_URLS[provider]}?{urlencode(query)}"


def _scopes(ctx: Context, provider: str) -> list[str]:
    declared = ctx._extension.oauth_providers.get(provider) if ctx._extension else None
    return list(declared.scopes or []) if declared else []


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")
