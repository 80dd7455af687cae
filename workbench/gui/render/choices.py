"""Reading a prop that is one of a few words."""

from __future__ import annotations

from collections.abc import Container
from typing import Any


def one_of(value: Any, words: Container[str], default: str) -> str:
    """The value if it is one of the words, else the default; never raises, whatever it is."""
    return value if isinstance(value, str) and value in words else default
