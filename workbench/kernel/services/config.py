"""The settings a handler reads as `ctx.config`: layers resolved once, the later ones stronger.

The order is the platform's (SDK reference, config client): platform, tenant, the app's own
defaults, the user; ``[config]`` of the workspace is what an author wants to try now and wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from workbench.kernel.personas import Persona
from workbench.kernel.workspace import Workspace


class Config:
    """Knows each app's layers; resolving is synchronous because it happens before every handler."""

    def __init__(self, platform: Mapping[str, Any] | None = None) -> None:
        self._platform = platform or {}
        self._apps: dict[str, tuple[Workspace, Mapping[str, Any]]] = {}

    def configure(self, app_id: str, workspace: Workspace, defaults: Mapping[str, Any]) -> None:
        """Take over an app's workspace and the ``config_defaults`` it declares."""
        self._apps[app_id] = (workspace, defaults)

    def resolve(self, app_id: str, user: Persona) -> dict[str, Any]:
        """The settings of `user` in an app, a copy of the caller's own."""
        workspace, defaults = self._apps.get(app_id, (None, {}))
        layers = [self._platform, defaults]
        if workspace is not None:
            tenant = workspace.tenant_config.get(user.tenant_id, {})
            own = workspace.user_config.get(user.imperal_id, {})
            layers = [self._platform, tenant, defaults, own, workspace.config]
        resolved: dict[str, Any] = {}
        for layer in layers:
            _merge(resolved, layer)
        return resolved


def _merge(into: dict[str, Any], layer: Mapping[str, Any]) -> None:
    """Put `layer` over `into`: tables are merged, everything else is replaced."""
    for key, value in layer.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = deepcopy(value)
