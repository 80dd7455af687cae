"""Signals: a value in a panel that the host keeps up to date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True, frozen=True)
class UISignal:
    """Stands for the live value of ``key``; ``default`` shows until the first value arrives."""

    key: str
    default: Any = None

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form, marked ``"__type__": "signal"``."""
        return {"__type__": "signal", "key": self.key, "default": self.default}


def Signal(key: str, default: Any = None) -> UISignal:
    """Bind a prop to the signal ``key``; the key is turned into a string."""
    return UISignal(str(key), default)
