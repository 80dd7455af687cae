"""The state an Extension keeps: one attribute per kind of declaration.

The underscored names are what a host reads; they are the same in every published version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imperal_sdk import _provenance
from imperal_sdk._extension.declared import (
    EmitsDef,
    EventHandlerDef,
    ExposedMethod,
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
from imperal_sdk._messages import explain, shown

if TYPE_CHECKING:
    from pydantic import BaseModel

    from imperal_sdk.chat.extension import ChatExtension
    from imperal_sdk.manifest_schema import FileSink
    from imperal_sdk.secrets.spec import SecretSpec


class Registry:
    """Everything that was declared on one Extension, and the read-only views of it."""

    app_id: str
    _chat_extensions: dict[str, ChatExtension]  # absent until a ChatExtension is made

    def __init__(self, app_id: str) -> None:
        self.app_id = app_id
        self._tools: dict[str, ToolDef] = {}
        self._signals: dict[str, SignalDef] = {}
        self._schedules: dict[str, ScheduleDef] = {}
        self._lifecycle: dict[str, LifecycleHook] = {}
        self._health_check: HealthCheckDef | None = None
        self._webhooks: dict[str, WebhookDef] = {}
        self._oauth_providers: dict[str, OAuthDef] = {}
        self._search_providers: dict[str, SearchProviderDef] = {}
        self._event_handlers: list[EventHandlerDef] = []
        self._declared_emits: list[EmitsDef] = []
        self._exposed: dict[str, ExposedMethod] = {}
        self._panels: dict[str, dict[str, Any]] = {}
        self._tray: dict[str, TrayDef] = {}
        self._menu_items: dict[str, MenuItemDef] = {}
        self._cache_models: dict[str, type[BaseModel]] = {}
        self._secrets: dict[str, SecretSpec] = {}
        self._file_sinks: dict[str, FileSink] = {}
        self._sources: dict[tuple[str, str], _provenance.Source] = {}

    def _named(self, kind: str, name: Any) -> None:
        """Note where ``kind`` was declared; refuse a decorator used without its arguments."""
        if callable(name):
            raise TypeError(
                explain(
                    f"@ext.{kind} was applied to {shown(getattr(name, '__name__', name))} directly",
                    f"{kind} takes arguments, so it needs its parentheses",
                    f"write @ext.{kind}('{getattr(name, '__name__', 'name')}', ...)",
                )
            )
        _provenance.record(self._sources, kind, str(name))

    @property
    def tools(self) -> dict[str, ToolDef]:
        """Tools by name, the synthetic ones (``__panel__x`` …) included."""
        return self._tools

    @property
    def signals(self) -> dict[str, SignalDef]:
        """Signal handlers by signal name."""
        return self._signals

    @property
    def schedules(self) -> dict[str, ScheduleDef]:
        """Cron jobs by name."""
        return self._schedules

    @property
    def lifecycle(self) -> dict[str, LifecycleHook]:
        """Lifecycle hooks by key; upgrades are keyed ``on_upgrade:<version>``."""
        return self._lifecycle

    @property
    def webhooks(self) -> dict[str, WebhookDef]:
        """Webhooks by path."""
        return self._webhooks

    @property
    def event_handlers(self) -> list[EventHandlerDef]:
        """Subscriptions, in order of declaration; several may share an event type."""
        return self._event_handlers

    @property
    def declared_emits(self) -> list[EmitsDef]:
        """Events the extension says it emits."""
        return self._declared_emits

    @property
    def exposed(self) -> dict[str, ExposedMethod]:
        """Methods other extensions may call, by name."""
        return self._exposed

    @property
    def panels(self) -> dict[str, dict[str, Any]]:
        """Panel settings by panel id; the callable is the tool ``__panel__<id>``."""
        return self._panels

    @property
    def tray_items(self) -> list[TrayDef]:
        """Tray items in order of declaration."""
        return list(self._tray.values())

    @property
    def menu_items(self) -> dict[str, MenuItemDef]:
        """Menu items by id."""
        return self._menu_items

    @property
    def oauth_providers(self) -> dict[str, OAuthDef]:
        """OAuth providers by name."""
        return self._oauth_providers

    @property
    def secrets(self) -> dict[str, SecretSpec]:
        """A copy of the declared secrets, by name."""
        return dict(self._secrets)

    @property
    def file_sinks(self) -> list[FileSink]:
        """Declared file sinks in order of declaration."""
        return list(self._file_sinks.values())
