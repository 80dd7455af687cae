"""The widget of a List: search, bulk bar, title, rows, empty text and footer, one under the other.

The box is as tall as its content. Its search field and bulk bar stick to the top of whatever
scrolls it, and it tells when its end comes near.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QSizePolicy,
    QToolTip,
    QWidget,
)

from workbench.gui.render.brushwork import CENTER, line, text_width, theme
from workbench.gui.render.ground import scroll_area_of, seen_part
from workbench.gui.render.lists.chrome import BulkBar, PageFooter, SearchBar, StickyGround
from workbench.gui.render.lists.paging import Paging
from workbench.gui.render.lists.surface import ListSurface
from workbench.gui.render.painted import painted
from workbench.gui.render.scroll import scrolling

TITLE_HEIGHT = 28
EMPTY_HEIGHT = 64
NEAR = 200
"""The end is near when it is within this many px of what is seen (UI reference, List)."""


class ListBox(QWidget):
    """Lays the parts of a list out.

    `rows_height(width)` answers how tall the rows are; beyond `limit` px they scroll on their own.
    """

    near_end = Signal()
    typed = Signal(str)
    select_all = Signal()
    leave = Signal()
    run = Signal(object)
    step = Signal(int)

    def __init__(
        self, parent: QWidget, rows_height: Callable[[int], int], limit: int | None = None
    ) -> None:
        super().__init__(parent)
        self._rows_height = rows_height
        self._limit = limit
        self._title = ""
        self._empty = ""
        self._watched: QAbstractScrollArea | None = None
        self._end_seen = False
        self._end_wanted = False
        self.surface = ListSurface(self)
        self._area = None if limit is None else scrolling(self.surface, self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    # -- parts that most lists do without ---------------------------------------------------

    @cached_property
    def search(self) -> SearchBar:
        """The search field."""
        bar = SearchBar(self)
        bar.hide()
        bar.typed.connect(self.typed)
        return bar

    @cached_property
    def bulk(self) -> BulkBar:
        """What can be done with the checked rows."""
        bar = BulkBar(self)
        bar.hide()
        bar.select_all.connect(self.select_all)
        bar.leave.connect(self.leave)
        bar.run.connect(self.run)
        return bar

    @cached_property
    def footer(self) -> PageFooter:
        """The page, the number of items and the arrows."""
        bar = PageFooter(self)
        bar.hide()
        bar.step.connect(self.step)
        return bar

    @cached_property
    def ground(self) -> StickyGround:
        """What lies under the parts that stick."""
        ground = StickyGround(self)
        ground.lower()
        (self._area or self.surface).lower()  # rows, then the ground, then what sticks
        ground.hide()
        return ground

    def show_search(self, shown: bool, placeholder: str) -> None:
        """Show the search field, or no longer."""
        if shown or self.has("search"):
            self.search.setVisible(shown)
            self.search.set_placeholder(placeholder)

    def show_checked(self, count: int, total: int) -> None:
        """Show how many of the rows are checked, while any are."""
        if count or self.has("bulk"):
            self.bulk.setVisible(count > 0)
            self.bulk.show_count(count, total)

    def show_paging(self, say: Paging) -> None:
        """Show the page and the number of items, where there is a footer."""
        if say.shown or self.has("footer"):
            self.footer.setVisible(say.shown)
            self.footer.show_pages(say.pages, say.text, back=say.back, forward=say.forward)

    def has(self, part: str) -> bool:
        """Whether a part was made: by its name here."""
        return part in self.__dict__

    def _shows(self, part: str) -> bool:
        return self.has(part) and self.__dict__[part].isVisibleTo(self)

    # -- content ----------------------------------------------------------------------------

    def set_texts(self, title: str, empty: str) -> None:
        """The heading, and what stands in place of no rows ("" while there are rows)."""
        self._title, self._empty = title, empty
        self.surface.setAccessibleName(title or "List")
        self.update()

    @property
    def bounded(self) -> bool:
        """Whether the rows scroll on their own."""
        return self._area is not None

    def set_limit(self, limit: int) -> None:
        """Another greatest height of rows that scroll on their own."""
        self._limit = limit

    def watch_end(self, wanted: bool) -> None:
        """Begin (again) to look for the end: `near_end` is emitted once it comes near."""
        self._end_wanted = wanted
        self._end_seen = False
        if wanted:
            QTimer.singleShot(0, self, self._look_for_end)

    # -- size -------------------------------------------------------------------------------

    def _tops(self) -> tuple[int, int, int]:
        """Heights of the sticky part, the title and the footer."""
        sticky = self.search.sizeHint().height() if self._shows("search") else 0
        sticky += self.bulk.sizeHint().height() if self._shows("bulk") else 0
        footer = self.footer.sizeHint().height() if self._shows("footer") else 0
        return sticky, TITLE_HEIGHT if self._title else 0, footer

    def hasHeightForWidth(self) -> bool:
        """Opened bodies wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All parts at a width."""
        return sum(self._tops()) + self._room(width)

    def _room(self, width: int) -> int:
        """What the rows, or the text in their place, take of the box."""
        if self._empty:
            return EMPTY_HEIGHT
        rows = self._rows_height(width)
        return rows if self._limit is None else min(rows, self._limit)

    def sizeHint(self) -> QSize:
        """A list is happy with the width of a side panel."""
        return QSize(320, self.heightForWidth(320))

    def minimumSizeHint(self) -> QSize:
        """Titles are cut rather than make a panel scroll sideways."""
        return QSize(120, 0)

    def relayout(self) -> None:
        """Place the parts for the present width."""
        sticky, title, footer = self._tops()
        room = self._room(self.width())
        frame = QRect(0, sticky + title, self.width(), max(room, 1))
        if self._area is not None:
            self._area.setGeometry(frame)
            self._area.setVisible(not self._empty)
            self.surface.resize(self.width(), max(self._rows_height(self.width()), 1))
        else:
            self.surface.setGeometry(frame)
            self.surface.setVisible(not self._empty)
        if footer:
            self.footer.setGeometry(0, frame.top() + room, self.width(), footer)
        self._stick()
        self.updateGeometry()
        self.update()

    def _stick(self) -> None:
        """Keep search and bulk bar at the top of what is seen."""
        sticky = self._tops()[0]
        top = 0
        if sticky and not self.bounded:
            top = min(max(seen_part(self).top(), 0), max(self.height() - sticky, 0))
        stuck = bool(sticky) and top > 0
        if stuck or self.has("ground"):
            self.ground.setGeometry(0, top, self.width(), sticky)
            self.ground.setVisible(stuck)
        if self._shows("search"):
            height = self.search.sizeHint().height()
            self.search.setGeometry(0, top, self.width(), height)
            top += height
        if self._shows("bulk"):
            self.bulk.setGeometry(0, top, self.width(), self.bulk.sizeHint().height())

    def _scrolled(self) -> None:
        self._stick()
        self._look_for_end()

    def _look_for_end(self) -> None:
        if not self._end_wanted or not self.isVisible():
            return
        seen = seen_part(self.surface)
        end = self.surface.height()
        near = seen.top() - NEAR <= end <= seen.bottom() + NEAR
        if near and not self._end_seen:
            self._end_seen = True
            self.near_end.emit()
        elif not near:
            self._end_seen = False

    # -- events -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width or height."""
        self.relayout()
        if self._end_wanted:
            QTimer.singleShot(0, self, self._look_for_end)

    def showEvent(self, event: QShowEvent) -> None:
        """Now it is known what scrolls this list."""
        super().showEvent(event)
        self._watch()

    def event(self, event: QEvent) -> bool:
        """Moved to another parent: another area scrolls it. A tooltip tells what is cut."""
        if event.type() == QEvent.Type.ParentChange:
            self._watch()
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), "\n".join(self._cut_texts(event.pos())), self)
            return True
        return super().event(event)

    def _watch(self) -> None:
        area = scroll_area_of(self.surface)
        if area is self._watched:
            return
        if self._watched is not None:
            self._watched.verticalScrollBar().valueChanged.disconnect(self._scrolled)
        self._watched = area
        if area is not None:
            area.verticalScrollBar().valueChanged.connect(self._scrolled)
        if self._end_wanted:
            QTimer.singleShot(0, self, self._look_for_end)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Title and empty text."""
        shown, (title, empty) = theme(), self._text_areas()
        if self._title:
            line(painter, title, self._title, "overline", shown.color("text-muted"))
        if self._empty:
            line(painter, empty, self._empty, "caption", shown.color("text-subtle"), CENTER)

    def _text_areas(self) -> tuple[QRectF, QRectF]:
        """Where the title stands, and the text of an empty list."""
        sticky, title, _ = self._tops()
        room = self.width() - 24
        return (
            QRectF(12, sticky + 6, room, 15),
            QRectF(12, sticky + title, room, EMPTY_HEIGHT),
        )

    def _cut_texts(self, at: QPoint) -> list[str]:
        """Texts there that are not shown whole."""
        title, empty = self._text_areas()
        texts = ((title, self._title, "overline"), (empty, self._empty, "caption"))
        return [
            text
            for area, text, role in texts
            if area.contains(at) and text_width(text, role) > area.width()
        ]
