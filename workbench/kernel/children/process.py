"""One process of the operating system: started, measured, ended, and read after its death."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from workbench.kernel.errors import Frame

if TYPE_CHECKING:
    import psutil

EXIT_GRACE_S = 2.0
"""Real seconds a process may take to leave once its wire is closed."""

_CRASH_BYTES = 64 * 1024
_TRACE_LINE = re.compile(r'^\s*File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<function>.+)$')
_THREAD_LINE = re.compile(r"^(?:(?P<crashed>Current thread 0x|Stack \()|Thread 0x)")


@dataclass(frozen=True, slots=True)
class Exit:
    """How a process ended: its exit code (negative for a signal), and what it left on stderr."""

    code: int | None
    text: str
    stack: tuple[Frame, ...]

    def describe(self) -> str:
        """The ending in words, such as ``was killed by signal 11``."""
        if self.code is None:
            return "did not end in time and was killed"
        if self.code < 0:
            return f"was killed by signal {-self.code}"
        return f"ended with exit code {self.code}"


class HostProcess:
    """A child process and the file its raw standard error goes to.

    Output the interpreter itself writes (a crash of ``faulthandler``, a failure to start) cannot
    travel over the wire, so it goes to a temporary file that is read when the process is gone.
    """

    def __init__(
        self, popen: subprocess.Popen[bytes], stderr: IO[bytes], crash_file: Path | None
    ) -> None:
        self._popen = popen
        self._stderr = stderr
        self._crash_file = crash_file
        self._measure: psutil.Process | None = None

    @classmethod
    def start(
        cls,
        command: list[str],
        *,
        cwd: Path | None = None,
        env: dict[str, str] | None = None,
        pass_fds: tuple[int, ...] = (),
        startupinfo: Any = None,
        close_fds: bool = True,
        crash_file: Path | None = None,
    ) -> HostProcess:
        """Start ``command``; OSError if there is no such interpreter.

        ``crash_file`` is where the child leaves its stacks when it dies; it is removed afterwards.
        Call it on the loop's own thread: on Linux a child asks to die with the *thread* that made
        it.
        """
        stderr = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the process
        try:
            popen = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=stderr,
                stderr=stderr,
                cwd=cwd,
                env=env,
                pass_fds=pass_fds,
                close_fds=close_fds,
                startupinfo=startupinfo,
            )
        except BaseException:
            stderr.close()
            raise
        return cls(popen, stderr, crash_file)

    @property
    def pid(self) -> int:
        """Process id."""
        return self._popen.pid

    @property
    def exited(self) -> bool:
        """True once the process has ended, whatever still holds its wire."""
        return self._popen.poll() is not None

    def rss(self) -> int | None:
        """Resident memory in bytes, None once the process is gone."""
        import psutil  # 10 ms that no start waits for

        try:
            if self._measure is None:
                self._measure = psutil.Process(self.pid)
            return int(self._measure.memory_info().rss)
        except psutil.Error:
            return None

    def dump_stacks(self) -> None:
        """Ask for the stacks of a process whose loop and threads may both be stuck (POSIX)."""
        if hasattr(signal, "SIGUSR1"):
            with contextlib.suppress(ProcessLookupError):
                self._popen.send_signal(signal.SIGUSR1)

    def dumped_stack(self) -> tuple[Frame, ...]:
        """The stack the process wrote last, empty when it has written none."""
        if self._crash_file is None:
            return ()
        try:
            data = self._crash_file.read_bytes()[-_CRASH_BYTES:]
        except OSError:
            return ()
        return crash_stack(data.decode("utf-8", "replace"))

    def kill(self) -> None:
        """End the process at once; harmless when it has ended."""
        with contextlib.suppress(ProcessLookupError):
            self._popen.kill()

    async def ended(self) -> Exit:
        """Wait for the end, killing the process if it outlives the grace, and read what it left."""
        loop = asyncio.get_running_loop()
        code = await loop.run_in_executor(None, self._wait)
        text = self._left()
        return Exit(code, text, crash_stack(text))

    def _wait(self) -> int | None:
        try:
            return self._popen.wait(EXIT_GRACE_S)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()
            return None

    def _left(self) -> str:
        size = self._stderr.seek(0, 2)
        self._stderr.seek(max(size - _CRASH_BYTES, 0))
        data = self._stderr.read()
        self._stderr.close()
        if self._crash_file is not None:
            with contextlib.suppress(OSError):
                data += b"\n" + self._crash_file.read_bytes()[-_CRASH_BYTES:]
                self._crash_file.unlink()
        return data.decode("utf-8", "replace")


def crash_stack(text: str) -> tuple[Frame, ...]:
    """The last stack ``faulthandler`` left in ``text``, outermost first.

    It is that of the thread that crashed, or that was running when the stacks were asked for.
    """
    found: list[Frame] = []
    reading = False
    for line in text.splitlines():
        if (thread := _THREAD_LINE.match(line)) is not None:
            reading = thread.group("crashed") is not None
            if reading:
                found = []
        match = _TRACE_LINE.match(line)
        if match and reading:
            function = match.group("function")
            found.append(Frame(match.group("file"), int(match.group("line")), function))
    return tuple(reversed(found))
