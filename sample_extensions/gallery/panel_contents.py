"""The table of contents at the left."""

from app import ext

from imperal_sdk import ui

CHAPTERS = [
    ("layout", "Layout", "Stack, Grid, Section, Tabs, Card", "LayoutDashboard"),
    ("display", "Words and signs", "Text, Badge, Icon, Image", "Type"),
    ("documents", "Documents", "Markdown, Code, Html", "FileText"),
    ("numbers", "Numbers", "Stat, Progress, Chart", "ChartBar"),
    ("collections", "Lists and tables", "List, DataTable, Tree", "List"),
    ("relations", "Relations", "Graph, Canvas", "Network"),
    ("controls", "Controls", "Button, Menu and the fields", "SlidersHorizontal"),
    ("forms", "Forms", "Form, TagInput, uploads", "TextCursorInput"),
    ("feedback", "Feedback", "Alert, Toast, Dialog", "Bell"),
    ("presence", "Webbee", "Presence, Ghost, Stage", "Bot"),
    ("odd", "Odd things", "Empty, huge and broken", "TriangleAlert"),
]


@ext.panel("contents", slot="left", title="Gallery", icon="LayoutDashboard")
async def contents(ctx, **_params):
    """The chapters; the first one opens with the panel."""
    root = ui.List(
        [
            ui.ListItem(
                id=name, title=title, subtitle=what, icon=icon, on_click=ui.Call(f"__panel__{name}")
            )
            for name, title, what, icon in CHAPTERS
        ],
        searchable=True,
        search_placeholder="Find a chapter",
    )
    root.props["auto_action"] = ui.Call("__panel__layout")
    return root


@ext.tray("gallery", icon="LayoutDashboard", tooltip="Gallery")
async def tray(ctx, **_params):
    """A badge in the tray."""
    return ui.TrayResponse(badge=ui.Badge(str(len(CHAPTERS)), color="blue"))
