"""Captures what the extension prints, logs and warns, and what its libraries and children write.

``sys.stdout`` and ``sys.stderr`` are replaced, so that a line knows which handler printed it and
where; below them the file descriptors 1 and 2 are pipes, so that C code and subprocesses are heard.
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import sys
import threading
import traceback
import warnings
from typing import Any, Literal, TextIO

from workbench.host.logs import Logs
from workbench.host.places import Places
from workbench.wire.child_messages import Place

_READ_SIZE = 65536
_LONGEST_LINE = 65536
_LEVELS = (
    (logging.CRITICAL, "critical"),
    (logging.ERROR, "error"),
    (logging.WARNING, "warning"),
    (logging.INFO, "info"),
)


class _CapturedText(io.TextIOBase):
    """A text stream whose lines become records."""

    def __init__(
        self, logs: Logs, places: Places, name: Literal["stdout", "stderr"], fd: int
    ) -> None:
        self._logs = logs
        self._places = places
        self._stream: Literal["stdout", "stderr"] = name
        self._fd = fd
        self._rest = threading.local()
        self.buffer = os.fdopen(fd, "wb", 0, closefd=False)

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    @property
    def errors(self) -> str:  # type: ignore[override]
        return "replace"

    @property
    def name(self) -> str:
        return f"<{self._stream}>"

    @property
    def mode(self) -> str:
        return "w"

    def fileno(self) -> int:
        return self._fd

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        rest = getattr(self._rest, "text", "")
        if "\n" not in text and len(rest) < _LONGEST_LINE:
            self._rest.text = rest + text
            return len(text)
        *lines, self._rest.text = (rest + text).split("\n")
        for line in lines:
            self._emit(line)
        return len(text)

    def reconfigure(self, **options: Any) -> None:
        """Accepted and ignored: the stream is UTF-8 as it is."""

    def flush(self) -> None:
        """Nothing: a line is sent when it ends, and its rest when the handler does."""

    def finish_line(self) -> None:
        """Send the unfinished line of this thread, if there is one."""
        rest, self._rest.text = getattr(self._rest, "text", ""), ""
        if rest:
            self._emit(rest)

    def _emit(self, line: str) -> None:
        if not self._logs.has_room:
            self._logs.drop()
            return
        self._logs.add(
            line,
            level="info" if self._stream == "stdout" else "warning",
            logger=self._stream,
            stream=self._stream,
            place=self._places.call_site(),
        )


class _RecordHandler(logging.Handler):
    """Makes records of what is logged."""

    def __init__(self, logs: Logs, places: Places) -> None:
        super().__init__()
        self._logs = logs
        self._places = places

    def emit(self, record: logging.LogRecord) -> None:
        if not self._logs.has_room:
            self._logs.drop()
            return
        try:
            message = record.getMessage()
        except Exception as error:
            message = f"{record.msg!r} cannot be formatted with {record.args!r}: {error}"
        if record.exc_info and record.exc_info[0] is not None:
            message += "\n" + "".join(traceback.format_exception(*record.exc_info)).rstrip()
        if record.stack_info:
            message += "\n" + record.stack_info
        self._logs.add(
            message,
            level=_level(record.levelno),
            logger=record.name,
            stream="logging",
            place={"file": record.pathname, "line": record.lineno},
        )


def _level(number: int) -> str:
    return next((name for least, name in _LEVELS if number >= least), "debug")


class Streams:
    """Puts the captures in place and hears the pipes."""

    def __init__(self, logs: Logs, places: Places) -> None:
        self._logs = logs
        self._places = places
        self._texts: list[_CapturedText] = []

    def capture(self) -> None:
        """Redirect everything; the process's own stdout and stderr are closed by this."""
        with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a descriptor is wanted
            os.dup2(nothing.fileno(), 0)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = self._redirect("stdout", 1)
        sys.stderr = self._redirect("stderr", 2)
        logging.getLogger().addHandler(_RecordHandler(self._logs, self._places))
        logging.getLogger().setLevel(logging.INFO)
        warnings.showwarning = self._warned
        threading.excepthook = self._thread_died
        sys.unraisablehook = self._unraisable
        sys.set_coroutine_origin_tracking_depth(2)

    def finish_lines(self) -> None:
        """Send unfinished lines, as when a handler ends."""
        for text in self._texts:
            text.finish_line()

    def loop_problem(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """The event loop's exception handler: a task of the author's died unheard."""
        error = context.get("exception")
        self._problem(str(context.get("message", "problem in the event loop")), "asyncio", error)

    def _redirect(self, name: Literal["stdout", "stderr"], fd: int) -> Any:
        reading, writing = os.pipe()
        os.dup2(writing, fd, inheritable=True)
        os.close(writing)
        arguments = (reading, name)
        threading.Thread(target=self._hear, args=arguments, name=name, daemon=True).start()
        text = _CapturedText(self._logs, self._places, name, fd)
        self._texts.append(text)
        return text

    def _hear(self, fd: int, name: Literal["stdout", "stderr"]) -> None:
        rest = b""
        while data := os.read(fd, _READ_SIZE):
            *lines, rest = (rest + data).split(b"\n")
            if len(rest) > _LONGEST_LINE:
                lines, rest = [*lines, rest], b""
            for line in lines:
                self._heard(line, name)

    def _heard(self, line: bytes, name: Literal["stdout", "stderr"]) -> None:
        if not self._logs.has_room:
            self._logs.drop()
            return
        level = "info" if name == "stdout" else "warning"
        self._logs.add(line.decode("utf-8", "replace"), level=level, logger=name, stream=name)

    # -- hooks -----------------------------------------------------------------------------

    def _warned(
        self,
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        self._logs.add(
            f"{category.__name__}: {message}",
            level="warning",
            logger="py.warnings",
            stream="logging",
            place={"file": filename, "line": lineno},
        )

    def _thread_died(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            name = args.thread.name if args.thread else "?"
            self._problem(f"the thread {name!r} died", "threading", args.exc_value)

    def _unraisable(self, args: sys.UnraisableHookArgs) -> None:
        what = args.err_msg or "an exception was ignored in"
        self._problem(f"{what} {args.object!r}", "python", args.exc_value)

    def _problem(self, message: str, logger: str, error: BaseException | None) -> None:
        place: Place | None = None
        if error is not None:
            frame = self._places.innermost(self._places.frames_of(error))
            place = None if frame is None else {"file": frame.file, "line": frame.line}
            message += "\n" + "".join(traceback.format_exception(error)).rstrip()
        self._logs.add(message, level="error", logger=logger, stream="logging", place=place)
