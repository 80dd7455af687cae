"""The two ends of a wire to a child: a socket pair on POSIX, a pair of pipes elsewhere.

The side that starts a process calls `open_pair`, passes `Pair.arguments` and `Pair.popen` on to the
child, and closes `Pair.theirs` after the start. The child calls `from_arguments`.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, field
from typing import Any, Protocol

if sys.platform == "win32":
    import msvcrt
    import subprocess


class Endpoint(Protocol):
    """One end of a wire. Blocking; `read` and `write` may be used by different threads."""

    @property
    def socket(self) -> socket.socket | None:
        """The socket to give to an event loop, or None where only threads can wait."""

    def read(self, size: int) -> bytes:
        """Wait for up to `size` bytes; empty at the end of the stream. OSError if it broke."""

    def write(self, data: bytes) -> None:
        """Write all of `data`, waiting for the other side if need be. OSError if it broke."""

    def finish(self) -> None:
        """Write no more: the other side reads the end of the stream; reading goes on."""

    def close(self) -> None:
        """Close this end. No thread may be reading from it."""


class SocketEndpoint:
    """An end that is a stream socket."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock

    @property
    def socket(self) -> socket.socket | None:
        """The socket itself, blocking until an event loop takes it."""
        return self._socket

    def read(self, size: int) -> bytes:
        """See `Endpoint.read`."""
        return self._socket.recv(size)

    def write(self, data: bytes) -> None:
        """See `Endpoint.write`."""
        self._socket.sendall(data)

    def finish(self) -> None:
        """See `Endpoint.finish`."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """See `Endpoint.close`."""
        self._socket.close()


class PipeEndpoint:
    """An end made of two pipes, one for each direction."""

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self._read_fd: int | None = read_fd
        self._write_fd: int | None = write_fd

    @property
    def socket(self) -> socket.socket | None:
        """None: a pipe is read and written by threads."""
        return None

    def read(self, size: int) -> bytes:
        """See `Endpoint.read`."""
        return b"" if self._read_fd is None else os.read(self._read_fd, size)

    def write(self, data: bytes) -> None:
        """See `Endpoint.write`."""
        view = memoryview(data)
        while view:
            if self._write_fd is None:
                raise BrokenPipeError("this end of the wire is closed")
            view = view[os.write(self._write_fd, view) :]

    def finish(self) -> None:
        """See `Endpoint.finish`."""
        fd, self._write_fd = self._write_fd, None
        if fd is not None:
            os.close(fd)

    def close(self) -> None:
        """See `Endpoint.close`."""
        self.finish()
        fd, self._read_fd = self._read_fd, None
        if fd is not None:
            os.close(fd)


@dataclass(frozen=True)
class Pair:
    """A new wire: our end, theirs, and how the child is told of its end."""

    ours: Endpoint
    theirs: Endpoint
    arguments: list[str]
    """Command-line arguments for the child."""
    popen: dict[str, Any] = field(default_factory=dict)
    """Keyword arguments for `subprocess.Popen` or asyncio's, so that the child inherits its end."""


def open_pair(*, pipes: bool = sys.platform == "win32") -> Pair:
    """Make a wire to a child that is about to be started; OSError if the system has none left.

    `pipes` asks for the fallback where sockets would do, so that it can be tested there.
    """
    return _pipe_pair() if pipes else _socket_pair()


def _socket_pair() -> Pair:
    ours, theirs = socket.socketpair()
    fd = theirs.fileno()
    return Pair(
        SocketEndpoint(ours), SocketEndpoint(theirs), ["--fd", str(fd)], {"pass_fds": (fd,)}
    )


def _pipe_pair() -> Pair:
    their_read, our_write = os.pipe()
    our_read, their_write = os.pipe()
    theirs = PipeEndpoint(their_read, their_write)
    handles = [_inheritable(their_read), _inheritable(their_write)]
    arguments = ["--read-fd", str(handles[0]), "--write-fd", str(handles[1])]
    return Pair(PipeEndpoint(our_read, our_write), theirs, arguments, _inherit(handles))


def _inheritable(fd: int) -> int:
    """Mark `fd` as inherited and return what names it in the child: the fd, on Windows a handle."""
    os.set_inheritable(fd, True)
    if sys.platform == "win32":
        handle = msvcrt.get_osfhandle(fd)
        os.set_handle_inheritable(handle, True)
        return handle
    return fd


def _inherit(handles: list[int]) -> dict[str, Any]:
    if sys.platform == "win32":
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": handles})
        return {"startupinfo": startup, "close_fds": False}
    return {"pass_fds": tuple(handles)}


def add_arguments(parser: ArgumentParser) -> None:
    """Declare on a child's command line the arguments that `Pair.arguments` holds."""
    parser.add_argument("--fd", type=int)
    parser.add_argument("--read-fd", type=int)
    parser.add_argument("--write-fd", type=int)


def from_arguments(options: Namespace) -> Endpoint:
    """The child's end, from its command line; ValueError if it names none."""
    if options.fd is not None:
        return SocketEndpoint(socket.socket(fileno=options.fd))
    if options.read_fd is not None and options.write_fd is not None:
        return PipeEndpoint(_open(options.read_fd, True), _open(options.write_fd, False))
    raise ValueError("the wire is missing: pass --fd, or --read-fd and --write-fd")


def _open(handle: int, reading: bool) -> int:
    if sys.platform == "win32":
        mode = os.O_RDONLY if reading else os.O_WRONLY
        return msvcrt.open_osfhandle(handle, mode | os.O_BINARY)
    os.set_inheritable(handle, False)
    return handle
