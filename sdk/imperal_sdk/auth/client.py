"""Check who a token belongs to, by asking the platform's auth service."""

from __future__ import annotations

from typing import Any

from imperal_sdk._messages import explain
from imperal_sdk._shared_http import own_http
from imperal_sdk.types.identity import UserContext

DEFAULT_AUTH_URL = "https://auth.imperal.io"
_TIMEOUT_S = 10.0
_FIELDS = frozenset(UserContext.model_fields)


class AuthError(Exception):
    """The token is not valid. The package root exports this class as ``AuthError``."""


class ImperalAuth:
    """The platform's auth service, for services of one's own that receive platform tokens."""

    def __init__(self, gateway_url: str = DEFAULT_AUTH_URL) -> None:
        self._gateway_url = gateway_url.rstrip("/")

    async def verify(self, token: str) -> UserContext:
        """Return the user a token belongs to. Raises AuthError when it is not valid."""
        info = await self.get_user_info(token)
        return UserContext.model_validate({k: v for k, v in info.items() if k in _FIELDS})

    async def get_user_info(self, token: str) -> dict[str, Any]:
        """Return the platform's record of the token's user. Raises AuthError."""
        async with own_http(_TIMEOUT_S) as client:
            response = await client.get(
                f"{self._gateway_url}/v1/auth/me", headers={"Authorization": f"Bearer {token}"}
            )
        if response.is_success:
            record: dict[str, Any] = response.json()
            return record
        raise AuthError(
            explain(
                f"the auth service refused the token (HTTP {response.status_code})",
                "a token is issued by the platform and expires",
                "ask the user to sign in again",
            )
        )
