"""A scripted kernel for tests of children: starts a real process and speaks the wire with it.

WORKBENCH_TEST_PYTHON names another interpreter for the children that do not ask for one, with the
SDK that is installed there.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.wire.channel import Channel, Message, open_channel
from workbench.wire.errors import CallError, ErrorReport
from workbench.wire.transport import open_pair

BOOT = Path(paths.__file__).parent / "host" / "boot.py"
OTHER_PYTHON = os.environ.get("WORKBENCH_TEST_PYTHON")
SDK = "bundled" if OTHER_PYTHON is None else "installed"
Service = Callable[[dict[str, Any], Message], Any]


class RefusalError(Exception):
    """Raised by a scripted service to answer with a CallError."""

    def __init__(self, type_: str, message: str = "", **fields: Any) -> None:
        super().__init__(message)
        self.error = CallError(type_, message, fields)


class LoadFailedError(Exception):
    """The child answered ``failed``."""

    def __init__(self, report: ErrorReport) -> None:
        super().__init__(f"{report.type}: {report.message}")
        self.report = report


class Peer:
    """One child and everything it has said.

    `services` maps ``"service.method"`` (or ``"service"``) to a function of the call's arguments
    and the whole message, which returns the value or a coroutine of it, or raises RefusalError.
    """

    def __init__(self, services: Mapping[str, Service] | None = None) -> None:
        self.services: dict[str, Service] = dict(services or {})
        self.process: subprocess.Popen[bytes]
        self.channel: Channel
        self.hello: Message = {}
        self.received: list[Message] = []
        self.calls: list[Message] = []
        self.records: list[dict[str, Any]] = []
        self.dropped = 0
        self.grant = True
        self.answer_now: float | None = None
        self.crash_file = Path(tempfile.mkdtemp(prefix="workbench-peer-")) / "crash.txt"
        self._numbers = itertools.count(1)
        self._replies: dict[tuple[str, int], asyncio.Future[Message]] = {}
        self._arrived = asyncio.Event()
        self._serving: set[asyncio.Task[None]] = set()
        self.closed: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()

    async def start(
        self, *, python: str | None, sdk: str, pipes: bool, arguments: list[str]
    ) -> None:
        pair = open_pair(pipes=pipes)
        command = [python or sys.executable, str(BOOT), *pair.arguments, "--sdk", sdk]
        command += ["--bundled-sdk", str(paths.bundled_sdk()), "--crash-file", str(self.crash_file)]
        self.process = _spawn([*command, *arguments], pair.popen)
        pair.theirs.close()
        self.channel = await open_channel(pair.ours, self._receive, self._closed)
        self.hello = await self.message("hello", timeout=30)

    # -- asking ----------------------------------------------------------------------------

    async def load(self, root: Path, **options: Any) -> dict[str, Any]:
        """Load an extension; its declarations."""
        number = next(self._numbers)
        request = {"t": "load", "id": number, "root": str(root), "entry": "main.py"}
        reply = await self._ask({**request, **options}, ("loaded", "failed"))
        if reply["t"] == "failed":
            raise LoadFailedError(ErrorReport.from_json(reply["error"]))
        declarations: dict[str, Any] = reply["declarations"]
        return declarations

    async def invoke(
        self, kind: str, name: str = "", params: dict[str, Any] | None = None, **options: Any
    ) -> Message:
        """Run a handler; its ``result`` message."""
        return await self.begin(kind, name, params, **options)[1]

    def begin(
        self, kind: str, name: str = "", params: dict[str, Any] | None = None, **options: Any
    ) -> tuple[int, asyncio.Future[Message]]:
        """Begin to run a handler; its id, and the ``result`` message to come."""
        number = next(self._numbers)
        message = {
            "t": "invoke",
            "id": number,
            "kind": kind,
            "name": name,
            "params": params or {},
            "ctx": context(tool_type={"panel": "panel", "function": "chat_fn"}.get(kind, "tool")),
            "deadline_s": None,
            "span": f"span-{number}",
            **options,
        }
        return number, asyncio.ensure_future(self._ask(message, ("result",)))

    async def ping(self) -> None:
        """Wait for a pong."""
        await self._ask({"t": "ping", "id": next(self._numbers)}, ("pong",))

    async def stacks(self) -> list[dict[str, Any]]:
        """The stacks of all threads."""
        reply = await self._ask({"t": "stacks", "id": next(self._numbers)}, ("stacks",))
        threads: list[dict[str, Any]] = reply["threads"]
        return threads

    def cancel(self, number: int, mode: str) -> None:
        self.channel.send({"t": "cancel", "id": number, "mode": mode})

    async def _ask(self, message: Message, kinds: tuple[str, ...]) -> Message:
        reply: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        for kind in kinds:
            self._replies[kind, message["id"]] = reply
        self.channel.send(message)
        return await asyncio.wait_for(reply, 30)

    # -- listening -------------------------------------------------------------------------

    async def message(self, kind: str, *, timeout: float = 10, after: int = 0) -> Message:
        """The first message of a kind, after the first `after` of all messages."""
        found: list[Message] = []

        def arrived() -> bool:
            found[:] = [m for m in self.received[after:] if m["t"] == kind]
            return bool(found)

        await self.until(arrived, timeout=timeout)
        return found[0]

    async def record(self, text: str, *, timeout: float = 10) -> dict[str, Any]:
        """The first log record whose message contains `text`."""
        found: list[dict[str, Any]] = []

        def arrived() -> bool:
            found[:] = [record for record in self.records if text in record["message"]]
            return bool(found)

        await self.until(arrived, timeout=timeout)
        return found[0]

    async def until(self, condition: Callable[[], bool], *, timeout: float = 10) -> None:
        """Wait until something received makes `condition` true."""
        async with asyncio.timeout(timeout):
            while not condition():
                self._arrived.clear()
                await self._arrived.wait()

    async def ended(self) -> int:
        """Wait for the end of the process; its exit code."""
        async with asyncio.timeout(15):
            await asyncio.shield(self.closed)
            return await asyncio.to_thread(self.process.wait)

    def _receive(self, message: Message) -> None:
        self.received.append(message)
        kind = message["t"]
        if kind == "call":
            self.calls.append(message)
            task = asyncio.get_running_loop().create_task(self._serve(message))
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        elif kind == "logs":
            self.records += message["records"]
            self.dropped += message["dropped"]
        else:
            reply = self._replies.pop((kind, message.get("id", 0)), None)
            if reply is not None and not reply.done():
                reply.set_result(message)
        self._arrived.set()

    async def _serve(self, message: Message) -> None:
        service, method = message["service"], message["method"]
        answer: Message = {"t": "answer", "id": message["id"], "ok": True}
        if self.answer_now is not None:
            answer["now"] = self.answer_now
        try:
            scripted = self.services.get(f"{service}.{method}") or self.services[service]
            value = scripted(message["args"], message)
            answer["value"] = await value if inspect.isawaitable(value) else value
        except RefusalError as refusal:
            answer |= {"ok": False, "error": refusal.error.to_json()}
        except KeyError:
            error = CallError("RuntimeError", f"{service}.{method} is not scripted")
            answer |= {"ok": False, "error": error.to_json()}
        if not self.channel.is_closed:
            self.channel.send(answer)

    def _closed(self, error: Exception | None) -> None:
        if not self.closed.done():
            self.closed.set_result(error)
        for reply in self._replies.values():
            if not reply.done():
                reply.set_exception(ConnectionError("the child is gone"))
        self._arrived.set()

    async def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        await asyncio.to_thread(self.process.wait)
        self.channel.close()
        await self.closed
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        for reply in self._replies.values():
            if reply.done() and not reply.cancelled():
                reply.exception()


def _spawn(command: list[str], inherit: dict[str, Any]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, **inherit)


@contextlib.asynccontextmanager
async def child(
    services: Mapping[str, Service] | None = None,
    *,
    python: str | None = OTHER_PYTHON,
    sdk: str = SDK,
    pipes: bool = False,
    arguments: list[str] | None = None,
) -> AsyncIterator[Peer]:
    """A started child; killed at the end."""
    peer = Peer(services)
    await peer.start(python=python, sdk=sdk, pipes=pipes, arguments=arguments or [])
    try:
        yield peer
    finally:
        await peer.close()


@contextlib.asynccontextmanager
async def loaded(
    root: Path, services: Mapping[str, Service] | None = None, **options: Any
) -> AsyncIterator[Peer]:
    """A child that has loaded the extension in `root`."""
    load_options = options.pop("load", {})
    async with child(services, **options) as peer:
        await peer.load(root, **load_options)
        yield peer


def context(**changes: Any) -> dict[str, Any]:
    """A CtxSpec of the user Ada; `changes` replace its fields, ``user`` is merged."""
    user: dict[str, Any] = {
        "imperal_id": "u-ada",
        "email": "ada@acme.example",
        "tenant_id": "acme",
        "agency_id": None,
        "org_id": None,
        "role": "owner",
        "scopes": ["*"],
        "attributes": {},
        "is_active": True,
    }
    spec: dict[str, Any] = {
        "user": user | changes.pop("user", {}),
        "tenant": {
            "tenant_id": "acme",
            "name": "Acme",
            "is_active": True,
            "features": {},
            "isolation": "shared",
        },
        "time": {
            "timezone": "UTC",
            "utc_offset": "+00:00",
            "now_utc": "2026-01-05T09:00:00Z",
            "now_local": "2026-01-05T09:00:00+00:00",
            "hour_local": 9,
            "is_business_hours": True,
        },
        "config": {},
        "extension_id": "sample",
        "tool_type": "tool",
        "agency_id": None,
        "agency_theme": None,
        "surface": "panel",
        "call_stack": [],
        "profile": {"db": True, "config_require": True},
    }
    return spec | changes


SYSTEM = {"imperal_id": "__system__", "email": "", "tenant_id": "acme", "role": "system"}


def write(root: Path, **files: str) -> Path:
    """Write sources into `root`: ``main="…"`` becomes main.py; slashes in names are folders."""
    for name, text in files.items():
        path = root / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root
