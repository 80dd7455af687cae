"""What nearly every part of the kernel needs: the open extensions, time, the journal, the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.kernel.builds.extension import Extension
from workbench.kernel.clock import Clock
from workbench.kernel.errors import ErrorReport
from workbench.kernel.invocation import Ids
from workbench.kernel.journal.journal import Journal
from workbench.kernel.personas import Personas
from workbench.kernel.profile import Profile


@dataclass(frozen=True, slots=True)
class Core:
    """The shared parts of one session."""

    extensions: Mapping[str, Extension]
    clock: Clock
    journal: Journal
    profile: Profile
    personas: Personas
    ids: Ids

    def problem(
        self,
        report: ErrorReport,
        *,
        app_id: str | None,
        status: str = "warning",
        parent_id: str | None = None,
        cause_id: str | None = None,
    ) -> None:
        """Record something an author should know that breaks nothing by itself."""
        self.journal.append(
            "problem",
            report.message,
            parent_id=parent_id,
            cause_id=cause_id,
            app_id=app_id,
            status=status,
            body={"error": report.to_json()},
        )
