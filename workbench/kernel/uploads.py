"""Files that a person sends from a panel: the browser's part of a BulkUpload.

Each file is one POST of multipart form data in the field ``file`` (UI reference, BulkUpload). It
goes where the app's requests go: to a rule of ``workbench.toml``, the author's backend, or, in live
mode, the network. The journal has a record of each, among the other requests.
"""

from __future__ import annotations

import asyncio
import mimetypes
from pathlib import Path
from time import perf_counter_ns
from typing import Any, Final

from workbench.kernel.core import Core
from workbench.kernel.services.call import Scope, ServiceCall, ServiceError
from workbench.kernel.services.http import Http
from workbench.kernel.services.http_outside import Outside

LONGEST_S: Final = 120.0
"""Seconds a file may take."""

LARGEST: Final = 50 * 2**20
"""Bytes of the largest file: it is held in memory while it is sent."""

_OFTEN_TRANSIENT: Final = frozenset({"ConnectError", "ReadError", "ReadTimeout", "WriteError"})


class UploadRefusedError(Exception):
    """A file that cannot be sent, and would not be if it were tried again."""


class Uploads:
    """Sends files for the panels of one kernel."""

    def __init__(self, core: Core, *, http: Http, outside: Outside) -> None:
        self._core = core
        self._http = http
        self._outside = outside

    async def send(self, app_id: str, endpoint: str, path: Path) -> int:
        """POST a file to an endpoint as the signed-in user; the answer is the HTTP status.

        Raises ``OSError`` when the file cannot be read or nobody answered, and
        ``UploadRefusedError`` where the endpoint or the file will never do.
        """
        url = self._url(app_id, endpoint)
        content = await asyncio.to_thread(_content, path)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        file = {"name": "file", "filename": path.name, "content_type": kind}
        call = ServiceCall(
            "http",
            "request",
            {"method": "POST", "url": url, "files": [{**file, "content": content}]},
            self._scope(app_id),
        )
        began, at = perf_counter_ns(), self._core.clock.now()
        failure: ServiceError | None = None
        answer: dict[str, Any] | None = None
        try:
            answer = await self._http.exchange(call, url, LONGEST_S)
        except ServiceError as error:
            failure = error
        shown = {**file, "bytes": len(content)}
        self._record(
            call, {"method": "POST", "url": url, "files": [shown]}, answer, failure, began, at
        )
        if answer is not None:
            return int(answer["status_code"])
        assert failure is not None
        if failure.type in _OFTEN_TRANSIENT:
            raise ConnectionError(failure.message)
        raise UploadRefusedError(failure.message)

    def _url(self, app_id: str, endpoint: str) -> str:
        if "://" in endpoint.partition("?")[0]:
            return endpoint
        base = self._outside.base_url(app_id)
        if base is None:
            message = f"{endpoint} has no host: set base_url under [http] in workbench.toml"
            raise UploadRefusedError(message)
        return f"{base.rstrip('/')}/{endpoint.lstrip('/')}"

    def _scope(self, app_id: str) -> Scope:
        user = self._core.personas.current
        extension = self._core.extensions.get(app_id)
        if extension is None:
            raise UploadRefusedError(f"{app_id} is not open")
        return Scope(
            app_id=app_id,
            user=user,
            acting_user=user.imperal_id,
            tenant_id=user.tenant_id,
            kind="upload",
            declarations=extension.declarations if extension.current else {},
        )

    def _record(
        self,
        call: ServiceCall,
        args: dict[str, object],
        answer: dict[str, Any] | None,
        failure: ServiceError | None,
        began: int,
        at: float,
    ) -> None:
        journal = self._core.journal
        journal.append(
            "http",
            "http.upload",
            id=self._core.ids.new("up"),
            app_id=call.scope.app_id,
            actor=call.scope.acting_user,
            at=at,
            started_ns=journal.elapsed_ns(began),
            duration_ms=(perf_counter_ns() - began) * 1e-6,
            status="ok" if failure is None else "error",
            body={
                "service": "http",
                "method": "upload",
                "args": args,
                "value": answer,
                "error": failure.to_json() if failure else None,
                **call.notes,
            },
        )


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LARGEST:
        message = f"{size / 2**20:,.0f} MB: the workbench sends files of at most 50 MB"
        raise UploadRefusedError(message)
    return path.read_bytes()
