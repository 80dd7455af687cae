"""Room for the recursion that the deepest tree takes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_FRAMES = 4_000
"""Python frames allowed while a tree of `refusals.MAX_DEPTH` levels is built, laid out, painted."""


@contextmanager
def deep() -> Iterator[None]:
    """Room for the recursion of the deepest tree that is drawn."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
