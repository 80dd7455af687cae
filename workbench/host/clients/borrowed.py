"""Store clients that authors build themselves, out of the parts of ``ctx.store``.

In a webhook ``ctx`` belongs to nobody, so real extensions make a ``StoreClient`` of the gateway,
token and tenant they find on ``ctx.store``, for the user they have recognised; and in a user's
handler one for ``__webhook__``, to leave there what the webhook will need. Here such a client
asks the kernel, which decides who may act for whom.
"""

from __future__ import annotations

from typing import Any, Self

from workbench.host.calls import Calls
from workbench.host.clients.base import Platform
from workbench.host.clients.store import GATEWAY, RemoteStore
from workbench.host.sdk import Sdk


def lend_store(calls: Calls, sdk: Sdk) -> None:
    """Put a ``StoreClient`` that knows the workbench's own gateway in place of the SDK's.

    With any other gateway it makes the SDK's. Call it before the author's code is imported.
    """
    original = sdk.need("store.client", "StoreClient")
    platform = Platform(calls, sdk, None)

    class StoreClient(RemoteStore):
        """Documents of one user."""

        def __new__(cls, gateway_url: str, *args: Any, **kwargs: Any) -> Any:
            if gateway_url != GATEWAY:
                return original(gateway_url, *args, **kwargs)
            return super().__new__(cls)

        def __init__(
            self,
            gateway_url: str,
            auth_token: str = "",
            extension_id: str = "",
            user_id: str = "",
            tenant_id: str = "default",
            service_token: str = "",
        ) -> None:
            super().__init__(platform, user_id, user_id)

        def for_user(self, user_id: str) -> Self:
            """The same for another user."""
            return type(self)(GATEWAY, user_id=user_id)

    StoreClient.__module__ = original.__module__
    StoreClient.__qualname__ = original.__qualname__
    sdk.replace("store.client", "StoreClient", StoreClient)
    sdk.replace("store", "StoreClient", StoreClient)
