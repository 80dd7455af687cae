"""What a panel declares in ``refresh=``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RefreshRule:
    """A panel's ``refresh=``: the event types it follows, and its interval in seconds."""

    events: tuple[str, ...] = ()
    interval_s: float | None = None

    @classmethod
    def parse(cls, text: str) -> RefreshRule:
        """Read ``manual``, ``on_event:a.b,c.d`` or ``interval:5s``; anything else is manual."""
        kind, _, rest = text.partition(":")
        if kind == "on_event":
            return cls(events=tuple(name.strip() for name in rest.split(",") if name.strip()))
        if kind == "interval":
            try:
                seconds = float(rest.strip().removesuffix("s"))
            except ValueError:
                return cls()
            return cls(interval_s=seconds if seconds > 0 else None)
        return cls()
