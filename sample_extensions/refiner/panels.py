"""The text that was refined last, and a form for the next one."""

from app import ext
from functions import KEPT

from imperal_sdk import ui

CHANGES = "on_event:refiner.refined,refiner.book_refined"


@ext.panel("desk", slot="left", title="Refiner", icon="Sparkles", refresh=CHANGES)
async def desk(ctx, **_params):
    """A text area that starts background work."""
    kept = await ctx.store.get(KEPT, KEPT)
    return ui.Stack(
        [
            ui.Form(
                [ui.TextArea(param_name="text", placeholder="A text to refine")],
                action="refine_later",
                submit_label="Refine",
            ),
            ui.Markdown(kept.data["text"]) if kept else ui.Empty("Nothing refined yet"),
        ],
        gap=4,
    )
