"""One load: a child that has imported an extension's sources and could serve them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.kernel.children.child import Child
from workbench.kernel.children.death import innermost
from workbench.kernel.children.supervisor import Supervisor
from workbench.kernel.declarations import Declarations
from workbench.kernel.errors import ErrorReport, LoadError, SettingsError
from workbench.kernel.workspace import Workspace

ENTRY = "main.py"
Prepare = Callable[[Path, Declarations, str], Awaitable[Workspace]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A child that could take over, and what it brought."""

    child: Child
    declared: Declarations
    workspace: Workspace


class Loader:
    """Loads sources into children that nobody has used.

    ``options`` are what a child is told with the load, ``prepare`` readies the services for what it
    declares (its folder, declarations and interpreter).
    """

    def __init__(
        self,
        supervisor: Supervisor,
        *,
        options: Callable[[], dict[str, Any]],
        timeout_s: float,
        prepare: Prepare,
    ) -> None:
        self._supervisor = supervisor
        self._options = options
        self._timeout_s = timeout_s
        self._prepare = prepare

    async def load(
        self,
        root: Path,
        python: str,
        *,
        app_id: str | None = None,
        claimed: Callable[[Child], None] | None = None,
    ) -> Loaded:
        """A child that has imported the sources; killed again if it cannot take over.

        ``app_id`` is what they must declare, None for anything. ``claimed`` is told of the child
        before it imports.

        Raises:
            LoadError: they do not load, or declare another id.
        """
        if not (root / ENTRY).is_file():
            raise LoadError(f"no {ENTRY} in {root}", report=_missing(root))
        child = await self._supervisor.claim(python)
        if claimed is not None:
            claimed(child)
        try:
            declared = await self._declarations(child, root)
            _check_identity(app_id, declared)
            workspace = await self._prepare(root, declared, python)
        except SettingsError as error:
            child.kill("its settings cannot be read")
            raise LoadError(str(error), report=error.report) from error
        except BaseException:
            child.kill("its sources did not load")
            raise
        finally:
            self._supervisor.prepare_soon(python)
        return Loaded(child, declared, workspace)

    async def _declarations(self, child: Child, root: Path) -> Declarations:
        try:
            async with asyncio.timeout(self._timeout_s):
                reply = await child.load(root, ENTRY, **self._options())
        except TimeoutError as late:
            report = _stuck(child, self._timeout_s)
            raise LoadError(report.message, report=report) from late
        return Declarations(reply["declarations"])


def _check_identity(app_id: str | None, declared: Declarations) -> None:
    if app_id is None or declared.app_id == app_id:
        return
    message = f"the app id changed from {app_id!r} to {declared.app_id!r}"
    hint = "Open the folder again: stores, panels and chat are kept by app id."
    raise LoadError(message, report=ErrorReport("AppIdChanged", message, hint=hint))


def _missing(root: Path) -> ErrorReport:
    if not root.is_dir():
        message = f"the folder {root} is gone; what it showed last is kept"
        return ErrorReport("FolderGone", message, file=str(root / ENTRY))
    hint = "An extension's entry is always main.py, with `ext` at its root."
    return ErrorReport("NoEntry", f"no {ENTRY} in {root}", file=str(root / ENTRY), hint=hint)


def _stuck(child: Child, seconds: float) -> ErrorReport:
    """Where an import that does not end is standing."""
    stack = child.pulse.stack
    frame = innermost(stack, child.root) or (stack[-1] if stack else None)
    return ErrorReport(
        "LoadTimeout",
        f"the import did not end within {seconds:g} s",
        file=frame.file if frame else None,
        line=frame.line if frame else None,
        function=frame.function if frame else None,
        traceback=stack,
    )
