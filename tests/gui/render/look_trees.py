"""Trees that are hard on the eye: endless words, other scripts, emoji, odd values, everywhere."""

from __future__ import annotations

from typing import Any

from tests.gui.render.bench import call, node, stack, text

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ARABIC = "مرحبا بالعالم هذا نص عربي طويل إلى حد ما ليلتف على أكثر من سطر واحد"
HEBREW = "שלום עולם"
SIGNS = "🚀 Deployed ✅ with 👩‍💻 and 🔥 to production 📦 at once"


def tree(title: str, short: str, body: str) -> dict[str, Any]:
    """Every kind of text the platform draws, with these words in all of its places."""
    return stack(
        *words(title, short, body),
        *rows(title, short, body),
        controls(title, short, body),
        *pictures(title, short, body),
    )


def words(title: str, short: str, body: str) -> list[dict[str, Any]]:
    act = call()
    pairs = [{"key": title, "value": body}, {"key": short, "value": title}]
    buttons = [
        node("Button", label=title, on_click=act),
        node("Button", label=short, variant="danger", size="sm", on_click=act),
    ]
    inside = node("KeyValue", items=pairs)
    figures = [
        node(
            "Stat",
            label=title,
            value=short,
            trend=f"+12% {short}",
            trend_direction="up",
            description=body,
            icon="Users",
            color=color,
        )
        for color in ("blue", "green", "red", "yellow")
    ]
    fold = [{"id": "a", "title": title, "children": []}, {"id": "b", "title": short}]
    tabs = [{"label": title, "content": text(short)}, {"label": short, "content": text(short)}]
    markdown = (
        f"# {title}\n\n{body} **{short}** `{title}`\n\n* {title}\n* {short}\n\n> [!NOTE]\n"
        f"> {body}\n\n| {title} | {short} |\n|---|---|\n| {short} | {body} |\n"
    )
    return [
        node("Header", text=title, subtitle=body),
        text(body),
        node("Text", content=title, variant="code"),
        node("Text", content=title, variant="label"),
        node("Alert", title=title, message=body, variant="warn", dismissible=True),
        node("Stats", children=figures),
        node("Card", title=title, subtitle=short, content=inside, footer=buttons),
        node("Section", title=title, collapsible=True, children=[text(short)]),
        node("Accordion", sections=fold),
        node("Tabs", tabs=tabs),
        node("Markdown", content=markdown),
        node("Html", content=f"<h2>{title}</h2><p>{body}</p>", theme="light"),
        node("Link", label=title, href="https://example.com"),
        node("Divider", label=title),
    ]


def rows(title: str, short: str, body: str) -> list[dict[str, Any]]:
    live = stack(
        node("Badge", label=short), node("Button", label=short, size="sm"), direction="h", gap=2
    )
    items = [
        node(
            "ListItem",
            id="1",
            title=title,
            subtitle=body,
            meta=short,
            icon="Mail",
            badge=node("Badge", label=short, color="green"),
            on_click=call(),
        ),
        node(
            "ListItem",
            id="2",
            title=short,
            avatar=node("Avatar", name=title),
            badge=live,
            actions=[{"icon": "Trash2", "on_click": call()}],
        ),
    ]
    columns = [
        {"key": "a", "label": title, "sortable": True},
        {"key": "b", "label": short},
        {"key": "c", "label": body, "sortable": True},
    ]
    cells = [{"id": 1, "a": title, "b": body, "c": short}, {"id": 2, "a": short, "c": 10**20}]
    branch = {
        "id": "1",
        "label": title,
        "badge": short,
        "children": [{"id": "2", "label": body, "badge": "99+"}],
    }
    events = [
        {"title": title, "description": body, "time": short},
        {"title": short, "icon": "Check", "color": "green"},
    ]
    return [
        node(
            "List",
            title=title,
            searchable=True,
            search_placeholder=title,
            items=items,
            total_items=1234567,
            extra_info=body,
            page_size=1,
        ),
        node("List", items=items),
        node("DataTable", columns=columns, rows=cells),
        node("Tree", nodes=[branch]),
        node("Timeline", items=events),
    ]


def controls(title: str, short: str, body: str) -> dict[str, Any]:
    options = [{"value": "1", "label": title, "description": body}, {"value": "2", "label": short}]
    return node(
        "Form",
        action="save",
        submit_label=title,
        children=[
            node(
                "Input",
                label=title,
                placeholder=body,
                description=body,
                required=True,
                param_name="a",
            ),
            node("Select", label=title, options=options, value="1", error=body, param_name="b"),
            node("MultiSelect", label=title, options=options, values=["1"], param_name="c"),
            node("RadioGroup", label=title, options=options, value="1", param_name="d"),
            node("Checkbox", label=title, description=body, required=True, param_name="e"),
            node("Toggle", label=title, value=True, param_name="f"),
            node("Slider", label=title, param_name="g"),
            node("TagInput", label=title, values=[title, short], param_name="h"),
            node("DatePicker", label=title, param_name="i"),
            node("TextArea", label=title, value=body, param_name="j"),
        ],
    )


def pictures(title: str, short: str, body: str) -> list[dict[str, Any]]:
    data = [{"name": title, "x": 1, "y": 3}, {"name": short, "x": 3, "y": 1}]
    series = [{"key": "x", "label": title}, {"key": "y", "label": short}]
    cards = [
        node("Card", title=title, content=text(short)),
        node("Stat", label=title, value=title),
        node("Badge", label=title, color="red"),
    ]
    vertices = [{"id": "1", "label": title, "type": title}, {"id": "2", "label": short}]
    return [
        node("Progress", label=title, value=40, show_value=True),
        node("Progress", label=short, value=40, show_value=True, variant="circular"),
        node("Chart", chart_type="bar", data=data, show_legend=True, series=series),
        node("Empty", message=body, action=call(label=title)),
        node("Error", title=title, message=body, retry=call()),
        node("Loading", message=body),
        node("FileUpload", title=title, hint=body),
        node("Grid", columns=3, children=cards),
        stack(
            text(title),
            node("Badge", label=short),
            node("Button", label=title, icon="Plus"),
            direction="h",
            justify="between",
        ),
        node("Menu", items=[{"id": "a", "label": title}], trigger=node("Button", label=title)),
        node("Avatar", name=title),
        node("Video", src="https://example.com/v.mp4", title=title),
        node("Audio", src="https://example.com/v.mp3", title=body),
        node("Graph", nodes=vertices, edges=[{"source": "1", "target": "2"}], height=300),
    ]


def odd_values() -> dict[str, Any]:
    """None, truth, emptiness and nested things where a text is expected."""
    odd: list[Any] = [None, 0, False, True, "", [], {}, {"a": None}, 3.5, 10**30, ["x", True]]
    places = (
        ("Text", "content"),
        ("Stat", "value"),
        ("Badge", "label"),
        ("Header", "text"),
        ("Alert", "message"),
        ("Progress", "value"),
        ("Link", "label"),
        ("Button", "label"),
    )
    return stack(
        *(node(kind, **{prop: value}) for value in odd for kind, prop in places),
        node("KeyValue", items=[{"key": "k", "value": value} for value in odd]),
        node(
            "DataTable", columns=[{"key": "a", "label": "A"}], rows=[{"a": value} for value in odd]
        ),
        node("List", items=[{"title": one, "subtitle": one, "meta": one} for one in odd]),
    )


TREES = {
    "long words": tree(LONG, "Überweisung", f"{LONG} und mehr, das umbricht, {'x' * 300}"),
    "right to left": tree(HEBREW, ARABIC[:14], ARABIC),
    "emoji": tree("Relationships managed", "1,234,567,890,123.45", SIGNS),
    "odd values": odd_values(),
}
