"""Kernels over small extensions written by the tests, and ways to wait for what they do."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from workbench.kernel.invocation import Trigger
from workbench.kernel.kernel import Kernel, KernelOptions
from workbench.kernel.signals import Signal

PRELUDE = """
from __future__ import annotations
import asyncio, ctypes, json, os, sys, time
from pydantic import BaseModel
from imperal_sdk import ActionResult, ChatExtension, Extension, ui

ext = Extension("{app_id}", version="1.0.0", display_name="{app_id}", description="For a test.")
chat = ChatExtension(ext, tool_name="{app_id}", description="For a test.")

class Nothing(BaseModel):
    pass

"""

Write = Callable[..., Path]
Start = Callable[..., Awaitable[Kernel]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes ``main.py`` of an extension: a prelude with ``ext`` and ``chat``, then the source."""

    def make(source: str, app_id: str = "demo", *, prelude: bool = True) -> Path:
        root = tmp_path / app_id
        root.mkdir(exist_ok=True)
        head = PRELUDE.format(app_id=app_id) if prelude else ""
        (root / "main.py").write_text(head + textwrap.dedent(source))
        return root

    return make


@pytest_asyncio.fixture
async def start() -> AsyncIterator[Start]:
    """Starts kernels with the given options and closes them at the end."""
    kernels: list[Kernel] = []

    async def make(**options: Any) -> Kernel:
        kernel = await Kernel.start(KernelOptions(**options))
        kernels.append(kernel)
        return kernel

    yield make
    for kernel in kernels:
        await kernel.close()


def held_until(kernel: Kernel) -> asyncio.Event:
    """Lets no event handler of ``kernel`` begin before the answer is set."""
    answer = asyncio.Event()

    async def hold(trigger: Trigger) -> None:
        if trigger.kind == "event":
            await answer.wait()

    kernel.dispatch.before = hold
    return answer


async def until(signal: Signal[...], true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until ``true()`` holds, looking whenever ``signal`` is emitted."""
    reached = asyncio.Event()

    def look(*_: object) -> None:
        if true():
            reached.set()

    disconnect = signal.connect(look)
    try:
        look()
        async with asyncio.timeout(seconds):
            await reached.wait()
    finally:
        disconnect()


def line_of(root: Path, text: str) -> int:
    """The number of the line of ``main.py`` that contains ``text``."""
    lines = (root / "main.py").read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
