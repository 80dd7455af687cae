"""From a loaded Extension to the sections of its manifest."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imperal_sdk.ui.base import serialize

if TYPE_CHECKING:
    from imperal_sdk.extension import Extension

SYNTHETIC_PREFIX = "__"
HEALTH_CHECK_INTERVAL_S = 60

_HOOKS = ("on_install", "on_uninstall", "on_enable", "on_disable")

_TYPE_NAMES: dict[Any, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    dict: "object",
}


def tools(ext: Extension) -> list[dict[str, Any]]:
    """Plain tools first, then the chat functions; synthetic tools have sections of their own."""
    plain = [
        {
            "name": tool.name,
            "description": tool.description,
            "scopes": tool.scopes,
            "parameters": parameters(tool.func),
        }
        for name, tool in ext.tools.items()
        if not name.startswith(SYNTHETIC_PREFIX)
    ]
    return plain + chat_functions(ext)


def parameters(func: Callable[..., Any]) -> dict[str, dict[str, Any]]:
    """Return type and necessity of each parameter but ``ctx``; a type it cannot name is a string.

    Only the six plain types, not quoted, have names here.
    """
    return {
        name: {
            "type": _TYPE_NAMES.get(parameter.annotation, "string")
            if isinstance(parameter.annotation, type)
            else "string",
            "required": parameter.default is parameter.empty,
        }
        for name, parameter in inspect.signature(func).parameters.items()
        if name != "ctx"
    }


def chat_functions(ext: Extension) -> list[dict[str, Any]]:
    """Return the entries of all chat functions, with the JSON schemas of what goes in and out."""
    return [
        {
            "name": function.name,
            "description": function.description,
            "action_type": function.action_type,
            "chain_callable": function.chain_callable,
            "effects": list(function.effects or []),
            "id_projection": function.id_projection or "",
            "params_schema": _schema(function._pydantic_model),
            "return_schema": _schema(function._return_model),
            "event": function.event or "",
            "background": bool(function.background),
            "long_running": bool(function.long_running),
            "scopes": [],
            "owner_chat_tool": tool_name,
        }
        for tool_name, chat in getattr(ext, "_chat_extensions", {}).items()
        for function in chat.functions.values()
    ]


def _schema(model: Any) -> dict[str, Any]:
    return {} if model is None else dict(model.model_json_schema())


def scopes(ext: Extension) -> list[str]:
    """Return the scopes that the author's tools ask for, in order, each once."""
    return sorted(
        {
            scope
            for name, tool in ext.tools.items()
            if not name.startswith(SYNTHETIC_PREFIX)
            for scope in tool.scopes
        }
    )


def panels(ext: Extension) -> list[dict[str, Any]]:
    """Return every panel with all its settings; ``tree`` is empty unless it is static."""
    return [
        {
            "panel_id": panel_id,
            "slot": panel.get("slot", "center"),
            "title": panel.get("title", ""),
            "tree": {},
            **serialize(panel),
        }
        for panel_id, panel in ext.panels.items()
    ]


def events(ext: Extension) -> dict[str, Any]:
    """Return subscriptions with the names of their handlers, and declared emissions."""
    if not ext.event_handlers and not ext.declared_emits:
        return {}
    return {
        "subscribes": [
            {"type": handler.event_type, "handler": handler_name(handler.func)}
            for handler in ext.event_handlers
        ],
        "emits": [emit.to_manifest() for emit in ext.declared_emits],
    }


def handler_name(func: Callable[..., Any]) -> str:
    """Return the name a handler goes by; a partial goes by that of its function."""
    while not hasattr(func, "__name__") and hasattr(func, "func"):
        func = func.func
    return str(getattr(func, "__name__", type(func).__name__))


def lifecycle(ext: Extension) -> dict[str, Any]:
    """Return which hooks there are; upgrades as a sorted list of versions."""
    section: dict[str, Any] = {}
    upgrades = []
    for hook in ext.lifecycle.values():
        if hook.name == "on_upgrade":
            upgrades.append(hook.version)
        elif hook.name in _HOOKS:
            section[hook.name] = True
    if upgrades:
        section["on_upgrade"] = sorted(upgrades)
    if ext._health_check is not None:
        section["health_check"] = {"interval_sec": HEALTH_CHECK_INTERVAL_S}
    return section


def lifecycle_hooks(ext: Extension) -> dict[str, dict[str, str]]:
    """Return the signature of each hook, as text."""
    return {
        key: {"signature": str(inspect.signature(hook.func))} for key, hook in ext.lifecycle.items()
    }


def search_providers(ext: Extension) -> list[dict[str, str]]:
    """Return what the search can ask for, with the names of the handlers."""
    return [
        {
            "entity_type": provider.entity_type,
            "handler": handler_name(provider.func),
            "description": provider.description,
        }
        for provider in ext._search_providers.values()
    ]


def icon_size(ext: Extension) -> int | None:
    """Return the icon's size in bytes, if its file is found from the current directory."""
    icon = Path(ext.icon) if ext.icon else None
    return icon.stat().st_size if icon is not None and icon.is_file() else None
