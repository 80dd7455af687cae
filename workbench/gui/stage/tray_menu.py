"""The menu of what extensions contribute to the host, section by section."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from workbench.gui.parts.menu import Menu, add_icon, new_menu

_SECTIONS: Final = {"main": "Menu", "admin": "Admin"}
MenuRow = tuple[str, Mapping[str, Any]]
"""The extension, and the item as it declared it."""
Picked = Callable[[str, Mapping[str, Any]], None]


def contributed_menu(parent: QWidget, rows: Sequence[MenuRow], picked: Picked) -> Menu:
    """The items of all extensions; only the main section goes without its title."""
    menu = new_menu(parent)
    for section, title in _SECTIONS.items():
        found = [(app, row) for app, row in rows if (row.get("section") or "main") == section]
        if not found:
            continue
        if not menu.isEmpty():
            menu.addSeparator()
        if section != "main":
            menu.addAction(title).setEnabled(False)
        for app_id, row in found:
            _add(menu, app_id, row, partial(picked, app_id, row))
    return menu


def _add(menu: Menu, app_id: str, row: Mapping[str, Any], picked: Callable[[], None]) -> None:
    entry = menu.addAction(f"{row.get('label') or row['item_id']}\t{app_id}")
    entry.triggered.connect(lambda _checked: picked())
    add_icon(menu, str(row.get("icon") or "dot"), "danger" if row.get("danger") else "muted")
