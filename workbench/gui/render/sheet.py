"""Pictures of trees: the renderer behind ``workbench render --png`` and for looking at a family.

``python -m workbench.gui.render.sheet TREE.json --theme light --width 1280 --png out.png``
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

import orjson
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from workbench.gui.render.actions import SilentHost
from workbench.gui.render.panel_view import PanelView
from workbench.gui.theme import APPLICATION, manager

DEFAULT_WIDTH = 760
_TALLEST = 20_000


def render_png(
    node: dict[str, Any] | None,
    path: Path,
    theme: str = "light",
    width: int = DEFAULT_WIDTH,
    *,
    least_height: int = 1,
    rtl: bool = False,
) -> tuple[int, int]:
    """Draw a tree as the panel would show it and write a PNG; gives its width and height in px.

    ``theme`` is ``light`` or ``dark``; with ``rtl`` the page runs from right to left. Works without
    a display (platform ``offscreen``) and makes the `QApplication` if there is none. Pictures end
    at 20,000 px of height. Raises ``ValueError`` for an unknown theme and ``OSError`` when the file
    cannot be written.
    """
    application()
    manager().use(theme)
    image = picture(node, width, least_height, rtl=rtl)
    if not image.save(str(path), "PNG"):
        raise OSError(f"cannot write a PNG to {path}")
    return image.width(), image.height()


def application() -> QApplication:
    """The running application, or a new one that needs no display."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QApplication(list(APPLICATION))


def picture(
    node: dict[str, Any] | None, width: int, least_height: int = 1, *, rtl: bool = False
) -> QPixmap:
    """The tree at a width in the theme in force, as tall as it needs."""
    panel = PanelView(SilentHost())
    panel.set_rtl(rtl)
    # Off the screen nothing is under the pointer, so nothing is drawn lit.
    panel.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    panel.resize(width, max(least_height, 1))
    panel.set_tree(node)
    panel.show()
    panel.settle()
    panel.resize(width, min(max(panel.content_height(), least_height), _TALLEST))
    panel.settle()
    image = panel.grab()
    panel.close()
    panel.deleteLater()
    return image


def main(arguments: list[str]) -> int:
    """Draw the tree in a JSON file."""
    parser = argparse.ArgumentParser(description="Draw a UI tree to a PNG file.")
    parser.add_argument("tree", type=Path)
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--width", type=int, default=DEFAULT_WIDTH)
    parser.add_argument("--rtl", action="store_true", help="a page from right to left")
    parser.add_argument("--png", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    tree = orjson.loads(chosen.tree.read_bytes())
    render_png(tree, chosen.png, chosen.theme, chosen.width, rtl=chosen.rtl)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
