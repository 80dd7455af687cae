"""Chapter: what tells a person something, and what opens over the panel."""

from app import ext
from parts import DONE, FAIL, example, row

from imperal_sdk import ui

OVERLAYS = ("dialog", "destructive", "modal", "slideover", "toast")


@ext.panel("feedback", slot="center", center_overlay=True, title="Feedback", icon="Bell")
async def feedback(ctx, show="", **_params):
    """Alerts and states; `show` names an overlay to open."""
    page = ui.Page([_alerts(), _states(), _openers()], title="Feedback")
    if show:
        page.props["children"].append(_overlay(show))
    return page


def _alerts():
    variants = ["info", "success", "warn", "error"]
    return example(
        "Alert",
        *[ui.Alert(f"This is {variant}.", title="Title", variant=variant) for variant in variants],
        ui.Alert("Without a title, and it can be closed.", dismissible=True),
    )


def _states():
    return example(
        "Empty, Error, Loading",
        ui.Empty("Nothing here yet", icon="Inbox", action=DONE),
        ui.Error("It could not be loaded.", title="A pity", retry=FAIL),
        ui.Loading("One moment"),
        ui.Loading(variant="skeleton"),
    )


def _openers():
    buttons = [
        ui.Button(
            name.title(), variant="secondary", on_click=ui.Call("__panel__feedback", show=name)
        )
        for name in OVERLAYS
    ]
    return example("Dialog, Modal, SlideOver, Toast", row(*buttons))


def _overlay(name):
    words = ui.Text("Press Escape, or one of the buttons.")
    again = ui.Call("__panel__feedback", show="")
    if name == "dialog":
        return ui.Dialog("A dialog", content=words, on_confirm=DONE)
    if name == "destructive":
        return ui.Dialog("Really?", content=words, on_confirm=DONE, destructive=True)
    if name == "modal":
        return ui.Modal("A modal", words, subtitle="Size lg", size="lg", on_close=again)
    if name == "slideover":
        return ui.SlideOver("Details", [words], subtitle="From the right", on_close=again)
    return ui.Toast(
        "It is done.", variant="success", title="Done", action=DONE, action_label="Undo"
    )
