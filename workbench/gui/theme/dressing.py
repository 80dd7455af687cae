"""An agency's colours put in the place of the platform's, moved until text on them can be read."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor

from workbench.gui.theme import tokens
from workbench.gui.theme.agency import Agency
from workbench.gui.theme.contrast import contrast, legible, mix
from workbench.gui.theme.tokens import READABLE

GROUNDS = ("surface-0", "surface-card", "surface-input")
"""What text of every kind stands on."""
_SURFACES = (*GROUNDS, "surface-1", "surface-2", "surface-3")
_INKS = {
    "text": _SURFACES,
    "text-muted": (*GROUNDS, "surface-2"),
    "text-subtle": GROUNDS,
    "text-placeholder": GROUNDS,
}
_CODE = ("surface-card",)
"""What coloured code stands on."""
_FOLLOWERS = {  # token an agency gives: tokens that are made of it unless given too
    "primary": ("primary-fill", "primary-hover", "focus-ring", "selected", "progress-fill"),
    "danger": ("danger-fill",),
    "warning": ("warning-ink",),
}
_FILLS = {"primary-fill": "primary", "danger-fill": "danger"}
_BLACK, _WHITE = QColor("#09090b"), QColor("#ffffff")
_HOVER = 0.18
_ROOMY = 7.0
"""The least contrast of a ground with black or white: muted inks and tints must fit between."""
_PALE = 3.0
"""White on a fill under this contrast gives way to black; above it the fill is darkened."""


def pole(dark: bool) -> QColor:
    """The ink with the most contrast in dark or in light surroundings."""
    return _WHITE if dark else _BLACK


class Dressing:
    """The colours of one theme under an agency, as text like those of a `tokens.Palette`.

    ``faults`` says which of the agency's colours could not be used as they are, and what is. A
    theme for those who need high contrast keeps its own colours.
    """

    def __init__(self, palette: tokens.Palette, agency: Agency) -> None:
        self._palette = palette
        strong = palette.contrast > READABLE
        self._given = {} if strong else agency.given(dark=palette.dark)
        self._pole = pole(palette.dark)
        self.colors = dict(palette.colors)
        self.faults: list[str] = []
        if self._given:
            self.colors.update(self._given)
            self._follow()
            self._surfaces()
            self._inks()
            self._fills()

    def _follow(self) -> None:
        """Give what the platform makes of a colour the agency's hue too."""
        for token, followers in _FOLLOWERS.items():
            if token not in self._given:
                continue
            for follower in followers:
                if follower not in self._given:
                    self.colors[follower] = self._made_of(token, follower)

    def _made_of(self, token: str, follower: str) -> str:
        color = self._color(token)
        if follower == "primary-hover":
            return mix(color, self._pole, _HOVER).name()
        _, _, opacity = self._palette.colors[follower].partition(" ")
        return f"{color.name()} {opacity}".strip()

    def _surfaces(self) -> None:
        """A ground that leaves the inks of this theme no room is the platform's."""
        for token in _SURFACES:
            if token in self._given and contrast(self._pole, self._color(token)) < _ROOMY:
                self._replace(token, self._own(token), "text cannot be read well on it")

    def _inks(self) -> None:
        """Text is moved towards black or white until it reads on every ground."""
        inked = [name for name in self.colors if name.startswith("syntax-")]
        code = {name: _CODE for name in inked if name != "syntax-bg"}
        for token, names in {**_INKS, **code}.items():
            grounds = [self._color(name) for name in names]
            moved = legible(self._color(token), self._pole, grounds)
            if moved.name() != self._color(token).name():
                self._replace(token, moved, f"text in it has {self._worst(token, names):.1f} : 1")

    def _worst(self, token: str, names: Iterable[str]) -> float:
        ink = self._color(token)
        return min(contrast(ink, self._color(name)) for name in names)

    def _fills(self) -> None:
        """Filled buttons are moved away from their ink; a pale fill takes black ink instead."""
        primary = self._color("primary-fill")
        if "text-on-primary" not in self._given and contrast(_WHITE, primary) < _PALE:
            self.colors["text-on-primary"] = _BLACK.name()
        ink = self._color("text-on-primary")
        away = _BLACK if contrast(ink, _BLACK) > contrast(ink, _WHITE) else _WHITE
        for token, named in _FILLS.items():
            fill = self._color(token)
            moved = legible(fill, away, [ink])
            if moved.name() != fill.name():
                ratio = contrast(ink, fill)
                self.colors[token] = moved.name()
                told = token if token in self._given else named
                self._tell(told, fill, moved, f"text on a filled button has {ratio:.1f} : 1")

    def _replace(self, token: str, color: QColor, why: str) -> None:
        before = self._color(token)
        self.colors[token] = color.name()
        self._tell(token, before, color, why)

    def _tell(self, token: str, before: QColor, after: QColor, why: str) -> None:
        if token in self._given:
            self.faults.append(
                f"{self._palette.name}: {token} {before.name()}: {why}; {after.name()} is used"
            )

    def _own(self, token: str) -> QColor:
        return QColor(tokens.split_color(self._palette.colors[token])[0])

    def _color(self, token: str) -> QColor:
        return QColor(tokens.split_color(self.colors[token])[0])
