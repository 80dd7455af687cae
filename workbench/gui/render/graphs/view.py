"""Graph: entities and their relations, with filters, layouts, search and a text alternative."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QStandardPaths, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from workbench.gui.render import mirror, roles
from workbench.gui.render.actions import fire
from workbench.gui.render.brushwork import box, corner, text_width, theme
from workbench.gui.render.column_box import ColumnBox
from workbench.gui.render.field_note import FieldNote
from workbench.gui.render.graphs.bar import Disclosure, GraphBar
from workbench.gui.render.graphs.canvas import STEP, GraphCanvas
from workbench.gui.render.graphs.data import GraphData, graph_data
from workbench.gui.render.graphs.layouts import LAYOUTS, place
from workbench.gui.render.graphs.status_line import StatusLine
from workbench.gui.render.node import Node
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import action_of, flag_of, label_of, pixels_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.widget_view import WidgetView

_EMPTY = "Empty graph — no entities to display."
_USUAL, _LEAST, _TALLEST = 600, 160, 2400
_EMPTY_TALL = 128
_MOST_WORDS = 60


class GraphCard(ColumnBox):
    """The card everything stands in; when there is nothing it says so."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, (1, 1, 1, 1))
        self.empty = False

    def heightForWidth(self, width: int) -> int:
        """The parts, or room for the sentence."""
        return _EMPTY_TALL if self.empty else super().heightForWidth(width)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Card, and the lines between the parts."""
        shown = theme()
        fill, edge = shown.color("surface-card"), shown.color("border-card")
        box(painter, self.rect(), corner(12), fill=fill, edge=edge)
        if self.empty:
            words, room = TextBlock(shown, _EMPTY, "body"), self.width() - 32
            top = (self.height() - words.height(room)) / 2
            ink, middle = shown.color("text-muted"), Qt.AlignmentFlag.AlignHCenter
            words.paint(painter, 16, top, room, ink, middle)
            return
        for part in self._shown()[1:]:
            top = part.widget.geometry().top()
            painter.fillRect(QRectF(1, top - 1, self.width() - 2, 1), edge)


@register("Graph")
class GraphView(WidgetView):
    """A Graph node. Filters, layout, labels and zoom are local and outlive equal refreshes."""

    role = "image"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        roles.install()
        self.data = GraphData((), ())
        self.layout = "grid"
        self.card = GraphCard(scope.surface)
        self.control = self.card
        self.disclosure = Disclosure()
        self.words = FieldNote()
        self.words_box = ColumnBox(margins=(32, 0, 12, 12))
        self.words_box.add(self.words)
        self.words_box.hide()
        self.bar = GraphBar()
        self.canvas = GraphCanvas()
        self.status = StatusLine(self.canvas)
        for part in (self.disclosure, self.words_box, self.bar, self.canvas):
            self.card.add(part)
        self._connect()
        self._read(None)

    def _connect(self) -> None:
        self.disclosure.when_clicked(self._disclose)
        self.bar.searched.connect(self._search)
        self.bar.layout_chosen.connect(self._choose_layout)
        self.bar.zoomed.connect(lambda way: self.canvas.zoom_by(STEP if way > 0 else 1 / STEP))
        self.bar.fitted.connect(self.canvas.fit)
        self.bar.restored.connect(self._restore)
        self.bar.exported.connect(self._export)
        self.bar.labels_switched.connect(self._switch_labels)
        self.bar.filtered.connect(self._filter)
        self.canvas.tapped.connect(self._tap)
        self.canvas.moved.connect(self._say)

    def changed(self, before: Node) -> None:
        """Follow a refreshed node; the local choices stay unless their props changed."""
        self._read(before)

    def _read(self, before: Node | None) -> None:
        get = self.node.props.get
        data = graph_data(self.node.props)
        wanted = text_of(get("layout")) or "grid"
        if before is None or self.differs(before, "layout"):
            self.layout = wanted if wanted in LAYOUTS else "grid"
        if before is None or self.differs(before, "edge_label_visible"):
            self.canvas.edge_labels = flag_of(get("edge_label_visible"))
        self.card.empty = not data.vertices
        for part in (self.disclosure, self.bar, self.canvas):
            part.setVisible(not self.card.empty)
        self.words_box.setVisible(self.disclosure.opened and not self.card.empty)
        tall = int(min(max(pixels_of(get("height")) or _USUAL, _LEAST), _TALLEST))
        self.canvas.set_height(tall)
        title = label_of(get("title"), "Relationship graph")
        self.canvas.setAccessibleName(title)
        self.canvas.setAccessibleDescription(label_of(get("description")))
        if data != self.data:
            self.data = data
            self.bar.show_graph(data, self.layout, labels=self.canvas.edge_labels)
            self.canvas.show_graph(data, place(data, self.layout))
            self._filter()
        self.card.relayout()

    # -- what a person does -----------------------------------------------------------------

    def _disclose(self) -> None:
        self.disclosure.opened = not self.disclosure.opened
        self.words.show_note(self._in_words(), bad=False)
        self.words_box.setVisible(self.disclosure.opened)
        self.card.relayout()
        self.invalidate()

    def _in_words(self) -> str:
        vertices, links = self.data.vertices, self.data.links
        nodes = "; ".join(f"{vertex.label} ({vertex.kind})" for vertex in vertices[:_MOST_WORDS])
        edges = "; ".join(
            f"{vertices[link.source].label} → {vertices[link.target].label}"
            + (f" ({link.label})" if link.label else "")
            for link in links[:_MOST_WORDS]
        )
        return f"{len(vertices)} entities: {nodes}. {len(links)} relations: {edges}."

    def _search(self, text: str) -> None:
        needle = text.strip().casefold()
        found = {
            number
            for number, vertex in enumerate(self.data.vertices)
            if needle in vertex.label.casefold()
        }
        self.canvas.show_matches(found if needle else None)

    def _choose_layout(self, layout: str) -> None:
        self.layout = layout
        animate = flag_of(self.node.get("animate"), True)
        self.canvas.travel(place(self.data, layout), animate=animate)

    def _restore(self) -> None:
        self.bar.search.clear()
        self.canvas.show_matches(None)
        for threshold in (self.bar.mentions, self.bar.strength):
            threshold.track.setValue(0)
        self.bar.show_graph(self.data, self.layout, labels=self.canvas.edge_labels)
        self._filter()
        self._choose_layout(self.layout)

    def _switch_labels(self, on: bool) -> None:
        self.canvas.edge_labels = on
        self.canvas.update()

    def _filter(self) -> None:
        hidden = self.bar.hidden_kinds()
        most = self.data.most_mentions
        fewest = 1 + round(self.bar.mentions.part * max(most - 1, 0))
        weakest = self.bar.strength.part
        shown = {
            number
            for number, vertex in enumerate(self.data.vertices)
            if vertex.kind not in hidden and (vertex.mentions >= fewest or fewest <= 1)
        }
        links = [
            number
            for number, link in enumerate(self.data.links)
            if link.source in shown and link.target in shown and link.weight >= weakest
        ]
        self.bar.mentions.say(f"{fewest} / {most:g}")
        self.bar.strength.say(f"{weakest:.2f}")
        self.canvas.show_part(shown, links)
        self._say()

    def _say(self) -> None:
        text = (
            f"{len(self.canvas.shown)} / {len(self.data.vertices)} nodes · "
            f"{len(self.canvas.links)} / {len(self.data.links)} edges · "
            f"{self.canvas.viewport.zoom * 100:.0f} %"
        )
        if text_width(text, "mono-tiny") + 40 > self.canvas.width():
            text = text.split(" · ", 1)[0]
        self.status.say(text)
        width = text_width(text, "mono-tiny") + 20
        mirror.lay(
            self.status, self.canvas.width() - width - 10, self.canvas.height() - 32, width, 22
        )

    def _export(self) -> None:
        """Ask where to save; the picture is taken when the person answered."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self.card.window(), "Save graph", folder, "PNG (*.png)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.selectFile("graph.png")
        dialog.fileSelected.connect(self.save_png)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_png(self, path: str) -> None:
        """Write the canvas to a file, at twice its size."""
        if not self.canvas.picture().save(path, "PNG"):
            self.scope.actions.notice(f"The graph could not be saved to {path}")

    def _tap(self, number: int) -> None:
        action = action_of(self.node.get("on_node_click"))
        if action is not None:
            fire(self.scope.actions, action, {"node_id": self.data.vertices[number].raw_id})

    def restyle(self) -> None:
        """Repaint in the new colours."""
        for widget in (self.card, *self.card.findChildren(QWidget)):
            widget.update()

    def dispose(self) -> None:
        """Take the list of layouts along."""
        self.bar.layouts.dispose()
        super().dispose()
