"""Pictures of every pane and layer of the window, filled by samples, and checks of their looks.

``python -m benchmarks.gallery FOLDER [--theme NAME …] [--size WxH …] [--only NAME …]``

The samples are driven through the kernel: messages, clicks, a virtual day, background work, an
event nobody hears, a handler that fails. Prints a line per fault of the look checks, the same fault
of several pictures as one line; ends with 1 when there was any.
"""

from __future__ import annotations

import workbench.gui.own_import  # noqa: F401  before PySide6, as in the program

# isort: split
import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from benchmarks.gallery_samples import SAMPLES, fill
from benchmarks.look_checks import Fault, text_faults
from workbench import paths
from workbench.gui import app
from workbench.gui.chrome import Chrome
from workbench.gui.loop import Loop
from workbench.gui.panes.catalogue import PANES
from workbench.gui.panes.table import PaneTable
from workbench.gui.parts.overlay import Overlay
from workbench.gui.theme.manager import NAMES
from workbench.gui.tour.card import TourCard
from workbench.kernel.options import KernelOptions

SIZES: Final = ("1280x800", "1920x1080")
_SETTLE_S: Final = 0.4
LAYERS: Final = {
    "palette": "view.palette",
    "shortcuts": "view.shortcuts",
    "new-extension": "file.new",
    "tour": "help.tour",
    "inspector": "inspect.show",
}
"""Pictures of what lies over the window, and the commands that bring it there."""


MEANT: Final = frozenset(
    {"Handlers get ctx=None, always.", "runs with ctx = None", "Message 5 extensions…"}
)
"""A note of the sample and a fact of the Events pane speak of Python's None; a field invites."""


class Gallery:
    """Walks through a filled window and takes its pictures."""

    def __init__(self, chrome: Chrome, folder: Path, only: list[str]) -> None:
        self._chrome = chrome
        self._folder = folder
        self._only = only
        self.faults: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.shown: dict[tuple[str, str], Fault] = {}

    async def walk(self, theme: str, size: str) -> None:
        """Every pane and layer in a theme at a size."""
        self._chrome.use_theme(theme)
        wide, _, high = size.partition("x")
        self._chrome.window.resize(int(wide), int(high))
        for spec in PANES:
            if self._wanted(spec.pane_id):
                self._chrome.deck.show_pane(spec.pane_id)
                await self._settled()
                self._choose_first()
                await self._take(f"{spec.pane_id}-{theme}-{size}")
        for name, command in LAYERS.items():
            if self._wanted(name):
                self._chrome.actions.run(command)
                await self._take(f"{name}-{theme}-{size}")
                self._clear(name)

    def _wanted(self, name: str) -> bool:
        return not self._only or name in self._only

    async def _settled(self) -> None:
        await self._chrome.session.reading.settled()
        await asyncio.sleep(_SETTLE_S)

    def _choose_first(self) -> None:
        """Selects a row where nothing is selected yet, so that the side is filled."""
        pane = self._chrome.deck.pane()
        tables = pane.findChildren(PaneTable) if pane is not None else []
        for table in tables:
            model = table.model()
            if table.isVisible() and model.rowCount() and not table.currentIndex().isValid():
                table.selectRow(0)

    async def _take(self, name: str) -> None:
        await self._settled()
        window = self._chrome.window
        window.grab().save(str(self._folder / f"{name}.png"))
        said = {command.title for command in self._chrome.registry} | MEANT
        for fault in text_faults(window, said):
            key = (fault.kind, fault.text)
            self.shown.setdefault(key, fault)
            self.faults[key].append(name)

    def _clear(self, name: str) -> None:
        """Takes the layer away again."""
        window = self._chrome.window
        for layer in window.findChildren(Overlay):
            layer.close_layer()
        for card in window.findChildren(TourCard):
            card.ended.emit()
        if name == "inspector":
            self._chrome.actions.run(LAYERS[name])


@contextmanager
def _copies() -> Iterator[list[Path]]:
    """The samples, where nothing watches them."""
    with tempfile.TemporaryDirectory() as folder:
        ignored = shutil.ignore_patterns("__pycache__")
        yield [
            shutil.copytree(paths.samples() / name, Path(folder) / name, ignore=ignored)
            for name in SAMPLES
        ]


async def _visit(arguments: argparse.Namespace) -> int:
    settings = tempfile.TemporaryDirectory()
    window = app.make_window(Path(settings.name) / "window.ini", "dark")
    window.show()
    chrome = app.fill(window)
    gallery = Gallery(chrome, arguments.folder, arguments.only)
    with _copies() as roots:
        await chrome.session.start(lambda: KernelOptions(drivers=True), roots)
        await fill(chrome)
        for theme in arguments.theme:
            for size in arguments.size:
                await gallery.walk(theme, size)
        await chrome.session.close()
    await chrome.tasks.close()
    window.close()
    settings.cleanup()
    for key, fault in gallery.shown.items():
        places = gallery.faults[key]
        print(f"{fault} in {places[0]}{f' and {len(places) - 1} more' if places[1:] else ''}")
    print(f"{len(list(arguments.folder.glob('*.png')))} pictures, {len(gallery.shown)} faults")
    return 1 if gallery.shown else 0


def main(words: list[str]) -> int:
    """Take the pictures that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gallery")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", nargs="*", choices=NAMES, default=list(NAMES))
    parser.add_argument("--size", nargs="*", default=list(SIZES))
    parser.add_argument("--only", nargs="*", default=[], help="names of panes or layers")
    arguments = parser.parse_args(words)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    loop = Loop(app.make_application())
    asyncio.set_event_loop(loop)
    code = loop.run_until_complete(_visit(arguments))
    loop.close()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
