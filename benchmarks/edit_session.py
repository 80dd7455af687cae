"""Plays random edits in the real window; see `benchmarks.edits`.

``python -m benchmarks.edit_session EDITS SEED FLIGHT FOLDER STATE``: FLIGHT is what goes on in the
extension during each edit (nothing, sibling, background or reload), or ``rest``: the same session
with no edit at all. The result is one JSON line on stdout.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from benchmarks.edit_flights import KINDS, Flight
from benchmarks.edit_kinds import Author, Edit
from benchmarks.edit_memory import Sample, sample
from benchmarks.edit_sample import Files
from benchmarks.kept import Kept
from benchmarks.screen_state import TURNS_DRAWN, Screen
from benchmarks.sightings import PATIENCE_S, Sightings
from benchmarks.window_driver import Watcher, play

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome

BROKEN = 30
"""Of a hundred edits."""
REST = "rest"
_SAMPLED = 5
"""Edits between two looks at the memory."""
_USED = 25
"""Edits between two things a user does."""
_LOOKS = 40
"""How often what seems lost is looked for again, 50 ms apart: a panel may still be on its way."""


@dataclass
class Result:
    """What came of a session: ms from each save to its pixels, and what went wrong."""

    waits_ms: list[float] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    checks: int = 0


class EditSession:
    """One window, one extension, many edits.

    `look` is awaited before the first edit, after every fifth and after the last, with the number
    of edits so far.
    """

    def __init__(
        self,
        chrome: Chrome,
        folder: Path,
        seed: int,
        flight: str,
        look: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        kernel = chrome.session.kernel
        assert kernel is not None
        self._kernel = kernel
        self._folder = folder
        self._resting = flight == REST
        self._look = look
        self._rng = random.Random(seed)
        self._author = Author(folder, self._rng, BROKEN)
        self._flight = KINDS.get(flight, Flight)(kernel, self._rng)
        self._sightings = Sightings(application(), chrome)
        self._screen = Screen(chrome, self._sightings)
        self._kept = Kept(chrome, kernel, self._screen, self._flight, self._rng)
        self._working = True
        self.result = Result()

    async def run(self, edits: int) -> Result:
        """All edits; what was measured and what went wrong."""
        await self._kept.begin()
        if self._look is not None:  # a chat that still fills up would count as growth
            await self._kept.talk(TURNS_DRAWN)
        used = 0
        for number in range(edits):
            if self._look is not None and number % _SAMPLED == 0:
                await self._look(number)
            if self._working:
                self._screen.fill_in()
                await self._kept.freshen()
                if number - used >= _USED:
                    await self._kept.use()
                    used = number
            await self._step()
            await asyncio.sleep(self._rng.uniform(0, 0.6))
        if self._look is not None:
            await self._look(edits)
        self._sightings.stop()
        return self.result

    async def _step(self) -> None:
        if self._resting:
            await asyncio.sleep(0.1)
            await self.check("rest")
            return
        edit = self._author.any()
        flying = self._working
        if flying:
            await self._flight.take_off()
        await self._save(edit)
        if flying and (wrong := await self._flight.land()):
            self._note(self.result.hangs, edit, wrong)
        self._working = not edit.broken
        if edit.odd_tree and edit.sight.slot == "right":
            self._screen.form_is_gone()
        await self.check(f"edit {edit.number} ({edit.name})")

    async def _save(self, edit: Edit) -> None:
        """Save, and wait until the window shows what it must."""
        seen = asyncio.ensure_future(self._sightings.seen(edit.sight))
        await asyncio.sleep(0)
        saved = time.perf_counter()
        save(self._folder, edit.files, self._rng)
        self._flight.meet()
        at = await seen
        self.result.waits_ms.append(((at or time.perf_counter()) - saved) * 1000)
        if at is None:
            missed = f"not shown in {PATIENCE_S:g} s: {edit.sight}"
            self._note(self.result.hangs, edit, f"{missed}; {self._sightings.complaints()}")

    async def check(self, when: str) -> None:
        """Find what is lost once the panels that were fetched again are drawn."""
        await self._kernel.refresher.settled()
        found = await self._kept.lost(working=self._working)
        for _ in range(_LOOKS):
            if not found:
                break
            await asyncio.sleep(0.05)
            found = await self._kept.lost(working=self._working)
        self.result.checks += 1
        for lost in found:
            self.result.lost.append(f"{when}: {lost}")
            print(self.result.lost[-1], file=sys.stderr, flush=True)

    def _note(self, wrong: list[str], edit: Edit, text: str) -> None:
        wrong.append(f"edit {edit.number} ({edit.name}): {text}")
        print(wrong[-1], file=sys.stderr, flush=True)


def application() -> QApplication:
    """The one that runs."""
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found


def save(folder: Path, files: Files, rng: random.Random) -> None:
    """Write what changed, as an editor does: in place, or as a new file that takes the name."""
    there = {path.name for path in folder.glob("*.py")}
    for name, source in files.items():
        file = folder / name
        if name in there and file.read_bytes() == source:
            continue
        if rng.random() < 0.5:
            file.write_bytes(source)
        else:
            new = folder / f".{name}.tmp"
            new.write_bytes(source)
            new.replace(file)
    for name in there - files.keys():
        (folder / name).unlink()


def main() -> int:
    """Play one session."""
    edits, seed, flight, folder, state = sys.argv[1:]

    async def scenario(watcher: Watcher, root: Path) -> dict[str, Any]:
        if watcher.first_panel is None:
            await watcher.painted(lambda tree: True)
        from workbench.gui.window import MainWindow

        (window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        application().removeEventFilter(watcher)
        chrome, samples = window.fill(), list[Sample]()
        kernel = chrome.session.kernel
        assert kernel is not None

        async def look(edit: int) -> None:
            samples.append(await sample(kernel, edit))
            print(samples[-1], file=sys.stderr, flush=True)

        session = EditSession(chrome, root, int(seed), flight, look)
        result = await session.run(int(edits))
        return {**asdict(result), "samples": [asdict(sample) for sample in samples]}

    return play(scenario, Path(folder), Path(state))


if __name__ == "__main__":
    sys.exit(main())
