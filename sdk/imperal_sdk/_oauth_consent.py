"""Where a user grants an extension access to an account: each provider's consent page."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from imperal_sdk._messages import explain, one_of
from imperal_sdk.oauth_state import build_oauth_state

if TYPE_CHECKING:
    from imperal_sdk.context import Context

_PLATFORM = "panel.imperal.io"


@dataclass(frozen=True)
class ConsentPage:
    """A provider's page, and what its query says beyond what OAuth 2 asks of all of them."""

    url: str
    extra: dict[str, str] = field(default_factory=dict)

    def asked(self, query: dict[str, str]) -> str:
        """Return the page's address with a query."""
        return f"{self.url}?{urlencode({**query, **self.extra})}"


PAGES = {
    # Only with these two does Google hand out a refresh token, every time.
    "google": ConsentPage(
        "https://accounts.google.com/o/oauth2/v2/auth",
        {"access_type": "offline", "prompt": "consent"},
    ),
    "microsoft": ConsentPage(
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        {"response_mode": "query"},
    ),
    "yahoo": ConsentPage("https://api.login.yahoo.com/oauth2/request_auth"),
}


async def consent_url(ctx: Context, provider: str, login_hint: str | None = None) -> str:
    """Return the address to send the user to; see ``Context.oauth_authorize_url``.

    The client id is the secret ``<provider>_client_id``, empty when it is not set; the scopes
    are those of ``ext.oauth(provider, scopes=[...])``. Raises ValueError for an unknown provider
    and RuntimeError without the secret that signs the state.
    """
    page = PAGES.get(provider)
    if page is None:
        raise ValueError(
            explain(
                f"unknown OAuth provider {provider!r}",
                f"a provider is one of {one_of(list(PAGES))}",
                "use one of them",
            )
        )
    app_id, user = ctx._extension_id, ctx.user
    query = {
        "client_id": await ctx.secrets.get(f"{provider}_client_id") or "",
        "response_type": "code",
        "redirect_uri": _callback(app_id, provider),
        "scope": _declared_scopes(ctx, provider),
        "state": build_oauth_state(app_id, user.imperal_id, user.tenant_id, provider),
    }
    address = page.asked(query)
    return f"{address}&{urlencode({'login_hint': login_hint})}" if login_hint else address


def _callback(app_id: str, provider: str) -> str:
    platform = os.environ.get("IMPERAL_PUBLIC_HOST") or _PLATFORM
    return f"https://{platform}/v1/ext/{app_id}/oauth/{provider}/callback"


def _declared_scopes(ctx: Context, provider: str) -> str:
    providers = getattr(ctx._extension, "oauth_providers", {})
    scopes = providers[provider].scopes if provider in providers else None
    return " ".join(scopes or [])
