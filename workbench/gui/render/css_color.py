"""CSS colours as authors write them in props."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtGui import QColor

from workbench.gui.theme import css, manager

_VARIABLE = re.compile(r"var\(\s*--imp(?:-color)?-([a-z0-9-]+)\s*\)", re.IGNORECASE)


def css_color(value: Any) -> QColor | None:
    """A colour from ``#rgb[a]``, ``#rrggbb[aa]``, a name, ``rgb()``, ``hsl()`` or a theme variable.

    None for anything else, and for ``currentColor``, which is the colour of the text.
    """
    if not isinstance(value, str) or not value.strip() or len(value) > 100:
        return None
    variable = _VARIABLE.fullmatch(value.strip())
    if variable is None:
        return css.color_of(value)
    theme, token = manager().panels, variable[1].lower()
    return theme.color(token) if theme.has_color(token) else None
