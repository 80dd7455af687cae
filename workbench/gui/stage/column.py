"""One slot of the stage: the panels opened in it, of every extension, one of them in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from workbench.gui.parts.menu import new_menu
from workbench.gui.parts.surface import Surface

if TYPE_CHECKING:
    from workbench.gui.session import Session
    from workbench.gui.stage.page import PanelPage
    from workbench.kernel.panel_answer import PanelAnswer

Key = tuple[str, str]


class Column(Surface):
    """The pages of one slot, for one user; an empty id is whoever is signed in.

    `closed` tells that the panel in view was closed; `source_asked` carries file and line.
    """

    closed = Signal()
    source_asked = Signal(str, int)

    def __init__(self, session: Session, slot: str, user_id: str = "") -> None:
        super().__init__("surface-0")
        self.slot = slot
        self._user_id = user_id
        self._session = session
        self._pages: dict[Key, PanelPage] = {}
        self._aside: dict[Key, PanelPage] = {}
        self._shown: dict[str, str] = {}
        self._app_id = ""
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    # -- what is in it

    def occupied(self) -> bool:
        """Whether the extension in view has a panel in view here."""
        return self._app_id in self._shown

    def page(self, app_id: str, panel_id: str) -> PanelPage | None:
        """The page of a panel, if it was opened here."""
        return self._pages.get((app_id, panel_id))

    def current(self) -> PanelPage | None:
        """The page in view."""
        panel_id = self._shown.get(self._app_id)
        return None if panel_id is None else self._pages.get((self._app_id, panel_id))

    def showing(self, app_id: str) -> str | None:
        """The panel of an extension that is in view here while that extension is."""
        return self._shown.get(app_id)

    # -- changes

    def open(self, answer: PanelAnswer, declared: dict[str, Any]) -> None:
        """Shows an answer and brings its panel into view."""
        page = self._page_for(answer.app_id, answer.panel_id)
        page.declare(declared)
        page.show_answer(answer)
        self._shown[answer.app_id] = answer.panel_id
        self._sync()

    def refresh(self, answer: PanelAnswer) -> bool:
        """Shows an answer of a panel that is open or was put aside here; False if it is neither."""
        key = (answer.app_id, answer.panel_id)
        if key in self._aside:
            self._shown.setdefault(*key)
            self._take_back(key)
            self._sync()
        page = self._pages.get(key)
        if page is None:
            return False
        page.show_answer(answer)
        return True

    def show_extension(self, app_id: str) -> None:
        """Brings an extension's panel of this slot into view."""
        self._app_id = app_id
        self._sync()

    def close_current(self) -> None:
        """Puts the panel in view away; its page is made anew when it is opened again."""
        page = self.current()
        if page is None:
            return
        del self._shown[self._app_id]
        self._drop((page.app_id, page.panel_id))
        self._sync()
        self.closed.emit()

    def app_ids(self) -> list[str]:
        """The extensions with a page here."""
        return sorted({app_id for app_id, _ in (*self._pages, *self._aside)})

    def put_aside(self, app_id: str, keep: set[str]) -> None:
        """Takes an extension's pages off the stage, except those of the panels named in `keep`.

        They come back as they are, with what was typed and scrolled, when their panels answer
        again: a build that was saved by halves declares fewer panels than the next.
        """
        for key in [k for k in self._pages if k[0] == app_id and k[1] not in keep]:
            page = self._aside[key] = self._pages.pop(key)
            self._stack.removeWidget(page)
            page.hide()
            if self._shown.get(app_id) == key[1]:
                del self._shown[app_id]
        self._sync()

    def forget(self, app_id: str) -> None:
        """Drops an extension's pages."""
        self._shown.pop(app_id, None)
        for key in [k for k in (*self._pages, *self._aside) if k[0] == app_id]:
            self._drop(key)
        self._sync()

    def _take_back(self, key: Key) -> None:
        page = self._pages[key] = self._aside.pop(key)
        self._stack.addWidget(page)

    def _page_for(self, app_id: str, panel_id: str) -> PanelPage:
        key = (app_id, panel_id)
        if key in self._aside:
            self._take_back(key)
        if key not in self._pages:
            from workbench.gui.stage.page import PanelPage

            page = PanelPage(self._session, app_id, panel_id, self.slot, self._user_id)
            page.close_asked.connect(self.close_current)
            page.source_asked.connect(self.source_asked)
            page.header.choose_asked.connect(self._choose)
            self._pages[key] = page
            self._stack.addWidget(page)
        return self._pages[key]

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None) or self._aside.pop(key)
        self._stack.removeWidget(page)
        page.put_away()

    def _sync(self) -> None:
        page = self.current()
        if page is not None:
            self._stack.setCurrentWidget(page)
        several = sum(1 for app_id, _ in self._pages if app_id == self._app_id) > 1
        for candidate in self._pages.values():
            candidate.header.choose.setVisible(several)

    def _choose(self) -> None:
        """A menu of the panels opened in this slot."""
        page = self.current()
        if page is None:
            return
        menu = new_menu(self)
        for (app_id, panel_id), candidate in self._pages.items():
            if app_id != self._app_id:
                continue
            action = QAction(f"{candidate.title()}  ({panel_id})", menu)
            action.setCheckable(True)
            action.setChecked(candidate is page)
            action.triggered.connect(lambda _=False, id_=panel_id: self._bring(id_))
            menu.addAction(action)
        below = page.header.choose.mapToGlobal(QPoint(0, page.header.choose.height()))
        menu.popup(below)

    def _bring(self, panel_id: str) -> None:
        self._shown[self._app_id] = panel_id
        self._sync()
