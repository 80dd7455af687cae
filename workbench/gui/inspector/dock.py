"""The inspector's dock: what one element is, where it comes from, and what changed about it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from workbench.gui.inspector.call_page import CallPage
from workbench.gui.inspector.change_table import ChangeModel, ChangeTable
from workbench.gui.inspector.crumbs import Crumbs
from workbench.gui.inspector.facts import HANDLER, Facts
from workbench.gui.inspector.json_page import JsonPage
from workbench.gui.inspector.prop_table import PropModel, PropTable
from workbench.gui.keys import key_book
from workbench.gui.parts import look
from workbench.gui.parts.banner import SourceLink
from workbench.gui.parts.button import OUTLINE, Button
from workbench.gui.parts.marks import Badge, Hairline, Mark
from workbench.gui.parts.segmented import Segmented
from workbench.gui.parts.surface import Empty, Row, Surface
from workbench.gui.parts.text import Line, Paragraph

WIDE = 360
_NARROW = 260
_BAR = 38
_PAGES = (
    ("props", "Props", "What the node was given"),
    ("changes", "Changes", "What the last refresh changed"),
    ("call", "Call", "The call and the params that produced the panel"),
    ("json", "JSON", "The node as it was sent"),
)
_MADE = {
    "": "builds it",
    HANDLER: "is the panel's handler: this SDK does not note the lines of nodes",
}
_NOTHING = (
    "square-dashed-mouse-pointer",
    "Nothing is inspected",
    "Pick, then point at anything in a panel and click. Arrows walk the tree.",
)


class Ground(Surface):
    """What the dock stands on: it says how wide a new dock is."""

    def sizeHint(self) -> QSize:
        """Room for names and values beside each other."""
        return QSize(look.px(WIDE), look.px(400))


class InspectorDock(QDockWidget):
    """Shows `Facts`; it knows nothing of panels.

    `pick_asked`, `closed` and `trace_asked` speak for themselves; `followed` and `pointed` carry
    the place of another element of the tree (None: no longer); `source_asked` file and line.
    """

    pick_asked = Signal()
    closed = Signal()
    trace_asked = Signal()
    followed = Signal(object)
    pointed = Signal(object)
    source_asked = Signal(str, int)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__("Inspector", window)
        self.setObjectName("dock-inspector")
        self.facts: Facts | None = None
        self.pick = Button("Pick", icon="square-dashed-mouse-pointer", height=26)
        self.empty = Empty(*_NOTHING)
        self.upper = Button("Inspect what is left of its path", variant=OUTLINE)
        self.crumbs = Crumbs()
        self.name = Line("", "ui-strong")
        self.says = Line("", "small", "muted", stretch=True)
        self.identity = Badge("", "muted", mono=True)
        self.link = SourceLink()
        self.made = Line("", "tiny", "subtle", stretch=True)
        self.tabs = Segmented()
        self.props = PropTable(PropModel(self))
        self.changes = ChangeTable(ChangeModel(self))
        self.news = Paragraph("", "small", "muted")
        self.call = CallPage()
        self.json = JsonPage()
        self._pages = QStackedWidget()
        self._body = QStackedWidget()
        self._build()
        self._connect()
        self.show_page("props")
        look.watch(self)

    # -- building

    def _name_pick(self) -> None:
        self.pick.setToolTip(key_book().named("Pick an element on the stage", "inspect.pick"))

    def _build(self) -> None:
        head = Row(gap=8, margins=(14, 0, 6, 0))
        self.close_button = Button(icon="x", height=26)
        self.close_button.setToolTip("Close the inspector")
        self.close_button.setAccessibleName("Close the inspector")
        self.pick.setCheckable(True)
        key_book().changed.connect(self._name_pick)
        self._name_pick()
        title = Line("Inspector", "ui-strong", stretch=True)
        head.add(Mark("scan-search"), title, self.pick, self.close_button)
        self._bar = Surface("chrome")
        self._head = head
        _column(self._bar).addWidget(head)
        self.setTitleBarWidget(self._bar)
        self._ground = Ground("chrome")
        column = _column(self._ground)
        column.addWidget(Hairline())
        column.addWidget(self._body, 1)
        self._body.addWidget(self._build_empty())
        self._body.addWidget(self._build_content())
        self.setWidget(self._ground)

    def _build_empty(self) -> QWidget:
        page = QWidget()
        column = _column(page)
        column.addStretch(1)
        column.addWidget(self.empty)
        row = Row(margins=(12, 12, 12, 24))
        row.layout_.addStretch(1)
        row.add(self.upper)
        row.layout_.addStretch(1)
        column.addWidget(row)
        column.addStretch(1)
        return page

    def _build_content(self) -> QWidget:
        page = QWidget()
        column = _column(page)
        way = Row(margins=(6, 6, 6, 0))
        way.add(self.crumbs)
        title = Row(gap=8, margins=(14, 8, 12, 2))
        title.add(self.name, self.says, self.identity)
        origin = Row(gap=4, margins=(10, 0, 12, 8))
        origin.add(self.link, self.made)
        tabs = Row(margins=(12, 2, 12, 10))
        tabs.add(self.tabs)
        tabs.layout_.addStretch(1)
        for name, text, tip in _PAGES:
            self.tabs.add(name, text, tip=tip)
        for part in (way, title, origin, tabs, Hairline()):
            column.addWidget(part)
        column.addWidget(self._pages, 1)
        for content in (self.props, self._build_changes(), self.call, self.json):
            self._pages.addWidget(content)
        return page

    def _build_changes(self) -> QWidget:
        page = QWidget()
        column = _column(page)
        words = Row(margins=(14, 10, 14, 10))
        words.add(self.news)
        column.addWidget(words)
        column.addWidget(self.changes, 1)
        self._unchanged = QWidget()
        column.addWidget(self._unchanged, 1)
        return page

    def _connect(self) -> None:
        self.pick.clicked.connect(self.pick_asked)
        self.close_button.clicked.connect(self.close)
        self.upper.clicked.connect(lambda: self.followed.emit(None))
        self.crumbs.picked.connect(self.followed)
        self.crumbs.pointed.connect(self.pointed)
        self.props.followed.connect(self._follow_prop)
        self.tabs.picked.connect(self.show_page)
        self.link.clicked.connect(self._open_source)
        self.call.trace_asked.connect(self.trace_asked)
        self.json.copy_asked.connect(self._copy)

    def restyle(self) -> None:
        """Takes up the zoom in force."""
        self._head.setFixedHeight(look.px(_BAR))  # a dock asks its title for its hint alone
        self._ground.setMinimumWidth(look.px(_NARROW))

    def closeEvent(self, event: QCloseEvent) -> None:
        """It is put away."""
        self.closed.emit()
        super().closeEvent(event)

    # -- showing

    def show_page(self, name: str) -> None:
        """Brings one of the pages into view: props, changes, call or json."""
        names = [page for page, *_ in _PAGES]
        self._pages.setCurrentIndex(names.index(name))
        self.tabs.choose(name)
        self._show_json()

    def show_picking(self, picking: bool) -> None:
        """Shows whether an element is being picked."""
        self.pick.setChecked(picking)
        self.pick.show_icon("square-dashed-mouse-pointer", "primary" if picking else "")

    @property
    def showing(self) -> bool:
        """Whether an element is shown, not the word that there is none."""
        return self._body.currentIndex() == 1

    def show_nothing(self) -> None:
        """Nothing is inspected."""
        self._say_empty(*_NOTHING, upper="")

    def show_gone(self, what: str, why: str, upper: str) -> None:
        """The element is not drawn any more; `upper` names what is left of its path, if anything.

        It is shown again as soon as it is back.
        """
        self._say_empty("ghost", f"{what} is gone", why, upper=upper)

    def _say_empty(self, icon: str, title: str, hint: str, *, upper: str) -> None:
        self.empty.set(icon, title, hint)
        self.empty.setAccessibleName(f"{title}. {hint}")
        self.upper.setVisible(bool(upper))
        self.upper.show_text(f"Inspect {upper}" if upper else "")
        self._body.setCurrentIndex(0)

    def show_facts(self, facts: Facts, *, same: bool) -> None:
        """Shows an element; `same` says that it is the one shown before, refreshed."""
        self.facts = facts
        self._body.setCurrentIndex(1)
        self.crumbs.show_way(facts.way())
        self.name.set_text(facts.name())
        said = facts.saying()
        self.says.set_text(f"“{said}”" if said else "")
        self.identity.set(facts.identity(), "muted")
        self.identity.setVisible(bool(facts.identity()))
        self._show_place(facts)
        found = facts.changes or ()
        names = [change.name for change in found]
        self.props.props.show(facts.element, names, same=same)
        self.news.set_text(facts.news)
        self.changes.changes.show(found)
        self.changes.setVisible(bool(found))
        self._unchanged.setVisible(not found)
        self.tabs.segments["changes"].setText(f"Changes {len(found)}" if found else "Changes")
        self.tabs.segments["changes"].updateGeometry()
        self.call.show_call(facts)
        self._show_json()

    def _show_json(self) -> None:
        """A long text takes its time: it is only made for whoever looks at it."""
        if self.facts is not None and self._pages.currentWidget() is self.json:
            self.json.show_text(self.facts.json())

    def _show_place(self, facts: Facts) -> None:
        place = facts.place
        self.link.setVisible(place is not None)
        if place is None:
            self.made.set_text("No line is known")
            return
        self.link.setText(place.text())
        self.link.setAccessibleName(f"Open {place.text()}")
        self.link.restyle()
        self.made.set_text(_MADE.get(place.what, f"builds the {place.what} around it"))

    def _follow_prop(self, steps: tuple[str | int, ...]) -> None:
        if self.facts is not None:
            self.followed.emit((*self.facts.steps, *steps))

    def _open_source(self) -> None:
        place = self.facts.place if self.facts is not None else None
        if place is not None:
            self.source_asked.emit(place.file, place.line)

    def _copy(self) -> None:
        if self.facts is not None:
            QGuiApplication.clipboard().setText(self.facts.json())


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
