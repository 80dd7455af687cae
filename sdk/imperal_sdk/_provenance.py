"""Where in the author's code a declaration or a UI node was made.

Recording is off by default and costs one attribute read. A development host switches it
on before it imports an extension::

    from imperal_sdk import _provenance
    _provenance.enabled = True

Everything that records asks :func:`caller`, which walks outwards to the first frame that
does not belong to this package.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TypeAlias

Source: TypeAlias = tuple[str, int]
"""An author's file and the 1-based line in it."""

enabled: bool = False
"""Whether sources are recorded at all. Set by the host, never by an extension."""

_PACKAGE = str(Path(__file__).parent)


def caller(depth: int = 1) -> Source | None:
    """Return the file and line of the nearest caller outside this package.

    ``depth`` is how many frames above the function that asks the walk begins; 1 is the
    direct caller. Returns None when recording is off or no such frame exists.
    """
    if not enabled:
        return None
    try:
        frame = sys._getframe(depth + 1)
    except ValueError:
        return None
    while frame is not None:
        file = frame.f_code.co_filename
        if not file.startswith(_PACKAGE):
            return file, frame.f_lineno
        if frame.f_back is None:
            return None
        frame = frame.f_back
    return None


def record(sources: dict[tuple[str, str], Source], kind: str, name: str) -> None:
    """Note in ``sources`` where the declaration ``kind``/``name`` was made, if recording is on."""
    if not enabled:
        return
    source = caller(2)
    if source is not None:
        sources[kind, name] = source
