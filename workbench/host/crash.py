"""What is left when the process dies at once: the last Python stacks, in a file of the kernel's.

The file is in faulthandler's own format, for a crash in C, for ``os._exit`` in the author's code,
and on POSIX for a SIGUSR1 that asks for the stacks although C code holds the interpreter.
"""

from __future__ import annotations

import faulthandler
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import IO, NoReturn

_real_exit = os._exit


def keep_stacks(path: Path | None, before_exit: Callable[[], None]) -> IO[bytes]:
    """Write the stacks to `path` (by default: what is now standard error) if the process dies.

    `before_exit` is called when the author's code calls ``os._exit``, to send what is waiting.
    Returns the open file; it stays open as long as the process lives.
    """
    file = os.fdopen(os.dup(2), "wb", 0) if path is None else path.open("wb", buffering=0)
    faulthandler.enable(file, all_threads=True)
    if hasattr(faulthandler, "register") and hasattr(signal, "SIGUSR1"):
        faulthandler.register(signal.SIGUSR1, file, all_threads=True)

    def exit_with_stack(status: int) -> NoReturn:
        file.write(f"Fatal Python error: os._exit({status})\n\n".encode())
        faulthandler.dump_traceback(file, all_threads=False)
        before_exit()
        _real_exit(status)

    os._exit = exit_with_stack
    return file
