"""Sees direct network access and subprocesses of the author's code, and refuses them offline.

What goes through ``ctx`` can be mocked, recorded and replayed; what the author's code does behind
it cannot. This is an aid for authors and not a sandbox: C code can do what it likes.
"""

from __future__ import annotations

import errno
import socket
import sys
from typing import Any

from workbench.host.logs import Logs
from workbench.host.places import Places
from workbench.host.work import current
from workbench.wire.kernel_messages import Network

LOGGER = "workbench.direct-io"
_HINT = (
    "use ctx.http, which can be mocked and recorded, or allow direct access with --http live "
    "or --http record"
)
REFUSED = "direct access is off"
_NETWORK = {
    "socket.connect": "connects to",
    "socket.bind": "opens the port",
    "socket.sendto": "sends to",
    "socket.sendmsg": "sends to",
}
_NAMES = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_PROCESSES = frozenset(
    {
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.startfile",
    }
)
_EVENTS = _NAMES | _PROCESSES | frozenset(_NETWORK)
_HARMLESS_FAMILIES = frozenset({getattr(socket, "AF_NETLINK", None)} - {None})


class DirectAccessError(PermissionError):
    """The author's code went past ``ctx`` while that is not allowed.

    It has a number and a text like a refusal of the system's, which libraries take apart.
    """

    hint = _HINT

    def __init__(self, message: str) -> None:
        super().__init__(errno.EACCES, message)

    def __str__(self) -> str:
        return str(self.strerror)


class Guard:
    """An audit hook; once installed it stays for the life of the process."""

    def __init__(self, logs: Logs, places: Places) -> None:
        self._logs = logs
        self._places = places
        self.network: Network = "deny"
        """What holds outside invocations, and in threads that belong to none."""

    def install(self) -> None:
        """Begin to watch."""
        sys.addaudithook(self._audit)

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if event not in _EVENTS:
            return
        what = _describe(event, args)
        if what is None or _is_pair_emulation():
            return
        work = current.get()
        denied = (self.network if work is None else work.network) == "deny"
        self._logs.add(
            f"{what}: refused; {_HINT}" if denied else f"{what}, not through ctx",
            level="warning",
            logger=LOGGER,
            stream="logging",
            place=self._places.call_site(),
        )
        if denied:
            raise DirectAccessError(f"{what}: {REFUSED}")


def _describe(event: str, args: tuple[Any, ...]) -> str | None:
    """What the code is about to do, in words; None if it does not leave the process."""
    if event in _PROCESSES:
        command = args[1] if event == "subprocess.Popen" and len(args) > 1 else args[:1]
        return f"the code starts a process ({event}: {_short(command)})"
    if event in _NAMES:
        return f"the code looks up the host {_short(args[0] if args else '')}"
    sock, address = args[0], args[1] if len(args) > 1 else None
    if address is None or getattr(sock, "family", None) in _HARMLESS_FAMILIES:
        return None
    return f"the code {_NETWORK[event]} {_short(address)}"


def _short(value: object) -> str:
    if isinstance(value, tuple) and len(value) >= 2 and isinstance(value[0], str):
        return f"{value[0]}:{value[1]}"
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 200 else text[:200] + "…"


def _is_pair_emulation() -> bool:
    """Whether ``socket.socketpair`` is connecting over the loopback, as it must on Windows."""
    frame = sys._getframe(2)
    return frame.f_code.co_filename == socket.__file__ and "socketpair" in frame.f_code.co_name
