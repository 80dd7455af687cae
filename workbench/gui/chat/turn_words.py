"""What the chat says about a turn and its steps, as rows of words. Qt-free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from workbench.gui.panes.cells import compact_json, duration

if TYPE_CHECKING:
    from workbench.kernel.chat.plan import Plan, PlanStep
    from workbench.kernel.chat.stepping.bases import Base
    from workbench.kernel.chat.stepping.control import Breakpoint
    from workbench.kernel.chat.turn import Step, Turn

GATES: Final = (
    "exists", "scopes", "secrets", "intent", "placeholders", "bleed", "target", "confirmation",
    "id_shape", "params",
)  # fmt: skip
"""The gates of a call in the platform's order."""

_VERDICTS: Final = {
    "passed": ("check", "success"),
    "accepted": ("check", "success"),
    "bypassed": ("corner-down-right", "subtle"),
    "asked": ("hand", "warning"),
    "escalated": ("triangle-alert", "warning"),
    "stopped": ("octagon-x", "danger"),
}
_OUTCOMES: Final = {
    "passed": ("arrow-right", "success"),
    "kept": ("equal", "subtle"),
    "dropped": ("trash-2", "warning"),
    "lost": ("unlink", "danger"),
}
_REASON: Final = re.compile(
    r"^(?P<tool>[\w-]+\.\w+) (?P<score>\d+\.\d+)(?P<why>.*?)→\s*(?:\d+\.\d+ )?(?P<verdict>.+)$"
)
_SHORT: Final = 90


@dataclass(frozen=True, slots=True)
class Row:
    """One row: an icon in a tone, a name, what is said of it, and a remark at the right end."""

    icon: str
    tone: str
    name: str
    text: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch: its turn, what it is called, the state it began on, and whether it is present.

    `gone` says that it is one of an earlier session, whose state is not there to go back to.
    """

    turn_id: str
    title: str
    base: str
    present: bool
    gone: bool = False


def gate_rows(step: Step) -> list[Row]:
    """Every gate in order with its verdict; those the call has not come to yet say so."""
    said = {row["gate"]: row for row in step.gates}
    rows = []
    for gate in (*GATES, *(name for name in said if name not in GATES)):
        row = said.get(gate)
        if row is None:
            rows.append(Row("minus", "subtle", gate, "", "not reached"))
            continue
        icon, tone = _VERDICTS.get(row["verdict"], ("dot", "muted"))
        rows.append(Row(icon, tone, gate, row["reason"], row["verdict"]))
    return rows


def passing_rows(step: Step) -> list[Row]:
    """Which rule put which value of an earlier step where, and what was dropped on the way."""
    rows = []
    for row in step.passing:
        icon, tone = _OUTCOMES.get(row["outcome"], ("dot", "muted"))
        origin = f" ← {row['source']}" if row["source"] else ""
        text = f"{compact_json(row['value'], _SHORT)}{origin}"
        if row["reason"]:
            text += f" · {row['reason']}"
        rows.append(Row(icon, tone, row["field"], text, f"{row['rule']} · {row['outcome']}"))
    if any(row["outcome"] == "dropped" for row in step.passing):
        hint = f'Declare id_projection="…" on {step.function}: the parameter that carries the id.'
        rows.append(Row("lightbulb", "warning", "", hint))
    return rows


def origins(step: Step) -> dict[str, str]:
    """Where injected arguments came from, by name: "find_shelf · id_projection"."""
    return {
        row["field"]: " · ".join(part for part in (row["source"], row["rule"]) if part)
        for row in step.passing
        if row["outcome"] == "passed"
    }


def retry_rows(step: Step) -> list[Row]:
    """What the parameter model sent back, try by try, and how that ended."""
    rows = []
    for number, attempt in enumerate(step.attempts, start=1):
        told = "; ".join(f"{row['field']}: {row['message']}" for row in attempt["feedback"])
        text = f"{told} · with {compact_json(attempt['args'], _SHORT)}"
        rows.append(Row("rotate-ccw", "warning", f"try {number}", text, "sent back"))
    if step.attempts:
        tone = "success" if step.retry == "success" else "danger"
        rows.append(Row("flag", tone, "retry", step.retry.replace("_", " ")))
    return rows


def candidate_rows(plan: Plan) -> list[Row]:
    """Why each function the classifier considered won or lost, best first."""
    rows = []
    for reason in plan.reasons:
        found = _REASON.match(reason)
        if found is None:
            rows.append(Row("dot", "muted", "", reason))
            continue
        won = found["verdict"] == "chosen"
        icon, tone = ("check", "success") if won else ("x", "subtle")
        why = found["why"].strip().removeprefix("(").removesuffix(")").replace(" | ", "\n")
        rows.append(Row(icon, tone, found["tool"], why, f"{found['score']} {found['verdict']}"))
    if not rows:
        said = "The plan was written by hand: nothing was classified."
        rows.append(Row("pencil", "muted", "", said))
    return rows


def given_blocks(body: dict[str, Any]) -> list[tuple[str, str]]:
    """What the classifier was given, as captions with texts, out of the plan's record."""
    given = body.get("given") or {}
    functions = given.get("functions") or []
    facts = given.get("facts") or []
    sections = [
        (f"{app}.{name}", data)
        for app, named in (given.get("skeletons") or {}).items()
        for name, data in named.items()
    ]
    return [
        (f"Functions · {len(functions)}", "\n".join(_manifest(row) for row in functions)),
        (
            f"Facts of the last turns · {len(facts)}",
            "\n".join(f"{row.get('tool')} {compact_json(row.get('data'))}" for row in facts),
        ),
        (
            f"Skeletons · {len(sections)}",
            "\n".join(f"{name} {compact_json(data)}" for name, data in sections),
        ),
    ]


def _manifest(row: dict[str, Any]) -> str:
    schema = row.get("params_schema") or {}
    required = set(schema.get("required") or ())
    names = [f"{name}*" if name in required else name for name in schema.get("properties") or ()]
    head = f"{row.get('tool')}({', '.join(names)}) {row.get('action_type')}"
    return f"{head}\n  {row.get('description')}"


def levels(steps: list[PlanStep]) -> dict[str, int]:
    """The level of each step by key, from 1."""
    level: dict[str, int] = {}
    for _ in steps:
        for step in steps:
            below = [level.get(key, 1) for key in step.depends_on]
            level[step.key] = min(len(steps), 1 + max(below)) if below else 1
    return level


def ties(keys: list[str], level: Mapping[str, int]) -> list[tuple[bool, bool]]:
    """Whether each step runs side by side with the one above it and with the one below it."""
    same = [level.get(one) == level.get(other) for one, other in pairwise(keys)]
    same = [False, *same, False]
    return [(same[at], same[at + 1]) for at in range(len(keys))]


def size_words(steps: int, depth: int) -> str:
    """ "3 steps · 2 levels"."""
    return f"{steps} step{'s' * (steps != 1)} · {depth} level{'s' * (depth != 1)}"


def where_it_stands(turn: Turn, breakpoints: Iterable[Breakpoint]) -> str:
    """Why nothing goes on: before or after which step, and which breakpoint stopped it there."""
    pause = turn.pause
    step = next((s for s in turn.steps if pause is not None and s.key == pause.key), None)
    if pause is None or step is None:
        return ""
    found = next((row for row in breakpoints if row.id == pause.breakpoint_id), None)
    why = f" · breakpoint on {breaks_on(found)}" if found is not None else ""
    return f"Stands {pause.place} {step.function}{why}"


def breaks_on(row: Breakpoint) -> str:
    """What a breakpoint stops at, in a few words."""
    if row.on_error:
        return "errors"
    if row.step_id is not None:
        return f"this {(row.function or 'step').rpartition('.')[2]}"
    return row.function or f"every {row.action_type}"


def edited_words(step: Step) -> str:
    """What somebody did to a step by hand: "edited · made up · run 2 times"."""
    words = [word for word, done in (("edited", step.edited), ("made up", step.mocked)) if done]
    if step.runs > 1:
        words.append(f"run {step.runs} times")
    return " · ".join(words)


def base_words(base_id: str | None, base: Base | None, clock: str) -> str:
    """Exactly which state a branch began on: its id, the record it lies at, and what ran then."""
    if base_id is None:
        return "from the beginning"
    if base is None:
        return f"{base_id}, no longer kept"
    flight = "nothing in flight"
    if base.in_flight:
        flight = "in flight: " + ", ".join(name.partition(" ")[0] for name in base.in_flight)
    return f"{base_id} · record {base.seq} · {clock} · {flight}"


def step_time(step: Step) -> str:
    """How long a step took; empty while it has not run."""
    return "" if step.duration_ms is None else duration(step.duration_ms)
