"""Toast: a short message at the lower right, which goes by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workbench.gui.render import mirror, roles
from workbench.gui.render.actions import fire
from workbench.gui.render.brushwork import box, corner, glyph, shadow, theme
from workbench.gui.render.clickables import IconButton, TextButton
from workbench.gui.render.node import Node
from workbench.gui.render.overlays.layer import host_of
from workbench.gui.render.painted import painted
from workbench.gui.render.plain import action_of, label_of, text_of, whole_of
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView

WIDEST = 416
DURATION = 5000
_SHADE = 20
_MARGIN = 16
_TEXT_LEFT = 44
_LOOKS = {
    "info": ("info", "primary"),
    "success": ("circle-check", "success"),
    "warn": ("triangle-alert", "warning"),
    "error": ("circle-x", "danger"),
}
_SYNONYMS = {"warning": "warn", "danger": "error", "err": "error", "ok": "success"}


@dataclass(frozen=True, slots=True)
class Message:
    """What a toast says and offers; `duration` in ms, 0 to stay."""

    text: str
    title: str
    variant: str
    duration: int
    action_label: str


def message_of(node: Node) -> Message:
    """Read the props of a Toast node."""
    get = node.props.get
    variant = text_of(get("variant")).lower()
    variant = _SYNONYMS.get(variant, variant)
    has_action = action_of(get("action")) is not None
    return Message(
        text=label_of(get("message")),
        title=label_of(get("title")),
        variant=variant if variant in _LOOKS else "info",
        duration=whole_of(get("duration"), DURATION, high=86_400_000),
        action_label=label_of(get("action_label"), "Open") if has_action else "",
    )


class ToastCard(QWidget):
    """One message; stays while the pointer rests on it."""

    accessible_role = QAccessible.Role.AlertMessage

    def __init__(self, stack: ToastStack, message: Message, act: Callable[[], None]) -> None:
        super().__init__(stack.host)
        roles.install()
        self.message = message
        self._stack = stack
        self._title = TextBlock(theme(), message.title, "body-strong")
        self._text = TextBlock(theme(), message.text, "body")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.leave)
        self.close_button = IconButton("x", "Close", side=28, parent=self)
        self.close_button.when_clicked(self.leave)
        self.action_button: TextButton | None = None
        if message.action_label:
            self.action_button = TextButton(message.action_label, "plain", small=True, parent=self)
            self.action_button.when_clicked(act)
            self.action_button.when_clicked(self.leave)
        self.setAccessibleName(f"{message.title} {message.text}".strip())
        self._start()

    def _start(self) -> None:
        if self.message.duration > 0:
            self._timer.start(self.message.duration)

    def leave(self) -> None:
        """Go now."""
        self._stack.remove(self)

    def height_at(self, width: int) -> int:
        """Height of the card, without its shadow, at a width."""
        room = self._room(width)
        title = self._title.height(room) + 2 if self.message.title else 0
        return max(title + self._text.height(room) + 24, 48)

    def _room(self, width: int) -> int:
        action = self.action_button.sizeHint().width() + 4 if self.action_button else 0
        return max(width - _TEXT_LEFT - self.close_button.width() - 16 - action, 60)

    def place(self, left: int, top: int, width: int, height: int) -> None:
        """Stand there, the shadow around."""
        self.setGeometry(left - _SHADE, top - _SHADE, width + 2 * _SHADE, height + 2 * _SHADE)
        right = _SHADE + width
        side = self.close_button.width()
        mirror.move(self.close_button, right - side - 8, _SHADE + 24 - side // 2)
        if self.action_button is not None:
            size = self.action_button.sizeHint()
            middle = _SHADE + (height - size.height()) // 2
            left = right - 40 - size.width()
            mirror.lay(self.action_button, left, middle, size.width(), size.height())

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count again."""
        super().leaveEvent(event)
        self._start()

    def sizeHint(self) -> QSize:
        """At the greatest width."""
        return QSize(WIDEST, self.height_at(WIDEST))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """Shadow, card, icon and texts."""
        shown = theme()
        card = QRectF(self.rect()).adjusted(_SHADE, _SHADE, -_SHADE, -_SHADE)
        shadow(painter, card, corner(8))
        fill, edge = shown.color("surface-card"), shown.color("border-card")
        box(painter, card, corner(8), fill=fill, edge=edge)
        icon, token = _LOOKS[self.message.variant]
        glyph(painter, icon, QPointF(card.left() + 24, card.top() + 24), 18, shown.color(token))
        left, top = int(card.left()) + _TEXT_LEFT, int(card.top()) + 12
        room = self._room(int(card.width()))
        if self.message.title:
            self._title.paint(painter, left, top, room, shown.color("text"))
            top += self._title.height(room) + 2
        elif self._text.height(room) <= 24:
            top = int(card.top() + (card.height() - self._text.height(room)) / 2)
        token = "text-muted" if self.message.title else "text"
        self._text.paint(painter, left, top, room, shown.color(token))


class ToastStack(QObject):
    """The toasts of one host, the newest at the bottom."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.host = host
        self.cards: list[ToastCard] = []
        host.installEventFilter(self)

    @staticmethod
    def of(host: QWidget) -> ToastStack:
        """The stack of a host, made when first asked for."""
        found = host.findChild(ToastStack, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return found if isinstance(found, ToastStack) else ToastStack(host)

    def add(
        self, message: Message, act: Callable[[], None], direction: Qt.LayoutDirection
    ) -> ToastCard:
        """Show a message."""
        card = ToastCard(self, message, act)
        card.setLayoutDirection(direction)
        self.cards.append(card)
        self.arrange()
        card.show()
        card.raise_()
        return card

    def remove(self, card: ToastCard) -> None:
        """Take a message away."""
        if card in self.cards:
            self.cards.remove(card)
            card.hide()
            card.deleteLater()
            self.arrange()

    def arrange(self) -> None:
        """Upwards from the lower corner at the end; centred on a narrow host."""
        width = min(WIDEST, self.host.width() - 2 * _MARGIN)
        narrow = self.host.width() < 640
        end = self.host.width() - width - _MARGIN
        bottom = self.host.height() - _MARGIN
        for card in reversed(self.cards):
            height = card.height_at(width)
            left = _MARGIN if card.isRightToLeft() else end
            left = (self.host.width() - width) // 2 if narrow else left
            card.place(left, bottom - height, width, height)
            bottom -= height + 8

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the host's size."""
        if event.type() == QEvent.Type.Resize:
            self.arrange()
        return False


@register("Toast")
class ToastView(NodeView):
    """Shown once when the node appears, and again when it says something else."""

    role = "status"
    absent = True

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._card: ToastCard | None = None
        self._said: Message | None = None
        self._filter = ShowFilter(scope.surface, self._say)

    def _say(self) -> None:
        message = message_of(self.node)
        if message == self._said or not (message.text or message.title):
            return
        self._said = message
        stack = ToastStack.of(host_of(self.scope.surface))
        if self._card is not None:
            stack.remove(self._card)
        self._card = stack.add(message, self._act, self.scope.surface.layoutDirection())

    def _act(self) -> None:
        action = action_of(self.node.get("action"))
        if action is not None:
            fire(self.scope.actions, action)

    def changed(self, before: Node) -> None:
        """Say what is new; a new identity says it again."""
        if self.node.renewed(before):
            self._said = None
        if self.scope.surface.isVisible():
            self._say()

    def dispose(self) -> None:
        """What was said stays until its time is over."""
        self._filter.deleteLater()
        super().dispose()

    def spoken(self) -> str:
        """The message."""
        return label_of(self.node.get("message"))


class ShowFilter(QObject):
    """Calls `run` once a widget is on the screen, now or later."""

    def __init__(self, widget: QWidget, run: Callable[[], None]) -> None:
        super().__init__(widget)
        self._run = run
        widget.installEventFilter(self)
        if widget.isVisible():
            QTimer.singleShot(0, self, run)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The widget appeared."""
        if event.type() == QEvent.Type.Show:
            QTimer.singleShot(0, self, self._run)
        return False
