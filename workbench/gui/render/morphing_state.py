"""MorphingState: a situation in one card: summary, urgency, risk, facts, and what can be done."""

from __future__ import annotations

from typing import Any

from workbench.gui.render.framed import FramedView, node, row
from workbench.gui.render.plain import flag_of, label_of, list_of, mapping_of, text_of, texts_of
from workbench.gui.render.registry import register

_URGENCY = {"low": "gray", "normal": "blue", "high": "yellow", "critical": "red"}
_RISK = {"read": "green", "write": "yellow", "destructive": "red"}
_FIELDS = (
    "context",
    "summary",
    "urgency",
    "risk",
    "details",
    "affected_entities",
    "metrics",
    "affordances",
)
_MOST = 40


@register("MorphingState")
class MorphingStateView(FramedView):
    """Its fields are props, and repeated at the top of the node; props win."""

    def _field(self, name: str) -> Any:
        value = self.node.props.get(name)
        return self.node.raw.get(name) if value is None else value

    def content(self) -> Any:
        """The card as simpler nodes."""
        fields = {name: self._field(name) for name in _FIELDS}
        urgency, risk = text_of(fields["urgency"]).lower(), text_of(fields["risk"]).lower()
        marks = [
            node("Badge", label=urgency or "normal", color=_URGENCY.get(urgency, "gray")),
            node("Badge", label=risk or "read", color=_RISK.get(risk, "gray")),
        ]
        parts = [
            row(node("Text", content=label_of(fields["context"]), variant="label"), *marks),
            node("Header", text=label_of(fields["summary"]), level=4),
        ]
        if label_of(fields["details"]):
            parts.append(node("Text", content=text_of(fields["details"]), variant="body"))
        parts.extend(self._facts(fields))
        parts.extend(self._affordances(fields["affordances"]))
        return parts

    def _facts(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = []
        entities = texts_of(fields["affected_entities"])[:_MOST]
        if entities:
            parts.append(row(*(node("Badge", label=name, color="gray") for name in entities)))
        metrics = list(mapping_of(fields["metrics"]).items())[:_MOST]
        if metrics:
            items = [{"key": name, "value": value} for name, value in metrics]
            parts.append(node("KeyValue", items=items, columns=1))
        return parts

    def _affordances(self, value: Any) -> list[dict[str, Any]]:
        """What can be done: a button, or, when it needs an answer first, a form that asks."""
        offers = [mapping_of(part) for part in list_of(value)]
        plain = [
            self._button(offer)
            for offer in offers
            if not flag_of(offer.get("requires_confirmation"))
        ]
        asking = [
            self._form(offer) for offer in offers if flag_of(offer.get("requires_confirmation"))
        ]
        return ([row(*plain)] if plain else []) + asking

    def _button(self, offer: dict[str, Any]) -> dict[str, Any]:
        primary = flag_of(offer.get("primary"))
        danger = text_of(offer.get("risk")) == "destructive"
        action = {
            "action": "call",
            "function": text_of(offer.get("id")),
            "params": mapping_of(offer.get("payload")),
        }
        return node(
            "Button",
            label=_label(offer),
            variant="danger" if danger else "primary" if primary else "secondary",
            on_click=action if action["function"] else None,
        )

    def _form(self, offer: dict[str, Any]) -> dict[str, Any]:
        question = label_of(offer.get("description")) or f"{_label(offer)}?"
        return node(
            "Form",
            action=text_of(offer.get("id")),
            defaults=mapping_of(offer.get("payload")),
            submit_label=_label(offer),
            confirm=question,
        )


def _label(offer: dict[str, Any]) -> str:
    return label_of(offer.get("label")) or label_of(offer.get("id")) or "Go on"
