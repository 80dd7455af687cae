"""Trees no author meant to write: every prop may hold a value of any type."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.gui.render.bench import call, node, text

ACTION = call("f", id=1)

ODD: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1,
    3.5,
    1e300,
    -1e300,
    10**400,
    "",
    " ",
    "true",
    "12px",
    "50%",
    "a\nb\tc",
    "🐝 emoji 👩‍👩‍👧 \u202eRTL עברית",
    "x" * 5000,
    "[",
    "2026-13-45",
    "data:image/png;base64,AAAA",
    [],
    {},
    [None, 1, "a", {}, [1]],
    {"a": None},
    {"type": "Text"},
    {"type": "Text", "props": {"content": "inner"}},
    {"__type__": "signal", "key": "k", "default": 1},
    ACTION,
    {"action": 3},
]

PROPS: dict[str, tuple[str, ...]] = {
    "List": (
        "items",
        "title",
        "searchable",
        "empty_text",
        "max_height",
        "page_size",
        "on_end_reached",
        "selectable",
        "bulk_actions",
        "total_items",
        "extra_info",
        "grouped_by",
    ),
    "DataTable": (
        "columns",
        "rows",
        "on_row_click",
        "on_cell_edit",
        "empty_text",
        "sticky_header",
        "max_height",
    ),
    "Tree": ("nodes", "label"),
    "Chart": (
        "chart_type",
        "data",
        "x_key",
        "series",
        "height",
        "show_legend",
        "y2_keys",
        "title",
        "show_data_table",
    ),
    "Graph": (
        "nodes",
        "edges",
        "layout",
        "height",
        "min_node_size",
        "max_node_size",
        "edge_label_visible",
        "color_by",
        "title",
    ),
    "Form": ("children", "action", "submit_label", "defaults", "confirm"),
    "Input": ("value", "placeholder", "param_name", "type", "on_submit", "readonly", "variant"),
    "TextArea": ("value", "placeholder", "rows", "param_name", "on_submit", "readonly"),
    "Select": ("options", "value", "placeholder", "param_name", "on_change"),
    "MultiSelect": ("options", "values", "placeholder", "param_name"),
    "Toggle": ("label", "value", "param_name", "on_change"),
    "Slider": ("min", "max", "step", "value", "label", "param_name"),
    "Checkbox": ("label", "value", "param_name", "on_change"),
    "RadioGroup": ("options", "value", "orientation", "param_name", "on_change"),
    "DatePicker": ("value", "min", "max", "param_name", "on_change"),
    "TagInput": (
        "values",
        "suggestions",
        "placeholder",
        "param_name",
        "grouped_by",
        "delimiters",
        "validate",
        "validate_message",
    ),
    "RichEditor": ("content", "placeholder", "toolbar", "param_name", "on_change", "on_save"),
    "FileUpload": (
        "accept",
        "max_size_mb",
        "multiple",
        "on_upload",
        "blocked_extensions",
        "max_total_mb",
        "max_files",
        "title",
        "hint",
        "variant",
        "show_previews",
        "statuses",
    ),
    "BulkUpload": ("endpoint", "concurrency", "accept", "allow_folders"),
    "Menu": ("items", "trigger", "align"),
    "Dialog": ("title", "content", "confirm_label", "cancel_label", "on_confirm", "destructive"),
    "Modal": ("title", "subtitle", "content", "size", "max_width", "dismissible", "open"),
    "SlideOver": ("title", "subtitle", "children", "open", "width", "on_close"),
    "Toast": ("message", "variant", "duration", "title", "action", "action_label"),
    "Ghost": ("child", "reason", "pulse", "opacity"),
    "AgentPresence": ("status", "action", "progress", "avatar"),
    "Canvas": ("nodes", "edges", "height", "interactive", "show_minimap", "show_controls"),
    "MorphingState": (
        "context",
        "summary",
        "urgency",
        "risk",
        "details",
        "affected_entities",
        "metrics",
        "affordances",
    ),
    "Stage": ("title", "command", "hotkeys", "status", "telemetry", "children"),
    "TrayResponse": ("badge", "panel", "icon_color"),
}
FIELD_PROPS = ("label", "description", "error", "required", "disabled")
_FIELDS = {
    "Input",
    "TextArea",
    "Select",
    "MultiSelect",
    "Checkbox",
    "RadioGroup",
    "DatePicker",
    "TagInput",
    "RichEditor",
}
_KEYS = (
    "id",
    "key",
    "title",
    "label",
    "value",
    "subtitle",
    "meta",
    "badge",
    "avatar",
    "icon",
    "actions",
    "on_click",
    "children",
    "width",
    "source",
    "target",
    "from",
    "to",
    "size",
    "type",
    "x",
    "y",
    "weight",
    "metrics",
    "editable",
    "edit_type",
    "sortable",
    "expandable",
    "expanded_content",
    "disabled",
    "separator",
    "name",
)


def props_of(kind: str) -> tuple[str, ...]:
    """The props of a node type."""
    return PROPS[kind] + (FIELD_PROPS if kind in _FIELDS else ())


odd = st.sampled_from(ODD)
entries = st.dictionaries(st.sampled_from(_KEYS), odd, max_size=6)
lists = st.lists(st.one_of(entries, odd), max_size=5)
values = st.one_of(odd, odd, entries, lists, lists)


def trees(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Nodes of a type with odd values in some of its props."""
    props = st.dictionaries(st.sampled_from(props_of(kind)), values, max_size=8)
    return props.map(lambda chosen: node(kind, **chosen))


def beside(tree: dict[str, Any]) -> dict[str, Any]:
    """The tree with a neighbour that must not suffer."""
    return node("Stack", children=[text("neighbour"), tree])
