"""Opens an extension in the real window, offscreen, and takes pictures of what it draws.

``python -m benchmarks.window_views FOLDER PICTURES VIEWS --state DIR …``: VIEWS is a JSON list of
``{"panel", "params"}``, opened one after another as clicks would. The picture ``0.png`` is what
stands there after the session has begun. One JSON line on stdout: for each picture what each slot
shows, ``tree``, ``blank``, ``error`` or ``waiting``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from benchmarks.window_driver import Watcher, play

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome
    from workbench.gui.stage.page import PanelPage
    from workbench.kernel.kernel import Kernel

SIZE = (1600, 1000)
PATIENCE_S = 30.0
_LOOK_S = 0.05


class Photographer:
    """Waits until a window rests, and keeps a picture of it."""

    def __init__(self, chrome: Chrome, folder: Path) -> None:
        self._chrome = chrome
        self._folder = folder
        self.session = chrome.session
        self.pictures: list[dict[str, Any]] = []

    async def loaded(self) -> Kernel:
        """Wait for the extension to be open and its panels to be called."""
        async with asyncio.timeout(PATIENCE_S):
            while self.session.kernel is None or self.session.current is None:
                await asyncio.sleep(_LOOK_S)
        await self._rest()
        return self.session.kernel

    async def take(self, **what: Any) -> None:
        """Wait until nothing is under way and keep a picture, with what each slot shows."""
        await self._rest()
        file = self._folder / f"{len(self.pictures)}.png"
        self._chrome.window.grab().save(str(file))
        self.pictures.append({**what, "file": file.name, "slots": self.slots()})

    def slots(self) -> dict[str, dict[str, Any]]:
        """What stands in each slot that shows a panel."""
        columns = self._chrome.stage.columns
        pages = {slot: column.current() for slot, column in columns.items()}
        return {
            slot: {"panel": page.panel_id, "shows": self._shows(page)}
            for slot, page in pages.items()
            if page is not None
        }

    def _shows(self, page: PanelPage) -> str:
        if page.banner.isVisible():
            return "error"
        view = page.view()
        if view is not None and view.isVisible() and view.node() is not None:
            return "tree"
        kernel = self.session.kernel
        answer = kernel.panels.current(page.app_id, page.panel_id) if kernel is not None else None
        return "waiting" if answer is None else "blank"

    async def _rest(self) -> None:
        kernel = self.session.kernel
        assert kernel is not None
        async with asyncio.timeout(PATIENCE_S):
            await kernel.settled()
            while not self._quiet():
                await asyncio.sleep(_LOOK_S)
        # Layouts of what was just set settle within a few turns of the loop.
        for _ in range(6):
            await asyncio.sleep(_LOOK_S)

    def _quiet(self) -> bool:
        """Whether every panel the host calls has answered, and each slot shows its panel."""
        from workbench.gui.session import claims_its_slot

        kernel, app_id = self.session.kernel, self.session.current
        if kernel is None or app_id is None:
            return False
        called = [row["panel_id"] for row in kernel.panels.published(app_id)]
        if any(kernel.panels.current(app_id, panel_id) is None for panel_id in called):
            return False
        there = self.slots()
        for slot, panel_id in kernel.panels.showing(app_id).items():
            answer = kernel.panels.current(app_id, panel_id)
            if slot not in self._chrome.stage.columns:
                continue
            # A center panel with nothing to show leaves the center to the chat.
            if slot not in there and answer is not None and not claims_its_slot(answer):
                continue
            if there.get(slot, {}).get("panel") != panel_id or there[slot]["shows"] == "waiting":
                return False
        return True


def main() -> int:
    """Take the pictures; 0 when the window came to rest for each of them."""
    folder, pictures, views = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
    state = Path(sys.argv[sys.argv.index("--state") + 1])
    pictures.mkdir(parents=True, exist_ok=True)

    async def perform(_: Watcher, __: Path) -> dict[str, Any]:
        from workbench.gui.window import MainWindow

        (window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        window.resize(*SIZE)
        photographer = Photographer(window.fill(), pictures)
        kernel = await photographer.loaded()
        (app_id,) = kernel.extensions
        await photographer.take()
        for view in views:
            action = {"action": "call", "function": f"__panel__{view['panel']}"}
            kernel.panels.close(app_id, view["panel"])
            await photographer.session.act(app_id, {**action, "params": view["params"]}, None)
            await photographer.take(**view)
        return {"pictures": photographer.pictures}

    return play(perform, folder, state, sys.argv[4:])


if __name__ == "__main__":
    sys.exit(main())
