"""When a cron expression fires next: five fields, in UTC (scheduled tasks, Cron scheduling)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from cronsim import CronSim, CronSimError

MACROS: Final = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
"""Words the manifest allows in place of five fields; ``@reboot`` has no time and never fires."""


def next_after(expression: str, after: float) -> float:
    """The first instant later than `after` that `expression` names, both in epoch seconds.

    Raises ValueError, with the reason, for an expression that is wrong or never comes true: the
    platform's own check lets such a one pass, and it is then silently never fired.
    """
    fields = MACROS.get(expression.strip().lower(), expression.strip())
    try:
        return next(CronSim(fields, datetime.fromtimestamp(after, UTC))).timestamp()
    except CronSimError as error:
        raise ValueError(f"{expression!r} is no cron expression: {error}") from error
    except StopIteration:
        raise ValueError(f"{expression!r} names no moment in the next fifty years") from None
