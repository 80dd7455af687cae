"""Chapter: figures, bars and charts."""

from app import ext
from parts import example, row

from imperal_sdk import ui

MONTHS = [
    {"name": "Jan", "sales": 12, "visits": 340},
    {"name": "Feb", "sales": 19, "visits": 410},
    {"name": "Mar", "sales": 7, "visits": 280},
    {"name": "Apr", "sales": 23, "visits": 520},
]


@ext.panel("numbers", slot="center", center_overlay=True, title="Numbers", icon="ChartBar")
async def numbers(ctx, **_params):
    """Stats, progress, pairs, a timeline and charts."""
    return ui.Page([_stats(), _progress(), _records(), _charts()], title="Numbers")


def _stats():
    return example(
        "Stats, Stat",
        ui.Stats(
            [
                ui.Stat("Open", 0, icon="Circle"),
                ui.Stat("Up", 1_234_567, trend="+4 %", trend_direction="up", color="green"),
                ui.Stat("Down", -3.5, trend="-2 %", trend_direction="down", color="red"),
                ui.Stat("Flat", "12 ms", trend="0 %", description="since Monday", color="purple"),
            ],
            columns=4,
        ),
    )


def _progress():
    return example(
        "Progress",
        *[ui.Progress(40, label=color, color=color) for color in ("blue", "green", "red")],
        ui.Progress(3, max=4, label="Steps", show_value=True, size="lg"),
        row(
            ui.Progress(70, variant="circular", show_value=True),
            ui.Progress(25, variant="circular", size="lg", color="yellow", label="Quarter"),
        ),
    )


def _records():
    return example(
        "KeyValue, Timeline",
        ui.KeyValue(
            [
                {"key": "Region", "value": "eu-west-1"},
                {"key": "Zero", "value": 0},
                {"key": "Nothing", "value": None},
                {"key": "Ready", "value": False},
            ],
            columns=2,
        ),
        ui.Timeline(
            [
                {"title": "Created", "description": "By Ada", "time": "09:12", "color": "green"},
                {"title": "Built", "time": "09:20", "icon": "Hammer", "color": "purple"},
                {"title": "Failed", "time": "09:31", "color": "red"},
            ]
        ),
    )


def _charts():
    kinds = ("line", "bar", "area", "pie")
    return example(
        "Chart",
        *[ui.Chart(MONTHS, type=kind, show_legend=True, title=kind) for kind in kinds],
        ui.Chart(MONTHS, y2_keys=["visits"], show_data_table=True, title="Two axes"),
        ui.Chart([], title="No data"),
    )
