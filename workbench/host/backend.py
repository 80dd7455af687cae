"""Runs an author's ASGI app over the wire: ``<python> workbench/host/backend.py --fd N …``.

The app stands for the outside world an extension talks to. It is imported and its lifespan started
when the kernel says ``start``; then each ``http`` message is one request, answered by one
``response``. Nothing listens on a port.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import importlib
import os
import sys
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.wire.transport import Endpoint

Event = MutableMapping[str, Any]
App = Callable[
    [Event, Callable[[], Awaitable[Event]], Callable[[Event], Awaitable[None]]], Awaitable[None]
]
_ASGI = {"version": "3.0", "spec_version": "2.4"}
_READ_SIZE = 256 * 1024


class Exchange:
    """One request to the app and the response it sends, gathered whole."""

    def __init__(self, message: dict[str, Any]) -> None:
        self._body: bytes | None = base64.b64decode(message["body_b64"])
        self._finished = asyncio.Event()
        self.status = 500
        self.headers: list[tuple[str, str]] = []
        self.body = bytearray()
        path = str(message["path"])
        self.scope: Event = {
            "type": "http",
            "asgi": _ASGI,
            "http_version": "1.1",
            "method": message["method"],
            "scheme": "http",
            "path": _unquoted(path),
            "raw_path": path.encode(),
            "query_string": str(message["query"]).encode(),
            "root_path": "",
            "headers": [
                (name.lower().encode("latin-1"), value.encode("latin-1"))
                for name, value in message["headers"]
            ],
            "client": ("127.0.0.1", 0),
            "server": ("backend.invalid", 80),
        }

    async def receive(self) -> Event:
        """The whole body once, then the disconnect when the response is complete."""
        body, self._body = self._body, None
        if body is not None:
            return {"type": "http.request", "body": body, "more_body": False}
        await self._finished.wait()
        return {"type": "http.disconnect"}

    async def send(self, event: Event) -> None:
        """Gather one part of the response."""
        if event["type"] == "http.response.start":
            self.status = event["status"]
            self.headers = [
                (bytes(name).decode("latin-1"), bytes(value).decode("latin-1"))
                for name, value in event.get("headers", ())
            ]
        elif event["type"] == "http.response.body":
            self.body += event.get("body", b"")
            if not event.get("more_body", False):
                self._finished.set()

    def response(self) -> dict[str, Any]:
        """The response as the wire carries it."""
        return {
            "status": self.status,
            "headers": self.headers,
            "body_b64": base64.b64encode(self.body).decode(),
        }


class Lifespan:
    """The app's start-up and shutdown; an app that does not know the protocol has neither."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.state: dict[str, Any] = {}
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._answers: asyncio.Queue[Event] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Run the start-up; RuntimeError with the app's own words when it fails."""
        scope: Event = {"type": "lifespan", "asgi": _ASGI, "state": self.state}
        running = self._app(scope, self._events.get, self._answers.put)
        self._task = asyncio.ensure_future(running)
        answer = await self._step("lifespan.startup")
        if answer is not None and answer["type"] == "lifespan.startup.failed":
            raise RuntimeError(f"the app's start-up failed: {answer.get('message', '')}")

    async def stop(self) -> None:
        """Run the shutdown."""
        if self._task is not None and not self._task.done():
            await self._step("lifespan.shutdown")

    async def _step(self, event: str) -> Event | None:
        """Tell the app of an event and wait for its answer; None when it left instead."""
        if self._task is None:
            return None
        await self._events.put({"type": event})
        answer = asyncio.ensure_future(self._answers.get())
        await asyncio.wait({self._task, answer}, return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        self._task.exception()  # an app without lifespan raises here, which the protocol allows
        return None


class Server:
    """Serves one app over one wire until the kernel says ``shutdown`` or is gone."""

    def __init__(self, endpoint: Endpoint, root: Path, spec: str) -> None:
        from workbench.host.places import Places
        from workbench.host.report import Reporter
        from workbench.host.sources import compile_afresh

        self._endpoint = endpoint
        self._root = root
        self._spec = spec
        self._places = Places()
        self._places.settle(root.resolve())
        self._reporter = Reporter(self._places)
        self._app: App | None = None
        self._lifespan: Lifespan | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        compile_afresh(self._places)

    async def run(self) -> None:
        """Serve until the end."""
        threading.Thread(target=self._read, name="wire-read", daemon=True).start()
        await self._ended.wait()
        if self._lifespan is not None:
            await self._lifespan.stop()

    def _read(self) -> None:
        from workbench.wire import frames

        decoder = frames.Decoder()
        while True:
            try:
                data = self._endpoint.read(_READ_SIZE)
            except OSError:
                data = b""
            if not data:
                os._exit(0)  # the kernel is gone: nobody is left to answer
            for payload in decoder.feed(data):
                self._loop.call_soon_threadsafe(self._take, frames.message(payload))

    def _take(self, message: dict[str, Any]) -> None:
        if message["t"] == "shutdown":
            self._ended.set()
            return
        task = self._loop.create_task(self._answer(message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, message: dict[str, Any]) -> None:
        from workbench.host.hints import Doing

        reply: dict[str, Any] = {"t": "response", "id": message["id"]}
        try:
            if message["t"] == "start":
                reply["files"] = await self._start()
            else:
                reply |= await self._serve(message)
        except Exception as error:
            reply["error"] = self._reporter.report(error, doing=Doing.LOADING).to_json()
        self._send(reply)

    async def _start(self) -> list[str]:
        """Import the app and run its start-up; returns the author's files that were loaded."""
        sys.path.insert(0, str(self._root))
        module, _, attribute = self._spec.partition(":")
        app: Any = importlib.import_module(module)
        for part in (attribute or "app").split("."):
            app = getattr(app, part)
        self._app = app
        self._lifespan = Lifespan(app)
        await self._lifespan.start()
        files = (getattr(loaded, "__file__", None) for loaded in list(sys.modules.values()))
        return sorted(file for file in files if file and self._places.is_author(file))

    async def _serve(self, message: dict[str, Any]) -> dict[str, Any]:
        if self._app is None or self._lifespan is None:
            raise RuntimeError(f"the app {self._spec} has not started")
        exchange = Exchange(message)
        exchange.scope["state"] = dict(self._lifespan.state)
        await self._app(exchange.scope, exchange.receive, exchange.send)
        return exchange.response()

    def _send(self, reply: dict[str, Any]) -> None:
        from workbench.wire import frames

        self._endpoint.write(frames.frame(frames.JSON.dumps(reply)))


def _unquoted(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)


def _open_rooms() -> None:
    """Let this process import `workbench.wire` and `workbench.host`, the way `boot` does.

    `boot` is run under a private name, so that an author's own module of that name still loads.
    """
    import importlib.util

    path = Path(__file__).resolve().with_name("boot.py")
    spec = importlib.util.spec_from_file_location("_workbench_boot", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    boot = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(boot)
    boot.open_rooms()


def main(arguments: list[str]) -> None:
    """Serve the app named on the command line."""
    from workbench.wire import transport

    parser = argparse.ArgumentParser(prog="backend")
    transport.add_arguments(parser)
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--app", required=True)
    options = parser.parse_args(arguments)
    endpoint = transport.from_arguments(options)

    async def serve() -> None:
        await Server(endpoint, options.root, options.app).run()

    asyncio.run(serve())


if __name__ == "__main__":
    _open_rooms()
    main(sys.argv[1:])
