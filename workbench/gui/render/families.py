"""The table of families: which module draws which node types.

A module listed here is imported when one of its types is first met, and must then have registered
them with `registry.register`. Packages register in (or import from) their ``__init__``.
"""

from __future__ import annotations

_HERE = "workbench.gui.render."

FAMILIES: dict[str, tuple[str, ...]] = {
    _HERE + "stack": ("Stack", "Row", "Column"),
    _HERE + "grid": ("Grid",),
    _HERE + "page": ("Page",),
    _HERE + "section": ("Section",),
    _HERE + "accordion": ("Accordion",),
    _HERE + "divider": ("Divider",),
    _HERE + "tabs": ("Tabs",),
    _HERE + "text": ("Text",),
    _HERE + "header": ("Header",),
    _HERE + "badge": ("Badge",),
    _HERE + "avatar": ("Avatar",),
    _HERE + "icon": ("Icon", "AppIcon"),
    _HERE + "button": ("Button",),
    _HERE + "alert": ("Alert",),
    _HERE + "card": ("Card",),
    _HERE + "stat": ("Stat",),
    _HERE + "stats": ("Stats",),
    _HERE + "key_value": ("KeyValue",),
    _HERE + "timeline": ("Timeline",),
    _HERE + "progress": ("Progress",),
    _HERE + "image": ("Image",),
    _HERE + "documents.code": ("Code",),
    _HERE + "documents.markdown": ("Markdown",),
    _HERE + "documents.html": ("Html",),
    _HERE + "states": ("Empty", "Error", "Loading"),
    _HERE + "link": ("Link",),
    _HERE + "tooltip": ("Tooltip",),
    _HERE + "media": ("Video", "Audio"),
    _HERE + "lists.view": ("List",),
    _HERE + "tables.view": ("DataTable",),
    _HERE + "tree": ("Tree",),
    _HERE + "charts.view": ("Chart",),
    _HERE + "graphs.view": ("Graph",),
    _HERE + "forms.view": ("Form",),
    _HERE + "inputs": (
        "Input",
        "TextArea",
        "Select",
        "MultiSelect",
        "Toggle",
        "Slider",
        "Checkbox",
        "RadioGroup",
        "DatePicker",
        "TagInput",
        "Password",
    ),
    _HERE + "documents.rich_editor": ("RichEditor",),
    _HERE + "uploads.view": ("FileUpload", "BulkUpload"),
    _HERE + "overlays": ("Menu", "Dialog", "SlideOver", "Modal", "Toast"),
    _HERE + "presence": (
        "Ghost",
        "AgentPresence",
        "Canvas",
        "MorphingState",
        "Stage",
        "TrayResponse",
    ),
}

PARTS: dict[str, str] = {"‹rest›": _HERE + "documents.rest"}
"""Parts that only other views make, and where they are."""

ALIASES: dict[str, str] = {"data_table": "datatable", "radio_group": "radiogroup"}
