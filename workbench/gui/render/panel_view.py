"""A panel on the screen: one tree of nodes in a scrolling view."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from workbench.gui.render import mirror
from workbench.gui.render.accessible import install
from workbench.gui.render.actions import ActionHost
from workbench.gui.render.brushwork import ring
from workbench.gui.render.density import place_again, respace
from workbench.gui.render.growth import Growth
from workbench.gui.render.key_focus import from_keyboard
from workbench.gui.render.node import Node
from workbench.gui.render.scope import Scope
from workbench.gui.render.scroll import OverlayScrollBar
from workbench.gui.render.surface import LAYOUT, Surface
from workbench.gui.render.tab_order import Arranging
from workbench.gui.render.view import NodeView
from workbench.gui.theme import Theme, manager, qt_palette
from workbench.gui.theme.agency import PLATFORM

PADDING = 24
GAP = 24
_ROUNDS = 20
_LAYER_ROUNDS = 3


class PanelView(QScrollArea):
    """Shows the tree an extension's panel answered with.

    Parameters
    ----------
    actions: who runs the actions of the nodes.
    padding: free space around the content in px (the platform's pane has 24).

    ``node_failed`` carries the node's type and the reason whenever a node could not be drawn.
    """

    node_failed = Signal(str, str)

    def __init__(
        self, actions: ActionHost, parent: QWidget | None = None, *, padding: int = PADDING
    ) -> None:
        super().__init__(parent)
        self.host = actions
        self.view_count = self.widget_count = 0
        self.growth = Growth(self)
        self._tree: dict[str, Any] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._ringed = False
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._order_stale = False
        self._ordering: Arranging | None = None
        install()
        self._padding = padding
        self._density = self.theme.agency.density
        self._surface = Surface(gap=self.theme.space(GAP), margin=self.theme.space(padding))
        self._surface.start(Scope(self, self._surface))
        self._surface.resized = self._fit
        self.setWidget(self._surface)
        self._bar = OverlayScrollBar(self)
        manager().panels_changed.connect(self._restyle)
        self._wear(self.theme)

    # -- the tree ---------------------------------------------------------------------------

    def set_tree(self, node: dict[str, Any] | None) -> None:
        """Show a tree, or nothing; what is equal to the tree before is left as it is."""
        # What is equal to before is found out child by child, in slices of work.
        if node is not None and node is self._tree:
            return
        self._tree = node
        self._surface.set_content(node)

    def node(self) -> dict[str, Any] | None:
        """The tree last set."""
        return self._tree

    @property
    def surface(self) -> Surface:
        """The widget the top nodes are drawn on."""
        return self._surface

    @property
    def theme(self) -> Theme:
        """The theme to paint with."""
        return manager().panels

    def report_failure(self, node: Node, error: BaseException) -> None:
        """A node could not be drawn; the failure box already stands in its place."""
        self.node_failed.emit(node.type, f"{type(error).__name__}: {error}"[:2000])

    def view_at(self, point: QPoint) -> NodeView | None:
        """The innermost node at a point of the panel, also inside other nodes' widgets."""
        found: NodeView | None = None
        surface: Surface | None = self._surface
        while surface is not None:
            view = surface.view_at(surface.mapFrom(self, point))
            if view is None:
                return found
            found, surface = view, None
            for inner in view.inner:
                if inner.rect().contains(inner.mapFrom(self, point)):
                    surface = inner
        return found

    def order_changed(self) -> None:
        """Widgets came, went or moved: put the Tab key's stops in order once things are calm."""
        if self._ordering is not None:
            self._ordering.dropped = True
            self._ordering = None
        if not self._order_stale:
            self._order_stale = True
            QTimer.singleShot(0, self, self._order)

    def _order(self) -> None:
        if self.growth.busy:
            self.growth.afterwards(self._order)
        elif self._order_stale:
            self._order_stale = False
            self._ordering = Arranging(self._surface, self._ordered)
            with self.growth.slice():
                self._ordering.grow()

    def _ordered(self, alone: bool) -> None:
        self._ordering = None
        # A panel with nothing in it to stop at is a stop itself, so that keys can scroll it.
        policy = Qt.FocusPolicy.StrongFocus if alone else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)

    def content_height(self) -> int:
        """Height of the content at the present width, padding included."""
        return self._surface.heightForWidth(self.viewport().width())

    def settle(self) -> None:
        """Finish all pending work now, as the event loop would; for pictures and tests."""
        self.growth.finish()
        self._fit()
        self._order()
        calm = 0
        for _ in range(_ROUNDS):
            before = self._surface.size()
            self.growth.finish()
            for kind in (LAYOUT, QEvent.Type.LayoutRequest):
                QCoreApplication.sendPostedEvents(None, kind)
            self._fit()
            # What a control inside a control asks for arrives a round later.
            still = self._surface.size() == before and not self.growth.busy
            calm = calm + 1 if still else 0
            if calm == 2:
                break
        self._settle_layers()

    def _settle_layers(self) -> None:
        """Overlays stand beside the surface: have them follow what their content has become."""
        layers = [layer for view in self._surface.views() if (layer := view.layer_shown())]
        for _ in range(_LAYER_ROUNDS if layers else 0):
            for layer in layers:
                layer.place_sheet()
            for kind in (LAYOUT, QEvent.Type.LayoutRequest):
                QCoreApplication.sendPostedEvents(None, kind)

    # -- direction --------------------------------------------------------------------------

    def set_rtl(self, rtl: bool) -> None:
        """Let the page run from right to left, or from left to right."""
        direction = mirror.RTL if rtl else mirror.LTR
        if direction != self.layoutDirection():
            self.setLayoutDirection(direction)
            self._place_again()

    def _place_again(self) -> None:
        place_again(self.findChildren(QWidget))
        self._fit()

    # -- layout and looks -------------------------------------------------------------------

    def _fit(self) -> None:
        width, least = self.viewport().width(), self.viewport().height()
        with self.growth.slice():
            self._surface.resize(width, max(self._surface.heightForWidth(width), least))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the new width."""
        super().resizeEvent(event)
        self._fit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Paint the page under the content."""
        if event.type() == QEvent.Type.Paint and isinstance(event, QPaintEvent):
            painter = QPainter(self.viewport())
            painter.fillRect(event.rect(), self.theme.color("surface-0"))
            if self._ringed:
                ring(painter, self.viewport().rect(), 0)
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A ring around the whole panel when the keyboard came to it."""
        super().focusInEvent(event)
        self._ringed = from_keyboard(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring any more."""
        super().focusOutEvent(event)
        self._ringed = False
        self.viewport().update()

    def _wear(self, theme: Theme) -> None:
        """Qt's own widgets take their colours from the palette: the window's, or the agency's."""
        self.setPalette(QPalette() if theme.agency is PLATFORM else qt_palette.make(theme))

    def _restyle(self, theme: Theme) -> None:
        self._wear(theme)
        if theme.agency.density != self._density:
            self._density = theme.agency.density
            self._respace()
        self._surface.restyle()
        self.viewport().update()
        self._bar.update()

    def _respace(self) -> None:
        """Another density: measure everything anew; what was typed and opened stays."""
        self._surface.spread(self.theme.space(GAP), self.theme.space(self._padding))
        respace(self._surface)
        for view in list(self._surface.views()):
            view.patch(view.node)
        self._place_again()
