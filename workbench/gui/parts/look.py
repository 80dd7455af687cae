"""How the window's own chrome looks: its type scale, its inks, its sizes and the zoom.

Panels are drawn in the platform's type scale; the workbench around them is set a little smaller.
Colours are the theme's, always.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from workbench.gui.theme import Theme, fonts, manager
from workbench.gui.theme.contrast import legible, over
from workbench.gui.theme.tokens import TypeRole

ZOOM_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)

_ROLES = {
    "ui": TypeRole(13, 18, 400),
    "ui-medium": TypeRole(13, 18, 500),
    "ui-strong": TypeRole(13, 18, 600),
    "small": TypeRole(12, 16, 400),
    "small-medium": TypeRole(12, 16, 500),
    "small-strong": TypeRole(12, 16, 600),
    "tiny": TypeRole(11, 14, 400),
    "tiny-medium": TypeRole(11, 14, 500),
    "mono": TypeRole(12, 17, 400, "mono"),
    "mono-medium": TypeRole(12, 17, 500, "mono"),
    "mono-tiny": TypeRole(11, 15, 400, "mono"),
    "heading": TypeRole(16, 22, 600),
}

_INKS = {
    "muted": "text-muted",
    "subtle": "text-placeholder",
    "warning": "warning-ink",
    "info": "accent",
    "on-primary": "text-on-primary",
}


class Zoom(QObject):
    """The size of everything in percent; `changed` carries the new one.

    `base` is what Qt itself enlarges all widgets by: it covers the panels too, whose renderer draws
    in the platform's own pixels. `magnify` asks Qt to enlarge everything by another ratio and tells
    whether it could; without it, or where it cannot, a change enlarges the chrome at once and the
    panels at the next start.
    """

    changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.percent = 100
        self.base = 100
        self.magnify: Callable[[float], bool] | None = None

    def set(self, percent: int) -> None:
        """Sets the zoom, kept between 80 and 200 %."""
        percent = max(ZOOM_STEPS[0], min(ZOOM_STEPS[-1], percent))
        if percent != self.percent:
            if self.magnify is not None and self.magnify(percent / self.base):
                self.base = percent
            self.percent = percent
            _font.cache_clear()
            _metrics.cache_clear()
            self.changed.emit(percent)

    def step(self, direction: int) -> None:
        """Goes to the next larger (+1) or smaller (-1) step."""
        if direction > 0:
            steps = [step for step in ZOOM_STEPS if step > self.percent]
            self.set(steps[0] if steps else ZOOM_STEPS[-1])
        else:
            steps = [step for step in ZOOM_STEPS if step < self.percent]
            self.set(steps[-1] if steps else ZOOM_STEPS[0])


@cache
def zoom() -> Zoom:
    """The one zoom of the program."""
    return Zoom()


def theme() -> Theme:
    """The theme in force."""
    return manager().current


def px(size: float) -> int:
    """A size in pixels at 100 %, as logical pixels at the present zoom."""
    return round(size * zoom().percent / zoom().base)


def font(role: str) -> QFont:
    """The font of a chrome role such as "ui-strong" or "mono"."""
    return _font(role)


def metrics(role: str) -> QFontMetricsF:
    """Metrics of `font`."""
    return _metrics(role)


def line(role: str) -> int:
    """Height of one line of a role."""
    return px(_ROLES[role].line)


def width(role: str, text: str) -> int:
    """Width of a text, rounded up so that it is never cut."""
    return int(_metrics(role).horizontalAdvance(text)) + 1


def ink(tone: str) -> QColor:
    """The text colour of a tone: text, muted, subtle, success, warning, danger, info, primary.

    It can be read on the chrome, on a sheet over it, and on a selected row of either.
    """
    return _ink(theme(), tone)


@lru_cache(maxsize=256)
def _ink(theme: Theme, tone: str) -> QColor:
    color = theme.color(_INKS.get(tone, tone))
    if tone == "on-primary":
        return color
    plain = (ground(), theme.color("surface-1"))
    return legible_on(color, [*plain, *(over(theme.color("selected"), below) for below in plain)])


def legible_on(color: QColor, grounds: Sequence[QColor]) -> QColor:
    """The colour, moved towards that of plain text until it can be read on every ground."""
    return legible(color, theme().color("text"), grounds)


def ground(token: str = "chrome") -> QColor:
    """The colour of an area: "chrome" lies a shade off the panels' page, others are tokens."""
    if token == "chrome":
        token = "surface-input" if theme().dark else "surface-card"
    return theme().color(token)


class Restyled(Protocol):
    """A widget that takes up theme and zoom by itself."""

    def restyle(self) -> None:
        """Takes up the theme and zoom in force."""


def watch(widget: Restyled) -> None:
    """Calls the widget's `restyle` now and whenever theme or zoom change."""
    manager().changed.connect(widget.restyle)
    zoom().changed.connect(widget.restyle)
    widget.restyle()


@cache
def _font(role: str) -> QFont:
    base = _ROLES[role]
    sized = TypeRole(px(base.px), px(base.line), base.weight, base.family)
    return fonts.make(sized)


@cache
def _metrics(role: str) -> QFontMetricsF:
    return QFontMetricsF(_font(role))
