"""Plays random edits in the real window; see `benchmarks.edits`.

``python -m benchmarks.edit_session EDITS SEED FLIGHT FOLDER STATE``: FLIGHT is what goes on in the
extension during each edit: nothing, sibling, background or reload.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtWidgets import QApplication

from benchmarks.edit_kinds import Author, Edit
from benchmarks.kept import APP, Kept
from benchmarks.sightings import PATIENCE_S, Sightings
from benchmarks.window_driver import Watcher, play

BROKEN = 30
_EVERY = 10
"""Edits between two samples of memory."""
_LOOKS = 40
"""How often what seems lost is looked for again, 50 ms apart: a panel may still be on its way."""
_USES = 25
"""Edits between two things a user does."""


class EditSession:
    """One window, one extension, many edits."""

    def __init__(self, chrome: Any, folder: Path, edits: int, seed: int, flight: str) -> None:
        self._chrome = chrome
        self._kernel = chrome.session.kernel
        self._folder = folder
        self._edits = edits
        self._flight = flight
        self._rng = random.Random(seed)
        self._sightings = Sightings(_application(), chrome)
        self._author = Author(folder, self._rng, BROKEN)
        self._kept = Kept(chrome, self._kernel, self._sightings, self._rng)
        self._working = True
        self.rows: list[dict[str, Any]] = []
        self.memory: list[dict[str, float]] = []
        self.faults: list[str] = []

    async def run(self) -> dict[str, Any]:
        """All edits; what was measured and what went wrong."""
        await self._kept.begin()
        watchdog = self._chrome.watchdog
        watchdog.forget()
        for number in range(self._edits):
            if number % _EVERY == 0:
                await self._sample(number)
            if self._working:
                await self._kept.freshen()
                if number % _USES == _USES - 1:
                    await self._kept.use()
            await self._edit(self._author.any())
            await asyncio.sleep(self._rng.uniform(0, 0.6))
        await self._sample(self._edits)
        return {
            "rows": self.rows,
            "memory": self.memory,
            "faults": self.faults,
            "checks": self._kept.checks,
            "longest_ms": watchdog.longest_ms,
            "longest_own_ms": watchdog.longest_own_ms,
            "stalls": [[stall.own_ms, stall.duration_ms, stall.where] for stall in watchdog.stalls],
        }

    async def _edit(self, edit: Edit) -> None:
        before = self._sightings.trees()
        flight = await self._take_off()
        warm = any(child.state == "warm" for child in self._kernel.supervisor.children)
        seen = asyncio.ensure_future(self._sightings.seen(edit.sight))
        await asyncio.sleep(0)
        saved = time.perf_counter()
        save(self._folder, edit, self._rng)
        if self._flight == "reload":
            flight = asyncio.ensure_future(self._reload_too())
        at = await seen
        row = {"number": edit.number, "name": edit.name, "broken": edit.broken, "warm": warm}
        self.rows.append({**row, "ms": None if at is None else (at - saved) * 1000})
        if at is None:
            self._fault(
                edit, f"not shown in {PATIENCE_S:g} s: {edit.sight}; {self._sightings.complaints()}"
            )
        self._working = not edit.broken
        if edit.broken and edit.sight.where in ("page", "stage"):
            self._compare(edit, before)
        elif not edit.broken and self._sightings.complaints():
            await self._no_complaints(edit)
        await self._land(edit, flight)
        for lost in await self._lost():
            self._fault(edit, lost)

    async def _lost(self) -> list[str]:
        """What is lost once the panels that were fetched again are drawn."""
        await self._kernel.refresher.settled()
        found = await self._kept.lost(working=self._working)
        for _ in range(_LOOKS):
            if not found:
                break
            await asyncio.sleep(0.05)
            found = await self._kept.lost(working=self._working)
        return found

    def _compare(self, edit: Edit, before: dict[str, Any]) -> None:
        """The last good panels stay."""
        after = self._sightings.trees()
        for slot, tree in before.items():
            if tree is not None and after.get(slot) is None:
                self._fault(edit, f"the panel in the {slot} slot went away")

    async def _no_complaints(self, edit: Edit) -> None:
        """What an earlier edit broke is no longer complained of, once all panels have answered."""
        await self._kernel.refresher.settled()
        await asyncio.sleep(0.1)
        for complaint in self._sightings.complaints():
            self._fault(edit, f"still complains: {complaint}")

    # -- what goes on meanwhile ------------------------------------------------------------------

    async def _take_off(self) -> asyncio.Future[Any] | None:
        if not self._working or self._flight not in ("sibling", "background"):
            return None
        seconds = self._rng.uniform(0.2, 1.0)
        if self._flight == "sibling":
            call: asyncio.Future[Any] = asyncio.ensure_future(
                self._kernel.call(APP, "dawdle", {"seconds": seconds})
            )
            await asyncio.sleep(0.02)
            return call
        outcome = await self._kernel.call(APP, "follow_up", {"seconds": seconds})
        assert outcome.ok, outcome.error
        (task,) = self._kernel.tasks.running()
        ended: asyncio.Future[Any] = asyncio.ensure_future(task.done.wait())
        return ended

    async def _reload_too(self) -> None:
        from workbench.kernel.errors import LoadError

        for _ in range(2):
            await asyncio.sleep(self._rng.uniform(0, 0.05))
            try:
                await self._kernel.reload(APP)
            except LoadError:
                continue

    async def _land(self, edit: Edit, flight: asyncio.Future[Any] | None) -> None:
        """What was in flight ends well, in the build it began in."""
        if flight is None:
            return
        try:
            result = await asyncio.wait_for(flight, PATIENCE_S)
        except TimeoutError:
            self._fault(edit, f"the {self._flight} in flight did not end")
            return
        if self._flight == "sibling" and not result.ok:
            self._fault(edit, f"the call in flight ended as {result.status}: {result.error}")
        if self._flight == "background":
            self._kept.delivered += 1
            task = self._kernel.tasks.all()[-1]
            if task.status != "success":
                self._fault(edit, f"the background work ended as {task.status}: {task.error}")

    # -- measuring -----------------------------------------------------------------------------

    async def _sample(self, number: int) -> None:
        """Memory when all is calm: one child at work and one to spare, as between two saves."""
        for _ in range(250):
            states = sorted(child.state for child in self._kernel.supervisor.children)
            if states in (["serving", "warm"], ["warm"]):
                break
            await asyncio.sleep(0.02)
        else:
            print("not calm:", states, file=sys.stderr)
        ours = psutil.Process()
        children = ours.children(recursive=True)
        sizes = [process.memory_info().rss / 2**20 for process in (ours, *children)]
        self.memory.append(
            {
                "edit": number,
                "gui_mb": sizes[0],
                "children_mb": sum(sizes[1:]),
                "processes": len(sizes),
                "threads": ours.num_threads(),
                "files": ours.num_fds(),
                "widgets": len(QApplication.allWidgets()),
                "records": self._kernel.journal.count(),
            }
        )
        print(self.memory[-1], file=sys.stderr, flush=True)

    def _fault(self, edit: Edit, text: str) -> None:
        self.faults.append(f"edit {edit.number} ({edit.name}): {text}")
        print(self.faults[-1], file=sys.stderr, flush=True)


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application


def save(folder: Path, edit: Edit, rng: random.Random) -> None:
    """Write what changed, as an editor does: in place, or as a new file that takes the name."""
    there = {path.name for path in folder.glob("*.py")}
    for name, source in edit.files.items():
        file = folder / name
        if name in there and file.read_bytes() == source:
            continue
        if rng.random() < 0.5:
            file.write_bytes(source)
        else:
            new = folder / f".{name}.tmp"
            new.write_bytes(source)
            new.replace(file)
    for name in there - edit.files.keys():
        (folder / name).unlink()


def main() -> int:
    """Play one session."""
    edits, seed, flight, folder, state = sys.argv[1:]

    async def scenario(watcher: Watcher, root: Path) -> dict[str, Any]:
        if watcher.first_panel is None:
            await watcher.painted(lambda tree: True)
        from workbench.gui.window import MainWindow

        (window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        _application().removeEventFilter(watcher)
        return await EditSession(window.fill(), root, int(edits), int(seed), flight).run()

    return play(scenario, Path(folder), Path(state))


if __name__ == "__main__":
    sys.exit(main())
