"""Keep OAuth access tokens fresh (SDK reference, OAuth tokens).

An *account* is the dict an extension keeps per connected account: ``access_token``,
``refresh_token``, ``expires_at`` (Unix seconds or an ISO time) and the id of its document as
``id`` or ``doc_id``.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from imperal_sdk._messages import explain, one_of

if TYPE_CHECKING:
    from imperal_sdk.context import Context

DEFAULT_SKEW_SECONDS = 60
"""How long before its end a token already counts as expired."""

PROVIDER_TOKEN_URLS: dict[str, str] = {
    "google": "https://oauth2.googleapis.com/token",
    "microsoft": "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    "yahoo": "https://api.login.yahoo.com/oauth2/get_token",
}
"""Where each known provider renews access."""

DEFAULT_LIFETIME_SECONDS = 3600
_UNAUTHORIZED = 401
_RECONNECT = frozenset({"invalid_grant", "unauthorized_client", "invalid_client"})


class TokenRefreshError(RuntimeError):
    """Access could not be renewed.

    ``reconnect_required`` says that the user has to connect the account again;
    ``status_code`` is the provider's HTTP status, 0 when it was not asked.
    """

    def __init__(
        self, message: str, *, reconnect_required: bool = False, status_code: int = 0
    ) -> None:
        super().__init__(message)
        self.reconnect_required = reconnect_required
        self.status_code = status_code


def needs_refresh(account: dict[str, Any], *, skew: int = DEFAULT_SKEW_SECONDS) -> bool:
    """Tell whether the account has no token, no known end, or one within ``skew`` seconds."""
    if not account.get("access_token"):
        return True
    expires_at = _seconds(account.get("expires_at"))
    return expires_at is None or expires_at - skew <= time.time()


def _seconds(value: Any) -> float | None:
    if isinstance(value, str) and "T" in value:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


async def fresh_token(
    ctx: Context,
    account: dict[str, Any],
    *,
    provider: str = "google",
    collection: str = "",
    skew: int = DEFAULT_SKEW_SECONDS,
    force: bool = False,
) -> dict[str, Any]:
    """Return the account with a token that still works, renewing it when needed.

    The renewed token is saved to the account's document in ``collection`` when one is given.
    Uses the secrets ``<provider>_client_id`` and ``<provider>_client_secret``. Raises
    TokenRefreshError.
    """
    if not force and not needs_refresh(account, skew=skew):
        return account
    renewed = await _renew(ctx, account, provider)
    doc_id = account.get("id") or account.get("doc_id")
    if collection and doc_id and ctx.store is not None:
        stored = {name: v for name, v in renewed.items() if name not in ("id", "doc_id")}
        await ctx.store.update(collection, str(doc_id), stored)
    return renewed


async def with_fresh_token(
    ctx: Context,
    account: dict[str, Any],
    call: Callable[[dict[str, Any]], Awaitable[Any]],
    *,
    provider: str = "google",
    collection: str = "",
    skew: int = DEFAULT_SKEW_SECONDS,
) -> Any:
    """Return ``await call(account)`` with a fresh token; renews and calls once more on a 401."""
    current = await fresh_token(ctx, account, provider=provider, collection=collection, skew=skew)
    answer = await call(current)
    if getattr(answer, "status_code", None) != _UNAUTHORIZED:
        return answer
    current = await fresh_token(
        ctx, current, provider=provider, collection=collection, skew=skew, force=True
    )
    return await call(current)


async def _renew(ctx: Context, account: dict[str, Any], provider: str) -> dict[str, Any]:
    url = PROVIDER_TOKEN_URLS.get(provider)
    if url is None:
        raise TokenRefreshError(
            explain(
                f"unknown OAuth provider {provider!r}",
                f"a provider is one of {one_of(set(PROVIDER_TOKEN_URLS))}",
                "use one of them",
            )
        )
    refresh_token = account.get("refresh_token")
    if not refresh_token:
        raise TokenRefreshError(
            explain(
                "the account has no refresh token",
                "access is renewed with the refresh token of an offline grant",
                "let the user connect the account again",
            ),
            reconnect_required=True,
        )
    assert ctx.http is not None
    response = await ctx.http.post(
        url,
        data={
            "client_id": await ctx.secrets.get(f"{provider}_client_id"),
            "client_secret": await ctx.secrets.get(f"{provider}_client_secret"),
            "refresh_token": refresh_token,
            "grant_type": "refresh_token",
        },
    )
    if not response.ok:
        raise _refused(provider, response.status_code, response.body)
    granted = response.json()
    lifetime = int(granted.get("expires_in", DEFAULT_LIFETIME_SECONDS))
    return {
        **account,
        "access_token": granted["access_token"],
        "expires_at": int(time.time()) + lifetime,
        "refresh_token": granted.get("refresh_token", refresh_token),
    }


def _refused(provider: str, status: int, body: Any) -> TokenRefreshError:
    error = str(body.get("error", "")) if isinstance(body, dict) else ""
    return TokenRefreshError(
        explain(
            f"{provider} refused to renew access (HTTP {status}{f', {error}' if error else ''})",
            "a grant can be withdrawn by the user or the provider",
            "let the user connect the account again" if error in _RECONNECT else "try again later",
        ),
        reconnect_required=error in _RECONNECT,
        status_code=status,
    )
