"""Skeleton snapshots, ``ctx.skeleton`` (skeletons concept)."""

from __future__ import annotations

from typing import Any

from imperal_sdk._gateway import Client, Endpoint, Transport
from imperal_sdk._messages import explain
from imperal_sdk.errors import SkeletonAccessForbidden


class SkeletonClient(Client):
    """The last snapshot of each skeleton section of one user. It can only be read."""

    service = "skeleton"

    def __init__(
        self,
        gateway_url: str,
        auth_token: str = "",
        extension_id: str = "",
        user_id: str = "",
        service_token: str = "",
        call_token: str = "",
        *,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            Endpoint(
                gateway_url=gateway_url,
                auth_token=auth_token,
                service_token=service_token,
                call_token=call_token,
                extension_id=extension_id,
                user_id=user_id,
            ),
            transport,
        )

    async def get(self, section: str) -> Any:
        """Return the last snapshot of ``section``, None when there is none."""
        return await self._call("get", section=section)


class SkeletonGuard:
    """Lets only skeleton handlers read skeletons; the check comes before any I/O."""

    def __init__(self, raw: Any, tool_type: str) -> None:
        self._raw = raw
        self._tool_type = tool_type

    async def get(self, section: str) -> Any:
        """Return the last snapshot of ``section``; raises SkeletonAccessForbidden elsewhere."""
        if self._tool_type != "skeleton":
            raise SkeletonAccessForbidden(
                explain(
                    f"ctx.skeleton.get({section!r}) was called by a {self._tool_type!r} handler",
                    "only @ext.skeleton handlers may read skeletons",
                    "read the data where it lives, or share it through ctx.cache",
                )
            )
        return await self._raw.get(section)

    def for_user(self, user_id: str) -> Any:
        """Return the unguarded client for another user; its context guards it again."""
        return self._raw.for_user(user_id)
