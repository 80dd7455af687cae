"""Input components for longer text and for tags."""

from __future__ import annotations

from typing import Any

from imperal_sdk.ui._props import flags, given
from imperal_sdk.ui.base import UIAction, UINode


def TextArea(
    placeholder: str = "",
    value: str = "",
    rows: int = 4,
    on_submit: UIAction | None = None,
    param_name: str = "text",
    label: str = "",
    description: str = "",
    error: str = "",
    required: bool = False,
    disabled: bool = False,
    readonly: bool = False,
) -> UINode:
    """Several lines of text; Ctrl+Enter runs ``on_submit``."""
    props = {"placeholder": placeholder, "value": value, "rows": rows, "param_name": param_name}
    props |= given(on_submit=on_submit, label=label, description=description, error=error)
    return UINode(
        "TextArea", props | flags(required=required, disabled=disabled, readonly=readonly)
    )


def RichEditor(
    content: str = "",
    placeholder: str = "Start writing...",
    on_save: UIAction | None = None,
    on_change: UIAction | None = None,
    param_name: str = "content",
    toolbar: bool = True,
    label: str = "",
    description: str = "",
    error: str = "",
    required: bool = False,
) -> UINode:
    """Formatted text; Ctrl+S runs ``on_save``."""
    props = {
        "content": content,
        "placeholder": placeholder,
        "param_name": param_name,
        "toolbar": toolbar,
        **given(on_save=on_save, on_change=on_change),
        **given(label=label, description=description, error=error),
        **flags(required=required),
    }
    return UINode("RichEditor", props)


def TagInput(
    values: list[str] | None = None,
    suggestions: list[str] | None = None,
    placeholder: str = "Add...",
    param_name: str = "tags",
    on_change: UIAction | None = None,
    grouped_by: str = "",
    delimiters: list[str] | None = None,
    validate: str = "",
    validate_message: str = "",
    label: str = "",
    description: str = "",
    error: str = "",
    required: bool = False,
) -> UINode:
    """A list of words; ``validate`` is a pattern each of them has to match."""
    props: dict[str, Any] = {
        "values": values or [],
        "suggestions": suggestions or [],
        "placeholder": placeholder,
        "param_name": param_name,
        "grouped_by": grouped_by,
    }
    if delimiters:
        props["delimiters"] = list(delimiters)
    props |= given(on_change=on_change, validate=validate, validate_message=validate_message)
    props |= given(label=label, description=description, error=error)
    return UINode("TagInput", props | flags(required=required))
