"""Input components that hold a line, a number, a choice or a yes-or-no, and the form itself."""

from __future__ import annotations

from typing import Any

from imperal_sdk.ui._props import flags, given, one_of
from imperal_sdk.ui.base import UIAction, UINode
from imperal_sdk.ui.text_inputs import RichEditor, TagInput, TextArea
from imperal_sdk.ui.uploads import FILEUPLOAD_VARIANTS, FileUpload

__all__ = [
    "FIELD_VARIANTS",
    "FILEUPLOAD_VARIANTS",
    "INPUT_TYPES",
    "Checkbox",
    "DatePicker",
    "FileUpload",
    "Form",
    "Input",
    "MultiSelect",
    "Password",
    "RadioGroup",
    "RichEditor",
    "Select",
    "Slider",
    "TagInput",
    "TextArea",
    "Toggle",
]

INPUT_TYPES = ("text", "password", "email", "number", "url")
"""What an Input may hold."""

FIELD_VARIANTS = ("default", "ghost")
"""Looks of an Input."""

RADIO_ORIENTATIONS = ("vertical", "horizontal")
"""How a RadioGroup may be laid out."""


def Form(
    children: list[UINode],
    action: str = "",
    submit_label: str = "Submit",
    defaults: dict[str, Any] | None = None,
) -> UINode:
    """Gather the values of the inputs inside and send them to the function ``action``.

    Each input sends its value under its ``param_name``; ``defaults`` are sent along.
    """
    props = {"children": children, "submit_label": submit_label}
    return UINode("Form", props | given(action=action, defaults=defaults))


def Input(
    placeholder: str = "",
    on_submit: UIAction | None = None,
    value: str = "",
    param_name: str = "value",
    type: str = "text",
    label: str = "",
    description: str = "",
    error: str = "",
    required: bool = False,
    disabled: bool = False,
    readonly: bool = False,
    variant: str = "default",
) -> UINode:
    """A line of text; Enter runs ``on_submit``.

    Raises ValueError for a type outside ``INPUT_TYPES`` or a look outside ``FIELD_VARIANTS``.
    """
    one_of("Input", "type", type, INPUT_TYPES)
    one_of("Input", "variant", variant, FIELD_VARIANTS)
    props = {"placeholder": placeholder, "value": value, "param_name": param_name}
    if type != "text":
        props["type"] = type
    if variant != "default":
        props["variant"] = variant
    props |= given(on_submit=on_submit, label=label, description=description, error=error)
    return UINode("Input", props | flags(required=required, disabled=disabled, readonly=readonly))


def Password(
    placeholder: str = "paste value…",
    on_submit: UIAction | None = None,
    value: str = "",
    param_name: str = "value",
    label: str = "",
    description: str = "",
    error: str = "",
    required: bool = False,
    disabled: bool = False,
    readonly: bool = False,
) -> UINode:
    """An Input that hides what is typed."""
    return Input(
        placeholder,
        on_submit,
        value,
        param_name,
        "password",
        label=label,
        description=description,
        error=error,
        required=required,
        disabled=disabled,
        readonly=readonly,
    )


def Select(
    options: list[dict[str, Any]],
    value: str = "",
    placeholder: str = "",
    on_change: UIAction | None = None,
    param_name: str = "value",
    label: str = "",
    description: str = "",
    error: str = "",
    required: bool = False,
    disabled: bool = False,
) -> UINode:
    """A drop-down of ``{"value", "label"}`` with one choice."""
    props = {"options": options, "value": value, "param_name": param_name}
    props |= given(placeholder=placeholder, on_change=on_change)
    props |= given(label=label, description=description, error=error)
    return UINode("Select", props | flags(required=required, disabled=disabled))


def MultiSelect(
    options: list[dict[str, Any]],
    values: list[str] | None = None,
    placeholder: str = "",
    param_name: str = "values",
    label: str = "",
    description: str = "",
    error: str = "",
    required: bool = False,
    disabled: bool = False,
) -> UINode:
    """A drop-down of ``{"value", "label"}`` with any number of choices."""
    props: dict[str, Any] = {"options": options, "values": values or [], "param_name": param_name}
    props |= given(placeholder=placeholder, label=label, description=description, error=error)
    return UINode("MultiSelect", props | flags(required=required, disabled=disabled))


def Toggle(
    label: str = "",
    value: bool = False,
    on_change: UIAction | None = None,
    param_name: str = "enabled",
) -> UINode:
    """A switch."""
    props = {"value": value, "param_name": param_name}
    return UINode("Toggle", props | given(label=label, on_change=on_change))


def Checkbox(
    label: str = "",
    value: bool = False,
    on_change: UIAction | None = None,
    param_name: str = "checked",
    description: str = "",
    error: str = "",
    required: bool = False,
    disabled: bool = False,
) -> UINode:
    """A box to tick."""
    props = {"value": bool(value), "param_name": param_name}
    props |= given(label=label, on_change=on_change, description=description, error=error)
    return UINode("Checkbox", props | flags(required=required, disabled=disabled))


def RadioGroup(
    options: list[dict[str, Any]],
    value: str = "",
    on_change: UIAction | None = None,
    param_name: str = "value",
    label: str = "",
    description: str = "",
    error: str = "",
    required: bool = False,
    disabled: bool = False,
    orientation: str = "vertical",
) -> UINode:
    """Options ``{"value", "label"}`` side by side or below each other, one of them chosen.

    Raises ValueError for another orientation than ``vertical`` and ``horizontal``.
    """
    one_of("RadioGroup", "orientation", orientation, RADIO_ORIENTATIONS)
    props: dict[str, Any] = {"options": options or [], "value": value, "param_name": param_name}
    props |= {"orientation": orientation, **given(on_change=on_change)}
    props |= given(label=label, description=description, error=error)
    return UINode("RadioGroup", props | flags(required=required, disabled=disabled))


def Slider(
    min: int = 0,
    max: int = 100,
    value: int = 50,
    step: int = 1,
    label: str = "",
    param_name: str = "value",
    disabled: bool = False,
) -> UINode:
    """A number chosen by dragging."""
    props = {"min": min, "max": max, "value": value, "step": step, "param_name": param_name}
    return UINode("Slider", props | given(label=label) | flags(disabled=disabled))


def DatePicker(
    value: str = "",
    placeholder: str = "Select date",
    on_change: UIAction | None = None,
    param_name: str = "date",
    label: str = "",
    description: str = "",
    error: str = "",
    required: bool = False,
    disabled: bool = False,
    min: str = "",
    max: str = "",
) -> UINode:
    """A date as ``YYYY-MM-DD``, between ``min`` and ``max`` if given.

    ``placeholder`` is accepted for older code; the component shows none.
    """
    props = {"value": value, "param_name": param_name, **given(on_change=on_change)}
    props |= given(label=label, description=description, error=error, min=min, max=max)
    return UINode("DatePicker", props | flags(required=required, disabled=disabled))
