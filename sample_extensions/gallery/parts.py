"""What the chapters share: a node of any type, a captioned example, and the actions to try."""

from imperal_sdk import ui

PICTURE = (
    "data:image/svg+xml;base64,"
    "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSIyNDAiIGhlaWdodD0iMTIwIj48cmVj"
    "dCB3aWR0aD0iMjQwIiBoZWlnaHQ9IjEyMCIgZmlsbD0iIzdjM2FlZCIvPjxjaXJjbGUgY3g9IjEyMCIgY3k9IjYwIiBy"
    "PSIzNiIgZmlsbD0iI2ZhY2MxNSIvPjwvc3ZnPg=="
)

DONE = ui.Call("gallery_done")
SLOW = ui.Call("gallery_slow")
FAIL = ui.Call("gallery_fail")


def raw(kind, **props):
    """A node of a type that has no function of its own in `ui`."""
    node = ui.Text("")
    node.type, node.props = kind, props
    return node


def example(title, *nodes):
    """Nodes under a caption."""
    return ui.Section(list(nodes), title=title)


def row(*nodes):
    """Nodes side by side."""
    return ui.Row(list(nodes))
