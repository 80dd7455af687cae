"""Instants as they are written on a command line: ISO 8601, or a span from a start."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from workbench.cli.output import CommandError, Exit

_SPAN = re.compile(r"\+(\d+(?:\.\d+)?)([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


def instant(text: str) -> float:
    """The epoch second of an ISO 8601 time, UTC if it names no zone; CommandError if it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no time: give ISO 8601, such as 2026-03-01T03:00Z, or +30d"
        raise CommandError.of(Exit.USAGE, "UsageError", message) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def until(text: str, start: float) -> float:
    """The epoch second that `text` names: ``+30d``, ``+2h``, ``+90s`` after `start`, or ISO 8601.

    Raises CommandError if it is no time, or lies before `start`.
    """
    span = _SPAN.fullmatch(text)
    end = start + float(span[1]) * _SECONDS[span[2]] if span else instant(text)
    if end < start:
        raise CommandError.of(Exit.USAGE, "UsageError", "--until lies before the start")
    return end
