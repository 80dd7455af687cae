"""Short-lived tokens that say which handler of which extension runs for which user.

A token is ``<payload>.<signature>``: canonical JSON and its HMAC-SHA256, both base64url.
Each is good for one use: its id is claimed in Redis.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError

ToolType: TypeAlias = Literal["skeleton", "panel", "tool", "chat_fn"]

MAX_TOKEN_CHARS = 2048
_JTI_BYTES = 16
_CLAIMED = "imperal:calltoken:jti:"


class CallTokenError(ValueError):
    """The token is malformed, forged, expired, used before, or meant for something else."""


class CallTokenClaims(BaseModel):
    """What a token says; ``iat`` and ``exp`` are Unix seconds, ``jti`` is its id."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tool_type: ToolType
    app_id: str
    user_id: str
    iat: int
    exp: int
    jti: str = Field(min_length=16)


def mint_call_token(
    tool_type: ToolType, app_id: str, user_id: str, ttl_seconds: int, hmac_secret: bytes
) -> str:
    """Return a new token that is good for ``ttl_seconds``."""
    now = int(time.time())
    claims = CallTokenClaims(
        tool_type=tool_type,
        app_id=app_id,
        user_id=user_id,
        iat=now,
        exp=now + ttl_seconds,
        jti=secrets.token_urlsafe(_JTI_BYTES),
    )
    payload = json.dumps(claims.model_dump(), separators=(",", ":"), sort_keys=True).encode()
    return f"{_encode(payload)}.{_encode(_sign(payload, hmac_secret))}"


async def verify_call_token(
    token: str,
    required_tool_type: ToolType,
    required_app_id: str,
    required_user_id: str,
    hmac_secrets: list[bytes],
    redis: Any,
) -> CallTokenClaims:
    """Return what the token says, if it is for exactly this handler, extension and user.

    ``hmac_secrets`` are tried in turn, so that a secret can be rotated; ``redis`` is an async
    Redis client. Raises CallTokenError.
    """
    claims = await verify_call_token_any_tool_type(
        token, required_app_id, required_user_id, hmac_secrets, redis
    )
    if claims.tool_type != required_tool_type:
        raise CallTokenError(
            f"The call token is for a {claims.tool_type} handler, not for {required_tool_type}"
        )
    return claims


async def verify_call_token_any_tool_type(
    token: str,
    required_app_id: str,
    required_user_id: str,
    hmac_secrets: list[bytes],
    redis: Any,
) -> CallTokenClaims:
    """Return what the token says, if it is for this extension and user. Raises CallTokenError."""
    claims = _opened(token, hmac_secrets)
    remaining = claims.exp - int(time.time())
    if remaining <= 0:
        raise CallTokenError("The call token has expired")
    if not await redis.set(f"{_CLAIMED}{claims.jti}", "1", nx=True, ex=remaining):
        raise CallTokenError("The call token was used before")
    if claims.app_id != required_app_id:
        raise CallTokenError(f"The call token is for {claims.app_id!r}, not {required_app_id!r}")
    if claims.user_id != required_user_id:
        raise CallTokenError(f"The call token is for another user than {required_user_id!r}")
    return claims


def _opened(token: str, hmac_secrets: list[bytes]) -> CallTokenClaims:
    if len(token) > MAX_TOKEN_CHARS:
        raise CallTokenError(f"The call token is longer than {MAX_TOKEN_CHARS} characters")
    payload_text, dot, signature_text = token.partition(".")
    try:
        payload, signature = _decode(payload_text), _decode(signature_text)
    except (binascii.Error, ValueError) as error:
        raise CallTokenError(f"The call token is malformed: {error}") from None
    if not dot or not any(
        hmac.compare_digest(_sign(payload, secret), signature) for secret in hmac_secrets
    ):
        raise CallTokenError("The call token's signature is not valid")
    try:
        return CallTokenClaims.model_validate_json(payload)
    except ValidationError as error:
        raise CallTokenError(f"The call token's claims are not valid: {error}") from None


def _sign(payload: bytes, secret: bytes) -> bytes:
    return hmac.new(secret, payload, hashlib.sha256).digest()


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
