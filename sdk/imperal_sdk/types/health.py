"""What a health check answers with (SDK reference, Lifecycle)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass
class HealthStatus:
    """The state of an extension: ok, degraded or unhealthy, with a sentence and details."""

    status: Literal["ok", "degraded", "unhealthy"]
    message: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @staticmethod
    def ok(details: dict[str, Any] | None = None) -> HealthStatus:
        """Answer that everything works."""
        return HealthStatus("ok", details=details or {})

    @staticmethod
    def degraded(message: str) -> HealthStatus:
        """Answer that part of the extension does not work, and which."""
        return HealthStatus("degraded", message)

    @staticmethod
    def unhealthy(message: str) -> HealthStatus:
        """Answer that the extension does not work, and why."""
        return HealthStatus("unhealthy", message)
