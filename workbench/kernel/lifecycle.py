"""Lifecycle hooks and health checks, run by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.personas import Persona


class Lifecycle:
    """Runs ``on_install``, ``on_upgrade:<version>``, ``on_enable`` … and the health check."""

    def __init__(self, core: Core, *, dispatch: Dispatch) -> None:
        self._core = core
        self._dispatch = dispatch

    async def run(
        self,
        app_id: str,
        hook: str,
        params: Mapping[str, Any] | None = None,
        *,
        user: Persona | None = None,
    ) -> Outcome:
        """Run one hook in the name of ``user``; its failure is in the outcome."""
        return await self._dispatch.run(self._trigger(app_id, "lifecycle", hook, params, user))

    async def health(self, app_id: str) -> Outcome:
        """Ask the health check; an exception in it counts as degraded (SDK reference, health)."""
        return await self._dispatch.run(self._trigger(app_id, "health", "health_check", None, None))

    def _trigger(
        self,
        app_id: str,
        kind: str,
        name: str,
        params: Mapping[str, Any] | None,
        user: Persona | None,
    ) -> Trigger:
        return Trigger(
            app_id=app_id,
            kind=kind,
            name=name,
            params=dict(params or {}),
            user=user or self._core.personas.current,
            source=kind,
            deadline_s=self._core.profile.call_timeout_s,
        )
