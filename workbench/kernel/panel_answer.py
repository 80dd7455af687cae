"""What one call of a panel brought, read from what its handler returned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Outcome, Span, Trigger
from workbench.kernel.node_lines import Lines, under


@dataclass(slots=True)
class PanelAnswer:
    """What one call of a panel brought.

    ``ui`` is the root node, None when there is nothing to draw; ``params`` are the merged ones the
    handler got; ``bytes`` the size of the tree as JSON; ``at`` virtual epoch seconds; ``lines`` the
    author's line of each node, by its place in the tree, if the children note them.
    """

    app_id: str
    panel_id: str
    slot: str
    title: str
    params: dict[str, Any]
    ok: bool
    ui: dict[str, Any] | None
    shape: str
    error: ErrorReport | None
    duration_ms: float
    bytes: int
    span_id: str
    at: float
    origin: str = "user"
    center_overlay: bool = False
    user_id: str = ""
    trace: list[Span] = field(default_factory=list)
    lines: Lines = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether its handler returned something, but no tree: the slot stays blank."""
        return self.ok and self.ui is None

    @property
    def spans(self) -> list[dict[str, Any]]:
        """The invocation, its stages and its ``ctx`` calls as plain JSON."""
        return [span.as_json() for span in self.trace]


def read_answer(trigger: Trigger, outcome: Outcome, at: float, cap_bytes: int) -> PanelAnswer:
    """The answer to a trigger at a virtual instant; a tree over the cap (0: none) is an error."""
    declared: Mapping[str, Any] = trigger.declared or {}
    ui, shape = tree_of(outcome.value if outcome.ok else None, outcome.shape)
    size = len(orjson.dumps(ui, default=str)) if ui is not None else 0
    error = outcome.error
    if cap_bytes and size > cap_bytes:
        ui, error = None, _oversize(trigger.name, size, cap_bytes, declared)
    return PanelAnswer(
        app_id=trigger.app_id,
        panel_id=trigger.name,
        slot=declared.get("slot") or "center",
        title=declared.get("title") or "",
        params=trigger.params,
        ok=error is None,
        ui=ui,
        shape=shape,
        error=error,
        duration_ms=outcome.duration_ms,
        bytes=size,
        span_id=outcome.span_id,
        at=at,
        origin=trigger.source,
        center_overlay=bool(declared.get("center_overlay")),
        user_id=trigger.user.imperal_id,
        trace=outcome.spans,
        lines=outcome.lines if outcome.value is ui else under(outcome.lines, "ui"),
    )


def blank_report(answer: PanelAnswer, declared: Mapping[str, Any]) -> ErrorReport:
    """What is wrong with an answer that leaves its slot blank without a word."""
    return ErrorReport(
        "BlankPanel",
        f"panel {answer.panel_id!r} answered {answer.shape} instead of a component",
        file=declared.get("file"),
        line=declared.get("line"),
        hint="Return a ui component; the platform draws nothing for anything else.",
    )


def tree_of(value: Any, shape: str) -> tuple[dict[str, Any] | None, str]:
    """The root node of an answer in any of its three shapes, and the shape's name."""
    if shape == "ui" and isinstance(value, Mapping) and isinstance(value.get("ui"), dict):
        return value["ui"], "ui"
    if shape == "node" and isinstance(value, dict):
        return value, "node"
    if isinstance(value, Mapping) and isinstance(value.get("ui"), dict):
        return value["ui"], shape
    return None, shape


def _oversize(panel_id: str, size: int, cap: int, declared: Mapping[str, Any]) -> ErrorReport:
    return ErrorReport(
        "ReplyTooLarge",
        f"panel {panel_id!r} answered {size:,} bytes, over the platform's {cap:,}",
        file=declared.get("file"),
        line=declared.get("line"),
        hint="Return fewer items per page; the platform drops the whole slot.",
    )
