"""How the clients of ``ctx`` reach the platform.

A client speaks to a *transport*: an async callable ``(service, method, args) -> value`` over
plain JSON values. A host passes its own; without one the client uses
:class:`imperal_sdk._gateway.http.GatewayTransport`, which speaks HTTP to the gateway.
"""

from __future__ import annotations

from imperal_sdk._gateway.client import Client, GatewayClient
from imperal_sdk._gateway.endpoint import Endpoint, Transport, rebound

__all__ = ["Client", "Endpoint", "GatewayClient", "Transport", "rebound"]
