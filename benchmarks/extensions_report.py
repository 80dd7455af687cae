"""The evidence about real extensions as a Markdown page."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.differences import differences
from benchmarks.scenario import Finding, label

HOLLOW = ("Empty", "Error", None)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(\+00:00|Z)?")
_OWN = {"secrets": Finding("secrets", "", "this panel is the SDK's own; each lays it out its way")}


@dataclass
class Outcome:
    """One extension on one SDK.

    `panels` are calls without parameters, `views` those of the scenario; both are lines as
    ``workbench render`` prints them. `failures` are steps of the scenario that failed.
    """

    name: str
    sdk: str
    declarations: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    panels: list[dict[str, Any]] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    faults: tuple[Finding, ...] = ()
    differences: tuple[Finding, ...] = ()
    pictures: list[dict[str, Any]] | None = None
    window_error: str = ""

    @property
    def calls(self) -> list[dict[str, Any]]:
        """Every call of a panel."""
        return [*self.panels, *self.views]

    def exercised(self, panel_id: str) -> bool:
        """Whether one call of the panel shows more than an empty or an error state."""
        return any(
            call["ok"] and top_type(call["ui"]) not in HOLLOW
            for call in self.calls
            if call["panel_id"] == panel_id
        )

    @property
    def drawn_in_window(self) -> int:
        """Pictures on which every slot shows a tree."""
        return sum(
            all(slot["shows"] == "tree" for slot in picture["slots"].values())
            for picture in self.pictures or ()
        )


def top_type(node: Any) -> str | None:
    """Type of the root, or of the only child below plain containers."""
    while isinstance(node, dict):
        children = node.get("props", {}).get("children")
        if node.get("type") not in ("Stack", "Page", "Section") or not children:
            return node.get("type")
        if not isinstance(children, list) or len(children) != 1:
            return str(node.get("type"))
        node = children[0]
    return None


def report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The page, line by line."""
    yield f"# Real extensions, {datetime.now(UTC):%Y-%m-%d}\n"
    yield (
        "Each was inspected, prepared as its scenario in `mocks/` says, and all its panels were"
        " called: once without parameters, then with those of the scenario. Nothing left the"
        " machine; requests without a rule were answered `200 {}`.\n"
    )
    yield (
        "*Drawn*: calls that answered a tree or nothing, without an error. *Exercised*: panels of"
        " which one call at least shows more than an empty or an error state. *Same trees*: calls"
        " whose tree equals the one on the other SDK, moments of time apart."
        " *Window*: pictures of the real window on which every slot shows a tree; the others show"
        " the failures and blank answers below.\n"
    )
    yield (
        "| extension | SDK | functions | panels | exercised | calls | drawn | same trees | nodes"
        " | unknown types | window |"
    )
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|---|---:|"
    for outcome in outcomes:
        yield summary(outcome, _same_trees(outcome, outcomes))
    yield from _totals(outcomes)
    yield "\n## What was not drawn, or drawn empty, and why\n"
    yield from _reasons(outcomes)
    yield from _differing(outcomes)
    yield "\n## Calls\n"
    yield "| extension | SDK | panel | parameters | top-level type | nodes | bytes | ms | error |"
    yield "|---|---|---|---|---|---:|---:|---:|---|"
    for outcome in outcomes:
        yield from (_call(outcome, call) for call in outcome.calls)


def summary(outcome: Outcome, same: str = "–") -> str:
    """One extension as a row of the first table."""
    sdk = outcome.sdk
    if outcome.declarations is None:
        message = (outcome.error or {}).get("message", "")
        return f"| {outcome.name} | {sdk} |" + " – |" * 7 + f" failed: {_cell(message)} | – |"
    declared = outcome.declarations
    panels = [panel["panel_id"] for panel in declared["panels"]]
    unknown = Counter(name for call in outcome.calls for name in call["unknown_types"])
    numbers = (
        len(declared["functions"]),
        len(panels),
        sum(outcome.exercised(panel) for panel in panels),
        len(outcome.calls),
        sum(call["ok"] for call in outcome.calls),
        same,
        sum(call["nodes"] for call in outcome.calls),
    )
    cells = " | ".join(str(number) for number in numbers)
    version = f"{sdk} {declared['sdk']['version']}"
    unknowns = ", ".join(unknown) or "–"
    return f"| {outcome.name} | {version} | {cells} | {unknowns} | {_window(outcome)} |"


def _window(outcome: Outcome) -> str:
    if outcome.pictures is None:
        return "–"
    if outcome.window_error:
        return f"failed: {_cell(outcome.window_error)}"
    return f"{outcome.drawn_in_window} of {len(outcome.pictures)}"


def _same_trees(outcome: Outcome, outcomes: Sequence[Outcome]) -> str:
    others = [o for o in outcomes if o.name == outcome.name and o.sdk != outcome.sdk]
    if not others:
        return "–"
    theirs = Counter(_identity(call) for call in others[0].calls)
    same = Counter(_identity(call) for call in outcome.calls) & theirs
    return str(same.total())


def _identity(call: dict[str, Any]) -> str:
    text = json.dumps([call["panel_id"], call.get("params"), call["ui"]], sort_keys=True)
    return _MOMENT.sub("", text)


def _totals(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield ""
    for sdk in dict.fromkeys(outcome.sdk for outcome in outcomes):
        mine = [outcome for outcome in outcomes if outcome.sdk == sdk]
        loaded = [outcome for outcome in mine if outcome.declarations is not None]
        panels = [(o, p["panel_id"]) for o in loaded for p in (o.declarations or {})["panels"]]
        exercised = sum(o.exercised(panel) for o, panel in panels)
        calls = [call for o in loaded for call in o.calls]
        yield (
            f"* {sdk}: {len(loaded)} of {len(mine)} loaded, {exercised} of {len(panels)} panels"
            f" exercised, {sum(c['ok'] for c in calls)} of {len(calls)} calls drawn,"
            f" {sum(c['nodes'] for c in calls):,} nodes, largest tree"
            f" {max((c['nodes'] for c in calls), default=0)} nodes."
        )


def _reasons(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Each panel that never showed content, with the reason somebody found in its code."""
    yield "| extension | panel | where | reason |"
    yield "|---|---|---|---|"
    seen = set()
    for outcome in outcomes:
        declared = (outcome.declarations or {"panels": []})["panels"]
        hollow = [p["panel_id"] for p in declared if not outcome.exercised(p["panel_id"])]
        known = {fault.panel: fault for fault in outcome.faults}
        for panel in dict.fromkeys([*hollow, *known]):
            fault = known.get(panel, Finding(panel, "", "not looked into"))
            row = f"| {outcome.name} | {panel} | {fault.place} | {_cell(fault.reason, 400)} |"
            if row not in seen:
                seen.add(row)
                yield row
        for failure in outcome.failures:
            yield (
                f"| {outcome.name} | (step {failure['prepare']}, {outcome.sdk}) | |"
                f" {_cell(failure['error'], 400)} |"
            )


def _differing(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Each call whose tree is another one on the second SDK, with its first differences."""
    pairs = [
        (first, mine, theirs)
        for first, second in combinations(outcomes, 2)
        if first.name == second.name
        for mine, theirs in zip(first.calls, second.calls, strict=False)
        if _identity(mine) != _identity(theirs)
    ]
    if not pairs:
        return
    yield "\n## Trees that differ between the SDKs, and why\n"
    yield "| extension | panel | parameters | places | the first | where | reason |"
    yield "|---|---|---|---:|---|---|---|"
    for outcome, mine, theirs in pairs:
        places = [
            place
            for place in differences(mine["ui"], theirs["ui"])
            if _MOMENT.sub("", str(place.left)) != _MOMENT.sub("", str(place.right))
        ]
        panel = mine["panel_id"]
        known = {finding.panel: finding for finding in outcome.differences}
        why = known.get(panel) or _OWN.get(panel) or Finding(panel, "", "not looked into")
        yield (
            f"| {outcome.name} | {panel} | {_cell(label(mine.get('params') or {}))}"
            f" | {len(places)} | {_cell(str(places[0]))} | {why.place} | {_cell(why.reason, 400)} |"
        )


def _call(outcome: Outcome, call: dict[str, Any]) -> str:
    error = call["error"]
    place = f" ({Path(error['file']).name}:{error['line']})" if error and error["file"] else ""
    why = f"{error['type']}: {error['message']}{place}" if error else ""
    kind = top_type(call["ui"]) or "none"
    return (
        f"| {outcome.name} | {outcome.sdk} | {call['panel_id']} |"
        f" {_cell(label(call.get('params') or {}))} | {kind} | {call['nodes']}"
        f" | {call['bytes']} | {call['duration_ms'] or 0:.0f} | {_cell(why)} |"
    )


def _cell(text: str, longest: int = 160) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:longest]
