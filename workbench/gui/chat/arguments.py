"""Arguments of a call, one per line: the name in the accent colour, the value in the text's."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
    """The arguments, painted; `origins` says where those came from that an earlier step left.

    `boxed` draws them in a well, as inside a plan.
    """

    def __init__(
        self,
        args: Mapping[str, Any],
        origins: Mapping[str, str] | None = None,
        *,
        boxed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._boxed = boxed
        self._lines: list[tuple[str, str, str]] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set(args, origins)
        look.watch(self)

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""
        self.updateGeometry()
        self.update()

    def set(self, args: Mapping[str, Any], origins: Mapping[str, str] | None = None) -> None:
        """Changes what is shown."""
        from_where = origins or {}
        lines = [
            (name, value_text(value), f"← {from_where[name]}" if name in from_where else "")
            for name, value in args.items()
        ]
        if lines != self._lines:
            self._lines = lines
            self.setAccessibleName(", ".join(" ".join(filter(None, line)) for line in lines))
            self.restyle()

    def hasHeightForWidth(self) -> bool:
        """Values wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All lines, wrapped, and where a value came from under it."""
        inner = width - 2 * self._pad()
        high = 0
        for name, text, origin in self._shown():
            high += self._line_height(self._wrapped(name, text, inner))
            high += look.line("tiny") if origin else 0
        return high + 2 * self._pad()

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
        top = float(pad)
        for name, text, origin in self._shown():
            indent = self._indent(name)
            value = self._wrapped(name, text, inner)
            label = paint.Wrapped(name, _ROLE, indent + 1)
            label.draw(painter, QPointF(pad, top), name_color)
            value.draw(painter, QPointF(pad + indent, top), look.ink(_tone(name, text)))
            top += self._line_height(value)
            if origin:
                place = QRectF(pad + indent, top - look.px(2), inner - indent, look.line("tiny"))
                paint.text(painter, place, origin, "tiny", look.ink("subtle"))
                top += look.line("tiny")

    def _shown(self) -> list[tuple[str, str, str]]:
        return self._lines or [("", "no arguments", "")]

    def _pad(self) -> int:
        return look.px(10) if self._boxed else 0

    def _indent(self, name: str) -> int:
        return look.width(_ROLE, name + " ") + look.px(1) if name else 0

    def _wrapped(self, name: str, text: str, inner: int) -> paint.Wrapped:
        return paint.Wrapped(text, _ROLE, max(look.px(40), inner - self._indent(name)))

    def _line_height(self, value: paint.Wrapped) -> int:
        return max(look.line(_ROLE), int(value.size.height())) + look.px(2)


def _tone(name: str, text: str) -> str:
    """Texts stand out from numbers and lists; that there is nothing is said dimly."""
    if not name:
        return "subtle"
    return "success" if text.startswith('"') else "text"
