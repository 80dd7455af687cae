"""Liquid UI: one state that each surface shows in its own way."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from imperal_sdk.ui.base import UINode

UrgencyLevel = Literal["low", "normal", "elevated", "critical"]
RiskLevel = Literal["read", "write", "destructive"]
AttentionBudget = Literal["glance", "focused", "investigative"]
SurfaceKind = Literal["terminal", "panel", "telegram", "ambient", "auto"]

_TELEGRAM_BUTTONS = 4


@dataclass
class Affordance:
    """Something the user can do about a state. ``payload`` travels with the choice."""

    id: str
    label: str
    description: str = ""
    primary: bool = False
    risk: RiskLevel = "read"
    requires_confirmation: bool = False
    shortcut: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return every field by name."""
        return asdict(self)


@dataclass
class CognitiveContext:
    """What the user is in the middle of, and how much attention there is to spend."""

    situation: str = "general"
    urgency: UrgencyLevel = "normal"
    attention_budget: AttentionBudget = "focused"
    modality_hint: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return every field by name."""
        return asdict(self)


_MIRRORED = (
    "context",
    "summary",
    "urgency",
    "risk",
    "details",
    "affected_entities",
    "metrics",
    "affordances",
    "cognitive",
)


class MorphingState(UINode):
    """A state with its risk, its urgency and what can be done about it.

    Affordances and the cognitive context may be given as objects or as dicts; they are kept
    as dicts. Further keywords become props.
    """

    def __init__(
        self,
        context: str,
        summary: str,
        urgency: UrgencyLevel = "normal",
        risk: RiskLevel = "read",
        details: str | None = None,
        affected_entities: list[str] | None = None,
        metrics: dict[str, int | float | str] | None = None,
        affordances: list[Affordance | dict[str, Any]] | None = None,
        cognitive: CognitiveContext | dict[str, Any] | None = None,
        projection_hints: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        if isinstance(cognitive, CognitiveContext):
            cognitive = cognitive.to_dict()
        props = {
            "context": context,
            "summary": summary,
            "urgency": urgency,
            "risk": risk,
            "details": details or "",
            "affected_entities": list(affected_entities or []),
            "metrics": dict(metrics or {}),
            "affordances": [
                known for entry in affordances or [] if (known := _as_dict(entry)) is not None
            ],
            "cognitive": cognitive or {},
            "projection_hints": dict(projection_hints or {}),
            **kwargs,
        }
        super().__init__("MorphingState", props)

    @property
    def context(self) -> str:
        """What the state is about."""
        return str(self.props["context"])

    @property
    def summary(self) -> str:
        """The state in one line."""
        return str(self.props["summary"])

    @property
    def urgency(self) -> str:
        """How soon someone should look."""
        return str(self.props["urgency"])

    @property
    def risk(self) -> str:
        """What acting on it may do."""
        return str(self.props["risk"])

    @property
    def details(self) -> str:
        """The longer text, or ``""``."""
        return str(self.props["details"])

    @property
    def affected_entities(self) -> list[str]:
        """Names of what the state concerns."""
        return list(self.props["affected_entities"])

    @property
    def metrics(self) -> dict[str, Any]:
        """Numbers worth showing."""
        return dict(self.props["metrics"])

    @property
    def affordances(self) -> list[dict[str, Any]]:
        """What can be done, as dicts."""
        return list(self.props["affordances"])

    @property
    def cognitive(self) -> dict[str, Any]:
        """The user's situation, as a dict."""
        return dict(self.props["cognitive"])

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form, the state's own fields also at its top level."""
        wire = UINode.to_dict(self)
        props = wire["props"]
        mirrored = {name: props[name] for name in _MIRRORED if name in props}
        return {**wire, "component": "MorphingState", **mirrored}

    def project_for_surface(self, surface: SurfaceKind) -> dict[str, Any]:
        """Return what ``surface`` shows: a text block, a message with buttons, or a card.

        A surface without a form of its own gets the wire form.
        """
        if surface == "terminal":
            return self._for_terminal()
        if surface == "telegram":
            return self._for_telegram()
        if surface == "panel":
            return {
                "surface": "panel",
                "format": "rich_intent_card",
                "full_state": self.to_dict(),
            }
        return self.to_dict()

    def _for_terminal(self) -> dict[str, Any]:
        keys = (
            (entry.get("shortcut") or str(position), entry.get("label", ""), position)
            for position, entry in enumerate(self.affordances, start=1)
        )
        return {
            "surface": "terminal",
            "format": "tui_block",
            "urgency": self.urgency,
            "summary": self.summary,
            "shortcuts": [f"[{position}] {label} ({key})" for key, label, position in keys],
        }

    def _for_telegram(self) -> dict[str, Any]:
        mark = "🚨" if self.urgency == "critical" else "ℹ️"
        entities = self.affected_entities
        return {
            "surface": "telegram",
            "format": "action_card",
            "headline": f"{mark} {self.summary}",
            "body": self.details or (f"Entities: {', '.join(entities)}" if entities else ""),
            "buttons": [_button(entry) for entry in self.affordances[:_TELEGRAM_BUTTONS]],
        }


def _button(affordance: dict[str, Any]) -> dict[str, Any]:
    style = "danger" if affordance.get("risk") == "destructive" else "primary"
    return {"id": affordance.get("id"), "text": affordance.get("label"), "style": style}


def _as_dict(entry: Any) -> dict[str, Any] | None:
    if isinstance(entry, Affordance):
        return entry.to_dict()
    return entry if isinstance(entry, dict) else None
