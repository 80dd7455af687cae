"""Plays the abuses in the real window; see `benchmarks.abuse`.

``python -m benchmarks.abuse_session ROUNDS FOLDER STATE``. The result is one JSON line on stdout.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from benchmarks.abuse_extension import ABUSES, Folder
from benchmarks.window_driver import Ticker, Watcher, play

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome
    from workbench.gui.render.push_button import PushButton
    from workbench.kernel.journal.record import Record

REST = "rest"
FLIGHTS = ("alone", "sibling", "background", "reload")
PATIENCE_S = 60.0
LEAST_S = 2.5
"""How long the window is watched at least, after each abuse and at rest."""
_LOOK_S = 0.02


class AbuseSession:
    """One window whose extension misbehaves in every way, while everything else goes on."""

    def __init__(self, chrome: Chrome, folder: Folder) -> None:
        self._chrome = chrome
        self._folder = folder
        self._ticker = Ticker()
        self._edition = 0
        self._told: list[str] = []
        chrome.session.bridge.records.connect(self._listen)

    async def run(self, rounds: int) -> list[dict[str, Any]]:
        """All abuses in all circumstances, `rounds` times; one row each, and one for rest."""
        await self._until(lambda: self._shows("first edition"), "the first panel")
        plays = [(name, flight) for flight in FLIGHTS for name in (REST, *ABUSES)]
        return [await self._row(name, flight) for _ in range(rounds) for name, flight in plays]

    async def _row(self, name: str, flight: str) -> dict[str, Any]:
        await self._mend()
        await asyncio.sleep(1.0)  # the spare child warms up, as between two things a person does
        await self._take_off(flight)
        self._told.clear()
        self._ticker.restart()
        self._chrome.watchdog.forget()
        await asyncio.gather(self._misbehave(name), asyncio.sleep(LEAST_S))
        row = {
            "abuse": name,
            "flight": flight,
            "gap_ms": self._ticker.longest,
            "own_ms": self._chrome.watchdog.longest_own_ms,
            "stalls": [[stall.duration_ms, *stall.stack] for stall in self._chrome.watchdog.stalls],
            "told": list(dict.fromkeys(self._told)),
            "kept": self._kept(),
        }
        print(f"{name} {flight} {row['gap_ms']:.0f} ms", file=sys.stderr, flush=True)
        await self._land()
        return row

    # -- what a person does ---------------------------------------------------------------------

    async def _misbehave(self, name: str) -> None:
        if name == REST:
            return
        abuse = ABUSES[name]
        if abuse.tail:
            self._folder.save("broken edition", abuse.tail)
            self._folder.open("import")
            await self._until(lambda: self._told, name)
            return
        self._click(name)
        if abuse.endless:
            await self._until(lambda: self._told, name)
            await self._mend()
        await self._until(lambda: self._button(name) is not None, f"{name} to end")

    async def _take_off(self, flight: str) -> None:
        """Begin what is in flight meanwhile."""
        if flight == "sibling":
            self._click("wait")
        if flight == "background":
            self._click("begin")
            kernel = self._chrome.session.kernel
            assert kernel is not None
            await self._until(kernel.tasks.running, "the work")
        if flight == "reload":
            self._folder.save("slow edition", slow=True)
            await self._until((self._folder.gates / "importing").exists, "the reload")

    async def _land(self) -> None:
        """Let what was in flight end."""
        self._folder.open("wait", "work", "import")
        kernel = self._chrome.session.kernel
        assert kernel is not None
        await self._mend()
        await self._until(lambda: self._button("wait") is not None, "the sibling's end")
        await self._until(lambda: not kernel.tasks.running(), "the work's end")
        self._folder.shut()

    async def _mend(self) -> None:
        self._edition += 1
        edition = f"edition {self._edition}"
        self._folder.save(edition)
        await self._until(lambda: self._shows(edition), edition)

    def _click(self, name: str) -> None:
        button = self._button(name)
        assert button is not None, name
        button.click()

    # -- what a person sees ---------------------------------------------------------------------

    def _shows(self, text: str) -> bool:
        column = self._chrome.stage.columns["left"].current()
        view = column.view() if column is not None else None
        return view is not None and view.isVisible() and f'"{text}"' in json.dumps(view.node())

    def _kept(self) -> bool:
        """Whether the board still stands on the stage."""
        return self._shows("row 1")

    def _button(self, name: str) -> PushButton | None:
        """The button of that name, unless it shows that it works."""
        from workbench.gui.render.push_button import PushButton

        column = self._chrome.stage.columns["left"]
        found = (b for b in column.findChildren(PushButton) if b.face.label == name)
        return next(found, None)

    def _listen(self, records: list[Record]) -> None:
        from workbench.gui.panes.kinds import is_problem
        from workbench.gui.panes.link import place_text
        from workbench.gui.panes.problems import message, rule

        for record in records:
            if is_problem(record):
                self._told.append(f"{place_text(record)} {rule(record)}: {message(record)}")

    async def _until(self, seen: Callable[[], object], what: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not seen():
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError as late:
            raise RuntimeError(f"never saw {what}") from late


def main() -> int:
    """Play; 0 when it came to its end."""
    rounds, root, state = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    folder = Folder(root, root.parent / "gates")
    folder.save("first edition")

    async def perform(_: Watcher, __: Path) -> dict[str, Any]:
        from workbench.gui.window import MainWindow

        (window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        return {"rows": await AbuseSession(window.fill(), folder).run(rounds)}

    return play(perform, root, state)


if __name__ == "__main__":
    sys.exit(main())
