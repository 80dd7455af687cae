"""What the window remembers: its place, its proportions, theme, zoom and recent folders."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

_RECENT = 10
THEMES = ("light", "dark", "contrast", "system")


class WindowSettings:
    """Typed access to the settings file, an ini in the user's state folder."""

    def __init__(self, path: Path) -> None:
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str:
        """light, dark, contrast or system."""
        value = str(self._store.value("theme", "system"))
        return value if value in THEMES else "system"

    @theme.setter
    def theme(self, name: str) -> None:
        self._store.setValue("theme", name)

    @property
    def zoom(self) -> int:
        """Percent, 80 to 200."""
        return max(80, min(200, self._number("zoom", 100)))

    @zoom.setter
    def zoom(self, percent: int) -> None:
        self._store.setValue("zoom", percent)

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size, as Qt keeps it."""
        return self._bytes("geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._store.setValue("geometry", value)

    @property
    def split(self) -> list[int]:
        """Heights of stage and panes; empty when never chosen."""
        value = self._store.value("split")
        parts = value if isinstance(value, list) else []
        numbers = [int(part) for part in parts if str(part).isdigit()]
        return numbers if len(numbers) == 2 and sum(numbers) > 0 else []

    @split.setter
    def split(self, sizes: list[int]) -> None:
        self._store.setValue("split", [str(size) for size in sizes])

    @property
    def columns(self) -> dict[str, int]:
        """Chosen widths of side columns, by "app/slot", px at 100 %."""
        value = self._store.value("columns")
        parts = value if isinstance(value, list) else [value] if value else []
        pairs = (str(part).rpartition("=") for part in parts)
        return {name: int(width) for name, _, width in pairs if width.isdigit()}

    @columns.setter
    def columns(self, widths: dict[str, int]) -> None:
        self._store.setValue("columns", [f"{name}={width}" for name, width in widths.items()])

    @property
    def pane(self) -> str:
        """The pane in view."""
        return str(self._store.value("pane", "trace"))

    @pane.setter
    def pane(self, pane_id: str) -> None:
        self._store.setValue("pane", pane_id)

    @property
    def panes_open(self) -> bool:
        """Whether the panes are open."""
        return str(self._store.value("panes_open", "true")).lower() == "true"

    @panes_open.setter
    def panes_open(self, opened: bool) -> None:
        self._store.setValue("panes_open", "true" if opened else "false")

    @property
    def toured(self) -> bool:
        """Whether the guided tour was begun once."""
        return str(self._store.value("toured", "false")).lower() == "true"

    @toured.setter
    def toured(self, begun: bool) -> None:
        self._store.setValue("toured", "true" if begun else "false")

    @property
    def keys(self) -> dict[str, list[str]]:
        """The keys a person chose, by command id."""
        try:
            kept = json.loads(str(self._store.value("keys", "{}")))
            return {str(id_): [str(key) for key in keys] for id_, keys in kept.items()}
        except (ValueError, AttributeError, TypeError):
            return {}

    @keys.setter
    def keys(self, chosen: dict[str, list[str]]) -> None:
        self._store.setValue("keys", json.dumps(chosen))

    @property
    def times(self) -> str:
        """How times are written: utc, local or relative."""
        return str(self._store.value("times", "utc"))

    @times.setter
    def times(self, style: str) -> None:
        self._store.setValue("times", style)

    @property
    def arrangement(self) -> str:
        """How the panes are arranged, as `Arrangement` writes it."""
        return str(self._store.value("arrangement", ""))

    @arrangement.setter
    def arrangement(self, text: str) -> None:
        self._store.setValue("arrangement", text)

    @property
    def docks(self) -> QByteArray:
        """The places of the docks, as Qt keeps them."""
        return self._bytes("docks")

    @docks.setter
    def docks(self, value: QByteArray) -> None:
        self._store.setValue("docks", value)

    @property
    def recent(self) -> list[Path]:
        """Folders opened lately that still exist, newest first."""
        value = self._store.value("recent")
        parts = value if isinstance(value, list) else [value] if value else []
        return [Path(str(part)) for part in parts if Path(str(part)).is_dir()]

    def remember(self, root: Path) -> None:
        """Puts a folder in front of the recent ones."""
        kept = [str(path) for path in self.recent if path != root]
        self._store.setValue("recent", [str(root), *kept][:_RECENT])

    def save(self) -> None:
        """Writes the file now."""
        self._store.sync()

    def _number(self, key: str, default: int) -> int:
        text = str(self._store.value(key, default))
        return int(text) if text.lstrip("-").isdigit() else default

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()
