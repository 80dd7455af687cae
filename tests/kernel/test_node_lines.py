"""Lines of nodes: noted while somebody wants them, and never part of the tree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench.kernel.kernel import Kernel, KernelOptions
from workbench.kernel.node_lines import take_lines, under

MAIN = """
from imperal_sdk import Extension, ui

ext = Extension("lines", version="0.1.0", display_name="Lines", description="Nodes", icon="i.svg")


@ext.panel("board", slot="center", title="Board")
async def board(ctx):
    rows = [ui.ListItem(id="a", title="Milk")]
    return ui.Stack([
        ui.Text("hello"),
        ui.List(items=rows),
    ])
"""


def test_notes_leave_the_tree_and_say_where_nodes_are() -> None:
    tree: dict[str, Any] = {
        "ui": {
            "type": "Stack",
            "_src": "/x/a:b.py:3",
            "props": {"children": [{"type": "Text", "props": {"_src": "kept"}, "_src": "y.py:4"}]},
        }
    }
    lines = under(take_lines(tree), "ui")
    assert lines == {(): ("/x/a:b.py", 3), ("props", "children", 0): ("y.py", 4)}
    assert tree["ui"]["props"]["children"] == [{"type": "Text", "props": {"_src": "kept"}}]
    assert "_src" not in tree["ui"]


async def test_children_note_lines_only_while_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(MAIN)
    kernel = await Kernel.start(KernelOptions())
    try:
        await kernel.load(tmp_path)
        plain = await kernel.panels.call("lines", "board")
        kernel.builds.note_lines(True)
        noted = await kernel.panels.call("lines", "board")
        reloaded = await kernel.reload("lines") and await kernel.panels.call("lines", "board")
        kernel.builds.note_lines(False)
        after = await kernel.panels.call("lines", "board")
    finally:
        await kernel.close()
    assert not plain.lines
    assert not after.lines
    assert noted.lines == reloaded.lines
    found = {steps: line for steps, (_, line) in noted.lines.items()}
    rows = MAIN.splitlines()
    assert "ui.Text" in rows[found["props", "children", 0] - 1]
    assert "ui.ListItem" in rows[found["props", "children", 1, "props", "items", 0] - 1]
    assert noted.ui == plain.ui
    assert noted.bytes == plain.bytes
