"""The widget that paints window-less views and carries the widgets of the others.

A surface lays out its views for the width it is given, knows its height for every width, and lays
out again once per event-loop turn however many views changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from workbench.gui.render import layout, mirror
from workbench.gui.render.blame import break_down, repaired
from workbench.gui.render.container import paint_all
from workbench.gui.render.depth import deep
from workbench.gui.render.group import Group
from workbench.gui.render.node import child_values
from workbench.gui.render.sweeps import Hints, Restyling
from workbench.gui.render.view import NodeView
from workbench.gui.render.widget_view import WidgetView

if TYPE_CHECKING:
    from workbench.gui.render.scope import Scope

LAYOUT = QEvent.Type(QEvent.registerEventType())
_SOON = Qt.EventPriority.HighEventPriority.value
_AROUND = 6
"""Px around a view that its ring or border may reach."""


class Surface(QWidget):
    """Draws a node or a list of nodes, one under the other.

    ``margin`` px stay free on all sides, ``gap`` px between the nodes of a list. Call `start` once
    with the scope of its views, then `set_content` as often as the content changes.
    """

    scope: Scope

    def __init__(self, parent: QWidget | None = None, *, gap: int = 12, margin: int = 0) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.building: Group | None = None
        self.resized: Callable[[], None] | None = None
        self._gap = gap
        self._margin = margin
        self._widgets: set[WidgetView] = set()
        self._scheduled = False
        self._mirrored_at = -1
        self._disposed = False
        self._damaged = QRect()
        self._sight = QRect()

    def spread(self, gap: int, margin: int) -> None:
        """Other space between the nodes and around them, px."""
        self._gap, self._margin = gap, margin
        self.schedule_layout()

    def start(self, scope: Scope) -> None:
        """Take the scope that all views of this surface share."""
        self.scope = scope
        self.root = Group(scope, None)

    # -- content ----------------------------------------------------------------------------

    def set_content(self, value: Any) -> None:
        """Draw this node, or list of nodes; what did not change stays as it is."""
        values = child_values(value)
        if not values and value is not None and not isinstance(value, list):
            values = [value]  # shown as what cannot be drawn
        with deep():
            self.root.patch(values)

    def views(self) -> Iterator[NodeView]:
        """Every view on this surface and on those inside it, parents before children."""
        waiting = list(reversed(self.root.views))
        while waiting:
            view = waiting.pop()
            yield view
            waiting.extend(reversed(list(view.children())))

    def adopted(self, view: NodeView) -> None:
        """A view was made; its widget, if it has one, takes part in the layout."""
        if isinstance(view, WidgetView):
            self._widgets.add(view)

    def released(self, view: NodeView) -> None:
        """A view is about to end."""
        if isinstance(view, WidgetView):
            self._widgets.discard(view)

    def carries(self, view: WidgetView) -> bool:
        """Whether this view still stands here."""
        return view in self._widgets

    def structure_changed(self) -> None:
        """Views were made, ended or moved: the order of the Tab key follows."""
        self.scope.panel.order_changed()

    def restyle(self) -> None:
        """The theme changed."""
        self.update()
        with self.scope.panel.growth.slice():
            Restyling(self).grow()

    def dispose(self) -> None:
        """End all views and the widget itself."""
        if not self._disposed:
            self._disposed = True
            self.root.dispose()
            self.hide()
            self.deleteLater()

    # -- size -------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Always: text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the content at a width, margins included."""
        inner = max(width - 2 * self._margin, 0)
        around = 2 * self._margin
        return repaired(
            self,
            lambda: around + layout.column_height(self.root.present, inner, self._gap, "stretch"),
        )

    def sizeHint(self) -> QSize:
        """The content on its preferred width; a panel's own surface is never asked in earnest."""
        if self.resized is not None:
            return QSize(0, 0)
        width = self.natural_width()
        return QSize(width, self.heightForWidth(width))

    def inner_width(self) -> int:
        """Width without the margins."""
        return max(self.width() - 2 * self._margin, 0)

    def natural_width(self) -> int:
        """The content's preferred width, for whoever places this surface by hand."""
        return self._widest(lambda view: view.natural())

    def minimumSizeHint(self) -> QSize:
        """The content may be cut rather than widen what stands around it."""
        if self.resized is not None:
            return QSize(0, 0)
        return QSize(self._widest(lambda view: view.minimum()), 0)

    def _widest(self, width: Callable[[NodeView], int]) -> int:
        around = 2 * self._margin
        return repaired(self, lambda: max(map(width, self.root.present), default=0) + around)

    def schedule_layout(self) -> None:
        """Lay out once before the next event is handled."""
        if not self._scheduled and not self._disposed:
            self._scheduled = True
            QCoreApplication.postEvent(self, QEvent(LAYOUT), _SOON)

    def damage(self, area: QRect) -> None:
        """Something moved or changed there: it is painted again after the next layout."""
        self._damaged = self._damaged.united(area)

    def repaint_area(self, area: QRect) -> None:
        """Paint a part of the views again."""
        self.update(mirror.seen(self, area))

    def in_sight(self, y: int, h: int) -> bool:
        """Whether a person could see any of this height, as of the layout under way."""
        return y <= self._sight.bottom() and y + h >= self._sight.top()

    def layout_now(self) -> None:
        """Give every view its place for the present width."""
        self._scheduled = False
        self._follow_end()
        margin = self._margin
        area = (margin, margin, max(self.width() - 2 * margin, 0), self.height() - 2 * margin)
        self._sight = self.visibleRegion().boundingRect()
        with self.scope.panel.growth.slice():
            repaired(self, lambda: self._place(area))
        damaged, self._damaged = self._damaged, QRect()
        if not damaged.isEmpty():
            self.repaint_area(damaged.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND))

    def _follow_end(self) -> None:
        """On a mirrored page another width moves every widget."""
        width = self.width() if self.isRightToLeft() else -1
        if width != self._mirrored_at:
            self._mirrored_at = width
            for view in self.views():
                if view.scope.surface is self:
                    view.forget_place()

    def _place(self, area: tuple[int, int, int, int]) -> int:
        layout.place_column(self.root.present, area, self._gap, "stretch")
        return 0

    # -- events -----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Layout requests, ours and those of child widgets, and tooltips."""
        kind = event.type()
        if kind == LAYOUT:
            if self._scheduled:  # else a resize was quicker
                self.lay_out()
            return True
        if kind == QEvent.Type.LayoutDirectionChange:
            self.schedule_layout()
            self.update()
        if kind == QEvent.Type.LayoutRequest:
            growth = self.scope.panel.growth
            if growth.busy:  # every new widget asks for this
                growth.afterwards(self._measure_widgets)
            else:
                self._measure_widgets()
            return True
        if kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._tooltip(event.pos())
            QToolTip.showText(event.globalPos(), text, self) if text else QToolTip.hideText()
            return True
        return super().event(event)

    def _measure_widgets(self) -> None:
        """A widget wants another size, and nobody knows which."""
        with self.scope.panel.growth.slice():
            Hints(self, list(self._widgets)).grow()

    def lay_out(self) -> None:
        """Lay out now and tell what stands around."""
        if self._disposed:
            return
        self.layout_now()
        self.updateGeometry()
        if self.resized is not None:
            self.resized()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: lay out at once, so that no frame shows the old one."""
        self.layout_now()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the window-less views inside the exposed part."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror.begin(painter, self)
        try:
            with deep():
                paint_all(self.root.present, painter, mirror.seen(self, event.rect()))
        except Exception as error:
            painter.end()
            break_down(error, self)

    # -- pointing ---------------------------------------------------------------------------

    def view_at(self, point: QPoint) -> NodeView | None:
        """The innermost view at a point of this surface, or None."""
        found: NodeView | None = None
        point = mirror.spot(self, point)
        candidates = list(self.root.views)
        while candidates:
            view = candidates.pop()
            if view.scope.surface is self and view.rect.contains(point):
                found = view
                candidates = list(view.children())
        return found

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the painted text under the pointer."""
        view = self.view_at(event.pos())
        text = view.spoken() if view is not None else ""
        if not text:
            event.ignore()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy text", lambda: QGuiApplication.clipboard().setText(text))
        menu.popup(event.globalPos())

    def _tooltip(self, point: QPoint) -> str:
        view, inside = self.view_at(point), mirror.spot(self, point)
        while view is not None:
            text = view.tooltip_at(inside)
            if text:
                return text
            view = view.group.owner if view.group is not None else None
        return ""
