"""The sessions of this workspace, newest first: a list to open one from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.panes.cells import BADGE, MONO, TEXT, Cell, Column, size
from workbench.gui.panes.instants import distance, instants
from workbench.gui.panes.rows_model import RowsModel
from workbench.gui.panes.table import PaneTable
from workbench.gui.parts import button, look
from workbench.gui.parts.button import Button
from workbench.gui.parts.field import Field
from workbench.gui.parts.marks import Hairline
from workbench.gui.parts.overlay import Overlay
from workbench.gui.parts.surface import Row
from workbench.gui.parts.text import Line

if TYPE_CHECKING:
    from workbench.kernel.sessions.past import PastSession

_ROWS = 9
_TONES = {"running": "success", "ended": "muted", "cut off": "warning", "imported": "info"}


class SessionList(Overlay):
    """A table of sessions under a filter; `picked` carries one to open, `keep_asked` one to keep or
    to let go, `import_asked` wants a file, `prune_asked` those away that are old."""

    picked = Signal(object)
    keep_asked = Signal(object)
    import_asked = Signal()
    prune_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, width=880, top=0.12)
        self._now = 0.0
        self._total = ""
        self.field = Field("Filter sessions", icon="search", height=34)
        self.model: RowsModel[PastSession] = RowsModel(self._columns(), lambda s: s.journal, self)
        self.table = PaneTable(self.model)
        self.table.setAccessibleName("Sessions")
        self.said = Line("", "tiny", "subtle", stretch=True)
        self.prune_button = Button("Remove old…", icon="archive-x", variant=button.SECONDARY)
        self.keep_button = Button("Keep", icon="pin", variant=button.SECONDARY)
        self.import_button = Button("Import…", icon="file-input", variant=button.SECONDARY)
        self.open_button = Button("Open", icon="app-window", variant=button.PRIMARY)
        self._build()
        self.field.textChanged.connect(self.model.set_filter)
        self.field.installEventFilter(self)
        self.model.refilled.connect(self._choose_first)
        self.table.doubleClicked.connect(lambda _index: self._pick())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._say())
        self.open_button.clicked.connect(self._pick)
        self.import_button.clicked.connect(self.import_asked)
        self.keep_button.clicked.connect(lambda: self.keep_asked.emit(self.chosen()))
        self.prune_button.clicked.connect(self._prune)
        self.setAccessibleName("Sessions of this workspace")
        self.restyle()

    def _build(self) -> None:
        head, foot = Row(margins=(8, 8, 8, 8)), Row(gap=8, margins=(18, 10, 12, 12))
        head.add(self.field)
        foot.add(
            self.said, self.prune_button, self.keep_button, self.import_button, self.open_button
        )
        self.sheet.body.addWidget(head)
        self.sheet.body.addWidget(Hairline(token="border-subtle"))
        self.sheet.body.addWidget(self.table)
        self.sheet.body.addWidget(Hairline(token="border-subtle"))
        self.sheet.body.addWidget(foot)

    def _columns(self) -> tuple[Column[PastSession], ...]:
        return (
            Column("last written", self._when_cell, 190),
            Column("extensions", lambda s: Cell(", ".join(s.apps) or "–"), 150, stretch=True),
            Column("state", lambda s: Cell(s.state, BADGE, _TONES[s.state]), 96),
            Column("records", _records_cell, 80, right=True),
            Column("size", lambda s: Cell(size(s.size), MONO), 80, right=True),
            Column("session", _name_cell, 210),
        )

    def _when_cell(self, session: PastSession) -> Cell:
        if instants().relative:
            return Cell(distance(session.touched - self._now))
        return Cell(instants().dated(session.touched))

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        super().restyle()
        if hasattr(self, "table"):
            self.table.setFixedHeight(look.px(32) * _ROWS)

    def show_sessions(self, sessions: Sequence[PastSession], now: float) -> None:
        """Shows what there is; `now` is real epoch seconds."""
        self._now = now
        taken = size(sum(session.size for session in sessions))
        self._total = f"{len(sessions)} sessions, {taken}"
        self.model.fill(sessions)
        self._choose_first()

    def open(self) -> None:
        """Shows the list with the focus in the filter."""
        self.field.clear()
        super().open()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def chosen(self) -> PastSession | None:
        """The session of the current row."""
        found: PastSession | None = self.table.item()
        return found

    def _choose_first(self) -> None:
        if self.model.rowCount() and self.chosen() is None:
            self.table.selectRow(0)
        self._say()

    def _say(self) -> None:
        """What can be done with the one chosen."""
        session = self.chosen()
        text = "No earlier session yet" if self.model.empty else "No session matches"
        if session is not None:
            text = "Opens in a window of its own, to look at"
            if session.state == "running":
                text = "It runs now"
            elif session.records is None:
                text = "Its journal cannot be read"
        self.said.set_text(f"{text} · {self._total}" if self._total else text, "subtle")
        self.open_button.setEnabled(_opens(session))
        self.keep_button.setEnabled(session is not None and session.state != "imported")
        kept = session is not None and session.kept is not None
        self.keep_button.show_text("Let go" if kept else "Keep")
        self.keep_button.show_icon("pin-off" if kept else "pin", "")

    def _prune(self) -> None:
        self.close_layer()
        self.prune_asked.emit()

    def _pick(self) -> None:
        session = self.chosen()
        if _opens(session):
            self.close_layer()
            self.picked.emit(session)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the filter that move in the table."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and watched is self.field and self._key(cast("QKeyEvent", event)):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return opens, wherever the focus is."""
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self.model.rowCount():
            row = self.table.currentIndex().row() + step
            self.table.selectRow(max(0, min(self.model.rowCount() - 1, row)))
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_layer()
            return True
        return False


def _opens(session: PastSession | None) -> bool:
    return session is not None and session.state != "running" and session.records is not None


def _records_cell(session: PastSession) -> Cell:
    count = session.records
    return Cell("–" if count is None else f"{count:,}".replace(",", " "), MONO)


def _name_cell(session: PastSession) -> Cell:
    """The name it is kept under, else the one that links call it by."""
    if session.kept is None:
        return Cell(session.name, MONO, "subtle")
    return Cell(f"{session.kept or session.name} · kept", MONO if not session.kept else TEXT)
