"""Stage: a titled step with its state, its keys, its measurements and its content."""

from __future__ import annotations

from typing import Any

from workbench.gui.render.framed import FramedView, node, row
from workbench.gui.render.node import child_values
from workbench.gui.render.plain import label_of, mapping_of, text_of
from workbench.gui.render.registry import register

_COLORS = {
    "active": "blue",
    "running": "blue",
    "completed": "green",
    "done": "green",
    "failed": "red",
    "error": "red",
    "paused": "yellow",
}
_MOST = 40


@register("Stage")
class StageView(FramedView):
    """Children are props, or stand at the top of the node."""

    def content(self) -> Any:
        """Head, children, keys and measurements."""
        get = self.node.props.get
        status = text_of(get("status")) or "active"
        head = [
            node("Header", text=label_of(get("title")), level=4),
            node("Badge", label=status, color=_COLORS.get(status.lower(), "gray"), dot=True),
        ]
        command = label_of(get("command"))
        if command:
            head.append(node("Text", content=command, variant="code"))
        children = get("children")
        if children is None:
            children = self.node.raw.get("children")
        return [row(*head), *child_values(children), *self._keys(), *self._telemetry()]

    def _keys(self) -> list[dict[str, Any]]:
        keys = list(mapping_of(self.node.get("hotkeys")).items())[:_MOST]
        badges = [
            node("Badge", label=f"{key}  {_meaning(value)}", color="gray") for key, value in keys
        ]
        return [row(*badges)] if badges else []

    def _telemetry(self) -> list[dict[str, Any]]:
        facts = list(mapping_of(self.node.get("telemetry")).items())[:_MOST]
        items = [{"key": name, "value": value} for name, value in facts]
        return [node("KeyValue", items=items, columns=1)] if items else []


@register("TrayResponse")
class TrayResponseView(FramedView):
    """What a tray answered with: the badge it would show, and the panel behind it."""

    def content(self) -> Any:
        """Badge, then panel."""
        get = self.node.props.get
        return [*child_values(get("badge")), *child_values(get("panel"))]


def _meaning(value: Any) -> str:
    if isinstance(value, dict):
        return label_of(value.get("label")) or label_of(value.get("action"))
    return label_of(value)
