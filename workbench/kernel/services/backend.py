"""An author's own ASGI app as the outside world, in a child of its own and never on a port."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import os
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from workbench.kernel.children.codec import CODEC
from workbench.kernel.children.process import HostProcess
from workbench.kernel.deadlines import Deadlines
from workbench.kernel.errors import ErrorReport
from workbench.wire.channel import Channel, ChannelClosed, open_channel
from workbench.wire.transport import open_pair

_SCRIPT: Final = Path(__file__).resolve().parents[2] / "host" / "backend.py"
_START_S: Final = 30.0
"""Real seconds an app may take to import and start."""


class BackendError(Exception):
    """The backend could not answer; `report` says where in the author's code, when it is known."""

    def __init__(self, message: str, report: ErrorReport | None = None) -> None:
        super().__init__(message)
        self.report = report


@dataclass(frozen=True, slots=True)
class BackendAnswer:
    """What an ASGI app sent: status, headers in order, and the whole body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Backend:
    """The app ``module:attribute`` in the folder `root`, started with the first request.

    A child that ends is started again by the next request; what was in flight fails.
    """

    def __init__(self, app: str, root: Path, python: str) -> None:
        self.app = app
        self._root = root
        self._python = python
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._deadlines = Deadlines()
        self._starting = asyncio.Lock()
        self._process: HostProcess | None = None
        self._channel: Channel | None = None
        self._gone: asyncio.Future[None] | None = None
        self._loaded: dict[str, int] = {}
        self._early: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        """False when the next request has to start the app first, which takes a moment."""
        return self._channel is not None and not self._channel.is_closed

    @property
    def stale(self) -> bool:
        """True when a source file the running app was loaded from has changed since."""
        return self._loaded != _changed_at(self._loaded)

    async def request(
        self,
        method: str,
        path: str,
        query: str,
        headers: list[tuple[str, str]],
        body: bytes,
        timeout: float,
    ) -> BackendAnswer:
        """Let the app answer one request; `path` and `query` as in the URL, still encoded.

        `timeout` is real seconds. Raises BackendError when the app cannot start, fails, or takes
        too long.
        """
        message = {
            "t": "http",
            "method": method,
            "path": path,
            "query": query,
            "headers": headers,
            "body_b64": base64.b64encode(body).decode(),
        }
        await self._start()
        reply = await self._ask(message, timeout)
        return BackendAnswer(
            int(reply["status"]),
            [(str(name), str(value)) for name, value in reply["headers"]],
            base64.b64decode(reply["body_b64"]),
        )

    def start_soon(self) -> None:
        """Start the app before its first request; a failure is that request's to report."""
        self._early = asyncio.get_running_loop().create_task(self._start_early())

    async def close(self) -> None:
        """Let the app shut down, then end its process."""
        if self._early is not None:
            await self._early
        self._deadlines.close()
        channel, process, gone = self._channel, self._process, self._gone
        if channel is None or process is None or gone is None:
            return
        if not channel.is_closed:
            channel.send({"t": "shutdown"})
            await asyncio.wait([gone], timeout=2)
            channel.close()
        await asyncio.wait([gone], timeout=2)
        await process.ended()
        self._channel = self._process = None

    async def _start_early(self) -> None:
        with contextlib.suppress(BackendError):
            await self._start()

    async def _start(self) -> None:
        async with self._starting:
            if self.running:
                return
            if self._process is not None:
                await self._process.ended()
            pair = open_pair()
            command = [self._python, str(_SCRIPT), *pair.arguments]
            command += ["--root", str(self._root), "--app", self.app]
            try:
                self._process = HostProcess.start(
                    command, cwd=self._root, env=_environment(), **pair.popen
                )
            except OSError as error:
                pair.ours.close()
                raise BackendError(f"the backend {self.app} cannot be started: {error}") from error
            finally:
                pair.theirs.close()
            self._gone = asyncio.get_running_loop().create_future()
            self._channel = await open_channel(pair.ours, self._receive, self._closed, CODEC)
            try:
                reply = await self._ask({"t": "start"}, _START_S)
            except BackendError:
                self._channel.close()  # the next request tries again, with what is on disk then
                raise
            self._loaded = _changed_at(reply.get("files") or ())

    async def _ask(self, message: Mapping[str, Any], timeout: float) -> dict[str, Any]:
        number = next(self._ids)
        answered: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answered
        try:
            if self._channel is None:
                raise BackendError(f"the backend {self.app} is not running")
            self._channel.send({**message, "id": number})
            self._deadlines.after(timeout, partial(_expire, weakref.ref(answered)))
            reply = await answered
        except ChannelClosed as error:
            raise BackendError(f"the backend {self.app} has ended") from error
        except TimeoutError as error:
            raise BackendError(f"the backend {self.app} did not answer in {timeout:g} s") from error
        finally:
            self._waiting.pop(number, None)
        if reply.get("error"):
            report = ErrorReport.from_json(reply["error"])
            place = f" ({report.file}:{report.line})" if report.file else ""
            message_text = f"the backend {self.app} failed: {report.type}: {report.message}{place}"
            raise BackendError(message_text, report)
        return reply

    def _receive(self, message: dict[str, Any]) -> None:
        answered = self._waiting.get(message.get("id", 0))
        if answered is not None and not answered.done():
            answered.set_result(message)

    def _closed(self, error: Exception | None) -> None:
        for answered in self._waiting.values():
            if not answered.done():
                answered.set_exception(BackendError(f"the backend {self.app} has ended"))
        if self._gone is not None and not self._gone.done():
            self._gone.set_result(None)


def _expire(reference: weakref.ref[asyncio.Future[dict[str, Any]]]) -> None:
    # Held weakly: a request that was answered must not keep its answer until its time is up.
    answered = reference()
    if answered is not None and not answered.done():
        answered.set_exception(TimeoutError())


def _changed_at(files: Iterable[str]) -> dict[str, int]:
    """When each file was changed, in nanoseconds; 0 for one that is gone."""
    times = {}
    for file in files:
        try:
            times[file] = Path(file).stat().st_mtime_ns
        except OSError:
            times[file] = 0
    return times


def _environment() -> dict[str, str]:
    """Our environment without what would point another interpreter at our own packages."""
    dropped = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if name not in dropped}
