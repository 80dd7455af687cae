"""What an extension declares, as its host read it: a plain mapping with look-ups by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_LISTS: Final = {
    "panel": ("panels", "panel_id"),
    "widget": ("widgets", "widget_id"),
    "tray": ("tray", "tray_id"),
    "menu": ("menu", "item_id"),
    "function": ("functions", "name"),
    "tool": ("tools", "name"),
    "skeleton": ("skeletons", "section"),
    "schedule": ("schedules", "name"),
    "webhook": ("webhooks", "path"),
    "exposed": ("exposed", "name"),
    "lifecycle": ("lifecycle", "name"),
}


class Declarations(dict[str, Any]):
    """The declarations of one build; the keys are those ``workbench inspect`` prints."""

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        self._found: dict[tuple[str, str], dict[str, Any]] = {}

    @property
    def app_id(self) -> str:
        """The extension's id."""
        return str(self["app_id"])

    def rows(self, key: str) -> list[dict[str, Any]]:
        """The list under ``key``; empty when the extension declares none."""
        found = self.get(key)
        return found if isinstance(found, list) else []

    def handler(self, kind: str, name: str) -> dict[str, Any] | None:
        """The declaration of one handler by the wire's kind and name, or None.

        Events are named ``<type>#<index>``; the alert companion of a skeleton by its section; a
        webhook by its path with or without outer slashes; a lifecycle hook by its bare name or
        ``on_upgrade:<version>``.
        """
        found = self._found.get((kind, name))
        if found is None:
            found = self._find(kind, name)
            if found is not None:
                self._found[(kind, name)] = found
        return found

    def _find(self, kind: str, name: str) -> dict[str, Any] | None:
        if kind == "health":
            health = self.get("health_check")
            return health if isinstance(health, dict) else None
        if kind == "event":
            return self._event(name)
        if kind == "skeleton_alert":
            section = self.handler("skeleton", name)
            return section if section is not None and section.get("alert_tool") else None
        return next((row for row in self._candidates(kind) if self._is(kind, row, name)), None)

    def names(self, kind: str) -> list[str]:
        """Names of all handlers of a kind, in declaration order."""
        if kind not in _LISTS:
            return []
        return [_name(kind, row) for row in self._candidates(kind)]

    def _candidates(self, kind: str) -> list[dict[str, Any]]:
        return self.rows(_LISTS[kind][0]) if kind in _LISTS else []

    def _is(self, kind: str, row: Mapping[str, Any], name: str) -> bool:
        if kind == "webhook":
            return str(row["path"]).strip("/") == name.strip("/")
        return _name(kind, row) == name

    def _event(self, name: str) -> dict[str, Any] | None:
        event_type, _, index = name.rpartition("#")
        for row in self.rows("event_handlers"):
            if row["event_type"] == event_type and str(row["index"]) == index:
                return row
        return None


def _name(kind: str, row: Mapping[str, Any]) -> str:
    name = str(row[_LISTS[kind][1]])
    if kind == "lifecycle" and name == "on_upgrade" and row.get("version"):
        return f"{name}:{row['version']}"
    return name
