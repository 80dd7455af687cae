"""The rules of a session, how often each has matched, and which strikes next."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from workbench.kernel.faults.rule import FaultRule
from workbench.kernel.signals import Signal


@dataclass(slots=True)
class _Entry:
    """A rule and its counts."""

    rule: FaultRule
    seed: str
    matched: int = 0
    struck: int = 0

    def strikes(self) -> bool:
        """Count a match; True when the rule takes this one."""
        rule = self.rule
        self.matched += 1
        if rule.times is not None and self.struck >= rule.times:
            return False
        after = self.matched - rule.skip
        if after < 1 or (after - 1) % rule.every:
            return False
        if rule.chance < 1 and random.Random(f"{self.seed}:{after}").random() >= rule.chance:
            return False
        self.struck += 1
        return True


class FaultBook:
    """Rules for every app (from a file) and each app's own (from its ``workbench.toml``).

    Whether a rule strikes depends on nothing but how often it has matched: the same session has the
    same faults every time. `changed` announces new rules.
    """

    def __init__(self, rules: Iterable[FaultRule] = ()) -> None:
        self.changed: Signal[[]] = Signal()
        self._common = [_Entry(rule, f"*:{place}") for place, rule in enumerate(rules)]
        self._apps: dict[str, list[_Entry]] = {}

    @property
    def armed(self) -> bool:
        """True while there is any rule."""
        return bool(self._common or self._apps)

    def set(self, rules: Iterable[FaultRule]) -> None:
        """Replace the rules for every app; what matched before is forgotten."""
        self._common = [_Entry(rule, f"*:{place}") for place, rule in enumerate(rules)]
        self.changed.emit()

    def configure(self, app_id: str, rules: tuple[FaultRule, ...]) -> None:
        """Take over an app's own rules; those it had already keep their counts."""
        kept = {entry.rule: entry for entry in self._apps.get(app_id, ())}
        entries = [
            kept.get(rule) or _Entry(rule, f"{app_id}:{place}") for place, rule in enumerate(rules)
        ]
        if entries:
            self._apps[app_id] = entries
        else:
            self._apps.pop(app_id, None)
        self.changed.emit()

    def strike(self, target: str, app_id: str, user_id: str) -> FaultRule | None:
        """The first rule that takes this call or handler; every match is counted."""
        found: FaultRule | None = None
        for entry in (*self._apps.get(app_id, ()), *self._common):
            if not entry.rule.matches(target, app_id, user_id):
                continue
            if entry.strikes() and found is None:
                found = entry.rule
        return found

    def rows(self) -> list[dict[str, Any]]:
        """Every rule with its counts, for whoever shows them."""
        own = [(app_id, entry) for app_id, entries in self._apps.items() for entry in entries]
        return [
            {
                "app_id": app_id,
                "on": entry.rule.on,
                "do": entry.rule.do,
                "seconds": entry.rule.seconds,
                "matched": entry.matched,
                "struck": entry.struck,
            }
            for app_id, entry in [*own, *(("*", entry) for entry in self._common)]
        ]
