"""Chapter: what belongs to what."""

from app import ext
from parts import DONE, example

from imperal_sdk import ui


@ext.panel("relations", slot="center", center_overlay=True, title="Relations", icon="Network")
async def relations(ctx, **_params):
    """A graph and a canvas."""
    people = [
        {"id": "ada", "label": "Ada", "type": "person", "size": 40, "mention_count": 5},
        {"id": "mail", "label": "ada@acme.example", "type": "email", "mention_count": 2},
        {"id": "acme", "label": "Acme", "type": "company", "size": 30},
    ]
    ties = [
        {"id": "1", "source": "ada", "target": "mail", "label": "uses", "weight": 0.9},
        {"id": "2", "source": "ada", "target": "acme", "label": "works at"},
    ]
    services = [
        ui.CanvasNode("web", "Web", 40, 60, type="service", status="healthy", icon="Globe"),
        ui.CanvasNode("db", "Database", 340, 60, type="database", status="degraded"),
        ui.CanvasNode("mq", "Queue", 340, 220, status="down", metrics={"lag": 12}, on_click=DONE),
    ]
    wires = [
        ui.CanvasEdge("web", "db", protocol="sql", latency_ms=4.0),
        ui.CanvasEdge("web", "mq", protocol="amqp", status="error", animated=False),
    ]
    layouts = ("grid", "circle", "cose-bilkent")
    return ui.Page(
        [
            example(
                "Graph",
                *[ui.Graph(people, ties, layout=name, height=260) for name in layouts],
                ui.Graph(people, ties, height=260, edge_label_visible=True, on_node_click=DONE),
                ui.Graph([], []),
            ),
            example("Canvas", ui.Canvas(services, wires, height=360, on_node_click=DONE)),
        ],
        title="Relations",
    )
