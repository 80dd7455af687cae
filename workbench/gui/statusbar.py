"""The line at the bottom: build, host, files watched, stalls; records, sockets, SDK."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.cells import duration, size
from workbench.gui.parts import look
from workbench.gui.parts.button import Button
from workbench.gui.parts.marks import Dot
from workbench.gui.parts.menu import new_menu
from workbench.gui.parts.painted import painted
from workbench.gui.parts.surface import Row
from workbench.gui.shell import STATUS

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.gui.watchdog import Watchdog
    from workbench.kernel.builds.extension import Extension

_BEAT_MS = 1_000
_BEATS_PER_COUNT = 5
"""Looking through the sockets of a few processes takes 30 ms of a processor: not every second."""
_WORST = 10

STATUS_TONES = {
    "ready": "success",
    "loading": "info",
    "blocked": "warning",
    "crashed": "danger",
    "failed": "danger",
    "removed": "warning",
}


class Item(Button):
    """One word group of the status line; some can be clicked."""

    def __init__(self, tip: str, *, mono: bool = False) -> None:
        super().__init__(height=22)
        self._mono = mono
        self.setToolTip(tip)
        self.setEnabled(True)

    def _padding(self) -> int:
        return look.px(6)

    def _role(self) -> str:
        return "mono-tiny" if self._mono else "tiny"


class StatusBar(Row):
    """Facts about the extension in view at the left, about the session at the right.

    `source_asked` carries file and line of the stall a person chose from the menu.
    """

    source_asked = Signal(str, int)

    def __init__(self, session: Session, watchdog: Watchdog, parent: QWidget | None = None) -> None:
        super().__init__(gap=6, margins=(12, 0, 8, 0), parent=parent)
        self._session = session
        self._watchdog = watchdog
        self._counted: tuple[Path, int] | None = None
        self.dot = Dot("subtle")
        self.build = Item("Builds so far, and how long the latest took to load")
        self.host = Item("Process that runs the extension, and its resident memory")
        self.watch = Item("A saved file starts a new build")
        self.stall = Item("The longest time this window did not answer; click for the places")
        self.records = Item("Records in the journal of this session")
        self.sockets = Item("Network sockets of this window and of every extension's process")
        self.times = Item("How times are written; click to switch")
        self.sdk = Item("SDK the extension runs on", mono=True)
        self.add(self.dot, self.build, self.host, self.watch, self.stall)
        self.layout_.addStretch(1)
        self.add(self.times, self.records, self.sockets, self.sdk)
        self.stall.clicked.connect(self._show_stalls)
        self._beats = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        session.kernel_changed.connect(self._kernel_changed)
        session.extensions_changed.connect(self.refresh)
        session.current_changed.connect(self.refresh)
        session.bridge.records.connect(lambda _records: self._show_records())
        watchdog.stalled.connect(lambda _stall: self._show_stall())
        self.refresh()

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        super().restyle()
        self.setFixedHeight(look.px(STATUS))
        self.update()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The ground with a hairline above."""
        painter.fillRect(self.rect(), look.ground())
        painter.fillRect(0, 0, self.width(), 1, look.theme().color("border-card"))

    def refresh(self) -> None:
        """Shows the present state."""
        self._show_extension(self._session.extension())
        self._show_records()
        self._show_stall()

    def _beat(self) -> None:
        self.refresh()
        if self._beats % _BEATS_PER_COUNT == 0:
            self._session.tasks.spawn(self._show_sockets(), "count the sockets")
        self._beats += 1

    async def _show_sockets(self) -> None:
        import asyncio

        pids = [extension.build.pid for extension in self._session.extensions()]
        count = await asyncio.to_thread(count_sockets, [os.getpid(), *pids])
        self.sockets.show_text(f"{count} socket{'' if count == 1 else 's'}")

    def _kernel_changed(self) -> None:
        self._beats = 0
        self.sockets.show_text("0 sockets")
        if self._session.kernel is not None:
            self._timer.start()
        else:
            self._timer.stop()
        self.refresh()

    def _show_extension(self, extension: Extension | None) -> None:
        for item in (self.host, self.watch, self.sdk):
            item.setVisible(extension is not None)
        if extension is None:
            starting = self._session.starting
            self.dot.set("info" if starting else "subtle")
            waits = "starting the kernel…" if starting else "no extension is open"
            if self._session.past() is not None:
                waits = "an earlier session, to look at"
            self.build.show_text(waits)
            return
        build = extension.build
        self.dot.set(STATUS_TONES.get(extension.status, "subtle"))
        verb = "loaded" if build.number == 1 else "reloaded"
        state = "" if extension.status == "ready" else f"{extension.status} · "
        self.build.show_text(
            f"{state}build {build.number} · {verb} in {duration(build.duration_ms)}"
        )
        self.host.show_text(_host_text(build.pid))
        self._show_watch(extension)
        self.sdk.show_text(_sdk_text(build.sdk))

    def _show_watch(self, extension: Extension) -> None:
        kernel = self._session.kernel
        options: Any = kernel.options if kernel is not None else None
        if not getattr(options, "watch", False):
            self.watch.show_text("not watching")
            return
        wanted = (extension.root, extension.build.number)
        if wanted != self._counted:
            self._counted = wanted
            self._session.tasks.spawn(self._count(extension.root), "count the watched files")

    async def _count(self, root: Path) -> None:
        """A folder may hold thousands of files: they are counted beside the window's thread."""
        import asyncio

        count = await asyncio.to_thread(source_files, root)
        self.watch.show_text(f"watching {count} files")

    def _show_records(self) -> None:
        kernel = self._session.kernel
        count = kernel.journal.count() if kernel is not None else 0
        self.records.show_text(f"{count:,}".replace(",", " ") + " records")

    def _show_stall(self) -> None:
        self.stall.show_text(f"longest stall {duration(round(self._watchdog.longest_own_ms))}")

    def _show_stalls(self) -> None:
        """A menu of the worst stalls, each leading to its innermost line."""
        menu = new_menu(self)
        worst = sorted(self._watchdog.stalls, key=lambda s: -s.duration_ms)[:_WORST]
        for stall in worst:
            place, _, function = stall.where.rpartition(" ")
            action = menu.addAction(f"{duration(stall.duration_ms)}   {place}   {function}")
            file, _, line = place.rpartition(":")
            action.triggered.connect(
                lambda _=False, f=file, n=line: self.source_asked.emit(f, int(n or 1))
            )
        if not worst:
            menu.addAction("No stall over 50 ms").setEnabled(False)
        menu.popup(self.stall.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def count_sockets(pids: Iterable[int]) -> int:
    """Open network sockets of some processes; one that cannot be looked at counts none."""
    import psutil

    count = 0
    for pid in pids:
        try:
            count += len(psutil.Process(pid).net_connections("inet"))
        except psutil.Error:
            continue
    return count


def _host_text(pid: int) -> str:
    import psutil

    try:
        memory = psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return f"host {pid} · gone"
    return f"host {pid} · {size(memory)}"


def _sdk_text(sdk: dict[str, object] | None) -> str:
    if not sdk:
        return "no SDK"
    return f"imperal-sdk {sdk.get('version')} ({sdk.get('origin')})"


def source_files(root: Path) -> int:
    """How many Python and TOML files a folder holds; stops counting in an endless one."""
    total = 0
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if not name.startswith((".", "__pycache__"))]
        total += sum(name.endswith((".py", ".toml")) for name in names)
        if total > 5_000 or folder.count(os.sep) > 40:
            break
    return total
