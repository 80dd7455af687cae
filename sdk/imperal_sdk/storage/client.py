"""Files, ``ctx.storage`` (SDK reference, Storage)."""

from __future__ import annotations

import base64
from typing import Any

from imperal_sdk._gateway import Client, Endpoint, Transport
from imperal_sdk.types.models import FileInfo
from imperal_sdk.types.pagination import Page

_FIELDS = frozenset(FileInfo.__dataclass_fields__)


class StorageClient(Client):
    """Files of the extension in the tenant."""

    service = "storage"

    def __init__(
        self,
        gateway_url: str,
        auth_token: str = "",
        extension_id: str = "",
        tenant_id: str = "default",
        service_token: str = "",
        *,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            Endpoint(
                gateway_url=gateway_url,
                auth_token=auth_token,
                service_token=service_token,
                extension_id=extension_id,
                tenant_id=tenant_id,
            ),
            transport,
        )

    async def upload(
        self, path: str, data: bytes, content_type: str = "application/octet-stream"
    ) -> FileInfo:
        """Store ``data`` at ``path`` and return what is known about the file."""
        answer = await self._call(
            "upload",
            path=path,
            data_b64=base64.b64encode(data).decode("ascii"),
            content_type=content_type,
        )
        return _file({"path": path, "size": len(data), "content_type": content_type, **answer})

    async def download(self, path: str) -> bytes:
        """Return the bytes of the file at ``path``."""
        answer = await self._call("download", path=path)
        return base64.b64decode(answer["data_b64"])

    async def delete(self, path: str) -> bool:
        """Delete the file at ``path``; False when there was none."""
        return bool(await self._call("delete", path=path))

    async def list(self, prefix: str = "") -> Page[FileInfo]:
        """Return the files whose paths start with ``prefix``."""
        answer = await self._call("list", prefix=prefix)
        page = {"data": answer} if isinstance(answer, list) else answer
        return Page[FileInfo](
            data=[_file(row) for row in page.get("files", page.get("data", []))],
            cursor=page.get("cursor"),
            has_more=page.get("has_more", False),
            total=page.get("total"),
        )


def _file(row: dict[str, Any]) -> FileInfo:
    return FileInfo(**{name: value for name, value in row.items() if name in _FIELDS})
