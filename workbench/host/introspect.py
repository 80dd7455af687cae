"""What an extension declares, read off either SDK's `Extension` in the kernel's own terms."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

from workbench.host.load import LoadedExtension
from workbench.host.places import Places
from workbench.host.sdk import Sdk
from workbench.host.values import to_json
from workbench.wire.frames import JSON

Item = dict[str, Any]
_SKELETON = "skeleton_refresh_"
_ALERT = "skeleton_alert_"
_PANEL_FIELDS = ("slot", "title", "icon", "refresh", "center_overlay")


def declarations(loaded: LoadedExtension, *, sdk: Sdk, places: Places) -> dict[str, Any]:
    """Everything that `loaded` declares, each item with the author's file and line."""
    return _Reader(loaded, sdk, places).read()


class _Reader:
    """Reads one extension."""

    def __init__(self, loaded: LoadedExtension, sdk: Sdk, places: Places) -> None:
        self._ext = loaded.extension
        self._notes = list(loaded.notes)
        self._sdk = sdk
        self._places = places
        self._tools: dict[str, Any] = dict(getattr(self._ext, "_tools", {}))
        self._chats: dict[str, Any] = dict(getattr(self._ext, "_chat_extensions", {}))

    def read(self) -> dict[str, Any]:
        ext = self._ext
        plain = {
            "app_id": ext.app_id,
            "version": ext.version,
            "display_name": ext.display_name,
            "description": ext.description,
            "icon": ext.icon,
            "capabilities": ext.capabilities,
            "system": ext.system,
            "actions_explicit": ext.actions_explicit,
            "config_defaults": ext.config_defaults,
            "sdk": {"version": self._sdk.version, "origin": self._sdk.origin},
            "panels": self._panels(),
            "functions": self._functions(),
            "tools": self._plain_tools(),
            "skeletons": self._skeletons(),
            "schedules": self._schedules(),
            "event_handlers": self._event_handlers(),
            "emits": self._emits(),
            "webhooks": self._webhooks(),
            "exposed": self._exposed(),
            "secrets": self._secrets(),
            "cache_models": self._cache_models(),
            "tray": self._tray(),
            "menu": self._menu(),
            "widgets": self._widgets(),
            "lifecycle": self._lifecycle(),
            "health_check": self._health_check(),
            "notes": self._notes,
        }
        result: dict[str, Any] = JSON.loads(to_json(plain).payload)
        return result

    def _at(self, item: Item, function: Callable[..., Any]) -> Item:
        """`item` with the place of `function`; none for what the SDK itself has added."""
        file, line = self._places.of(function)
        if file is not None and file.startswith(self._sdk.path):
            file = line = None
        return {**item, "file": file, "line": line}

    def _all(self, attribute: str) -> dict[str, Any]:
        return dict(getattr(self._ext, attribute, None) or {})

    # -- what is seen ----------------------------------------------------------------------

    def _panels(self) -> list[Item]:
        panels = []
        for panel_id, stored in self._all("_panels").items():
            tool = self._tools.get(f"__panel__{panel_id}")
            if tool is None:
                continue
            params, accepts_any = _parameters(self._places.unwrap(tool.func))
            item = {
                "panel_id": panel_id,
                **{name: stored.get(name) for name in _PANEL_FIELDS},
                "options": {k: v for k, v in stored.items() if k not in _PANEL_FIELDS},
                "params": params,
                "accepts_any": accepts_any,
            }
            panels.append(self._at(item, tool.func))
        return panels

    def _widgets(self) -> list[Item]:
        return [
            self._at({"widget_id": widget_id, "title": tool.description}, tool.func)
            for widget_id, tool in self._named("__widget__")
        ]

    def _tray(self) -> list[Item]:
        names = ("tray_id", "icon", "tooltip", "zone", "order", "badge_style", "icon_color")
        found = self._all("_tray").items()
        return [self._from_tool(item, f"__tray__{tray_id}", names) for tray_id, item in found]

    def _menu(self) -> list[Item]:
        names = ("item_id", "label", "icon", "section", "path", "order", "danger")
        found = self._all("_menu_items").items()
        return [self._from_tool(item, f"__menu__{item_id}", names) for item_id, item in found]

    def _from_tool(self, item: Any, tool: str, names: Iterable[str]) -> Item:
        function = self._tools[tool].func if tool in self._tools else item.func
        return self._at(_fields(item, names), function)

    def _named(self, prefix: str) -> list[tuple[str, Any]]:
        return [
            (name.removeprefix(prefix), tool)
            for name, tool in self._tools.items()
            if name.startswith(prefix)
        ]

    # -- what is called --------------------------------------------------------------------

    def _functions(self) -> list[Item]:
        return [
            self._function(owner, name, found)
            for owner, chat in self._chats.items()
            for name, found in getattr(chat, "_functions", {}).items()
        ]

    def _function(self, owner: str, name: str, found: Any) -> Item:
        names = ("description", "action_type", "event", "chain_callable", "effects")
        more = ("id_projection", "background", "long_running")
        model = getattr(found, "_pydantic_model", None)
        item = {
            "name": name,
            **_fields(found, (*names, *more)),
            "params_schema": self._schema(model, name),
            "params_model": getattr(model, "__name__", None),
            "return_schema": self._schema(getattr(found, "_return_model", None), name),
            "owner": owner,
            "docstring": inspect.getdoc(self._places.unwrap(found.func)),
        }
        return self._at(item, found.func)

    def _schema(self, model: Any, function: str) -> dict[str, Any] | None:
        if model is None:
            return None
        try:
            schema: dict[str, Any] = model.model_json_schema()
        except Exception as error:
            self._notes.append(f"{model.__name__}, used by {function}, has no JSON schema: {error}")
            return None
        return schema

    def _plain_tools(self) -> list[Item]:
        return [
            self._at(_fields(tool, ("name", "description", "scopes")), tool.func)
            for name, tool in self._tools.items()
            if not name.startswith("__")
            and name not in self._chats
            and getattr(tool, "_skeleton", None) is None
        ]

    def _exposed(self) -> list[Item]:
        return self._list("_exposed", ("name", "action_type"))

    def _webhooks(self) -> list[Item]:
        found = self._all("_webhooks").values()
        return [
            self._at(
                {
                    **_fields(hook, ("path", "method", "secret_header")),
                    "tool": self._webhook_tool(hook.path),
                },
                hook.func,
            )
            for hook in found
        ]

    def _webhook_tool(self, path: str) -> str:
        names = (f"__webhook__{path}", f"__webhook__{path.strip('/')}")
        return next((name for name in names if name in self._tools), names[-1])

    # -- what runs by itself ---------------------------------------------------------------

    def _skeletons(self) -> list[Item]:
        skeletons = []
        for section, tool in self._named(_SKELETON):
            kept = getattr(tool, "_skeleton", None) or {}
            companion = f"{_ALERT}{kept.get('section_name', section)}"
            item = {
                "section": kept.get("section_name", section),
                "alert": bool(kept.get("alert_on_change")),
                "ttl": kept.get("ttl", 300),
                "description": tool.description,
                "alert_tool": companion if companion in self._tools else None,
            }
            skeletons.append(self._at(item, tool.func))
        return skeletons

    def _schedules(self) -> list[Item]:
        return self._list("_schedules", ("name", "cron"))

    def _event_handlers(self) -> list[Item]:
        found = enumerate(getattr(self._ext, "_event_handlers", ()))
        return [
            self._at({"event_type": handler.event_type, "index": index}, handler.func)
            for index, handler in found
        ]

    def _lifecycle(self) -> list[Item]:
        found = self._all("_lifecycle").items()
        return [self._at({"name": key, "version": hook.version}, hook.func) for key, hook in found]

    def _health_check(self) -> Item | None:
        check = getattr(self._ext, "_health_check", None)
        if check is None:
            return None
        name = getattr(self._places.unwrap(check.func), "__name__", "health_check")
        return self._at({"function": name}, check.func)

    def _list(self, attribute: str, names: tuple[str, ...]) -> list[Item]:
        found = self._all(attribute).values()
        return [self._at(_fields(item, names), item.func) for item in found]

    # -- what is kept ----------------------------------------------------------------------

    def _emits(self) -> list[Item]:
        found = getattr(self._ext, "_declared_emits", ())
        return [_fields(item, ("event_type", "schema_ref")) for item in found]

    def _secrets(self) -> list[Item]:
        names = ("name", "description", "required", "write_mode", "max_bytes", "scope")
        more = ("rotation_hint_days", "env_fallback")
        found = self._all("_secrets").values()
        return [{"scope": "user", **_present(spec, (*names, *more))} for spec in found]

    def _cache_models(self) -> list[Item]:
        models = []
        for name, kind in self._all("_cache_models").items():
            file, line = _class_place(kind)
            models.append({"name": name, "class": kind.__qualname__, "file": file, "line": line})
        return models


def _fields(item: Any, names: Iterable[str]) -> Item:
    return {name: getattr(item, name, None) for name in names}


def _present(item: Any, names: Iterable[str]) -> Item:
    return {name: getattr(item, name) for name in names if hasattr(item, name)}


def _parameters(function: Callable[..., Any]) -> tuple[list[Item], bool]:
    """The parameters a handler takes after ``ctx``, and whether it takes any others too."""
    try:
        found = list(inspect.signature(function).parameters.values())[1:]
    except (TypeError, ValueError):
        return [], True
    named = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    params = [
        {
            "name": param.name,
            "required": param.default is inspect.Parameter.empty,
            "default": None if param.default is inspect.Parameter.empty else param.default,
        }
        for param in found
        if param.kind in named
    ]
    return params, any(param.kind is inspect.Parameter.VAR_KEYWORD for param in found)


def _class_place(kind: type) -> tuple[str | None, int | None]:
    try:
        return inspect.getsourcefile(kind), inspect.getsourcelines(kind)[1]
    except (OSError, TypeError):
        return None, None
