"""The status line tells what is really so."""

from __future__ import annotations

import os
import socket

from tests.gui.gui_fakes import FakeKernel, put_in
from workbench import paths
from workbench.gui.chrome import Chrome
from workbench.gui.statusbar import count_sockets
from workbench.kernel.options import KernelOptions


def test_network_sockets_are_counted_and_vanished_processes_are_not() -> None:
    before = count_sockets([os.getpid()])
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        assert count_sockets([os.getpid()]) == before + 1
    assert count_sockets([2**22 + 1]) == 0


async def test_a_running_extension_is_told_with_its_process_and_files(chrome: Chrome) -> None:
    await chrome.session.start(lambda: KernelOptions(watch=True), [paths.samples() / "notes"])
    await chrome.tasks.settled()
    kernel = chrome.session.kernel
    assert kernel is not None
    status, build = chrome.status, kernel.extensions["notes"].build
    status.refresh()
    assert status.build.text().startswith("build 1 · loaded in ")
    assert status.host.text().startswith(f"host {build.pid} · ")
    files = sum(
        1
        for path in (paths.samples() / "notes").rglob("*")
        if path.suffix in (".py", ".toml") and "__pycache__" not in path.parts
    )
    assert status.watch.text() == f"watching {files} files"
    assert status.records.text() == f"{kernel.journal.count()} records"
    assert status.sdk.text().startswith("imperal-sdk ")


async def test_without_an_extension_it_says_so(chrome: Chrome) -> None:
    assert chrome.status.build.text() == "no extension is open"
    assert not chrome.status.host.isVisible()
    put_in(chrome, FakeKernel())
    assert chrome.status.build.text() == "build 1 · loaded in 11 ms"
    assert chrome.status.sdk.text() == "no SDK"
