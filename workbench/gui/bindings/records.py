"""Commands that lead to a record from anywhere: copying its link, and going to one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from workbench.gui import viewer
from workbench.gui.bindings.binding import Binding
from workbench.gui.command_facts import SELECTION
from workbench.gui.panes.record_link import RecordLink, pane_for, read_link

if TYPE_CHECKING:
    from workbench.gui.go_to import GoTo
    from workbench.kernel.journal.record import Record
    from workbench.kernel.kernel import Kernel


class Records(Binding):
    """Links to records."""

    def bind(self) -> None:
        """Copies a link, and asks for one."""
        self.layer: GoTo | None = None
        self.registry.bind("pane.copy_link", self._copy_selected)
        self.registry.bind("view.go_to_record", self._ask)

    def follow(self) -> None:
        """Knows whether a record is selected."""
        link = self.chrome.deck.link
        link.selected.connect(lambda *_: self._selection_changed())
        self.chrome.deck.changed.connect(self._selection_changed)
        link.copy_asked.connect(self._copy)

    def _selected(self) -> Record | None:
        pane = self.chrome.deck.focused() or self.chrome.deck.pane()
        return pane.selected_record() if pane is not None else None

    def _selection_changed(self) -> None:
        self.registry.set_fact(SELECTION, self._selected() is not None)

    def _copy_selected(self) -> None:
        record = self._selected()
        if record is not None:
            self._copy(record)

    def _copy(self, record: Record) -> None:
        kernel = self.session.kernel
        if kernel is not None:
            link = RecordLink(kernel.journal.path.stem, record.id)
            QGuiApplication.clipboard().setText(str(link))
            self.chrome.toasts.show(f"Copied {link}", icon="link", topic="link")

    def _ask(self) -> None:
        if self.layer is None:
            from workbench.gui.go_to import GoTo

            self.layer = GoTo(self.chrome.window)
            self.layer.asked.connect(
                lambda text: self.session.tasks.spawn(self._answer(text), "go to a record")
            )
        self.layer.open()

    async def _answer(self, text: str) -> None:
        said = await self.go_to(text)
        if self.layer is None:
            return
        if said:
            self.layer.say(said)
        else:
            self.layer.close_layer()

    async def go_to(self, text: str) -> str:
        """Shows the record a text leads to; what is wrong with it, or nothing."""
        kernel, link = self.session.kernel, read_link(text)
        if kernel is None or link is None:
            return "This is no link, id or number of a record"
        if link.session not in ("", kernel.journal.path.stem):
            return await self._elsewhere(kernel, link)
        record = await _find(kernel, link)
        if record is None:
            return f"This session holds no record {link.id or link.seq}"
        self.chrome.deck.link.show_in(record, pane_for(record.kind))
        return ""

    async def _elsewhere(self, kernel: Kernel, link: RecordLink) -> str:
        """A record of another session is shown in a window of that session's own."""
        import asyncio

        from workbench.kernel.sessions.past import find_session

        state = kernel.options.state
        if isinstance(state, Path):
            journal = await asyncio.to_thread(find_session, state, link.session)
            if journal is not None:
                self.chrome.toasts.show(viewer.open_session(journal, link.id), icon="history")
                return ""
        return f"There is no session {link.session} here; import its file first"


async def _find(kernel: Kernel, link: RecordLink) -> Record | None:
    if link.id:
        return await kernel.journal.get(link.id)
    found = await kernel.journal.query(after_seq=link.seq - 1, before_seq=link.seq + 1)
    return found[0] if found else None
