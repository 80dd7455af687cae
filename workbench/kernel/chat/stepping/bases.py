"""The states steps began on: what a re-run or a fork goes back to.

A base holds the documents, accounts, skeletons and the cache. It does not hold the outside world:
writes that went out by HTTP since then are named, and nobody goes back past them without saying so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from workbench.kernel.core import Core
from workbench.kernel.services.suite import Saved

_READS = ("GET", "HEAD", "OPTIONS")
_KEPT = 30
SMALL_BYTES: Final = 32 * 1024 * 1024
"""Up to this size of stored state a turn keeps copies by itself; larger only if it is stepped."""


class States(Protocol):
    """Saves and restores what an extension may change (the service suite)."""

    folder: Path

    async def save(self) -> Saved:
        """A copy of the present state."""
        ...

    async def restore(self, saved: Saved) -> None:
        """Put a copy back."""
        ...


class OutsideWritesError(Exception):
    """Going back would leave writes in the outside world: ``writes`` names them."""

    def __init__(self, writes: list[str]) -> None:
        listed = ", ".join(writes[:5])
        super().__init__(f"these requests cannot be taken back: {listed}")
        self.writes = writes


@dataclass(frozen=True, slots=True)
class Base:
    """One saved state. ``seq`` is how much the journal held; ``in_flight`` what ran meanwhile."""

    id: str
    turn_id: str
    step_key: str | None
    at: float
    seq: int
    in_flight: tuple[str, ...]
    saved: Saved


class Bases:
    """The saved states of a session: of those steps began on the newest are kept, and every state
    that a branch left."""

    def __init__(self, core: Core, states: States) -> None:
        self._core = core
        self._states = states
        self._bases: dict[str, Base] = {}

    @property
    def cheap(self) -> bool:
        """True while the stored state is small enough to be copied without being asked to."""
        stored = self._states.folder.glob("state.sqlite*")
        return sum(file.stat().st_size for file in stored) <= SMALL_BYTES

    async def take(self, turn_id: str, step_key: str | None) -> Base:
        """Save the state now, as the base of a step, or as the tip of a turn without a step."""
        base = Base(
            id=self._core.ids.new("base"),
            turn_id=turn_id,
            step_key=step_key,
            at=self._core.clock.now(),
            seq=self._core.journal.count(),
            in_flight=self._in_flight(),
            saved=await self._states.save(),
        )
        self._bases[base.id] = base
        steps = [row.id for row in self._bases.values() if row.step_key is not None]
        for old in steps[:-_KEPT]:
            self.drop(old)
        self._core.journal.append(
            "service",
            "state.save",
            id=base.id,
            parent_id=turn_id,
            at=base.at,
            body={"step": step_key, "seq": base.seq, "in_flight": list(base.in_flight)},
        )
        return base

    def get(self, base_id: str) -> Base:
        """The base of that id.

        Raises:
            LookupError: it was never taken, or has been thrown away.
        """
        found = self._bases.get(base_id)
        if found is None:
            raise LookupError(f"the state {base_id!r} is not kept any more")
        return found

    def drop(self, base_id: str) -> None:
        """Throw one away."""
        self._bases.pop(base_id).saved.discard()

    async def check(self, base: Base, *, accept_outside: bool) -> list[str]:
        """The outside writes since a base, before anything is put back.

        Raises:
            OutsideWritesError: there are some, and ``accept_outside`` is false.
        """
        writes = await self._outside_since(base.seq)
        if writes and not accept_outside:
            raise OutsideWritesError(writes)
        return writes

    async def restore(self, base: Base, *, accept_outside: bool, cause_id: str) -> list[str]:
        """Go back to a base; answers the outside writes that stay.

        Raises:
            OutsideWritesError: there are some, and ``accept_outside`` is false.
        """
        writes = await self.check(base, accept_outside=accept_outside)
        await self._states.restore(base.saved)
        self._core.journal.append(
            "service",
            "state.restore",
            parent_id=cause_id,
            cause_id=base.id,
            body={"base": base.id, "seq": base.seq, "outside": writes},
        )
        return writes

    def close(self) -> None:
        """Throw all of them away."""
        for base in self._bases.values():
            base.saved.discard()
        self._bases.clear()

    def _in_flight(self) -> tuple[str, ...]:
        """The work that runs at the moment: what it changes may be on either side of a base."""
        children = [e.build.child for e in self._core.extensions.values() if e.current is not None]
        running = [w for c in children for w in (*c.inflight.values(), *c.tasks.values())]
        return tuple(f"{w.trigger.app_id}.{w.trigger.name} ({w.span_id})" for w in running)

    async def _outside_since(self, seq: int) -> list[str]:
        found: list[str] = []
        while records := await self._core.journal.query(
            ["http"], after_seq=seq, limit=500, newest_first=False
        ):
            for record in records:
                args = record.body.get("args") or record.body
                method = str(args.get("method") or "GET").upper()
                if method not in _READS:
                    found.append(f"{method} {args.get('url') or record.name}")
            seq = records[-1].seq
        return found
