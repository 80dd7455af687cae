"""What a session stands on: time, people, rules, the journal, the services; opened and closed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.kernel.clock import Clock
from workbench.kernel.faults.rule import FaultRule, load_faults
from workbench.kernel.journal.journal import Journal
from workbench.kernel.masking import Masker
from workbench.kernel.options import KernelOptions
from workbench.kernel.personas import Personas
from workbench.kernel.profile import Profile
from workbench.kernel.services.suite import ServiceOptions, ServiceSuite
from workbench.kernel.sessions.marks import SessionMark, ViewMark, journal_place


@dataclass(frozen=True, slots=True)
class Foundation:
    """What a kernel needs before it has an extension.

    `mark` is None where nothing is kept; `view` marks an earlier session that is looked at.
    """

    options: KernelOptions
    profile: Profile
    clock: Clock
    personas: Personas
    journal: Journal
    suite: ServiceSuite
    mark: SessionMark | None
    faults: tuple[FaultRule, ...]
    view: ViewMark | None

    @classmethod
    async def open(cls, options: KernelOptions) -> Foundation:
        """Open the state and the services; SettingsError for options that cannot be used."""
        profile = Profile.load(options.profile)
        faults = load_faults(options.faults) if options.faults is not None else ()
        clock = Clock(options.clock_start, paused=options.clock_paused)
        personas, masker = Personas(), Masker()
        if options.user is not None:
            personas.choose(options.user)
        suite = await ServiceSuite.open(
            ServiceOptions.of(options),
            clock=clock,
            profile=profile,
            personas=personas,
            masker=masker,
        )
        place, meta = journal_place(options.state, clock), {"profile": profile.name}
        view = None
        if options.past is not None:
            place, meta, view = options.past, {}, ViewMark.take(options.past)
        kept = isinstance(place, Path) and options.past is None
        mark = SessionMark.take(Path(place)) if kept else None
        sealed = options.past is not None
        journal = Journal.open(place, now=clock.now, masker=masker, meta=meta, sealed=sealed)
        return cls(options, profile, clock, personas, journal, suite, mark, faults, view)

    async def close(self, *, unfinished: bool) -> None:
        """Close it all; `unfinished` leaves the mark for the next session to find."""
        await self.journal.flush()
        await self.suite.close()
        await self.journal.close()
        if self.mark is not None:
            self.mark.release(keep=unfinished)
        if self.view is not None:
            self.view.release()
        self.clock.close()
