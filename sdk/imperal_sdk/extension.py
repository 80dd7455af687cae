"""The Extension: what an author declares everything on (SDK reference, Extension).

The decorators live by theme in :mod:`imperal_sdk._extension`; this module is the class that
joins them and the names other code imports from here.
"""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

from imperal_sdk._extension.bus import BusDecorators
from imperal_sdk._extension.declared import (
    EmitsDef,
    EventHandlerDef,
    ExposedMethod,
    Handler,
    HealthCheckDef,
    LifecycleHook,
    MenuItemDef,
    OAuthDef,
    ScheduleDef,
    SearchProviderDef,
    SignalDef,
    ToolDef,
    TrayDef,
    WebhookDef,
)
from imperal_sdk._extension.lifecycle import LifecycleDecorators
from imperal_sdk._extension.resources import ResourceDecorators
from imperal_sdk._extension.work import WorkDecorators
from imperal_sdk._messages import explain
from imperal_sdk.types.contributions import (
    ALLOWED_MENU_SECTIONS,
    ALLOWED_PANEL_SLOTS,
    ALLOWED_TRAY_BADGE_STYLES,
    ALLOWED_TRAY_ICON_COLORS,
    ALLOWED_TRAY_ZONES,
    DEFAULT_TRAY_BADGE_STYLE,
    DEFAULT_TRAY_ICON_COLOR,
)

__all__ = [
    "ALLOWED_MENU_SECTIONS",
    "ALLOWED_PANEL_SLOTS",
    "ALLOWED_TRAY_BADGE_STYLES",
    "ALLOWED_TRAY_ICON_COLORS",
    "ALLOWED_TRAY_ZONES",
    "DEFAULT_TRAY_BADGE_STYLE",
    "DEFAULT_TRAY_ICON_COLOR",
    "EmitsDef",
    "EventHandlerDef",
    "ExposedMethod",
    "Extension",
    "HealthCheckDef",
    "LifecycleHook",
    "MenuItemDef",
    "OAuthDef",
    "ScheduleDef",
    "SearchProviderDef",
    "SignalDef",
    "ToolDef",
    "TrayDef",
    "WebhookDef",
]


class Extension(WorkDecorators, BusDecorators, LifecycleDecorators, ResourceDecorators):
    """One extension and everything declared on it.

    ``app_id`` is the id other extensions and the manifest use; ``capabilities`` the scopes it
    asks for; ``config_defaults`` the configuration before a tenant changes it;
    ``actions_explicit`` promises that every write is declared as such. Nothing is checked
    here: the validators check the shape of these values.
    """

    def __init__(
        self,
        app_id: str,
        version: str = "0.1.0",
        capabilities: list[str] | None = None,
        migrations_dir: str | None = None,
        config_defaults: dict[str, Any] | None = None,
        *,
        display_name: str = "",
        description: str = "",
        icon: str = "",
        actions_explicit: bool = True,
        system: bool = False,
    ) -> None:
        super().__init__(app_id)
        self.version = version
        self.capabilities: list[str] = capabilities or []
        self.migrations_dir = migrations_dir
        self.config_defaults: dict[str, Any] = config_defaults or {}
        self.display_name = display_name
        self.description = description
        self.icon = icon
        self.actions_explicit = actions_explicit
        self.system = system

    async def call_tool(self, name: str, ctx: Any, **kwargs: Any) -> Any:
        """Run the tool ``name`` (a synthetic ``__panel__x`` works too) and return its answer.

        A plain function runs in a thread. Raises ValueError for an unknown name.
        """
        tool = self._tools.get(name)
        if tool is None:
            raise ValueError(_unknown("tool", name, self.app_id, sorted(self._tools)))
        return await _run(tool.func, ctx, kwargs)

    async def call_signal(self, name: str, ctx: Any, **kwargs: Any) -> Any:
        """Run the handler of the signal ``name``. Raises ValueError for an unknown name."""
        signal = self._signals.get(name)
        if signal is None:
            raise ValueError(_unknown("signal", name, self.app_id, sorted(self._signals)))
        return await _run(signal.func, ctx, kwargs)


async def _run(func: Handler, ctx: Any, kwargs: dict[str, Any]) -> Any:
    if inspect.iscoroutinefunction(func):
        return await func(ctx, **kwargs)
    result = await asyncio.to_thread(func, ctx, **kwargs)
    return await result if inspect.isawaitable(result) else result


def _unknown(kind: str, name: str, app_id: str, known: list[str]) -> str:
    have = ", ".join(known) if known else "none"
    return explain(
        f"Unknown {kind} {name!r}",
        f"extension {app_id!r} declares: {have}",
        f"declare it with @ext.{kind}({name!r})",
    )
