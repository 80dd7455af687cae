"""What all clients of ``ctx`` share."""

from __future__ import annotations

import copy
from typing import Any, ClassVar, TypeVar

from imperal_sdk._gateway.endpoint import Endpoint, Transport, rebound

Self = TypeVar("Self", bound="Client")


class Client:
    """A client of one service, over an injected transport or HTTP."""

    service: ClassVar[str] = ""

    def __init__(self, endpoint: Endpoint, transport: Transport | None = None) -> None:
        self._endpoint = endpoint
        self._injected = transport

    @property
    def _user_id(self) -> str:
        return self._endpoint.user_id

    async def _call(self, method: str, **args: Any) -> Any:
        """Ask the service and return its JSON answer."""
        if self._injected is not None:
            return await self._injected(self.service, method, args)
        from imperal_sdk._gateway.http import GatewayTransport

        return await GatewayTransport(self._endpoint)(self.service, method, args)

    def for_user(self: Self, user_id: str) -> Self:
        """Return a copy of this client that acts for ``user_id``."""
        other = copy.copy(self)
        other._endpoint = self._endpoint.for_user(user_id)
        other._injected = rebound(self._injected, user_id)
        return other


class GatewayClient(Client):
    """A client of the platform's directory: users, apps, conversations, roles.

    Errors: AuthError for 401 and 403, NotFoundError for 404, APIError for other statuses from
    400; connection problems are retried twice and then raised as httpx exceptions.
    """

    def __init__(
        self,
        gateway_url: str,
        service_token: str = "",
        user_id: str = "",
        extension_id: str = "",
        tenant_id: str = "",
        *,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            Endpoint(
                gateway_url=gateway_url,
                service_token=service_token,
                user_id=user_id,
                extension_id=extension_id,
                tenant_id=tenant_id,
            ),
            transport,
        )

    @property
    def user_id(self) -> str:
        """The user this client acts for."""
        return self._endpoint.user_id

    async def _ask(self, method: str, **args: Any) -> dict[str, Any]:
        answer: dict[str, Any] = await self._call(method, **args)
        return answer
