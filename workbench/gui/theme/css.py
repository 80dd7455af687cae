"""Colours as CSS writes them."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor

_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^)]*)\)", re.IGNORECASE)
_PARTS = re.compile(r"[\s,/]+")


def color_of(text: str) -> QColor | None:
    """A colour from ``#rgb[a]``, ``#rrggbb[aa]``, a name, ``rgb()`` or ``hsl()``; else None."""
    text = text.strip()
    if not text or len(text) > 100:
        return None
    if text.startswith("#"):
        return _hex(text[1:])
    function = _FUNCTION.fullmatch(text)
    if function is not None:
        return _computed(function[1].lower(), function[2])
    color = QColor.fromString(text.lower())
    return color if color.isValid() else None


def _hex(digits: str) -> QColor | None:
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) == 8:
        digits = digits[6:] + digits[:6]  # Qt puts the opacity first, CSS last.
    color = QColor.fromString("#" + digits) if len(digits) in (6, 8) else QColor()
    return color if color.isValid() else None


def _computed(kind: str, text: str) -> QColor | None:
    parts = [part for part in _PARTS.split(text.strip()) if part]
    try:
        alpha = _share(parts[3], 1.0) if len(parts) > 3 else 1.0
        if kind == "rgb":
            red, green, blue = (_share(part, 255.0) for part in parts[:3])
            return QColor.fromRgbF(red, green, blue, alpha)
        hue = float(parts[0].removesuffix("deg")) % 360 / 360
        return QColor.fromHslF(hue, _share(parts[1], 100.0), _share(parts[2], 100.0), alpha)
    except (ValueError, IndexError):
        return None


def _share(text: str, whole: float) -> float:
    """A number or a percentage as a part of 1."""
    share = float(text[:-1]) / 100 if text.endswith("%") else float(text) / whole
    return min(max(share, 0.0), 1.0)
