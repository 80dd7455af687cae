"""Contrast of two colours (WCAG 2, relative luminance), and inks moved until they can be read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor

from workbench.gui.theme.tokens import READABLE

_STEPS = 50
_EXTREMES = (QColor("#ffffff"), QColor("#18181b"))


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two opaque colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def over(top: QColor, under: QColor) -> QColor:
    """The opaque colour seen when ``top``, with its opacity, lies on the opaque ``under``."""
    return mix(under, QColor.fromRgb(top.rgb()), top.alphaF())


def mix(one: QColor, other: QColor, part: float) -> QColor:
    """The opaque colour ``part`` (0..1) of the way from one to the other."""
    keep = 1 - part
    return QColor.fromRgbF(
        one.redF() * keep + other.redF() * part,
        one.greenF() * keep + other.greenF() * part,
        one.blueF() * keep + other.blueF() * part,
    )


def legible(
    ink: QColor, toward: QColor, grounds: Sequence[QColor], least: float = READABLE
) -> QColor:
    """``ink`` moved towards another colour until it has the least contrast with every ground."""
    for step in range(_STEPS + 1):
        moved = QColor.fromRgb(mix(ink, toward, step / _STEPS).rgb())  # as it is painted
        if all(contrast(moved, ground) >= least for ground in grounds):
            return moved
    return toward


def ink_on(ground: QColor) -> QColor:
    """White or nearly black, whichever is read better on a ground."""
    return max(_EXTREMES, key=lambda ink: contrast(ink, ground))


def _luminance(color: QColor) -> float:
    red, green, blue = _linear(color.redF()), _linear(color.greenF()), _linear(color.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else float(((part + 0.055) / 1.055) ** 2.4)
