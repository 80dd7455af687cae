"""Arguments of a call, one per line: the name in the accent colour, the value in the text's."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.parts import look, paint
from workbench.gui.parts.painted import painted

_VALUE_LENGTH = 600
_ROLE = "mono"


def value_text(value: Any) -> str:
    """A value as JSON, cut when it is very long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _VALUE_LENGTH else text[:_VALUE_LENGTH] + "…"


class Arguments(QWidget):
    """The arguments, painted; `injected` names those that came from earlier steps.

    `boxed` draws them in a well, as inside a plan.
    """

    def __init__(
        self,
        args: Mapping[str, Any],
        injected: Collection[str] = (),
        *,
        boxed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._boxed = boxed
        self._lines: list[tuple[str, str]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set(args, injected)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def set(self, args: Mapping[str, Any], injected: Collection[str] = ()) -> None:
        """Changes what is shown."""
        lines = [
            (name, value_text(value) + ("   ← earlier step" if name in injected else ""))
            for name, value in args.items()
        ]
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName(", ".join(f"{name} {value}" for name, value in lines))
            self.restyle()

    def hasHeightForWidth(self) -> bool:
        """Values wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All lines, wrapped."""
        inner = width - 2 * self._pad()
        lines = (self._wrapped(name, text, inner) for name, text in self._shown())
        return sum(self._line_height(line) for line in lines) + 2 * self._pad()

    def sizeHint(self) -> QSize:
        """A comfortable width."""
        return QSize(look.px(240), self.heightForWidth(look.px(300)))

    def minimumSizeHint(self) -> QSize:
        """A narrow column."""
        return QSize(look.px(80), look.line(_ROLE))

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        """The lines, in a well if asked."""
        theme = look.theme()
        if self._boxed:
            rect = QRectF(self.rect())
            paint.rounded(
                painter,
                rect,
                look.px(6),
                theme.color("surface-input"),
                theme.color("border-subtle"),
            )
        pad, inner = self._pad(), self.width() - 2 * self._pad()
        name_color = theme.color("primary-hover" if theme.dark else "primary")
        ink = look.ink("text" if self._lines else "subtle")
        top = float(pad)
        for name, text in self._shown():
            indent = self._indent(name)
            value = self._wrapped(name, text, inner)
            label = paint.Wrapped(name, _ROLE, indent + 1)
            label.draw(painter, QPointF(pad, top), name_color)
            value.draw(painter, QPointF(pad + indent, top), ink)
            top += self._line_height(value)

    def _shown(self) -> list[tuple[str, str]]:
        return self._lines or [("", "no arguments")]

    def _pad(self) -> int:
        return look.px(10) if self._boxed else 0

    def _indent(self, name: str) -> int:
        return look.width(_ROLE, name + " ") + look.px(1) if name else 0

    def _wrapped(self, name: str, text: str, inner: int) -> paint.Wrapped:
        return paint.Wrapped(text, _ROLE, max(look.px(40), inner - self._indent(name)))

    def _line_height(self, value: paint.Wrapped) -> int:
        return max(look.line(_ROLE), int(value.size.height())) + look.px(2)
