"""Tray items, menu entries and widgets: what an extension adds to the host outside its panels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from workbench.kernel.core import Core
from workbench.kernel.dispatch import Dispatch
from workbench.kernel.errors import ErrorReport
from workbench.kernel.functions import FunctionOutcome, read_outcome
from workbench.kernel.invocation import Trigger
from workbench.kernel.personas import Persona

Kind = Literal["tray", "menu", "widget"]

_ROWS: Final[Mapping[Kind, tuple[str, str]]] = {
    "tray": ("tray", "tray_id"),
    "menu": ("menu", "item_id"),
    "widget": ("widgets", "widget_id"),
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one of them answered: a tree in ``ui``, or other data."""

    app_id: str
    kind: Kind
    name: str
    status: str
    ui: dict[str, Any] | None
    data: Any
    error: ErrorReport | None
    duration_ms: float
    span_id: str

    @property
    def ok(self) -> bool:
        """True when its handler returned."""
        return self.error is None


class Contributions:
    """Knows what open extensions contribute, and calls the handlers behind it."""

    def __init__(self, core: Core, *, dispatch: Dispatch) -> None:
        self._core = core
        self._dispatch = dispatch

    def declared(self, kind: Kind) -> list[tuple[str, Mapping[str, Any]]]:
        """App id and declaration of everything of one kind, tray and menu in their order."""
        rows, _ = _ROWS[kind]
        found = [
            (app_id, row)
            for app_id, extension in self._core.extensions.items()
            if extension.current is not None
            for row in extension.declarations.rows(rows)
        ]
        return sorted(found, key=lambda pair: pair[1].get("order") or 0)

    def names(self, app_id: str, kind: Kind) -> list[str]:
        """Ids of what one extension contributes."""
        _, key = _ROWS[kind]
        return [str(row[key]) for app, row in self.declared(kind) if app == app_id]

    async def call(
        self,
        app_id: str,
        kind: Kind,
        name: str,
        params: Mapping[str, Any] | None = None,
        *,
        user: Persona | None = None,
    ) -> Contribution:
        """Call one as the host does, ``params`` as its keyword arguments."""
        asked = user or self._core.personas.current
        result = await self._run(app_id, kind, name, dict(params or {}), asked, "host")
        return Contribution(
            app_id,
            kind,
            name,
            result.status,
            result.ui,
            result.data,
            result.error,
            result.duration_ms,
            result.span_id,
        )

    async def from_panel(
        self, app_id: str, kind: str, name: str, params: dict[str, Any], user: Persona
    ) -> FunctionOutcome:
        """A widget, tray, menu or webhook called by its function's name from a user's panel."""
        return await self._run(app_id, kind, name, params, user, "panel")

    async def _run(
        self, app_id: str, kind: str, name: str, params: dict[str, Any], user: Persona, source: str
    ) -> FunctionOutcome:
        trigger = Trigger(
            app_id, kind, name, params, user, source, deadline_s=self._core.profile.call_timeout_s
        )
        return read_outcome(await self._dispatch.run(trigger), trigger)
