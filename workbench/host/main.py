"""The child's command line: connect, warm up, say hello, work."""

from __future__ import annotations

import gc
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from workbench.host.link import Link, leave
from workbench.host.loop import WatchedLoop
from workbench.host.sdk import SdkMissingError, find
from workbench.wire import transport
from workbench.wire.errors import ErrorReport
from workbench.wire.frames import JSON, Decoder


def main(arguments: list[str]) -> None:
    """Run a child; returns when the kernel has asked it to leave."""
    options = _parse(arguments)
    link = Link(transport.from_arguments(options))
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        sdk = find(options.sdk, options.bundled_sdk)
        from workbench.host.session import Session, hello
    except ImportError as error:
        _say_why_not(link, error)
        return
    session = Session(link, WatchedLoop(), sdk)
    session.prepare(options)
    gc.freeze()
    link.send(hello(sdk))
    session.run()
    leave()


def _parse(arguments: list[str]) -> Namespace:
    parser = ArgumentParser(prog="workbench-host", description="Runs one extension for a kernel.")
    transport.add_arguments(parser)
    parser.add_argument("--sdk", choices=["auto", "bundled", "installed"], default="auto")
    parser.add_argument("--bundled-sdk", type=Path)
    parser.add_argument("--crash-file", type=Path)
    return parser.parse_args(arguments)


def _say_why_not(link: Link, error: ImportError) -> None:
    """Say hello with the reason, and answer a load with it too, until the kernel has had enough."""
    hint = error.hint if isinstance(error, SdkMissingError) else None
    report = ErrorReport(
        type=type(error.__cause__ or error).__name__, message=str(error), hint=hint
    ).to_json()
    version = ".".join(str(part) for part in sys.version_info[:3])
    about = {"pid": os.getpid(), "python": version, "executable": sys.executable, "sdk": None}
    link.send({"t": "hello", **about, "error": report})
    decoder = Decoder()
    while data := link.endpoint.read(65536):
        for payload in decoder.feed(data):
            message = JSON.loads(payload)
            if message["t"] == "shutdown":
                return
            if message["t"] == "load":
                link.send({"t": "failed", "id": message["id"], "error": report})
