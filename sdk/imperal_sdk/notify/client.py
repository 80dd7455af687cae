"""Notifications, ``ctx.notify`` (SDK reference, Notify)."""

from __future__ import annotations

from typing import Any

from imperal_sdk._gateway import Client, Endpoint, Transport


class NotifyClient(Client):
    """Notifications to the context's user. The system user has no inbox: they go nowhere."""

    service = "notify"

    def __init__(
        self,
        gateway_url: str,
        auth_token: str = "",
        user_id: str = "",
        service_token: str = "",
        extension_id: str = "",
        *,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            Endpoint(
                gateway_url=gateway_url,
                auth_token=auth_token,
                service_token=service_token,
                user_id=user_id,
                extension_id=extension_id,
            ),
            transport,
        )

    async def __call__(self, message: str, **kwargs: Any) -> None:
        """Send ``message``; further keywords (title, level …) go out as they are."""
        await self._call("send", message=message, options=kwargs)

    async def send(self, message: str, channel: str = "in_app", **kwargs: Any) -> None:
        """Send ``message`` through ``channel``; further keywords go out as they are."""
        await self._call("send", message=message, options={"channel": channel, **kwargs})
