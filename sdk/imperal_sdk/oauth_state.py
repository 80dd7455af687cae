"""The ``state`` of an OAuth grant: who asked for it, signed with a secret the gateway shares.

The form is ``<claims>.<signature>``, both base64url without padding: the claims are a JSON
object, the signature is HMAC-SHA256 over the encoded claims.
"""

from __future__ import annotations

import hmac
import json
import os
from base64 import urlsafe_b64encode

from imperal_sdk._messages import explain

SECRET_VARIABLE = "IMPERAL_OAUTH_STATE_SECRET"


def build_oauth_state(app_id: str, user_id: str, tenant_id: str, provider: str) -> str:
    """Return the signed state of one user's grant at ``provider`` for one extension.

    Raises RuntimeError when the variable IMPERAL_OAUTH_STATE_SECRET is not set: an unsigned
    state would let anybody connect an account of theirs to somebody else.
    """
    claims = {"app_id": app_id, "user_id": user_id, "tenant_id": tenant_id, "provider": provider}
    signed = _base64url(json.dumps(claims).encode("ascii"))
    signature = hmac.digest(_signing_secret(), signed.encode("ascii"), "sha256")
    return ".".join((signed, _base64url(signature)))


def _signing_secret() -> bytes:
    if secret := os.environ.get(SECRET_VARIABLE):
        return secret.encode()
    raise RuntimeError(
        explain(
            f"the variable {SECRET_VARIABLE} is not set",
            "the state of an OAuth grant is signed, so that nobody can forge it",
            f"set {SECRET_VARIABLE} to the same value here and at the gateway",
        )
    )


def _base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode("ascii").rstrip("=")
