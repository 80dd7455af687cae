"""The form controls: one module each, registered when the first of them is met."""

from __future__ import annotations

from workbench.gui.render.inputs import (
    checkbox,
    datepicker,
    multiselect,
    radiogroup,
    select,
    slider,
    taginput,
    textarea,
    toggle,
)
from workbench.gui.render.inputs import input as text_input

__all__ = [
    "checkbox",
    "datepicker",
    "multiselect",
    "radiogroup",
    "select",
    "slider",
    "taginput",
    "text_input",
    "textarea",
    "toggle",
]
