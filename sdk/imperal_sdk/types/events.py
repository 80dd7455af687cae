"""What arrives from the bus and from outside (events concept; webhooks concept)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Event:
    """An event as the bus carries it; handlers get only ``data``, as a dict."""

    event_type: str
    timestamp: str = ""
    user_id: str = ""
    tenant_id: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class WebhookRequest:
    """An incoming HTTP call; ``body`` is the raw bytes."""

    method: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    query_params: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        """Return the body as JSON data; raises ``json.JSONDecodeError`` when it is not JSON."""
        return json.loads(self.body)

    def text(self) -> str:
        """Return the body decoded as UTF-8."""
        return self.body.decode("utf-8", errors="replace")


@dataclass
class WebhookResponse:
    """What a webhook answers the caller with."""

    status_code: int = 200
    body: dict[str, Any] | str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def ok(body: dict[str, Any] | str = "OK") -> WebhookResponse:
        """Answer 200 with ``body``."""
        return WebhookResponse(200, body)

    @staticmethod
    def error(message: str, status: int = 400) -> WebhookResponse:
        """Answer ``status`` with the body ``{"error": message}``."""
        return WebhookResponse(status, {"error": message})

    def to_dict(self) -> dict[str, Any]:
        """Return the control keys the platform reads: status_code, headers, body."""
        return {"status_code": self.status_code, "headers": self.headers, "body": self.body}
