"""App: an Extension whose tools are plain functions with typed arguments."""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from imperal_sdk._extension.declared import F
from imperal_sdk.auto_ui import project_to_declarative_ir
from imperal_sdk.extension import Extension, ToolDef

if TYPE_CHECKING:
    from imperal_sdk.context import Context

DEFAULT_APP_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" '
    'stroke="currentColor" stroke-width="2" stroke-linejoin="round">'
    '<path d="M12 3l8 4.5v9L12 21l-8-4.5v-9z"/><path d="M12 12l8-4.5M12 12v9M12 12L4 7.5"/></svg>'
)
"""The icon of an app that brings none."""

DEFAULT_QUANTUM_ICON = DEFAULT_APP_ICON
"""Another name of :data:`DEFAULT_APP_ICON`."""

MANIFEST_VERSION = "1.0.0"

_JSON_TYPES: dict[Any, str] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    dict: "object",
}


def create_ambient_context(user_id: str = "ambient_user") -> Context:
    """Return a context without clients, for a tool that is called outside the platform."""
    from imperal_sdk.context import Context
    from imperal_sdk.types.identity import TenantContext, UserContext

    return Context(
        user=UserContext(
            imperal_id=user_id,
            email="ambient@localhost",
            tenant_id="ambient_tenant",
            role="admin",
        ),
        tenant=TenantContext(tenant_id="ambient_tenant", name="Ambient"),
    )


class App(Extension):
    """An Extension made from typed functions.

    ``name`` is the display name (default: the app id in words). Further keywords go to
    Extension. An answer that is a dict gets a view of itself under ``"_ui"``, where one can
    be guessed.
    """

    def __init__(
        self,
        app_id: str,
        name: str = "",
        description: str = "",
        category: str = "general",
        icon: str = "",
        version: str = "1.0.0",
        system: bool = False,
        **kwargs: Any,
    ) -> None:
        title = name or app_id.replace("-", " ").replace("_", " ").title()
        super().__init__(
            app_id,
            version,
            display_name=title,
            description=description or f"{title}: an app whose tools the assistant can call.",
            icon=icon or DEFAULT_APP_ICON,
            system=system,
            **kwargs,
        )
        self.category = category
        self._app_tools: dict[str, dict[str, Any]] = {}

    def tool(  # type: ignore[override]
        self,
        name: str | None = None,
        description: str | None = None,
        pricing: int = 1,
        destructive: bool = False,
        scopes: list[str] | None = None,
        chain_callable: bool = True,
    ) -> Callable[[F], F]:
        """Declare a tool; its arguments are described by the function's annotations.

        ``name`` defaults to the function's, ``description`` to its docstring, ``scopes`` to
        ``<app_id>:<name>``; ``pricing`` is in credits a call. The function may take ``ctx``.
        """

        def decorate(func: F) -> F:
            own_name = name or func.__name__
            own_scopes = scopes or [f"{self.app_id}:{own_name}"]
            about = description or inspect.getdoc(func) or f"Calls {own_name}."
            self._named("tool", own_name)
            self._tools[own_name] = ToolDef(own_name, _callable(func), own_scopes, about)
            self._app_tools[own_name] = {
                "name": own_name,
                "description": about,
                "parameters": _parameters(func),
                "pricing": pricing,
                "action_type": "destructive" if destructive else "write",
                "destructive": destructive,
                "chain_callable": chain_callable,
                "scopes": own_scopes,
            }
            return func

        return decorate

    def to_manifest(self) -> dict[str, Any]:
        """Return the app's own, short manifest: its tools with prices, and their scopes."""
        tools = list(self._app_tools.values())
        return {
            "manifest_version": MANIFEST_VERSION,
            "app_id": self.app_id,
            "name": self.display_name,
            "version": self.version,
            "description": self.description,
            "category": self.category,
            "icon": self.icon,
            "entrypoint": "app:app",
            "tools": tools,
            "permissions": {
                "scopes": sorted({scope for tool in tools for scope in tool["scopes"]})
            },
            "system": self.system,
        }


def _callable(func: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``func`` so that a host may pass the context first, by keyword, or not at all."""
    wants_context = "ctx" in inspect.signature(func).parameters

    @functools.wraps(func)
    async def call(*args: Any, **kwargs: Any) -> Any:
        given = args[0] if args else kwargs.pop("ctx", None)
        if wants_context:
            kwargs["ctx"] = create_ambient_context() if given is None else given
        if inspect.iscoroutinefunction(func):
            answer = await func(**kwargs)
        else:
            answer = await asyncio.to_thread(func, **kwargs)
        return _with_view(answer, func.__name__)

    return call


def _with_view(answer: Any, name: str) -> Any:
    if not isinstance(answer, dict) or "_ui" in answer:
        return answer
    view = project_to_declarative_ir(answer, name.replace("_", " ").title())
    return answer if view is None else {**answer, "_ui": view}


def _parameters(func: Callable[..., Any]) -> dict[str, Any]:
    hints = get_type_hints(func)
    properties: dict[str, Any] = {}
    required = []
    for name, parameter in inspect.signature(func).parameters.items():
        if name in ("ctx", "self") or parameter.kind in (
            parameter.VAR_POSITIONAL,
            parameter.VAR_KEYWORD,
        ):
            continue
        properties[name] = {**_schema(hints.get(name)), "description": f"Argument {name}"}
        if parameter.default is parameter.empty:
            required.append(name)
        else:
            properties[name]["default"] = parameter.default
    return {"type": "object", "properties": properties, "required": required}


def _schema(hint: Any) -> dict[str, Any]:
    """Return the JSON type of an annotation; an optional one counts as what it may be."""
    if get_origin(hint) is not None and type(None) in get_args(hint):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    origin = get_origin(hint) or hint
    schema: dict[str, Any] = {"type": _JSON_TYPES.get(origin, "string")}
    if origin is list and get_args(hint):
        schema["items"] = _schema(get_args(hint)[0])
    return schema
