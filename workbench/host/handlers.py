"""Finds the handler that an invocation names, and how it is called."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from workbench.host.hints import Doing
from workbench.wire.kernel_messages import Kind

_TOOL_OF: dict[str, str] = {
    "panel": "__panel__",
    "widget": "__widget__",
    "tray": "__tray__",
    "menu": "__menu__",
    "tool": "",
    "skeleton": "skeleton_refresh_",
    "skeleton_alert": "skeleton_alert_",
}
_PANELS = frozenset({"panel", "widget", "tray", "menu"})


class NotDeclaredError(LookupError):
    """The extension declares nothing of that kind and name; `hint` names what it does declare."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        super().__init__(f"the extension declares no {kind.replace('_', ' ')} {name!r}")
        names = sorted(known)
        near = difflib.get_close_matches(name, names, 3)
        self.hint = (
            f"did you mean {', '.join(near)}?"
            if near
            else f"declared: {', '.join(names) or 'none'}"
        )
        self.code = "UNKNOWN_SUB_FUNCTION" if kind == "function" else "UNKNOWN_TOOL"


@dataclass(frozen=True, slots=True)
class Handler:
    """A declared function, ready to be called with a context."""

    function: Callable[..., Any]
    """The function as declared; errors that have no line of their own point at it."""
    call: Callable[[Any], Awaitable[Any]]
    """Calls it with a context, or with None."""
    doing: Doing
    params_model: Any = None


class Handlers:
    """Looks handlers up on one extension, whichever SDK made it."""

    def __init__(self, extension: Any) -> None:
        self._ext = extension

    def find(
        self, kind: Kind, name: str, params: dict[str, Any], args: list[Any] | None
    ) -> Handler:
        """The handler `name` of `kind`, to be called with `params`; NotDeclaredError if none."""
        if kind in _TOOL_OF:
            return self._tool(kind, name, params)
        if kind == "function":
            return self._chat_function(name, params)
        handler: Handler = getattr(self, f"_{kind}")(name, params, list(args or ()))
        return handler

    def _tool(self, kind: Kind, name: str, params: dict[str, Any]) -> Handler:
        """A tool, called through the SDK: a plain function is its business, and differs."""
        tools, prefix = self._all("_tools"), _TOOL_OF[kind]
        tool = tools.get(prefix + name)
        if tool is None:
            found = [known.removeprefix(prefix) for known in tools if known.startswith(prefix)]
            raise NotDeclaredError(
                kind, name, (known for known in found if not known.startswith("__"))
            )
        full = prefix + name
        doing = Doing.PANEL if kind in _PANELS else Doing.HANDLER
        return Handler(tool.func, lambda ctx: self._ext.call_tool(full, ctx, **params), doing)

    def _chat_function(self, name: str, params: dict[str, Any]) -> Handler:
        chats = self._all("_chat_extensions").values()
        tables = [getattr(chat, "_functions", {}) for chat in chats]
        found = next((table[name] for table in tables if name in table), None)
        if found is None:
            raise NotDeclaredError("function", name, (known for table in tables for known in table))
        model = getattr(found, "_pydantic_model", None)
        if model is None:
            return Handler(found.func, lambda ctx: _await(found.func(ctx, **params)), Doing.HANDLER)
        slot = found._pydantic_param
        return Handler(
            found.func,
            lambda ctx: _await(found.func(ctx, **{slot: model(**params)})),
            Doing.HANDLER,
            model,
        )

    def _schedule(self, name: str, params: dict[str, Any], args: list[Any]) -> Handler:
        function = self._named("schedule", "_schedules", name).func
        return Handler(function, lambda ctx: _await(function(ctx)), Doing.HANDLER)

    def _exposed(self, name: str, params: dict[str, Any], args: list[Any]) -> Handler:
        function = self._named("exposed", "_exposed", name).func
        return Handler(function, lambda ctx: _await(function(ctx, *args, **params)), Doing.HANDLER)

    def _event(self, name: str, params: dict[str, Any], args: list[Any]) -> Handler:
        """A subscriber, by type and place; it gets no context (events, Minimal handler context)."""
        handlers = list(getattr(self._ext, "_event_handlers", ()))
        event_type, _, index = name.rpartition("#")
        if not index.isdigit() or int(index) >= len(handlers):
            raise NotDeclaredError("event", name, _event_names(handlers))
        handler = handlers[int(index)]
        if handler.event_type != event_type:
            raise NotDeclaredError("event", name, _event_names(handlers))
        return Handler(handler.func, lambda ctx: _await(handler.func(None, params)), Doing.EVENT)

    def _webhook(self, name: str, params: dict[str, Any], args: list[Any]) -> Handler:
        hooks = {path.strip("/"): hook for path, hook in self._all("_webhooks").items()}
        hook = hooks.get(name.strip("/"))
        if hook is None:
            raise NotDeclaredError("webhook", name, hooks)
        given = (params.get("headers") or {}, params.get("body"), params.get("query_params") or {})
        return Handler(hook.func, lambda ctx: _await(hook.func(ctx, *given)), Doing.HANDLER)

    def _lifecycle(self, name: str, params: dict[str, Any], args: list[Any]) -> Handler:
        function = self._named("lifecycle", "_lifecycle", name).func
        taken = _taken(function, params)
        return Handler(function, lambda ctx: _await(function(ctx, **taken)), Doing.HANDLER)

    def _health(self, name: str, params: dict[str, Any], args: list[Any]) -> Handler:
        check = getattr(self._ext, "_health_check", None)
        if check is None:
            raise NotDeclaredError("health", name or "health_check", ())
        return Handler(check.func, lambda ctx: _await(check.func(ctx)), Doing.HANDLER)

    def _named(self, kind: str, attribute: str, name: str) -> Any:
        found = self._all(attribute)
        if name not in found:
            raise NotDeclaredError(kind, name, found)
        return found[name]

    def _all(self, attribute: str) -> dict[str, Any]:
        return dict(getattr(self._ext, attribute, None) or {})


async def _await(answer: Any) -> Any:
    """Await a handler's answer as the platform does: what cannot be awaited is a TypeError."""
    if not inspect.isawaitable(answer):
        kind = type(answer).__name__
        raise TypeError(f"object {kind} can't be used in 'await' expression")
    return await answer


def _taken(function: Callable[..., Any], params: dict[str, Any]) -> dict[str, Any]:
    """Those of `params` that a hook takes; the platform's are not documented, so none is forced."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return {}
    if any(param.kind is inspect.Parameter.VAR_KEYWORD for param in found):
        return params
    names = {param.name for param in found}
    return {name: value for name, value in params.items() if name in names}


def _event_names(handlers: list[Any]) -> list[str]:
    return [f"{handler.event_type}#{index}" for index, handler in enumerate(handlers)]
