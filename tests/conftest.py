"""What every test lives with: stray warnings in the log fail it, and a kernel is one fixture away.

Nothing here imports Qt: the tests of wire, host and kernel run where it is not installed.
"""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

if TYPE_CHECKING:
    from workbench.kernel.kernel import Kernel


# Windows of tests stay off the screen, however pytest was started.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class _Strays(logging.Handler):
    """Collects what is logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line, with the exception if there is one."""
        line = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            line += f" ({record.exc_info[1]!r})"
        self.lines.append(line)


@pytest.fixture(autouse=True)
def no_stray_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that logged a warning nobody asked for.

    A test that expects log lines asks for `caplog` and looks at them itself.
    """
    if "caplog" in request.fixturenames:
        yield
        return
    strays = _Strays()
    root = logging.getLogger()
    root.addHandler(strays)
    try:
        yield
    finally:
        root.removeHandler(strays)
    if strays.lines:
        pytest.fail("logged without being expected:\n" + "\n".join(strays.lines))


@pytest_asyncio.fixture
async def kernel() -> AsyncIterator[Kernel]:
    """A started kernel that keeps everything in memory; closed at the end."""
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.options import KernelOptions

    running = await Kernel.start(KernelOptions(state=":memory:"))
    try:
        yield running
    finally:
        await running.close()
