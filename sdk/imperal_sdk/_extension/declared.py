"""What the decorators of an Extension leave behind, one dataclass per kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

Handler: TypeAlias = Callable[..., Any]
"""An author's function, nearly always ``async def``."""

F = TypeVar("F", bound=Callable[..., Any])


@dataclass
class ToolDef:
    """A callable tool: the author's own, or the wrapper behind a panel, widget, tray or menu."""

    name: str
    func: Handler
    scopes: list[str] = field(default_factory=list)
    description: str = ""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)


@dataclass
class SignalDef:
    """A handler for a platform signal."""

    name: str
    func: Handler
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)


@dataclass
class ScheduleDef:
    """A cron job; ``cron`` is read in UTC."""

    name: str
    func: Handler
    cron: str


@dataclass
class LifecycleHook:
    """A lifecycle hook; ``version`` is set for ``on_upgrade`` only."""

    name: str
    func: Handler
    version: str = ""


@dataclass
class HealthCheckDef:
    """The extension's health check."""

    func: Handler


@dataclass
class WebhookDef:
    """An HTTP entry point; ``path`` starts with a slash and does not end with one."""

    path: str
    func: Handler
    method: str = "POST"
    secret_header: str = ""

    def to_manifest(self) -> dict[str, Any]:
        """Return the manifest entry."""
        return {"path": self.path, "method": self.method, "secret_header": self.secret_header}


@dataclass
class EventHandlerDef:
    """A subscription to a bus event."""

    event_type: str
    func: Handler

    def to_manifest(self) -> dict[str, Any]:
        """Return the manifest entry."""
        return {"type": self.event_type, "handler": self.func.__name__}


@dataclass
class EmitsDef:
    """An event the extension may emit; ``schema_ref`` is a URL, for documentation only."""

    event_type: str
    schema_ref: str | None = None

    def to_manifest(self) -> dict[str, Any]:
        """Return the manifest entry."""
        entry: dict[str, Any] = {"type": self.event_type}
        if self.schema_ref:
            entry["schema_ref"] = self.schema_ref
        return entry


@dataclass
class ExposedMethod:
    """A method other extensions may call."""

    name: str
    func: Handler
    action_type: str = "read"

    def to_manifest(self) -> dict[str, Any]:
        """Return the manifest entry."""
        return {"name": self.name, "action_type": self.action_type}


@dataclass
class TrayDef:
    """An item of the tray; ``func`` is the wrapper the host calls."""

    tray_id: str
    func: Handler
    icon: str = "Circle"
    tooltip: str = ""
    zone: str = "status"
    order: int = 100
    badge_style: str = "corner"
    icon_color: str = "default"

    def to_manifest(self) -> dict[str, Any]:
        """Return the manifest entry."""
        return {
            "tray_id": self.tray_id,
            "icon": self.icon,
            "tooltip": self.tooltip,
            "zone": self.zone,
            "order": self.order,
            "badge_style": self.badge_style,
            "icon_color": self.icon_color,
        }


@dataclass
class MenuItemDef:
    """An item of the host's menu; ``func`` is the wrapper the host calls."""

    item_id: str
    func: Handler
    label: str = ""
    icon: str = ""
    section: str = "main"
    path: str = ""
    order: int = 100
    danger: bool = False

    def to_manifest(self) -> dict[str, Any]:
        """Return the manifest entry."""
        return {
            "item_id": self.item_id,
            "label": self.label,
            "icon": self.icon,
            "section": self.section,
            "path": self.path,
            "order": self.order,
            "danger": self.danger,
        }


@dataclass
class OAuthDef:
    """An OAuth provider the extension connects accounts of."""

    provider: str
    collection: str | None = None
    scopes: list[str] | None = None
    has_hook: bool = False

    def to_manifest(self) -> dict[str, Any]:
        """Return the manifest entry."""
        return {
            "provider": self.provider,
            "collection": self.collection,
            "scopes": self.scopes,
            "has_hook": self.has_hook,
        }


@dataclass
class SearchProviderDef:
    """A function that finds entities of one type for the platform's search."""

    entity_type: str
    func: Handler
    description: str = ""

    def to_manifest(self) -> dict[str, Any]:
        """Return the manifest entry."""
        return {"entity_type": self.entity_type, "description": self.description}
