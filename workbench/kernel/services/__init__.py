"""The platform services behind `ctx`, one module each."""

from __future__ import annotations

from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.services import Hook, Next, Service, Services

__all__ = ["Hook", "Next", "Scope", "Service", "ServiceCall", "ServiceError", "Services"]
