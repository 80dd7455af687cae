"""Keeps child processes: one warm spare per interpreter, and an eye on the memory of the rest."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import workbench
from workbench import paths
from workbench.kernel.children.child import Child
from workbench.kernel.children.codec import CODEC
from workbench.kernel.children.process import HostProcess
from workbench.kernel.children.switchboard import Switchboard
from workbench.kernel.errors import ErrorReport, LoadError
from workbench.kernel.signals import Signal
from workbench.wire.channel import open_channel
from workbench.wire.transport import open_pair

SPARE_DELAY_S = 0.15
"""Real seconds after a load before the next spare is started, so it does not slow the work down."""
WATCH_PERIOD_S = 1.0
START_FAILURES = 3
"""Spares of one interpreter that may die unused in a row before no more are started."""

_BOOT = Path(workbench.__file__).parent / "host" / "boot.py"

_PLATFORM = {"IMPERAL_OAUTH_STATE_SECRET": "signed-by-a-local-workbench"}
"""Variables of the platform's own processes that an SDK reads, unless ours are set already.

``ctx.oauth_authorize_url`` signs who asked for a grant; no real gateway accepts this signature.
"""


class Supervisor:
    """Starts children, hands them out warm, watches them, and ends them all.

    `changed` announces a child that is warm, stuck, free again or gone.

    ``sdk`` is the choice of SDK passed to every child (auto, bundled or installed); ``memory_mb``
    the resident size at which a child is killed (None: no limit).
    """

    def __init__(
        self, switchboard: Switchboard, *, sdk: str = "auto", memory_mb: int | None = 2048
    ) -> None:
        self.changed: Signal[[Child]] = Signal()
        self._switchboard = switchboard
        self._sdk = sdk
        self._memory_mb = memory_mb
        self._spares: dict[str, asyncio.Task[Child]] = {}
        self._starting: set[asyncio.Task[Child]] = set()
        self._failures: dict[str, int] = {}
        self._children: set[Child] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._closed = False

    @property
    def children(self) -> frozenset[Child]:
        """All processes that have not ended."""
        return frozenset(self._children)

    def prepare(self, python: str) -> None:
        """See to it that a spare for ``python`` is warming, unless its starts keep failing."""
        if self._closed or python in self._spares:
            return
        if self._failures.get(python, 0) < START_FAILURES:
            self._spares[python] = self._begin(python)

    async def prepare_now(self, python: str) -> None:
        """Like `prepare`, and wait until its process runs, or is known not to."""
        self.prepare(python)
        spare = self._spares.get(python)
        if spare is not None:
            await asyncio.wait([spare])

    def prepare_soon(self, python: str) -> None:
        """Like `prepare`, once the work at hand has had its time."""
        self._later(SPARE_DELAY_S, lambda: self.prepare(python))

    async def claim(self, python: str) -> Child:
        """A warm child nobody has used.

        Raises:
            LoadError: the interpreter does not start, or offers no SDK.
        """
        spare = self._spares.pop(python) if python in self._spares else self._begin(python)
        child = await self._started(spare)
        if not child.alive:
            child = await self._started(self._begin(python))
        try:
            await child.warm()
        except BaseException:
            child.kill("nobody wants it any more")
            raise
        self._failures.pop(python, None)
        return child

    async def close(self) -> None:
        """End every process and wait until all are gone."""
        self._closed = True
        for timer in self._timers:
            timer.cancel()
        self._spares.clear()
        await asyncio.gather(*self._starting, return_exceptions=True)
        children = list(self._children)
        for child in children:
            child.kill("the session was closed")
        await asyncio.gather(*(child.gone() for child in children))

    def _begin(self, python: str) -> asyncio.Task[Child]:
        """Start a child as a task of its own: it is never left half started."""
        start = asyncio.get_running_loop().create_task(self._spawn(python))
        self._starting.add(start)
        start.add_done_callback(self._starting.discard)
        return start

    async def _started(self, start: asyncio.Task[Child]) -> Child:
        try:
            return await asyncio.shield(start)
        except asyncio.CancelledError:
            start.add_done_callback(_kill_unwanted)
            raise

    async def _spawn(self, python: str) -> Child:
        if self._closed:
            raise LoadError("the session is closing")
        pair = open_pair()
        handle, crash = tempfile.mkstemp(prefix="workbench-crash-")
        os.close(handle)
        command = [python, str(_BOOT), *pair.arguments, *self._arguments(), "--crash-file", crash]
        try:
            process = HostProcess.start(
                command, env=_environment(python), crash_file=Path(crash), **pair.popen
            )
        except OSError as error:
            pair.ours.close()
            Path(crash).unlink()
            raise LoadError(str(error), report=_no_interpreter(python, error)) from error
        finally:
            pair.theirs.close()
        child = Child(process, python, self._switchboard)
        self._children.add(child)
        child.changed.connect(self.changed.emit)
        closed = partial(self._on_closed, child)
        try:
            child.conversation.channel = await open_channel(pair.ours, child.receive, closed, CODEC)
        except OSError:
            self._children.discard(child)
            process.kill()
            await process.ended()
            raise
        self._watch(child)
        return child

    def _arguments(self) -> list[str]:
        return ["--sdk", self._sdk, "--bundled-sdk", str(paths.bundled_sdk())]

    def _on_closed(self, child: Child, error: Exception | None) -> None:
        unused = child.state in ("warming", "warm")
        if unused and child.kill_reason is None:
            self._failures[child.python] = self._failures.get(child.python, 0) + 1
            self._forget_spare(child)
        child.bury(error).add_done_callback(lambda _: self._children.discard(child))

    def _forget_spare(self, child: Child) -> None:
        """A spare that died is none; the one that another child has become stays."""
        spare = self._spares.get(child.python)
        if spare is None or not spare.done() or spare.cancelled() or spare.exception() is not None:
            return
        if spare.result() is child:
            del self._spares[child.python]

    def _watch(self, child: Child) -> None:
        """Look at a child once a second: at its memory, and whether it left without a word.

        A process that forked keeps its wire open through the fork's copy when it dies.
        """
        if not child.alive or self._closed:
            return
        if child.process.exited:
            child.conversation.close()
            return
        if child.work.busy or child.state == "loading":
            child.probe()
        resident = child.process.rss()
        limit = self._memory_mb
        if limit is not None and resident is not None and resident > limit * 2**20:
            used = resident // 2**20
            child.kill(f"the extension used {used:,} MB of memory, over its {limit:,} MB")
        self._later(WATCH_PERIOD_S, lambda: self._watch(child))

    def _later(self, delay: float, call: Callable[[], None]) -> None:
        def run() -> None:
            self._timers.discard(handle)
            call()

        handle = asyncio.get_running_loop().call_later(delay, run)
        self._timers.add(handle)


def _kill_unwanted(start: asyncio.Task[Child]) -> None:
    if not start.cancelled() and start.exception() is None:
        start.result().kill("nobody wants it any more")


def _environment(python: str) -> dict[str, str]:
    """Our environment without what would point another interpreter at our own packages.

    With it go the variables that the platform's processes have.
    """
    dropped = {"PYTHONHOME", "__PYVENV_LAUNCHER__"}
    if python != sys.executable:
        dropped |= {"PYTHONPATH", "VIRTUAL_ENV"}
    ours = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**_PLATFORM, **ours}


def _no_interpreter(python: str, error: OSError) -> ErrorReport:
    return ErrorReport(
        "InterpreterError",
        f"{python} cannot be started: {error.strerror or error}",
        hint="Choose another interpreter with --python.",
    )
