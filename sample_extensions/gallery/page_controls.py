"""Chapter: what is pressed, typed into and chosen from, in each of its states."""

from app import ext
from parts import DONE, FAIL, SLOW, example, raw, row

from imperal_sdk import ui

OPTIONS = [{"value": value, "label": value.title()} for value in ("red", "green", "blue")]
STATES = [
    {"label": "Usual", "description": "A line of help"},
    {"label": "Required", "required": True},
    {"label": "Wrong", "error": "This is not right"},
    {"label": "Disabled", "disabled": True},
]


@ext.panel("controls", slot="center", center_overlay=True, title="Controls", icon="Sliders")
async def controls(ctx, **_params):
    """Buttons, menus and fields."""
    return ui.Page([_buttons(), _menus(), *_fields()], title="Controls")


def _buttons():
    variants = ["primary", "secondary", "outline", "ghost", "danger"]
    return example(
        "Button, BackButton",
        row(*[ui.Button(variant, variant=variant, on_click=DONE) for variant in variants]),
        row(*[ui.Button(size, size=size, on_click=DONE) for size in ("sm", "md", "lg")]),
        row(
            ui.Button("Icons", icon_left="Plus", icon_right="ChevronDown", on_click=DONE),
            ui.Button("Disabled", disabled=True),
            ui.Button("Loading", loading=True, loading_label="At it…"),
        ),
        row(
            ui.Button("Takes a second", on_click=SLOW),
            ui.Button("Fails", variant="danger", on_click=FAIL),
            ui.Button("Says something", on_click=ui.Send("Hello from the gallery")),
            ui.Button("Opens a page", on_click=ui.Open("https://example.com")),
            ui.Button("Navigates", on_click=ui.Navigate("/gallery")),
        ),
        ui.Button("As wide as there is room", full_width=True, on_click=DONE),
        ui.BackButton(on_click=DONE),
    )


def _menus():
    items = [
        {"id": "a", "label": "Rename", "icon": "Pencil", "on_click": DONE},
        {"id": "b", "label": "Not now", "disabled": True},
        {"separator": True},
        {"id": "c", "label": "Delete", "icon": "Trash2", "on_click": DONE},
    ]
    return example(
        "Menu",
        row(ui.Menu(items), ui.Menu(items, trigger=ui.Button("More"), align="start")),
    )


def _fields():
    kinds = ("text", "email", "number", "url")
    inputs = [ui.Input(placeholder=kind, type=kind, on_submit=DONE) for kind in kinds]
    return [
        example(
            "Input",
            *inputs,
            raw("Input", type="search", placeholder="search"),
            *[ui.Input(**state) for state in STATES],
        ),
        example("Input, more", ui.Input(value="Read only", readonly=True), ui.Password()),
        example("TextArea", *[ui.TextArea(rows=2, on_submit=DONE, **state) for state in STATES]),
        example("Select", *[ui.Select(OPTIONS, on_change=DONE, **state) for state in STATES]),
        example(
            "MultiSelect", *[ui.MultiSelect(OPTIONS, values=["red"], **state) for state in STATES]
        ),
        example("Checkbox", *[ui.Checkbox(on_change=DONE, **state) for state in STATES]),
        example(
            "RadioGroup",
            *[ui.RadioGroup(OPTIONS, value="red", on_change=DONE, **state) for state in STATES],
            ui.RadioGroup(OPTIONS, orientation="horizontal", on_change=DONE),
            raw("radio_group", options=OPTIONS, value="blue", label="The alias radio_group"),
        ),
        example(
            "DatePicker",
            *[ui.DatePicker(value="2026-11-21", on_change=DONE, **state) for state in STATES],
            ui.DatePicker(min="2026-11-01", max="2026-11-30", label="November only"),
        ),
        example(
            "Toggle, Slider",
            ui.Toggle("Off"),
            ui.Toggle("On", value=True, on_change=DONE),
            ui.Slider(value=30, label="Volume"),
            ui.Slider(min=0, max=1, value=1, step=1, label="Disabled", disabled=True),
        ),
    ]
