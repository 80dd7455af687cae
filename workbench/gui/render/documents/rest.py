"""What was not drawn of a text: a line that says why, and a button that shows it plain."""

from __future__ import annotations

from typing import Any

from workbench.gui.render import mirror
from workbench.gui.render.clickables import TextButton
from workbench.gui.render.container import ContainerView
from workbench.gui.render.limits import REST, WHY
from workbench.gui.render.node import Node
from workbench.gui.render.registry import register_part
from workbench.gui.render.scope import Scope

_GAP, _BUTTON = 6, 28


@register_part(REST)
class RestView(ContainerView):
    """Beside its props are ``why`` and ``text``. What a person opened stays open over refreshes."""

    gap = _GAP

    def __init__(self, scope: Scope, node: Node) -> None:
        self._open = False
        self._button: TextButton | None = None
        super().__init__(scope, node)
        self._button = self.own(
            TextButton("", "secondary", small=True, height=_BUTTON, parent=scope.surface)
        )
        self._button.when_clicked(self._toggle)
        self._label()

    def content(self) -> Any:
        """The line, and the text itself once it is asked for."""
        raw = self.node.raw
        line = {"type": WHY, "props": {}, "why": raw["why"]}
        return [line, {"type": "Code", "props": {"content": raw["text"]}}][: 1 + self._open]

    def _toggle(self) -> None:
        self._open = not self._open
        self._label()
        self.body.patch(self.content())
        self.invalidate()

    def _label(self) -> None:
        if self._button is not None:
            self._button.set_label("Hide the rest" if self._open else "Show the rest as plain text")

    def measure_height(self, width: int) -> int:
        """Line, button and text."""
        return super().measure_height(width) + _GAP + _BUTTON

    def place(self, x: int, y: int, w: int, h: int) -> None:
        """The button stands below the rest."""
        super().place(x, y, w, max(h - _GAP - _BUTTON, 0))
        self.h = h
        if self._button is not None:
            wide = min(self._button.sizeHint().width(), max(w, 0))
            mirror.lay(self._button, x, y + h - _BUTTON, wide, _BUTTON)
