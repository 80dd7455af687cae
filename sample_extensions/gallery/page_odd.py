"""Chapter: what is empty, very long, unknown or broken, and what stands in its place."""

from app import ext
from parts import example, raw, row

from imperal_sdk import ui

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@ext.panel("odd", slot="center", center_overlay=True, title="Odd things", icon="TriangleAlert")
async def odd(ctx, **_params):
    """Edge cases an author meets sooner or later."""
    return ui.Page(
        [
            example("Nothing", ui.Text(""), ui.Stack([]), ui.KeyValue([]), ui.Timeline([])),
            example("Zero and no", raw("Text", content=0), raw("Text", content=False)),
            example("Long", ui.Text(WORD * 3), row(ui.Badge(WORD), ui.Button(WORD))),
            example("Signs", ui.Text("🐝 👩‍👩‍👧 שלום مرحبا"), ui.Stat("Huge", 10**40)),
            example("Unknown", raw("Hologram", depth=3)),
            example("Wrong", raw("Progress", value="many"), raw("List", items="none")),
            example("Unsafe", ui.Link("No script", href="javascript:alert(1)")),
            example("Aliases", raw("data_table", columns=["a"], rows=[{"a": "the alias"}])),
        ],
        title="Odd things",
    )
