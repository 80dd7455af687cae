"""Empty, Error and Loading: what a panel shows in place of its content."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from workbench.gui.render import mirror
from workbench.gui.render.actions import ActionRun
from workbench.gui.render.blocks import Lines, line_of
from workbench.gui.render.brushwork import box, glyph
from workbench.gui.render.node import Node
from workbench.gui.render.outline_button import OutlineButton
from workbench.gui.render.plain import action_of, label_of, mapping_of, text_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.spin import Spin
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView
from workbench.gui.theme import icons

_TRY_AGAIN = "Try again"
_BUTTON_ABOVE = 12


class _Placard(NodeView):
    """An icon, lines of text and perhaps a button, centred under one another."""

    icon_px = 40
    icon_token = "text-subtle"
    icon_below = 12
    pad = 32
    button_token = "primary"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._run = ActionRun(scope.actions, self._progressed)
        self._button: OutlineButton | None = None
        self._icon = ""
        self._lines = Lines()
        self._error: TextBlock | None = None
        self._read()

    def _read(self) -> None:
        """Read icon and lines, then call `_offer`."""

    def _offer(self, prop: str, label: str) -> None:
        action = action_of(self.node.props.get(prop))
        if action is not None and self._button is None:
            self._button = self.own(OutlineButton(self.scope.surface, self.button_token))
            self._button.when_clicked(lambda: self._click(prop))
        elif action is None and self._button is not None:
            self.disown(self._button)
            self._button = None
        if self._button is not None:
            self._button.show_label(label)

    def _click(self, prop: str) -> None:
        action = action_of(self.node.props.get(prop))
        if action is not None:
            self._run.start(action)

    def _progressed(self) -> None:
        if self._button is not None:
            self._button.setEnabled(not self._run.pending)
        error = self._run.error
        self._error = TextBlock(self.theme, error, "caption") if error else None
        self.invalidate()

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def dispose(self) -> None:
        """Let an action under way end by itself."""
        self._run.forget()
        super().dispose()

    def measure_natural(self) -> int:
        """The longest text."""
        button = self._button.wanted_width() if self._button is not None else 0
        return max(self._lines.natural(), self.icon_px, button) + 16

    def measure_minimum(self) -> int:
        """The longest word."""
        return max(self._lines.minimum(), self.icon_px) + 16

    def measure_height(self, width: int) -> int:
        """Icon, texts and button, with space above and below."""
        total = self.icon_px + self.icon_below + self._lines.height(width) + 2 * self.pad
        if self._button is not None:
            total += _BUTTON_ABOVE + self._button.wanted_height()
        if self._error is not None:
            total += 4 + self._error.height(width)
        return total

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place; the button stands under the texts."""
        super().place(x, y, w, h)
        if self._button is not None:
            top = y + self.pad + self.icon_px + self.icon_below + self._lines.height(w)
            wide = min(self._button.wanted_width(), w)
            tall = self._button.wanted_height()
            mirror.lay(self._button, x + (w - wide) // 2, top + _BUTTON_ABOVE, wide, tall)

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Icon and texts."""
        theme, top = self.theme, self.y + self.pad
        center = QPointF(self.x + self.w / 2, top + self.icon_px / 2)
        glyph(painter, self._icon, center, self.icon_px, theme.color(self.icon_token))
        top += self.icon_px + self.icon_below
        middle = Qt.AlignmentFlag.AlignHCenter
        self._lines.paint(painter, theme, self.x, top, self.w, middle)
        if self._error is not None and self._button is not None:
            top = self._button.geometry().bottom() + 5
            self._error.paint(painter, self.x, top, self.w, theme.ink("danger"), middle)

    def spoken(self) -> str:
        """The texts."""
        return self._lines.text()


@register("Empty")
class EmptyView(_Placard):
    """Nothing here yet, and perhaps what to do about it."""

    def _read(self) -> None:
        get = self.node.props.get
        icon = get("icon")
        self._icon = icon if isinstance(icon, str) and icons.resolve(icon) else "inbox"
        message = text_of(get("message")) or "No data"
        self._lines = Lines(line_of(self.theme, message, "body", "text-muted"))
        action = action_of(get("action")) or {}
        self._offer("action", label_of(mapping_of(action.get("params")).get("label"), _TRY_AGAIN))


@register("Error")
class ErrorView(_Placard):
    """Something went wrong, with a way to try again."""

    role = "alert"
    icon_px = 32
    icon_token = "danger"
    icon_below = 8
    pad = 24
    button_token = "danger"

    def _read(self) -> None:
        get, theme = self.node.props.get, self.theme
        self._icon = "triangle-alert"
        self._lines = Lines(
            line_of(theme, text_of(get("title")) or "Error", "body-medium", "danger"),
            line_of(theme, text_of(get("message")), "caption", "text-muted", 4),
        )
        self._offer("retry", _TRY_AGAIN)


_SPINNER, _SPINNER_GAP, _SPINNER_PAD = 20, 8, 16
_BARS, _BAR, _BAR_GAP = (0.75, 0.5, 5 / 6), 16, 8


@register("Loading")
class LoadingView(NodeView):
    """A turning ring with a message, or three pulsing bars."""

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._spin = Spin(self.update, scope.surface)
        self._read()
        self._spin.run(True)

    def _read(self) -> None:
        get = self.node.props.get
        self._skeleton = get("variant") == "skeleton"
        message = text_of(get("message")) or "Loading..."
        self._message = TextBlock(self.theme, message, "body")

    def changed(self, before: Node) -> None:
        """Read the props again."""
        self._read()

    def dispose(self) -> None:
        """Stop turning."""
        self._spin.run(False)
        self._spin.deleteLater()
        super().dispose()

    def measure_natural(self) -> int:
        """Ring and message, or some width for the bars."""
        return 200 if self._skeleton else _SPINNER + _SPINNER_GAP + self._message.natural()

    def measure_minimum(self) -> int:
        """The longest word."""
        return 40 if self._skeleton else _SPINNER + _SPINNER_GAP + self._message.minimum()

    def _message_width(self, width: int) -> int:
        return max(min(self._message.natural(), width - _SPINNER - _SPINNER_GAP), 1)

    def measure_height(self, width: int) -> int:
        """One line with space around it, or three bars."""
        if self._skeleton:
            return len(_BARS) * _BAR + (len(_BARS) - 1) * _BAR_GAP
        return self._message.height(self._message_width(width)) + 2 * _SPINNER_PAD

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """Ring or bars."""
        self._spin.turn()
        if self._skeleton:
            self._paint_bars(painter)
            return
        wide = self._message_width(self.w)
        left = self.x + (self.w - wide - _SPINNER - _SPINNER_GAP) / 2
        painter.save()
        painter.translate(QPointF(left + _SPINNER / 2, self.y + self.h / 2))
        painter.rotate(self._spin.angle)
        glyph(painter, "loader-circle", QPointF(0, 0), _SPINNER, self.theme.color("primary"))
        painter.restore()
        left += _SPINNER + _SPINNER_GAP
        top = self.y + _SPINNER_PAD
        self._message.paint(painter, left, top, wide, self.theme.color("text-muted"))

    def _paint_bars(self, painter: QPainter) -> None:
        # The angle runs through 360 degrees in about a second; a pulse takes two turns.
        strength = 0.75 + 0.25 * abs(self._spin.angle - 180) / 180
        color = self.theme.color("surface-2", strength)
        for index, share in enumerate(_BARS):
            top = self.y + index * (_BAR + _BAR_GAP)
            area = QRectF(self.x, top, self.w * share, _BAR)
            box(painter, area, self.theme.radius("sm"), fill=color)

    def spoken(self) -> str:
        """The message."""
        return "Loading" if self._skeleton else self._message.text
