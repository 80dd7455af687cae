"""One theme: named colours, fonts and sizes for painting."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from workbench.gui.theme import fonts, tokens
from workbench.gui.theme.tokens import TypeRole

_BODY = "body"


class Theme:
    """Colours, fonts and sizes of ``light`` or ``dark``; immutable and cheap to ask.

    Parameters
    ----------
    name: ``"light"`` or ``"dark"``.
    """

    def __init__(self, name: str) -> None:
        palette = tokens.palette(name)
        self.name = palette.name
        self.dark = palette.dark
        self._source = palette.colors
        self._scale = tokens.scale()
        self._colors: dict[tuple[str, float | None], QColor] = {}
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
        top, under = self.color(token, opacity), self.color(ground)
        alpha = top.alphaF()

        def mix(above: float, below: float) -> float:
            return above * alpha + below * (1 - alpha)

        return QColor.fromRgbF(
            mix(top.redF(), under.redF()),
            mix(top.greenF(), under.greenF()),
            mix(top.blueF(), under.blueF()),
        )

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

    def line_height(self, role: str = _BODY) -> int:
        """Height of one line of a role in logical pixels."""
        return self.role(role).line

    def px(self, units: float) -> int:
        """Spacing units (4 px each) in logical pixels."""
        return round(units * self._scale.unit)

    def radius(self, name: str) -> int:
        """Corner radius: ``sm`` 4, ``md`` 6, ``lg`` 8, ``xl`` 12, ``full``."""
        return self._scale.radius[name]

    def height(self, name: str) -> int:
        """Height of a control: ``button``, ``field``, ``table-row``, ``tab`` …"""
        return self._scale.height[name]

    def icon_px(self, name: str) -> int:
        """Icon size ``xs`` 12 … ``2xl`` 32; unknown names are 16."""
        return self._scale.icon.get(name, 16)
