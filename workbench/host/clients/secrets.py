"""``ctx.secrets``: declared secrets, and the stub that health checks get."""

from __future__ import annotations

from typing import Any

from workbench.host.clients.base import RemoteClient, build


class RemoteSecrets(RemoteClient):
    """The user's secrets; the kernel knows which are declared and who may write them."""

    service = "secrets"

    async def get(self, name: str) -> str | None:
        """The value, or None if it is not set."""
        value: str | None = await self._call("get", name=name)
        return value

    async def set(self, name: str, value: str) -> None:
        """Set the value."""
        await self._call("set", name=name, value=value)

    async def delete(self, name: str) -> bool:
        """Forget the value; whether there was one."""
        return bool(await self._call("delete", name=name))

    async def is_set(self, name: str) -> bool:
        """Whether there is a value."""
        return bool(await self._call("is_set", name=name))

    async def list(self) -> list[Any]:
        """The SDK's SecretStatus of each declared secret."""
        kind = self._platform.sdk.need("secrets.client", "SecretStatus")
        return [build(kind, row) for row in await self._call("list")]


class HealthSecrets:
    """What a health check finds as ``ctx.secrets``: it has no user whose secrets to read."""

    async def get(self, name: str) -> None:
        """None."""

    async def is_set(self, name: str) -> bool:
        """False."""
        return False

    async def list(self) -> list[Any]:
        """Nothing."""
        return []

    async def set(self, name: str, value: str) -> None:
        """RuntimeError."""
        raise RuntimeError("a health check belongs to no user and cannot write secrets")

    async def delete(self, name: str) -> bool:
        """RuntimeError."""
        raise RuntimeError("a health check belongs to no user and cannot delete secrets")
