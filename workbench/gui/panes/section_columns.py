"""The columns of the sections: whose, what they hold, how long it lasts and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.gui.panes.cells import BADGE, BAR, MONO, Cell, Column, compact_json, size
from workbench.gui.panes.sections import HOUR_S, SectionRow, Ticks

if TYPE_CHECKING:
    from workbench.gui.session import Session

_LONGEST = 1_000_000


class SectionColumns:
    """Says what a section's cells show; the present is the virtual one."""

    def __init__(self, session: Session, ticks: Ticks) -> None:
        self._session = session
        self._ticks = ticks

    def all(self) -> tuple[Column[SectionRow], ...]:
        """Every column, in order."""
        return (
            Column("section", lambda row: Cell(f"{row.app_id}.{row.section}", MONO), 190),
            Column("user", lambda row: Cell(self._session.person_name(row.user_id)), 90),
            Column("value", _value, 240, stretch=True),
            Column("next refresh", self._due, 150),
            Column("status", self._status, 110),
            Column("alerts", self._alerts, 76),
            Column("size", _size, 70, right=True),
            Column("cost / h", self._cost, 90, right=True),
        )

    def _now(self) -> float:
        kernel = self._session.kernel
        return kernel.clock.now() if kernel is not None else 0.0

    def _due(self, row: SectionRow) -> Cell:
        """How much of its lifetime is over, and how long it still lasts."""
        if row.snapshot is None:
            return Cell("never read", tone="subtle")
        left = row.snapshot.due_at - self._now()
        if left <= 0:
            return Cell("stale", BADGE, "warning")
        over = 1 - left / row.ttl_s if row.ttl_s else 1.0
        return Cell(f"{left:.0f} s", BAR, "purple", (over,))

    def _status(self, row: SectionRow) -> Cell:
        latest = self._ticks.latest(row.key)
        if latest is None:
            return Cell("–", tone="subtle")
        good = latest.status in ("ok", "success") and row.snapshot is not None
        return Cell(latest.status, BADGE, "success" if good else "danger")

    def _alerts(self, row: SectionRow) -> Cell:
        count = self._ticks.alerts[row.key]
        if count:
            return Cell(f"{count}", BADGE, "info")
        return Cell("on" if row.alert else "off", tone="subtle")

    def _cost(self, row: SectionRow) -> Cell:
        """Milliseconds of handler time an hour of refreshes takes."""
        mean = self._ticks.mean_ms(row.key)
        if not mean or not row.ttl_s:
            return Cell("–", MONO, "subtle")
        return Cell(f"{mean * HOUR_S / row.ttl_s / 1000:.1f} s", MONO, "muted")


def _value(row: SectionRow) -> Cell:
    if row.snapshot is None:
        return Cell("–", tone="subtle")
    return Cell(compact_json(row.snapshot.data), MONO, "muted")


def _size(row: SectionRow) -> Cell:
    if row.snapshot is None:
        return Cell("–", MONO, "subtle")
    return Cell(size(len(compact_json(row.snapshot.data, _LONGEST).encode())), MONO)
