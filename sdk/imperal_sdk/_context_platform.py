"""The clients of a Context that are built when they are first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from imperal_sdk._gateway.endpoint import Endpoint, Transport
from imperal_sdk._messages import explain

if TYPE_CHECKING:
    from imperal_sdk._gateway.client import GatewayClient
    from imperal_sdk.apps.client import AppsClient
    from imperal_sdk.conversations.client import ConversationsClient
    from imperal_sdk.rbac.client import RBACClient
    from imperal_sdk.signals.client import SignalsClient
    from imperal_sdk.types.identity import UserContext
    from imperal_sdk.users.client import UsersClient

    G = TypeVar("G", bound=GatewayClient)


class PlatformClients:
    """``ctx.users``, ``apps``, ``conversations``, ``rbac``, ``signals`` and ``surface``.

    Each raises RuntimeError in a context that has no way to the platform.
    """

    if TYPE_CHECKING:
        user: UserContext
        _extension_id: str
        _metadata: dict[str, Any]
        _gateway_url: str
        _service_token: str
        _call_token: str
        _transport: Transport | None
        _platform_clients: dict[str, Any]

    @property
    def surface(self) -> str:
        """Where the user is: "panel" unless the platform said something else."""
        return str(self._metadata.get("surface") or self._metadata.get("caller_surface") or "panel")

    @property
    def users(self) -> UsersClient:
        """The platform's users, for extensions with administration rights."""
        from imperal_sdk.users.client import UsersClient

        return self._platform("users", UsersClient)

    @property
    def apps(self) -> AppsClient:
        """The platform's extensions, for extensions with administration rights."""
        from imperal_sdk.apps.client import AppsClient

        return self._platform("apps", AppsClient)

    @property
    def conversations(self) -> ConversationsClient:
        """The user's conversations."""
        from imperal_sdk.conversations.client import ConversationsClient

        return self._platform("conversations", ConversationsClient)

    @property
    def rbac(self) -> RBACClient:
        """Roles and scopes, for extensions with administration rights."""
        from imperal_sdk.rbac.client import RBACClient

        return self._platform("rbac", RBACClient)

    @property
    def signals(self) -> SignalsClient:
        """Live values of the user's screen."""
        client: SignalsClient | None = self._platform_clients.get("signals")
        if client is None:
            from imperal_sdk.signals.client import SignalsClient

            client = SignalsClient(
                self._gateway_url, self._service_token, transport=self._transport
            )
            self._platform_clients["signals"] = client
        return client

    def _platform(self, name: str, cls: type[G]) -> G:
        client: G | None = self._platform_clients.get(name)
        if client is None:
            if not (self._gateway_url or self._transport):
                raise RuntimeError(
                    explain(
                        f"ctx.{name} is not available: this context has no gateway URL",
                        "these clients ask the platform's directory",
                        f"in tests set ctx._platform_clients[{name!r}] to a double",
                    )
                )
            client = cls(
                self._gateway_url,
                self._service_token,
                self.user.imperal_id,
                self._extension_id,
                self.user.tenant_id,
                transport=self._transport,
            )
            self._platform_clients[name] = client
        return client

    def _endpoint(self) -> Endpoint:
        return Endpoint(
            gateway_url=self._gateway_url,
            service_token=self._service_token,
            call_token=self._call_token,
            extension_id=self._extension_id,
            user_id=self.user.imperal_id,
            tenant_id=self.user.tenant_id,
        )
