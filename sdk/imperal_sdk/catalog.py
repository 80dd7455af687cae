"""Everything of an extension that can be called by name."""

from __future__ import annotations

from typing import Any

SYNTHETIC_TOOL_PREFIX = "__"


def callable_functions(ext: Any, *, include_synthetic: bool = False) -> list[dict[str, Any]]:
    """Return tools first, then chat functions, each name once.

    Entries have name, description, scopes, action_type, kind ("tool" or "chat_function") and
    owner_chat_tool. Wrappers behind panels and the like count only with ``include_synthetic``.
    Never raises: what is not an extension has nothing to call.
    """
    entries = [*_tools(ext, include_synthetic), *_chat_functions(ext)]
    first_by_name: dict[str, dict[str, Any]] = {}
    for entry in entries:
        first_by_name.setdefault(entry["name"], entry)
    return list(first_by_name.values())


def callable_function_names(ext: Any) -> set[str]:
    """Return the names in :func:`callable_functions`."""
    return {entry["name"] for entry in callable_functions(ext)}


def _tools(ext: Any, include_synthetic: bool) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "description": getattr(tool, "description", ""),
            "scopes": list(getattr(tool, "scopes", None) or []),
            "action_type": getattr(tool, "action_type", "read"),
            "kind": "tool",
            "owner_chat_tool": "",
        }
        for name, tool in _mapping(ext, "_tools").items()
        if include_synthetic or not name.startswith(SYNTHETIC_TOOL_PREFIX)
    ]


def _chat_functions(ext: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "description": getattr(function, "description", ""),
            "scopes": list(getattr(function, "scopes", None) or []),
            "action_type": getattr(function, "action_type", ""),
            "kind": "chat_function",
            "owner_chat_tool": tool_name,
        }
        for tool_name, chat in _mapping(ext, "_chat_extensions").items()
        for name, function in _mapping(chat, "_functions").items()
    ]


def _mapping(owner: Any, attribute: str) -> dict[str, Any]:
    found = getattr(owner, attribute, None)
    return found if isinstance(found, dict) else {}
