"""Manifest sections for panels, with a static tree or without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from imperal_sdk._messages import one_of
from imperal_sdk.types.contributions import ALLOWED_PANEL_SLOTS
from imperal_sdk.ui.input_components import INPUT_TYPES

__all__ = ["Panel", "UINode"]


class UINode(BaseModel):
    """The root of a static tree."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(min_length=1)
    props: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _inputs_have_a_known_type(self) -> UINode:
        for node in _nodes({"type": self.type, "props": self.props}):
            if node["type"] != "Input" or "type" not in node.get("props", {}):
                continue
            if (kind := node["props"]["type"]) not in INPUT_TYPES:
                raise ValueError(f"ui.Input type {kind!r} must be one of {one_of(INPUT_TYPES)}")
        return self


class Panel(BaseModel):
    """A panel; keyword arguments of the decorator beyond these are kept. Widths in px."""

    model_config = ConfigDict(extra="allow")

    slot: str
    tree: dict[str, Any] = Field(default_factory=dict)
    panel_id: str | None = None
    title: str | None = None
    icon: str | None = None
    refresh: str | None = None
    center_overlay: bool | None = None
    default_width: int | None = None
    min_width: int | None = None
    max_width: int | None = None

    @field_validator("slot")
    @classmethod
    def _known_slot(cls, value: str) -> str:
        if value not in ALLOWED_PANEL_SLOTS:
            raise ValueError(f"panel slot {value!r} must be one of {one_of(ALLOWED_PANEL_SLOTS)}")
        return value

    @model_validator(mode="after")
    def _tree_is_a_node(self) -> Panel:
        if self.tree:
            UINode.model_validate(self.tree)
        return self


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every node in ``value``, however deep; the order does not matter."""
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            if isinstance(item.get("type"), str) and isinstance(item.get("props", {}), dict):
                yield item
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
