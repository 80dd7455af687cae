"""The sections of skeletons: one row for each user, what their refreshes took, and their alerts.

Qt-free.
"""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.gui.panes.changes import change_lines
from workbench.gui.panes.description import Description, Fact, blocks
from workbench.gui.panes.identity import is_nobody
from workbench.gui.panes.instants import instants
from workbench.kernel.notices import brought_by

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record
    from workbench.kernel.kernel import Kernel
    from workbench.kernel.services.skeletons import Snapshot, Version

HOUR_S: Final = 3_600.0
_TICKS: Final = 64

SectionKey = tuple[str, str, str]
"""Extension, section and user."""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section of one user; `snapshot` is None before its first refresh."""

    app_id: str
    section: str
    user_id: str
    ttl_s: float
    alert: bool
    snapshot: Snapshot | None

    @property
    def key(self) -> SectionKey:
        """What tells it from other rows."""
        return (self.app_id, self.section, self.user_id)


def sections(kernel: Kernel) -> list[SectionRow]:
    """What every extension that runs declares, for everybody."""
    return [
        SectionRow(
            app_id,
            str(declared["section"]),
            person.imperal_id,
            kernel.skeletons.ttl(declared),
            bool(declared.get("alert")),
            kernel.skeletons.snapshot(app_id, str(declared["section"]), person.imperal_id),
        )
        for app_id, extension in kernel.extensions.items()
        if extension.current is not None
        for declared in extension.declarations.rows("skeletons")
        for person in kernel.personas
    ]


class Ticks:
    """The latest refreshes of each section and the alerts they raised, from the journal."""

    def __init__(self) -> None:
        self._recent: dict[SectionKey, deque[Record]] = {}
        self.alerts: Counter[SectionKey] = Counter()
        self._last_alert: dict[SectionKey, Record] = {}

    def clear(self) -> None:
        """Forgets everything."""
        self._recent.clear()
        self.alerts.clear()
        self._last_alert.clear()

    def add(self, records: list[Record]) -> None:
        """Takes in refreshes and alerts, oldest first."""
        for record in records:
            if record.kind == "skeleton" and record.duration_ms is not None:
                key = (record.app_id or "", record.name, record.actor or "")
                self._recent.setdefault(key, deque(maxlen=_TICKS)).append(record)
            elif record.kind == "notify" and record.body.get("section") and not brought_by(record):
                section = str(record.body["section"])
                key = (record.app_id or "", section, record.actor or "")
                self.alerts[key] += 1
                self._last_alert[key] = record

    def latest(self, key: SectionKey) -> Record | None:
        """The last refresh."""
        recent = self._recent.get(key)
        return recent[-1] if recent else None

    def last_alert(self, key: SectionKey) -> Record | None:
        """The alert raised last."""
        return self._last_alert.get(key)

    def mean_ms(self, key: SectionKey) -> float:
        """What a refresh takes on average; 0 without any."""
        taken = [record.duration_ms or 0.0 for record in self._recent.get(key, ())]
        return sum(taken) / len(taken) if taken else 0.0


def diff_text(versions: list[Version]) -> str:
    """What the newest version changed, a line a place; empty where there was none before it."""
    from workbench.kernel.differences import differences

    if len(versions) < 2:
        return ""
    return "\n".join(change_lines(differences(versions[1].data, versions[0].data)))


def describe_section(
    row: SectionRow, ticks: Ticks, owner: str, versions: list[Version], line: str
) -> Description:
    """A section of one user: its lifetime, what it costs, what changed, what the classifier reads.

    `owner` is what the user is called, `line` how the section stands in the envelope.
    """
    facts: list[Fact] = [("ttl", f"{row.ttl_s:g} s", "of virtual time")]
    if row.snapshot is not None:
        at = row.snapshot.refreshed_at
        facts.append(("read at", instants().exact(at)[:8], instants().zone(at)))
    if versions:
        at = versions[0].at
        facts.append(("changed at", instants().exact(at)[:8], f"{len(versions)} versions"))
    mean = ticks.mean_ms(row.key)
    if mean and row.ttl_s:
        runs = HOUR_S / row.ttl_s
        facts.append(("costs", f"{mean * runs / 1000:.1f} s / h", f"{runs:.0f} × {mean:.0f} ms"))
    alert = ticks.last_alert(row.key)
    return Description(
        f"{row.app_id}.{row.section}",
        owner,
        "danger" if is_nobody(row.user_id) else "muted",
        facts=tuple(facts),
        blocks=tuple(
            blocks(
                ("changed", diff_text(versions)),
                ("last alert", alert.body.get("alert") if alert is not None else None),
                ("the classifier reads", line),
                ("value", row.snapshot.data if row.snapshot is not None else None),
            )
        ),
    )
