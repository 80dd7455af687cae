"""Button: runs an action, shows that it runs, and says when it failed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter

from workbench.gui.render import mirror
from workbench.gui.render.actions import ActionRun
from workbench.gui.render.node import Node
from workbench.gui.render.plain import action_of, flag_of, label_of
from workbench.gui.render.push_button import SIZES, VARIANTS, Face, PushButton, ring_around
from workbench.gui.render.registry import register
from workbench.gui.render.scope import Scope
from workbench.gui.render.text_block import TextBlock
from workbench.gui.render.view import NodeView
from workbench.gui.theme import icons

_LOADING = "Loading…"
_ERROR_ABOVE = 4


@register("Button")
class ButtonView(NodeView):
    """A button. While its action is pending it is busy and ignores clicks."""

    role = "button"

    def __init__(self, scope: Scope, node: Node) -> None:
        super().__init__(scope, node)
        self._run = ActionRun(scope.actions, self._progressed)
        self._error: TextBlock | None = None
        self.button = self.own(PushButton(scope.surface, self.update))
        self.button.when_clicked(self._click)
        self._read()

    def _read(self) -> None:
        get = self.node.props.get
        variant, size = get("variant"), get("size")
        busy = flag_of(get("loading")) or self._run.pending
        label = label_of(get("label"))
        if busy:
            label = label_of(get("loading_label"), _LOADING)
        self.button.show_face(
            Face(
                label,
                VARIANTS.get(variant, "secondary") if isinstance(variant, str) else "secondary",
                size if isinstance(size, str) and size in SIZES else "md",
                _icon(self.node.first("icon_left", "icon")),
                _icon(get("icon_right")),
                busy,
            )
        )
        self.button.setEnabled(not flag_of(get("disabled")))

    def _click(self) -> None:
        get = self.node.props.get
        if self.button.face.busy:
            return
        kind = get("type")
        form = self.scope.form
        if form is not None and kind in ("submit", "reset"):
            getattr(form, kind)()
            return
        action = action_of(get("on_click"))
        if action is not None:
            self._run.start(action)

    def _progressed(self) -> None:
        error = self._run.error
        self._error = TextBlock(self.theme, error, "caption") if error else None
        self._read()
        self.invalidate()

    def changed(self, before: Node) -> None:
        """Read the props again; an action under way goes on."""
        self._read()

    def dispose(self) -> None:
        """Let an action under way end by itself."""
        self._run.forget()
        super().dispose()

    # -- size and drawing -------------------------------------------------------------------

    def measure_natural(self) -> int:
        """The button as wide as it wants."""
        return self.button.wanted_width()

    def measure_minimum(self) -> int:
        """The button as narrow as it can be read."""
        return self.button.least_width()

    def _error_height(self, width: int) -> int:
        return self._error.height(width) + _ERROR_ABOVE if self._error is not None else 0

    def measure_height(self, width: int) -> int:
        """The button and the error under it."""
        return self.button.wanted_height() + self._error_height(width)

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place; the button fills its width."""
        super().place(x, y, w, h)
        mirror.lay(self.button, x, y, w, self.button.wanted_height())
        self.button.setToolTip(self.button.face.label if self.button.label_is_cut() else "")

    def paint(self, painter: QPainter, clip: QRect) -> None:
        """The focus ring around the button and the error under it."""
        tall = self.button.wanted_height()
        if self.button.key_focus:
            area = QRectF(self.x, self.y, self.w, tall)
            ring_around(painter, area, self.theme.radius("md"))
        if self._error is not None:
            ink = self.theme.ink("danger")
            self._error.paint(painter, self.x, self.y + tall + _ERROR_ABOVE, self.w, ink)

    def spoken(self) -> str:
        """The error; the button speaks for itself."""
        return self._error.text if self._error is not None else ""


def _icon(name: object) -> str:
    return name if isinstance(name, str) and icons.resolve(name) else ""
