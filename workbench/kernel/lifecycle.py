"""Lifecycle hooks: one run of one, by hand or for what `installations` says has happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.personas import Persona


class Lifecycle:
    """Runs ``on_install``, ``on_upgrade:<version>``, ``on_enable``, ``on_disable`` …"""

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
        source: str = "lifecycle",
    ) -> Outcome:
        """Run one hook in the name of ``user``; its failure is in the outcome.

        ``source`` is ``lifecycle`` for a hook run by hand, ``platform`` for one that is due.
        """
        trigger = Trigger(
            app_id=app_id,
            kind="lifecycle",
            name=hook,
            params=dict(params or {}),
            user=user or self._core.personas.current,
            source=source,
            deadline_s=self._core.profile.call_timeout_s,
        )
        return await self._dispatch.run(trigger)
