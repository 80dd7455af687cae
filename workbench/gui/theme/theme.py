"""One theme: named colours, fonts and sizes for painting."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from workbench.gui.theme import contrast, fonts, tokens
from workbench.gui.theme.agency import DENSITY, PLATFORM, RADIUS, Agency
from workbench.gui.theme.dressing import GROUNDS, Dressing, pole
from workbench.gui.theme.tokens import TypeRole

_BODY = "body"


class Theme:
    """Colours, fonts and sizes of one theme; immutable and cheap to ask.

    `strong` says that it is for those who need high contrast: states are also outlined.

    Parameters
    ----------
    name: ``"light"``, ``"dark"`` or ``"contrast"``.
    """

    def __init__(self, name: str, agency: Agency = PLATFORM) -> None:
        palette = tokens.palette(name)
        dressing = Dressing(palette, agency)
        self.name = palette.name
        self.dark = palette.dark
        self.strong = palette.contrast > tokens.READABLE
        self._contrast = palette.contrast
        self.agency = agency
        self.faults = tuple(dressing.faults)
        self._source = dressing.colors
        self._density = DENSITY[agency.density]
        self._rounding = RADIUS[agency.radius]
        self._scale = tokens.scale()
        self._colors: dict[tuple[str, float | None], QColor] = {}
        self._inks: dict[tuple[str, float | None, str], QColor] = {}
        self._fonts: dict[str, QFont] = {}
        self._metrics: dict[str, QFontMetricsF] = {}

    def color(self, token: str, opacity: float | None = None) -> QColor:
        """The colour of a token (``surface-card``) or ramp step (``blue-500``).

        ``opacity`` in 0..1 replaces the token's own: ``color("primary", 0.1)`` is the 10 % tint.
        Raises ``KeyError`` for a name that is neither.
        """
        key = (token, opacity)
        found = self._colors.get(key)
        if found is None:
            found = self._colors[key] = self._make_color(token, opacity)
        return found

    def _make_color(self, token: str, opacity: float | None) -> QColor:
        text = self._source.get(token)
        if text is None:
            ramp, _, step = token.rpartition("-")
            text = self._scale.ramps[ramp][step]
        base, own = tokens.split_color(text)
        color = QColor(base)
        color.setAlphaF(own if opacity is None else opacity)
        return color

    def has_color(self, token: str) -> bool:
        """Whether `color` knows this name."""
        ramp, _, step = token.rpartition("-")
        return token in self._source or step in self._scale.ramps.get(ramp, {})

    def over(self, token: str, opacity: float | None, ground: str) -> QColor:
        """The opaque colour seen when a tint of ``token`` lies on ``ground``."""
        return contrast.over(self.color(token, opacity), self.color(ground))

    def ink(self, token: str, tint: float | None = 0.0, of: str = "") -> QColor:
        """A token's colour for text, moved towards the text colour until it can be read.

        It is read on the page, on a card and in a field, or on a ``tint`` of the token ``of`` (by
        default its own colour) over any of them; None is the opacity ``of`` has by itself.
        Where the platform's colour has the contrast, it stays as it is.
        """
        key = (token, tint, of)
        found = self._inks.get(key)
        if found is None:
            base = f"{token}-ink" if self.has_color(f"{token}-ink") else token
            grounds = [self.over(of or token, tint, ground) for ground in GROUNDS]
            found = self.color(base)
            for toward in (self.color("text"), pole(self.dark)):
                found = contrast.legible(found, toward, grounds, self._contrast)
            self._inks[key] = found
        return found

    def role(self, name: str) -> TypeRole:
        """The type role of that name; unknown names are body text."""
        return self._scale.roles.get(name) or self._scale.roles[_BODY]

    def font(self, role: str = _BODY) -> QFont:
        """The font of a type role (``body``, ``caption``, ``h2``, ``mono-small`` …)."""
        found = self._fonts.get(role)
        if found is None:
            found = self._fonts[role] = fonts.make(self.role(role))
        return found

    def metrics(self, role: str = _BODY) -> QFontMetricsF:
        """Metrics of `font`, cached."""
        found = self._metrics.get(role)
        if found is None:
            found = self._metrics[role] = QFontMetricsF(self.font(role))
        return found

    def baseline(self, role: str = _BODY) -> int:
        """From the top of a line of a role to its baseline, rounded as browsers round it."""
        metrics = self.metrics(role)
        ascent, descent = round(metrics.ascent()), round(metrics.descent())
        return (self.role(role).line - ascent - descent) // 2 + ascent

    def line_height(self, role: str = _BODY) -> int:
        """Height of one line of a role in logical pixels."""
        return self.role(role).line

    def px(self, units: float) -> int:
        """Spacing units (4 px each) in logical pixels."""
        return round(units * self._scale.unit)

    def radius(self, name: str) -> int:
        """Corner radius: ``sm`` 4, ``md`` 6, ``lg`` 8, ``xl`` 12, times the agency's; ``full``."""
        radius = self._scale.radius[name]
        return radius if name == "full" else self.corner(radius)

    def corner(self, px: float) -> int:
        """A corner's radius as the agency rounds it."""
        return round(px * self._rounding)

    def space(self, px: float) -> int:
        """A padding or a height in px as close as the agency wants it."""
        return round(px * self._density)

    def height(self, name: str) -> int:
        """Height of a control: ``button``, ``field``, ``table-row``, ``tab`` …"""
        return self.space(self._scale.height[name])

    def icon_px(self, name: str) -> int:
        """Icon size ``xs`` 12 … ``2xl`` 32; unknown names are 16."""
        return self._scale.icon.get(name, 16)
