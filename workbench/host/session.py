"""One child at work: takes the kernel's messages and puts the parts of the host together."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

from workbench.host import crash
from workbench.host.calls import Calls
from workbench.host.check import check_extension, check_source
from workbench.host.clients.base import Platform
from workbench.host.clients.borrowed import lend_store
from workbench.host.clients.mirrored import mirrored
from workbench.host.context import Contexts
from workbench.host.guard import Guard
from workbench.host.handlers import Handlers
from workbench.host.hints import Doing
from workbench.host.introspect import declarations
from workbench.host.invoke import Runner
from workbench.host.link import Link, Receiver
from workbench.host.load import LoadedExtension, load
from workbench.host.logs import Logs
from workbench.host.loop import WatchedLoop
from workbench.host.manifest import write_manifest
from workbench.host.memory import MemoryCap
from workbench.host.places import Places
from workbench.host.report import Reporter
from workbench.host.sdk import Sdk
from workbench.host.stillness import Stillness
from workbench.host.streams import Streams
from workbench.host.virtual_time import VirtualTime
from workbench.host.watchdog import Watchdog
from workbench.wire.errors import ErrorReport


class Session:
    """Everything a child is made of, from its hello to its end."""

    def __init__(self, link: Link, loop: WatchedLoop, sdk: Sdk) -> None:
        self._link = link
        self._loop = loop
        self._sdk = sdk
        self._places = Places()
        self._logs = Logs(link)
        self._streams = Streams(self._logs, self._places)
        self._reporter = Reporter(self._places)
        self._memory = MemoryCap()
        self._guard = Guard(self._logs, self._places)
        self._time = VirtualTime()
        self._calls = Calls(link, self._places, sdk, self._time)
        self._runner = Runner(
            loop=loop,
            link=link,
            calls=self._calls,
            logs=self._logs,
            streams=self._streams,
            reporter=self._reporter,
            memory=self._memory,
            guard=self._guard,
            time=self._time,
        )
        self._watchdog = Watchdog(loop, link, self._places, self._runner.only_work)
        self._receiver = Receiver(link.endpoint, loop, self._urgent, self._deliver)
        self._stillness = Stillness(loop, link, self._calls, self._runner, self._time)
        self._load: dict[str, Any] | None = None
        self._loaded: LoadedExtension | None = None

    def prepare(self, options: Namespace) -> None:
        """Take hold of the process: streams, crash file, threads, hooks."""
        crash.keep_stacks(options.crash_file, self._logs.flush)
        self._streams.capture()
        self._loop.set_exception_handler(self._streams.loop_problem)
        mirrored(self._sdk, "billing")
        self._logs.start()
        self._time.install()
        self._guard.install()
        self._receiver.start()
        self._watchdog.start(self._receiver)
        self._stillness.start()

    def run(self) -> None:
        """Serve until the kernel says ``shutdown``; it ends the process when the kernel is gone."""
        asyncio.set_event_loop(self._loop)
        self._turn()
        while self._load is not None:
            message, self._load = self._load, None
            self._loop.outside(busy=True)
            self._do_load(message)
            asyncio.set_event_loop(self._loop)
            self._turn()
        self._logs.flush()

    def _turn(self) -> None:
        """Run the loop until it is stopped; an exit in a task of the author's does not end it."""
        while True:
            try:
                self._loop.run_forever()
            except (SystemExit, KeyboardInterrupt) as error:
                problem = {"message": "a task wanted to end the process", "exception": error}
                self._streams.loop_problem(self._loop, problem)
            else:
                return

    # -- messages --------------------------------------------------------------------------

    def _urgent(self, message: dict[str, Any]) -> bool:
        """Deal with what cannot wait for the loop; runs on whichever thread read it."""
        kind = message["t"]
        if kind == "ping":
            self._link.send({"t": "pong", "id": message["id"]})
        elif kind == "stacks":
            threads = self._watchdog.stacks()
            self._link.send({"t": "stacks", "id": message["id"], "threads": threads})
        elif kind == "credit":
            self._logs.grant(message["n"])
        elif kind == "cancel":
            self._runner.cancel(message)
            self._loop.call_soon_threadsafe(self._stillness.heard)
        else:
            return False
        return True

    def _deliver(self, message: dict[str, Any]) -> None:
        """Deal with the other messages, on the loop."""
        kind = message["t"]
        if kind == "answer":
            self._calls.answered(message)
        elif kind == "invoke":
            self._watchdog.wake()
            self._runner.invoke(message)
        elif kind == "check":
            self._check(message)
        elif kind == "lines":
            self._record_sources(message["wanted"])
        elif kind == "manifest":
            self._write_manifest(message)
        elif kind == "load":
            self._load = message
            self._loop.stop()
        elif kind == "waits":
            self._calls.waits(message)
        elif kind == "time":
            self._stillness.over(message)
        elif kind == "clock":
            self._stillness.clock(message["now"])
        elif kind == "shutdown":
            self._loop.stop()
        self._stillness.heard()

    def _check(self, message: dict[str, Any]) -> None:
        """Run the validators; one that itself fails is reported like a failed import."""
        root = Path(message["root"])
        try:
            if self._loaded is None:
                findings = check_source(root)
            else:
                findings = check_extension(self._loaded.extension, root)
        except Exception as error:
            self._fail(message, error)
            return
        self._link.send({"t": "checked", "id": message["id"], "findings": findings})

    def _write_manifest(self, message: dict[str, Any]) -> None:
        """Write imperal.json; what keeps it from being written is reported like a failed import."""
        assert self._loaded is not None
        try:
            file = write_manifest(self._loaded.extension, Path(message["root"]))
        except Exception as error:
            self._fail(message, error)
            return
        self._link.send({"t": "manifest", "id": message["id"], "file": file})

    # -- loading ---------------------------------------------------------------------------

    def _do_load(self, message: dict[str, Any]) -> None:
        """Import an extension, outside of the loop: its modules may run one of their own."""
        began = time.perf_counter_ns()
        self._time.told(message.get("now"))
        self._guard.network = message.get("network") or "deny"
        self._memory.set((message.get("limits") or {}).get("memory_mb"))
        self._record_sources(bool(message.get("trace_lines")))
        lend_store(self._calls, self._sdk)
        try:
            loaded = load(
                Path(message["root"]), message["entry"], sdk=self._sdk, places=self._places
            )
            declared = declarations(loaded, sdk=self._sdk, places=self._places)
            self._serve(loaded)
        except BaseException as error:
            self._fail(message, error)
            return
        self._streams.finish_lines()
        self._logs.flush()
        duration = (time.perf_counter_ns() - began) / 1e6
        reply = {"t": "loaded", "id": message["id"], "declarations": declared}
        self._link.send({**reply, "duration_ms": duration})

    def _serve(self, loaded: LoadedExtension) -> None:
        self._loaded = loaded
        platform = Platform(self._calls, self._sdk, loaded.extension)
        contexts = Contexts(platform, self._logs, self._places, self._runner.detach)
        self._runner.serve(Handlers(loaded.extension), contexts)

    def _fail(self, message: dict[str, Any], error: BaseException) -> None:
        with self._memory.lifted():
            report = self._reporter.report(error, doing=Doing.LOADING)
        self._streams.finish_lines()
        self._logs.flush()
        self._link.send({"t": "failed", "id": message["id"], "error": report.to_json()})

    def _record_sources(self, wanted: bool) -> None:
        """Let the bundled SDK note the author's line of each UI node."""
        provenance = self._sdk.module("_provenance")
        if provenance is not None:
            vars(provenance)["enabled"] = wanted


def hello(sdk: Sdk | None, error: ErrorReport | None = None) -> dict[str, Any]:
    """The first message of a child."""
    message: dict[str, Any] = {
        "t": "hello",
        "pid": os.getpid(),
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "executable": sys.executable,
        "sdk": None if sdk is None else sdk.info(),
    }
    if error is not None:
        message["error"] = error.to_json()
    return message
