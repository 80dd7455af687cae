"""What the Latency pane says of one row: runs, percentiles, its target, a reload, a turn's budget.

Qt-free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.gui.panes.cells import duration, milliseconds
from workbench.gui.panes.description import Description, Fact, blocks
from workbench.gui.panes.latency_model import change_text
from workbench.kernel.histogram import Change
from workbench.kernel.kinds import HANDLERS
from workbench.kernel.latency import Latency

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

_PERCENTILES: Final = (50, 95, 99)
_COMPARED: Final = (50, 95)
_SIMULATED: Final = "≈ is the platform's own work, which is not run here: the documented middle."


def describe_latency(row: Latency, turn: Record | None = None) -> Description:
    """A row in words; `turn` is the whole record of the latest chat turn."""
    if row.meets_target is None:
        badge, tone = row.kind, "muted"
    else:
        badge, tone = ("in budget", "success") if row.meets_target else ("over budget", "danger")
    return Description(
        row.name,
        badge,
        tone,
        hint=_SIMULATED if turn is not None else "",
        facts=(*_run_facts(row), *_reload_facts(row), *_budget_facts(turn)),
        blocks=tuple(blocks(("budget", _source(row)))),
    )


def _run_facts(row: Latency) -> list[Fact]:
    failed = f"{row.errors} failed, {row.error_rate:.1%}".replace("%", " %") if row.errors else ""
    found: list[Fact] = [("runs", f"{row.count:,}".replace(",", " "), failed)]
    for percent in _PERCENTILES:
        judged = row.target is not None and row.target.percentile == percent
        target = f"budget {row.target.ms:g} ms" if judged and row.target is not None else ""
        found.append((f"p{percent}", duration(row.percentile(percent)), target))
    found.append(("max", duration(row.max_ms), ""))
    if row.kind in HANDLERS:
        found.append(("waiting", f"{row.waiting:.0%}".replace("%", " %"), "in ctx calls"))
    if row.simulated:
        found.append(("simulated", str(row.simulated), "runs with a latency that is made up"))
    return found


def _reload_facts(row: Latency) -> list[Fact]:
    """Both builds beside each other, and how far the difference can be trusted."""
    changes = [change for p in _COMPARED if (change := row.change(p)) is not None]
    if not changes:
        return []
    runs = f"{changes[0].before_runs} before, {changes[0].after_runs} since"
    return [(f"build {row.build}", "reloaded", runs), *map(_change_fact, changes)]


def _change_fact(change: Change) -> Fact:
    text, _ = change_text(change)
    values = f"{milliseconds(change.before_ms)} → {duration(change.after_ms)}"
    doubt = "" if change.enough else f" · {change.needed} runs tell"
    return (f"p{change.percentile}", values, f"{text}{doubt}")


def _budget_facts(turn: Record | None) -> list[Fact]:
    """The stages of the latest turn; what the platform itself takes is simulated."""
    table = turn.body.get("budget") if turn is not None else None
    return [_stage(stage) for stage in table] if isinstance(table, list) else []


def _stage(stage: dict[str, Any]) -> Fact:
    name, ms = str(stage.get("stage")), float(stage.get("ms") or 0.0)
    if stage.get("sum"):
        return (name, duration(ms), "")
    low, high = stage.get("typical_ms") or (0, 0)
    about = "≈ " if stage.get("simulated") else ""
    over = " · over" if stage.get("within") is False else ""
    return (name, f"{about}{duration(ms)}", f"{low:g}–{high:g} usual{over}")


def _source(row: Latency) -> str:
    if row.target is None:
        return ""
    return f"{row.target.ms:g} ms at p{row.target.percentile}: {row.target.source}"
