"""The inspector: follows one element of a panel through its refreshes and shows what it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from workbench.gui.inspector.causes import causes
from workbench.gui.inspector.dock import InspectorDock
from workbench.gui.inspector.facts import Facts, call_facts, changes_of, place_of, root_facts
from workbench.gui.inspector.lines import Lines
from workbench.gui.inspector.outline import Outline
from workbench.gui.inspector.picker import Picker
from workbench.gui.inspector.refreshes import Refresh, Refreshes
from workbench.gui.inspector.spot import Spot
from workbench.gui.inspector.tree import Steps, at, follow, is_node, remaining
from workbench.gui.inspector.words import label
from workbench.gui.stage.page import PanelPage

if TYPE_CHECKING:
    from workbench.gui.chrome import Chrome
    from workbench.gui.render.panel_view import PanelView
    from workbench.kernel.panel_answer import PanelAnswer


@dataclass(frozen=True, slots=True)
class Target:
    """What is inspected: an element of a tree, as it was last seen.

    `app_id` and `panel_id` name the panel; they are empty for what came with a chat message, of
    which there is only `panel`, the view that draws it. `user_id` is whose panel it is, empty for
    whoever is signed in.
    """

    user_id: str
    app_id: str
    panel_id: str
    panel: PanelView
    tree: Any
    steps: Steps


class Inspector(QObject):
    """Ties the dock, the picker and the panels together."""

    def __init__(self, chrome: Chrome, refreshes: Refreshes) -> None:
        super().__init__(chrome)
        self._chrome = chrome
        self._session = chrome.session
        self._refreshes = refreshes
        self._lines = Lines(chrome.session)
        self._told: Refresh | None = None
        self.target: Target | None = None
        self.dock = InspectorDock(chrome.window)
        self.picker = Picker(chrome.window)
        self.outline = Outline(chrome.window)
        chrome.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.hide()
        self._connect()

    def _connect(self) -> None:
        dock, picker = self.dock, self.picker
        dock.pick_asked.connect(self.pick)
        dock.closed.connect(self._closed)
        dock.followed.connect(self._follow)
        dock.pointed.connect(self._point)
        dock.source_asked.connect(self._chrome.open_source)
        dock.trace_asked.connect(self._show_trace)
        picker.picked.connect(self.inspect)
        picker.ended.connect(lambda: dock.show_picking(False))
        # Later than the stages, of which one may be younger than this.
        queued = Qt.ConnectionType.QueuedConnection
        self._refreshes.changed.connect(self._refreshed, queued)
        self._session.beside_changed.connect(self.refresh, queued)
        self._chrome.stage.center_changed.connect(self.refresh)
        self._session.current_changed.connect(self.refresh)
        self._session.kernel_changed.connect(self._kernel_changed)

    # -- what a person asks

    @property
    def open(self) -> bool:
        """Whether the dock is shown."""
        return self.dock.isVisible()

    def toggle(self) -> None:
        """Shows the dock, or puts it away."""
        if self.open:
            self.dock.close()
        else:
            self.show()

    def show(self) -> None:
        """Shows the dock; from now on nodes come with their lines."""
        if not self.open:
            self.dock.show()
            self.dock.raise_()
            self._lines.note(True)
        self.refresh()

    def pick(self) -> None:
        """Begins to pick an element, or ends that."""
        if self.picker.isVisible():
            self.picker.end()
            return
        self.outline.hide()
        self.picker.begin(self._spot())
        self.dock.show_picking(True)

    def inspect(self, spot: Spot) -> None:
        """Inspects an element that is drawn."""
        page = _page_of(spot.panel)
        names = (page.user_id, page.app_id, page.panel_id) if page is not None else ("", "", "")
        self.target = Target(*names, spot.panel, spot.tree, spot.steps)
        self.show()
        self._show(same=False)
        self._lines.ask(self._latest())

    def _follow(self, steps: Steps | None) -> None:
        """Goes to another element of the same tree; None: to what is left of a lost one's path."""
        target, panel = self.target, self._panel()
        if target is None or panel is None:
            return
        tree = panel.node()
        wanted = remaining(target.tree, target.steps, tree) if steps is None else steps
        if wanted is not None and isinstance(at(tree, wanted), dict):
            spot = Spot(panel, wanted)
            spot.reveal()
            self.inspect(spot)
            self._point(wanted)

    def _point(self, steps: Steps | None) -> None:
        """Frames an element of the tree while its step of the path is pointed at."""
        panel = self._panel()
        if steps is None or panel is None or not panel.isVisible():
            self.outline.hide()
            return
        spot = Spot(panel, steps)
        self.outline.frame(spot.rect(), spot.clip(), spot.label())
        self.outline.show()
        self.outline.raise_()

    def _closed(self) -> None:
        self.outline.hide()
        self._lines.note(False)

    # -- following

    def _kernel_changed(self) -> None:
        if self.open:
            self._lines.note(True)
            self.refresh()

    def _refreshed(self, user_id: str, app_id: str, panel_id: str) -> None:
        if self.picker.isVisible():
            self.picker.look_again()
        target = self.target
        if target is not None and self._key(target) == (user_id, app_id, panel_id):
            self.refresh()

    def _key(self, target: Target) -> tuple[str, str, str]:
        """The user, the app and the panel whose answers a target is drawn from."""
        user_id = target.user_id or self._chrome.stage.user_id()
        return user_id, target.app_id, target.panel_id

    def _latest(self) -> Refresh | None:
        """The last two answers of the inspected panel."""
        return self._refreshes.of(*self._key(self.target)) if self.target is not None else None

    def refresh(self) -> None:
        """Finds the element in what is drawn now, and shows it or says that it is gone."""
        if not self.open:
            return
        target, panel = self.target, self._panel()
        if target is None:
            self.dock.show_nothing()
            return
        what = label(target.tree, target.steps)
        if panel is None:
            self.outline.hide()
            self.dock.show_gone(what, "Its panel is closed. It comes back with the panel.", "")
            return
        tree = panel.node()
        steps = follow(target.tree, target.steps, tree)
        if steps is None:
            self.outline.hide()
            left = remaining(target.tree, target.steps, tree)
            upper = label(tree, left) if left is not None and is_node(tree) else ""
            why = "The panel was refreshed without it. It comes back when a refresh brings it."
            self.dock.show_gone(what, why, upper)
            return
        told = self._latest() is self._told and tree is target.tree and self.dock.showing
        if told and panel is target.panel:
            return  # the stage tells of every change of its own size too
        self.target = replace(target, panel=panel, tree=tree, steps=steps)
        self.outline.hide()
        self._show(same=True)

    def _panel(self) -> PanelView | None:
        """The view that draws the inspected panel now."""
        target = self.target
        if target is None:
            return None
        if not target.panel_id:
            alive = shiboken6.isValid(target.panel) and target.panel.node() is not None
            return target.panel if alive else None
        beside = self._chrome.pair.beside
        stage = self._chrome.stage if not target.user_id else beside
        if stage is None or (target.user_id and stage.user_id() != target.user_id):
            return None
        for column in stage.columns.values():
            page = column.page(target.app_id, target.panel_id)
            view = page.view() if page is not None else None
            if view is not None and view.node() is not None:
                return view
        return None

    def _spot(self) -> Spot | None:
        target, panel = self.target, self._panel()
        if target is None or panel is None or not panel.isVisible() or not self.open:
            return None
        return Spot(panel, target.steps) if at(panel.node(), target.steps) else None

    def _show(self, *, same: bool) -> None:
        target = self.target
        if target is None:
            return
        refresh = self._told = self._latest()
        if refresh is None:
            self.dock.show_facts(root_facts(target.tree, target.steps), same=same)
            return
        answer = refresh.now
        found, news = changes_of(refresh, target.steps)
        facts = Facts(
            target.tree,
            target.steps,
            place_of(answer, target.tree, target.steps, self._handler(answer)),
            found,
            news,
            call_facts(answer, self._session.person_name(answer.user_id)),
            answer.params,
        )
        self.dock.show_facts(facts, same=same)
        self._session.reading.spawn(self._show_cause(answer), "why a panel was called")

    def _handler(self, answer: PanelAnswer) -> dict[str, Any]:
        kernel = self._session.kernel
        extension = kernel.extensions.get(answer.app_id) if kernel is not None else None
        if extension is None:
            return {}
        return dict(extension.declarations.handler("panel", answer.panel_id) or {})

    # -- the call behind it

    async def _show_cause(self, answer: PanelAnswer) -> None:
        """Says what set the panel's call going."""
        kernel = self._session.kernel
        if kernel is None:
            return
        words = await causes(kernel.journal, answer.span_id)
        refresh = self._latest()
        if refresh is not None and refresh.now.span_id == answer.span_id:
            self.dock.call.show_cause(f"because of {' ← '.join(words)}" if words else "")

    def _show_trace(self) -> None:
        refresh = self._latest()
        if refresh is not None:
            self._session.reading.spawn(self._reveal(refresh.now.span_id), "show a panel's trace")

    async def _reveal(self, span_id: str) -> None:
        kernel = self._session.kernel
        record = await kernel.journal.get(span_id) if kernel is not None else None
        if record is not None:
            self._chrome.deck.link.show_in(record, "trace")


def _page_of(panel: PanelView) -> PanelPage | None:
    """The page of the stage a view stands on; None for what the chat shows."""
    widget: QWidget | None = panel
    while widget is not None and not isinstance(widget, PanelPage):
        widget = widget.parentWidget()
    return widget
