"""How a cached value is stored: an envelope that names its model and version."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

ENVELOPE_VERSION = 1
_HASH_CHARS = 16


def wrap(model_name: str, data: Any, cached_at: str | None = None) -> dict[str, Any]:
    """Return the envelope for ``data``, the model's ``model_dump(mode="json")``.

    ``cached_at`` is an ISO time, now when left out.
    """
    return {
        "model": model_name,
        "version": ENVELOPE_VERSION,
        "data": data,
        "cached_at": cached_at or datetime.now(UTC).isoformat(),
    }


def packed(envelope: dict[str, Any], ttl_seconds: int) -> bytes:
    """Return what goes over the wire; its length is what the 64 KB cap measures."""
    payload = {"envelope": envelope, "ttl_seconds": ttl_seconds}
    return json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def unwrap(envelope: Any, model_name: str) -> dict[str, Any] | None:
    """Return ``{"data": …}``, or None for another model, another version or no data."""
    if not isinstance(envelope, dict) or envelope.get("model") != model_name:
        return None
    if envelope.get("version") != ENVELOPE_VERSION or envelope.get("data") is None:
        return None
    return {"data": envelope["data"]}


def address(app_id: str, user_id: str, model_name: str, key: str) -> str:
    """Return where an entry is kept: app, user, model and the hash of the key."""
    digest = hashlib.sha256(key.encode("utf-8")).hexdigest()[:_HASH_CHARS]
    return f"{app_id}/{user_id}/{model_name}/{digest}"
