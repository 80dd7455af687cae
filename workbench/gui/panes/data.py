"""Data: what the extension shown keeps — documents, cached values, secrets and settings."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QStackedWidget

from workbench.gui.panes.cache_hits import CacheHits
from workbench.gui.panes.catch_up import CatchUp
from workbench.gui.panes.cells import BADGE, MONO, Cell, Column, compact_json, size
from workbench.gui.panes.columns import short_time
from workbench.gui.panes.entry_side import EntrySide
from workbench.gui.panes.identity import identity_cell
from workbench.gui.panes.instants import instants
from workbench.gui.panes.link import Link
from workbench.gui.panes.pane import Pane
from workbench.gui.panes.rows_model import RowsModel
from workbench.gui.panes.table import PaneTable
from workbench.gui.parts.splitter import Splitter
from workbench.gui.parts.surface import Empty
from workbench.kernel.services.contents import Entry, Shelf

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.kernel.journal.journal import Journal
    from workbench.kernel.journal.record import Record

_SETTLE_MS: Final = 150
_COUNTDOWN_MS: Final = 1_000
_READ_BACK: Final = 5_000
NEVER_FOUND: Final = 3
"""Reads without a hit from which a key is called out: it is never the same twice."""
_TITLES: Final = {"store": "documents", "cache": "cache", "secrets": "secrets", "config": "config"}


class DataPane(Pane):
    """Shelves at the left, what is on the chosen one, and one thing whole at the right."""

    pane_id = "data"
    title = "Data"

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session, link)
        self.hits = CacheHits()
        self._reads = CatchUp(("cache",), self.hits.add)
        self.shelves: RowsModel[Shelf] = RowsModel(
            self._shelf_columns(), lambda shelf: (shelf.kind, shelf.name, shelf.user_id), self
        )
        self.entries: RowsModel[Entry] = RowsModel(
            self._entry_columns(), lambda entry: entry.key, self
        )
        self.shelf_table = PaneTable(self.shelves)
        self.table = PaneTable(self.entries)
        self.side = EntrySide()
        self._chosen: tuple[str, str, str] | None = None
        self._again = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._countdown = QTimer(self, interval=_COUNTDOWN_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.shelf_table.setAccessibleName("Places")
        self.table.setAccessibleName("Things kept")
        self.splitter = Splitter(Qt.Orientation.Horizontal)
        for part in (self.shelf_table, self.table, self.side):
            self.splitter.addWidget(part)
        for number, stretch in enumerate((0, 1, 0)):
            self.splitter.setStretchFactor(number, stretch)
        self.splitter.setSizes([330, 600, 340])
        self.body = QStackedWidget()
        self.body.addWidget(
            Empty(
                "database",
                "Nothing is kept yet",
                "Documents of ctx.store, values of ctx.cache, declared secrets and settings of "
                "the extension shown appear here.",
            )
        )
        self.body.addWidget(self.splitter)
        self.column.addWidget(self.body, 1)

    def _connect(self) -> None:
        self._again.timeout.connect(self._read)
        self._countdown.timeout.connect(self.entries.touch)
        self.session.current_changed.connect(self._start_over)
        self.session.people_changed.connect(self._again.start)
        self.session.extensions_changed.connect(self._again.start)
        self.shelf_table.picked.connect(self._pick)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_side())
        self.entries.dataChanged.connect(lambda *_: self._show_side())
        self.entries.refilled.connect(self._show_side)

    # -- columns

    def _shelf_columns(self) -> tuple[Column[Shelf], ...]:
        def name(shelf: Shelf) -> Cell:
            return Cell(shelf.name or _TITLES[shelf.kind], MONO if shelf.name else "text")

        return (
            Column("kept in", lambda shelf: Cell(_TITLES[shelf.kind], tone="muted"), 96),
            Column("", name, 120, stretch=True),
            Column("user", lambda shelf: identity_cell(shelf.user_id, self._person, "muted"), 96),
            Column("", lambda shelf: Cell(str(shelf.count), MONO), 50, right=True),
        )

    def _entry_columns(self) -> tuple[Column[Entry], ...]:
        return (
            Column("key", lambda entry: Cell(entry.key, MONO), 190),
            Column("value", _value_cell, 240, stretch=True),
            Column("", self._fate_cell, 120),
            Column("found", self._found_cell, 64, right=True),
            Column("size", lambda e: Cell(size(e.size) if e.size else "–", MONO), 80, right=True),
        )

    def _fate_cell(self, entry: Entry) -> Cell:
        """How long it will last, or when it last changed."""
        if entry.expires_at is not None:
            left = entry.expires_at - self._now()
            return Cell(f"{left:.0f} s left" if left > 0 else "expired", MONO, "muted")
        if entry.changed_at:
            return Cell(short_time(_instant(entry.changed_at)), MONO, "subtle")
        return Cell("" if entry.value is None else entry.remark, tone="subtle")

    def _found_cell(self, entry: Entry) -> Cell:
        """How often a cached key was found when it was asked for."""
        if entry.expires_at is None:
            return Cell("", MONO)
        hits, reads = self.hits.of(*self._place(), entry.key)
        if not reads:
            return Cell("–", MONO, "subtle")
        never = not hits and reads >= NEVER_FOUND
        return Cell(_share(hits, reads), MONO, "warning" if never else "muted")

    def _person(self, user_id: str) -> str:
        return self.session.person_name(user_id)

    def _now(self) -> float:
        return self.session.kernel.clock.now() if self.session.kernel is not None else 0.0

    # -- reading

    def attach(self) -> None:
        """Reads what is kept now, and how often cached keys were found so far."""
        kernel = self.session.kernel
        if kernel is None:
            return
        self.hits.clear()
        self._reads.begin()
        self.session.reading.spawn(self._read_back(kernel.journal), "cache hits")
        self._countdown.start()
        self._start_over()

    async def _read_back(self, journal: Journal) -> None:
        await self._reads.read(journal, _READ_BACK)
        self.entries.touch()

    def receive(self, records: list[Record]) -> None:
        """Counts cache reads, and reads again what a handler may have changed."""
        self._reads.receive(records)
        touching = sum(record.kind in ("cache", "service") for record in records)
        if touching and self.paused:
            self.unseen += touching
            self._show_counts()
        elif touching and not self._again.isActive():
            self._again.start()

    def set_filter(self, text: str) -> None:
        """Narrows what is on the shelf."""
        self.entries.set_filter(text)
        self._show_counts()

    def apply_pause(self, paused: bool) -> None:
        """Keeps what is shown as it is, or reads it again."""
        if not paused:
            self._again.start()
        self._show_counts()

    def _show_counts(self) -> None:
        self.bar.show_counts(self.entries.hidden, self.unseen)

    def focus_content(self) -> None:
        """Moves the focus into the things."""
        self.table.setFocus()

    def _start_over(self) -> None:
        self._chosen = None
        self._read()

    def _read(self) -> None:
        if self._attached:
            self.session.reading.spawn(self._take(), "what is kept")

    async def _take(self) -> None:
        kernel, extension = self.session.kernel, self.session.extension()
        if kernel is None or extension is None:
            self.shelves.fill([])
            self._show_shelf([])
            return
        contents, user = kernel.suite.contents, kernel.personas.current
        app_id, declared = extension.app_id, extension.declarations
        shelves = await contents.shelves(app_id, declared, user)
        if extension is not self.session.extension():
            return
        self.shelves.fill(shelves)
        shelf = self._choose(shelves)
        entries: list[Entry] = []
        if shelf is not None:
            entries = await contents.entries(app_id, shelf, declared, user)
        self._show_shelf(entries)

    def _choose(self, shelves: list[Shelf]) -> Shelf | None:
        """The shelf looked at, else the first one."""
        row = self.shelves.row_of(self._chosen)
        if row is None:
            row = 0
        shelf = self.shelves.item(row)
        if shelf is not None:
            self._chosen = (shelf.kind, shelf.name, shelf.user_id)
            self.shelf_table.reveal_row(row)
        return shelf

    def _show_shelf(self, entries: list[Entry]) -> None:
        selected: Entry | None = self.table.item()
        self.entries.fill(entries)
        row = self.entries.row_of(selected.key) if selected is not None else None
        if row is not None:
            self.table.reveal_row(row)
        self.body.setCurrentIndex(0 if self.shelves.empty else 1)
        self._show_counts()
        self._show_side()

    def _pick(self, shelf: Shelf) -> None:
        self._chosen = (shelf.kind, shelf.name, shelf.user_id)
        self._read()

    def describe_again(self) -> None:
        """Says what is selected again."""
        self._show_side()

    def _show_side(self) -> None:
        entry: Entry | None = self.table.item()
        self.side.setVisible(entry is not None)
        if entry is not None:
            self.side.show_entry(entry, self._facts(entry))

    def _facts(self, entry: Entry) -> list[tuple[str, str, str]]:
        found: list[tuple[str, str, str]] = []
        if entry.remark:
            found.append(("is", entry.remark, ""))
        if entry.changed_at:
            at = _instant(entry.changed_at)
            found.append(("changed", instants().dated(at), instants().zone(at)))
        if entry.expires_at is not None:
            found.append(("lasts", self._fate_cell(entry).text, "of virtual time"))
            hits, reads = self.hits.of(*self._place(), entry.key)
            share = _share(hits, reads) if reads else "–"
            found.append(("found", share, f"of {reads:,} reads".replace(",", " ")))
        if entry.size:
            found.append(("size", size(entry.size), "as JSON"))
        return found

    def _place(self) -> tuple[str, str]:
        extension = self.session.extension()
        user = self._chosen[2] if self._chosen is not None else ""
        return (extension.app_id if extension is not None else "", user)


def _instant(text: str) -> float:
    """Epoch seconds of an ISO instant."""
    return datetime.fromisoformat(text).timestamp()


def _share(hits: int, reads: int) -> str:
    return f"{hits / reads:.0%}".replace("%", " %")


def _value_cell(entry: Entry) -> Cell:
    if entry.value is None and entry.remark in ("set", "not set"):
        return Cell(entry.remark, BADGE, "success" if entry.remark == "set" else "warning")
    return Cell(compact_json(entry.value), MONO, "muted")
