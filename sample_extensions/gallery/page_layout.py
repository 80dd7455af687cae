"""Chapter: how nodes stand beside and under one another."""

from app import ext
from parts import DONE, example, raw, row

from imperal_sdk import ui


def _words(*texts):
    return [ui.Badge(text, color="blue") for text in texts]


@ext.panel("layout", slot="center", center_overlay=True, title="Layout", icon="LayoutDashboard")
async def layout(ctx, **_params):
    """Stacks, grids, sections, tabs and cards."""
    return ui.Page(
        [_stacks(), _grids(), _folding(), _cards()], title="Layout", subtitle="Where nodes stand"
    )


def _stacks():
    return example(
        "Stack, Row, Column",
        ui.Stack(_words("one", "two"), direction="v", gap=2, align="start"),
        row(*_words("a row", "wraps", "when it is full")),
        ui.Stack(_words("between"), direction="h", justify="between"),
        ui.Stack(_words("sticks to the top"), direction="h", sticky=True),
        ui.Column([ui.Text("a column"), ui.Text("of two")], gap=1),
        raw("Row", children=[{"type": "Text", "props": {"content": "the alias Row"}}]),
        raw("Column", children=[{"type": "Text", "props": {"content": "the alias Column"}}]),
    )


def _grids():
    cells = [ui.Card(title=f"Cell {number}") for number in range(1, 7)]
    return example("Grid", ui.Grid(cells, columns=3, gap=3))


def _folding():
    return example(
        "Section, Accordion, Divider, Tabs",
        ui.Section([ui.Text("Folds away")], title="Collapsible", collapsible=True),
        ui.Accordion(
            [
                {"id": "a", "title": "First", "children": [ui.Text("One at a time")]},
                {"id": "b", "title": "Second", "children": [ui.Text("or several")]},
            ],
            allow_multiple=True,
        ),
        ui.Divider(),
        ui.Divider("with a label"),
        ui.Tabs(
            [
                {"id": "one", "label": "One", "content": ui.Text("Content of one")},
                {"id": "two", "label": "Two", "content": ui.Text("Content of two")},
            ],
            default_tab=1,
        ),
    )


def _cards():
    return example(
        "Card",
        ui.Card(
            title="Title",
            subtitle="Subtitle",
            content=ui.Text("Content"),
            footer=ui.Button("In the footer", size="sm", on_click=DONE),
        ),
        ui.Card(title="The whole card can be pressed", on_click=DONE),
        ui.Card(content=ui.Text("No border, no padding"), border=False, padding="none"),
    )
