"""SlideOver: a panel at the right edge, over everything."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import theme
from workbench.gui.render.node import Node
from workbench.gui.render.overlays.layer import Layer
from workbench.gui.render.overlays.overlay_view import OverlayView
from workbench.gui.render.overlays.parts import SheetBody, SheetHeader
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import label_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope

WIDTHS = {"sm": 384, "md": 448, "lg": 512, "xl": 576}


class SideSheet(QWidget):
    """Page ground, a hairline at the left, header and body."""

    def __init__(self) -> None:
        super().__init__()
        self.header = SheetHeader(self)
        self.header.mono = True
        self.body: SheetBody | None = None

    def set_body(self, content: QWidget) -> None:
        """Put the content in."""
        self.body = SheetBody(content, self)
        self.body.show()

    def sizeHint(self) -> QSize:
        """The usual width."""
        return QSize(WIDTHS["md"], 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size."""
        self.arrange()

    def event(self, event: QEvent) -> bool:
        """The body asked for another size: it scrolls."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
            return True
        return super().event(event)

    def arrange(self) -> None:
        """Place header and body."""
        head = self.header.sizeHint().height()
        mirror.lay(self.header, 1, 0, self.width() - 1, head)
        if self.body is not None:
            mirror.lay(self.body, 1, head, self.width() - 1, max(self.height() - head, 0))
            self.body.fit()

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Ground and hairline."""
        shown = theme()
        painter.fillRect(self.rect(), shown.color("surface-0"))
        painter.fillRect(QRectF(0, 0, 1, self.height()), shown.color("border-card"))


class SideLayer(Layer):
    """Stands the sheet at the right, as tall as the host."""

    widest = WIDTHS["md"]

    def place_sheet(self) -> None:
        """At most as wide as the host."""
        width = min(self.widest, self.width())
        mirror.lay(self.sheet, self.width() - width, 0, width, self.height())


@register("SlideOver")
class SlideOverView(OverlayView):
    """Visible as `open` says, until the person closes it; closing fires `on_close`."""

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.sheet = SideSheet()
        self.sheet.set_body(self.body_of(node.get("children"), 0))
        self.side = SideLayer(scope.surface, self.sheet)
        self.side.radius = 0
        self.layer = self.side
        self.layer.dismissed.connect(self._dismiss)
        self.sheet.header.close_button.when_clicked(self._dismiss)
        self._read_frame()
        self.show_layer()

    def _read_frame(self) -> None:
        get = self.node.props.get
        title = label_of(get("title"))
        self.sheet.header.show_texts(title, label_of(get("subtitle")), closable=True)
        self.layer.setAccessibleName(title or "Details")
        self.side.widest = WIDTHS.get(text_of(get("width")), WIDTHS["md"])
        self.layer.place_sheet()

    def read(self) -> None:
        """Follow the content and the frame."""
        self.content.set_content(self.node.get("children"))
        self._read_frame()

    def _dismiss(self) -> None:
        self.close()
        self.fire("on_close")
