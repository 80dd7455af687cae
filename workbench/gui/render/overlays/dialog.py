"""Dialog and Modal: a question over the window, answered with confirm or cancel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror
from workbench.gui.render.brushwork import box, corner, theme
from workbench.gui.render.clickables import TextButton
from workbench.gui.render.node import Node
from workbench.gui.render.overlays.layer import Layer
from workbench.gui.render.overlays.overlay_view import OverlayView
from workbench.gui.render.overlays.parts import SheetBody, SheetHeader, padding
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import flag_of, label_of, pixels_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope

WIDTHS = {"xs": 320, "sm": 384, "md": 512, "lg": 672, "xl": 896, "2xl": 1152, "full": 100_000}
PHONE = 640
"""Below this width of the host the dialog is a sheet at the bottom."""
_TALLEST = 832
_BUTTON, _ROLE = 38, "body-medium"
_MARGIN = 16
_ABOVE_BODY, _IN_BODY = 12, 12
_AROUND, _GAP = 12, 8
"""Space above and below the buttons, and between them."""


def _spaced(px: int) -> int:
    return theme().space(px)


class DialogSheet(QWidget):
    """Header, body and the buttons; `stacked` puts the buttons over one another."""

    def __init__(self) -> None:
        super().__init__()
        self.header = SheetHeader(self)
        self.cancel = TextButton("Cancel", "outline", height=_BUTTON, role=_ROLE, parent=self)
        self.confirm = TextButton("Confirm", "primary", height=_BUTTON, role=_ROLE, parent=self)
        self.body: SheetBody | None = None
        self.stacked = False

    def set_body(self, content: QWidget) -> None:
        """Put the content in."""
        self.body = SheetBody(content, self)
        self.body.show()

    def _buttons(self) -> list[TextButton]:
        return [one for one in (self.cancel, self.confirm) if not one.isHidden()]

    def footer_height(self) -> int:
        """Height of the line of buttons, or of the stack."""
        count = len(self._buttons())
        if count == 0:
            return 0
        lines = count if self.stacked else 1
        button, gap, around = _spaced(_BUTTON), _spaced(_GAP), _spaced(_AROUND) + 1
        return 2 * around + lines * button + (lines - 1) * gap

    def height_at(self, width: int) -> int:
        """The height it wants at a width."""
        body = self.body.heightForWidth(width - 2) if self.body is not None else 0
        return self.header.sizeHint().height() + body + self.footer_height() + 2

    def sizeHint(self) -> QSize:
        """At the usual width."""
        return QSize(WIDTHS["md"], self.height_at(WIDTHS["md"]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size."""
        self.arrange()

    def event(self, event: QEvent) -> bool:
        """The body asked for another size: the layer decides."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            return True
        return super().event(event)

    def arrange(self) -> None:
        """Place header, body and buttons."""
        inner = self.rect().adjusted(1, 1, -1, -1)
        head, foot = self.header.sizeHint().height(), self.footer_height()
        mirror.lay(self.header, inner.left(), inner.top(), inner.width(), head)
        if self.body is not None:
            room = inner.height() - head - foot
            mirror.lay(self.body, inner.left(), inner.top() + head, inner.width(), max(room, 0))
        if self.stacked:
            self._stack(inner, foot)
        else:
            self._line(inner)
        self.update()

    def _line(self, inner: QRect) -> None:
        right, tall = inner.right() + 1 - padding(), _spaced(_BUTTON)
        top = inner.bottom() - _spaced(_AROUND) - tall
        for button in reversed(self._buttons()):
            width = min(max(button.sizeHint().width(), 64), inner.width() // 2 - padding())
            mirror.lay(button, right - width, top, width, tall)
            right -= width + _spaced(_GAP)

    def _stack(self, inner: QRect, foot: int) -> None:
        top, tall = inner.bottom() + 2 - foot + _spaced(_AROUND), _spaced(_BUTTON)
        for button in reversed(self._buttons()):
            width = inner.width() - 2 * padding()
            mirror.lay(button, inner.left() + padding(), top, width, tall)
            top += tall + _spaced(_GAP)

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The raised card, and the line above the buttons."""
        shown = theme()
        fill, edge = shown.color("surface-card"), shown.color("border-card")
        box(painter, self.rect(), corner(12), fill=fill, edge=edge)
        if self.footer_height():
            top = self.height() - self.footer_height() - 1
            line = QRectF(1, top, self.width() - 2, 1)
            painter.fillRect(line, shown.color("border-subtle"))


class DialogLayer(Layer):
    """Stands the sheet in the middle, or at the bottom of a narrow host."""

    widest = WIDTHS["md"]

    def __init__(self, owner: QWidget, sheet: DialogSheet) -> None:
        super().__init__(owner, sheet)
        self.dialog = sheet

    def place_sheet(self) -> None:
        """As wide as wanted, as tall as needed, inside the host."""
        phone = self.width() < PHONE
        self.dialog.stacked = phone
        room = self.width() if phone else self.width() - 2 * _MARGIN
        width = max(min(self.widest, room), 0) if not phone else room
        limit = min(int(self.height() * 0.9), _TALLEST)
        if self.height() < 400:
            limit = self.height() - 2 * _MARGIN
        height = max(min(self.dialog.height_at(width), limit), 60)
        left = (self.width() - width) // 2
        top = self.height() - height if phone else (self.height() - height) // 2
        mirror.lay(self.dialog, left, top, width, height)
        self.dialog.arrange()
        self.update()


@register("Dialog", "Modal")
class DialogView(OverlayView):
    """Confirm fires and closes at once; the other ways out fire `on_close`.

    A destructive dialog has no close button, and neither Escape nor the backdrop closes it.
    """

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self.sheet = DialogSheet()
        self.sheet.set_body(self.body_of(_content(node.get("content")), _IN_BODY, _ABOVE_BODY))
        self.layer = self.dialog = DialogLayer(scope.surface, self.sheet)
        self.layer.dismissed.connect(self._dismiss)
        self.sheet.header.close_button.when_clicked(self._dismiss)
        self.sheet.cancel.when_clicked(self._dismiss)
        self.sheet.confirm.when_clicked(self._confirm)
        self._read_frame()
        self.show_layer()

    def _read_frame(self) -> None:
        get = self.node.props.get
        destructive = flag_of(get("destructive"))
        dismissible = flag_of(get("dismissible"), True) and not destructive
        title = label_of(get("title"))
        self.sheet.header.show_texts(title, label_of(get("subtitle")), closable=dismissible)
        self.layer.dismissible = dismissible
        self.layer.setAccessibleName(title or "Dialog")
        self._show_button(self.sheet.confirm, get("confirm_label"), "Confirm")
        self._show_button(self.sheet.cancel, get("cancel_label"), "Cancel")
        self.sheet.confirm.set_variant("solid-danger" if destructive else "primary")
        size = text_of(get("size")).lower() or "md"
        width = pixels_of(get("max_width"), whole=1280.0) or pixels_of(get("size"))
        self.dialog.widest = int(width or WIDTHS.get(size, WIDTHS["md"]))
        self.layer.place_sheet()

    def _show_button(self, button: TextButton, label: object, default: str) -> None:
        text = default if label is None else label_of(label)
        button.set_label(text)
        button.setVisible(bool(text))

    def read(self) -> None:
        """Follow the content and the frame."""
        self.content.set_content(_content(self.node.get("content")))
        self._read_frame()

    def _confirm(self) -> None:
        self.fire("on_confirm")
        self.close()

    def _dismiss(self) -> None:
        self.close()
        self.fire("on_close")


def _content(value: object) -> object:
    """A text as content is a Text node."""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return {"type": "Text", "props": {"content": value}}
    return value
