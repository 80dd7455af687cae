"""Chapter: values sent together, tags and files."""

from app import ext
from page_controls import OPTIONS
from parts import DONE, example, raw

from imperal_sdk import ui


@ext.panel("forms", slot="center", center_overlay=True, title="Forms", icon="TextCursorInput")
async def forms(ctx, **_params):
    """Forms, tag fields and uploads."""
    return ui.Page([_forms(), _tags(), _uploads()], title="Forms")


def _forms():
    fields = [
        ui.Input(label="Name", param_name="name", required=True),
        ui.TextArea(label="About", param_name="about", rows=2),
        ui.Select(OPTIONS, label="Colour", param_name="colour"),
        ui.MultiSelect(OPTIONS, label="Others", param_name="others"),
        ui.Checkbox(label="Agree", param_name="agree", required=True),
        ui.Toggle("Remind me", param_name="remind"),
        ui.Slider(label="How much", param_name="amount"),
        ui.RadioGroup(OPTIONS, label="One of", param_name="one", orientation="horizontal"),
        ui.DatePicker(label="When", param_name="when"),
        ui.TagInput(label="Tags", param_name="tags"),
        ui.RichEditor(label="Text", param_name="text"),
        ui.Button("Sends it too", type="submit", variant="secondary"),
    ]
    return example(
        "Form",
        ui.Form(fields, action="gallery_done", submit_label="Send", defaults={"name": "Ada"}),
        ui.Form(
            [ui.Input(param_name="late")], action="gallery_slow", submit_label="Takes a second"
        ),
        ui.Form([ui.Input(param_name="bad")], action="gallery_fail", submit_label="Fails"),
        ui.Form([ui.Text("A form without an action cannot be sent")]),
    )


def _tags():
    people = ["team:Ada", "team:Grace", "guest:Alan"]
    return example(
        "TagInput",
        ui.TagInput(values=["one", "two"], suggestions=["three", "four"], on_change=DONE),
        ui.TagInput(suggestions=people, grouped_by="People", label="Grouped suggestions"),
        ui.TagInput(
            label="Addresses only",
            delimiters=[",", ";"],
            validate=r"^\S+@\S+$",
            validate_message="That is no address",
        ),
        ui.TagInput(label="Wrong", error="At least one", required=True),
    )


def _uploads():
    return example(
        "FileUpload, BulkUpload",
        ui.FileUpload(on_upload=DONE, multiple=True, max_files=3, blocked_extensions=["exe"]),
        ui.FileUpload(variant="compact", title="Compact", hint="Pictures only", accept="image/*"),
        ui.FileUpload(variant="futuristic", show_previews=True, max_total_mb=5),
        raw("BulkUpload", endpoint="https://example.com/upload", concurrency=4),
    )
