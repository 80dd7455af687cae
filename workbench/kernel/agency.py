"""The theme of a person's agency: what ``ctx.agency_theme`` holds, and what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from workbench.kernel.core import Core
from workbench.kernel.errors import ErrorReport
from workbench.kernel.kinds import FINDING, MENDED
from workbench.kernel.personas import Persona
from workbench.kernel.workspace import FILE_NAME, Workspace

_HINT: Final = (
    "Text needs a contrast of 4.5 on every surface it stands on; see [agency_theme] in the file."
)


def agency_theme(user: Persona, workspace: Workspace) -> Mapping[str, Any] | None:
    """The theme a user's agency has: their own attribute, else their workspace's; else None.

    Actors that are nobody have no agency.
    """
    if not user.is_person:
        return None
    own: Mapping[str, Any] | None = user.attributes.get("agency_theme")
    return own if own is not None else (workspace.agency_theme or None)


class Agency:
    """The agency theme of whoever is signed in, by extension."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._told: dict[str, dict[str, ErrorReport]] = {}

    def theme(self, app_id: str) -> Mapping[str, Any] | None:
        """What an extension's panels are dressed in now; None for the platform's own look."""
        extension = self._core.extensions.get(app_id)
        if extension is None or extension.current is None:
            return None
        return agency_theme(self._core.personas.current, extension.build.workspace)

    def note_faults(self, app_id: str, faults: Iterable[str]) -> None:
        """Write down what cannot be used of a theme as it was given, and what is no fault any more.

        A fault is one problem with one id for as long as it is there.
        """
        before, now = self._told.get(app_id, {}), {}
        extension = self._core.extensions.get(app_id)
        for fault in faults:
            file = str(extension.root / FILE_NAME) if extension is not None else None
            report = ErrorReport("AgencyTheme", fault, file=file, hint=_HINT)
            digest = hashlib.blake2s(f"{app_id}\0{fault}".encode(), digest_size=8)
            now[FINDING + digest.hexdigest()] = report
        self._told[app_id] = now
        for id_ in now.keys() - before.keys():
            self._write(app_id, id_, now[id_], "warning")
        for id_ in before.keys() - now.keys():
            self._write(app_id, id_, before[id_], MENDED)

    def _write(self, app_id: str, id_: str, report: ErrorReport, status: str) -> None:
        self._core.journal.append(
            "problem",
            report.message,
            id=id_,
            app_id=app_id,
            status=status,
            body={"rule": report.type, "error": report.to_json()},
        )
