"""Guess a simple view of what a tool answered: a table of rows, or a card with a number."""

from __future__ import annotations

from typing import Any

_STATUS_KEYS = ("status", "state")
_NUMBER_KEYS = ("metric", "value", "count")
_SHOWN_ABOVE = ("status", "state", "metric", "title")


def project_to_declarative_ir(data: Any, title: str | None = None) -> dict[str, Any] | None:
    """Return a view of ``data``, or None where none suggests itself.

    A list of dicts becomes a table with the keys of its first row; a dict that speaks of a
    status or a number becomes a card, with everything else below.
    """
    if isinstance(data, list) and data and isinstance(data[0], dict):
        return {
            "type": "table",
            "title": title or "Items",
            "columns": list(data[0]),
            "rows": data,
            "total": len(data),
        }
    if isinstance(data, dict) and not data.keys().isdisjoint((*_STATUS_KEYS, *_NUMBER_KEYS)):
        return _card(data, title)
    return None


def _card(data: dict[str, Any], title: str | None) -> dict[str, Any]:
    status = next((data[key] for key in _STATUS_KEYS if data.get(key) is not None), "active")
    number = next((data[key] for key in _NUMBER_KEYS if data.get(key) is not None), "")
    return {
        "type": "metric_card",
        "title": str(data.get("title") or title or "Status"),
        "badge": str(status),
        "metric": str(number),
        "details": {key: value for key, value in data.items() if key not in _SHOWN_ABOVE},
    }
