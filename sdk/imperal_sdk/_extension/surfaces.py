"""Decorators for what people see: panels, widgets, tray and menu items (SDK reference)."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from imperal_sdk._extension.declared import F, Handler, MenuItemDef, ToolDef, TrayDef
from imperal_sdk._extension.registry import Registry
from imperal_sdk._messages import explain, one_of
from imperal_sdk.types.contributions import (
    ALLOWED_MENU_SECTIONS,
    ALLOWED_PANEL_SLOTS,
    ALLOWED_TRAY_BADGE_STYLES,
    ALLOWED_TRAY_ZONES,
    RESERVED_MENU_SECTIONS,
    normalize_tray_icon_color,
)


class SurfaceDecorators(Registry):
    """``panel``, ``widget``, ``tray`` and ``menu_item``."""

    def panel(
        self,
        panel_id: str,
        slot: str = "center",
        title: str = "",
        icon: str = "",
        refresh: str = "manual",
        center_overlay: bool = False,
        stale_while_revalidate: bool = True,
        cache_ttl: int = 60,
        **kwargs: Any,
    ) -> Callable[[F], F]:
        """Declare a panel; the handler ``(ctx, **params)`` returns a ``ui`` node.

        ``slot`` is left, right, center, overlay, bottom or chat-sidebar; ``refresh`` is
        "manual", "on_event:a.b,c.d" or "interval:5s"; ``center_overlay`` lets the host open a
        center panel over the chat. Further keywords (``default_width`` …) are kept as they are.
        Raises ValueError for any other slot.
        """
        self._named("panel", panel_id)
        _check_slot(panel_id, slot)
        settings = {
            "slot": slot,
            "title": title,
            "icon": icon,
            "refresh": refresh,
            "center_overlay": center_overlay,
            "stale_while_revalidate": stale_while_revalidate,
            "cache_ttl": cache_ttl,
            **kwargs,
        }

        def decorate(func: F) -> F:
            name = f"__panel__{panel_id}"
            wrapper = _node_wrapper(func, f"@ext.panel({panel_id!r})", {"panel_id": panel_id})
            self._tools[name] = ToolDef(name, wrapper, [], f"Panel: {title or panel_id}")
            self._panels[panel_id] = settings
            return func

        return decorate

    def widget(
        self,
        widget_id: str,
        slot: str = "dashboard.stats",
        label: str = "",
        icon: str = "",
        **kwargs: Any,
    ) -> Callable[[F], F]:
        """Declare a dashboard widget; only its tool ``__widget__<id>`` is kept."""
        self._named("widget", widget_id)

        def decorate(func: F) -> F:
            name = f"__widget__{widget_id}"
            wrapper = _node_wrapper(func, f"@ext.widget({widget_id!r})", {"widget_id": widget_id})
            self._tools[name] = ToolDef(name, wrapper, [], f"Widget: {label or widget_id}")
            return func

        return decorate

    def tray(
        self,
        tray_id: str,
        icon: str = "Circle",
        tooltip: str = "",
        zone: str = "status",
        order: int = 100,
        badge_style: str = "corner",
        icon_color: str = "default",
    ) -> Callable[[F], F]:
        """Declare a tray item; the handler returns ``ui.TrayResponse`` or a node.

        ``zone`` is status, actions or system; ``badge_style`` corner or inline; ``icon_color`` a
        name of the theme, never a hex value. Lower ``order`` comes first. Raises ValueError.
        """
        self._named("tray", tray_id)
        where = f"@ext.tray({tray_id!r})"
        _check_choice(where, "zone", zone, ALLOWED_TRAY_ZONES)
        _check_choice(where, "badge_style", badge_style, ALLOWED_TRAY_BADGE_STYLES)
        color = _tray_color(where, icon_color)

        def decorate(func: F) -> F:
            name = f"__tray__{tray_id}"
            envelope = {
                "tray_id": tray_id,
                "icon": icon,
                "zone": zone,
                "badge_style": badge_style,
                "icon_color": color,
            }
            wrapper = _node_wrapper(func, where, envelope)
            self._tools[name] = ToolDef(name, wrapper, [], f"Tray: {tooltip or tray_id}")
            self._tray[tray_id] = TrayDef(
                tray_id, wrapper, icon, tooltip, zone, order, badge_style, color
            )
            return func

        return decorate

    def menu_item(
        self,
        item_id: str,
        label: str = "",
        icon: str = "",
        section: str = "main",
        path: str = "",
        order: int = 100,
        danger: bool = False,
    ) -> Callable[[F], F]:
        """Declare a menu item in section main or admin; raises ValueError for any other."""
        self._named("menu_item", item_id)
        _check_section(item_id, section)

        def decorate(func: F) -> F:
            name = f"__menu__{item_id}"
            wrapper = _node_wrapper(func, f"@ext.menu_item({item_id!r})", {"item_id": item_id})
            self._tools[name] = ToolDef(name, wrapper, [], f"Menu item: {label or item_id}")
            self._menu_items[item_id] = MenuItemDef(
                item_id, wrapper, label, icon, section, path, order, danger
            )
            return func

        return decorate


def _node_wrapper(func: Handler, where: str, envelope: dict[str, Any]) -> Handler:
    """Wrap a handler so that a node leaves as ``{"ui": …, **envelope}``, anything else as is."""

    @functools.wraps(func)
    async def wrapper(ctx: Any, **params: Any) -> Any:
        pending = func(ctx, **params)
        if not inspect.isawaitable(pending):
            raise TypeError(
                explain(
                    f"{where}: {getattr(func, '__name__', 'the handler')} returned "
                    f"{type(pending).__name__} instead of a coroutine",
                    "the platform awaits this handler",
                    "declare it with 'async def'",
                )
            )
        result = await pending
        if hasattr(result, "to_dict"):
            return {"ui": result.to_dict(), **envelope}
        return result

    return wrapper


def _check_slot(panel_id: str, slot: str) -> None:
    if slot in ALLOWED_PANEL_SLOTS:
        return
    fix = (
        "'main' was removed in SDK 3.4.0: use slot='center'"
        if slot == "main"
        else "use slot='left' or 'right' for a column, 'center' for main content"
    )
    raise ValueError(
        explain(
            f"@ext.panel({panel_id!r}, slot={slot!r}): there is no such slot",
            f"a slot is one of {one_of(ALLOWED_PANEL_SLOTS)}",
            fix,
        )
    )


def _check_choice(where: str, name: str, value: str, allowed: frozenset[str]) -> None:
    if value not in allowed:
        raise ValueError(
            explain(
                f"{where}: {name}={value!r} is unknown",
                f"{name} is one of {one_of(allowed)}",
                f"pick one of them or leave {name} out",
            )
        )


def _tray_color(where: str, color: str) -> str:
    try:
        if not color:
            raise ValueError
        return normalize_tray_icon_color(color)
    except ValueError:
        raise ValueError(
            explain(
                f"{where}: icon_color={color!r} is unknown",
                "icon_color is a name of the host's theme: default, primary, success, warning, "
                "danger or muted (or blue, green, yellow, amber, red, gray, grey)",
                "use a name, not a hex value",
            )
        ) from None


def _check_section(item_id: str, section: str) -> None:
    where = f"@ext.menu_item({item_id!r}, section={section!r})"
    if section in RESERVED_MENU_SECTIONS:
        raise ValueError(
            explain(
                f"{where}: this section is reserved for the platform",
                "extensions add items to 'main', or to 'admin' for administrators",
                "use section='main'",
            )
        )
    if section not in ALLOWED_MENU_SECTIONS:
        raise ValueError(
            explain(
                f"{where}: there is no such section",
                f"a section is one of {one_of(ALLOWED_MENU_SECTIONS - RESERVED_MENU_SECTIONS)}",
                "use section='main'",
            )
        )
