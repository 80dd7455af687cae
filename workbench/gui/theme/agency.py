"""The look an agency gives its panels: colours by token, density and corners.

What an agency wrote is read without raising; what cannot be used of it is told in ``faults`` and
takes the platform's value, as ``ui.theme`` does for an extension (SDK reference, AgencyTheme).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.gui.theme import css, tokens

DENSITY = {"compact": 0.8, "default": 1.0, "spacious": 1.25}
"""What paddings and heights are multiplied by. The platform names the steps and leaves their sizes
open; these keep two lines in a list's row and a caret in a field."""
RADIUS = {"sharp": 0.0, "default": 1.0, "rounded": 1.5}
"""What corners are multiplied by; pills and discs stay round."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Agency:
    """A theme as far as it can be understood; ``colors`` holds token, light and dark colour."""

    colors: tuple[tuple[str, str, str], ...] = ()
    density: str = "default"
    radius: str = "default"
    faults: tuple[str, ...] = ()

    def given(self, *, dark: bool) -> dict[str, str]:
        """The colours for light or dark surroundings, by token."""
        return {token: by_night if dark else by_day for token, by_day, by_night in self.colors}


PLATFORM = Agency()
"""The platform's own look."""


def read(raw: Any) -> Agency:
    """What ``ctx.agency_theme`` says; None is the platform's look."""
    if raw is None:
        return PLATFORM
    if not isinstance(raw, Mapping):
        return Agency(faults=(f"the theme is no table but {_kind(raw)}",))
    faults: list[str] = []
    return Agency(
        _colors(raw.get("colors"), faults),
        _choice(raw, "density", DENSITY, faults),
        _choice(raw, "radius", RADIUS, faults),
        tuple(faults),
    )


def _colors(raw: Any, faults: list[str]) -> tuple[tuple[str, str, str], ...]:
    if raw is None:
        return ()
    if not isinstance(raw, Mapping):
        faults.append(f"colors is no table but {_kind(raw)}")
        return ()
    known = tokens.palette("light").colors
    found: dict[str, tuple[str, str, str]] = {}
    for name, pair in raw.items():
        token = _token(str(name))
        light, dark = (_color(pair, side) for side in ("light", "dark"))
        if token not in known:
            faults.append(f"there is no colour called {str(name)[:40]!r}")
        elif light is None or dark is None:
            faults.append(f"{token} needs a light and a dark CSS colour")
        else:
            found[token] = (token, light, dark)
    return tuple(found.values())


def _token(name: str) -> str:
    """``--imp-color-surface-card``, ``surfaceCard`` and ``surface_card`` are ``surface-card``."""
    plain = _CAMEL.sub("-", name.strip()).replace("_", "-").lower().lstrip("-")
    return plain.removeprefix("imp-").removeprefix("color-")


def _color(pair: Any, side: str) -> str | None:
    value = pair.get(side) if isinstance(pair, Mapping) else None
    color = css.color_of(value) if isinstance(value, str) else None
    if color is None:
        return None
    opacity = "" if color.alpha() == 255 else f" {color.alphaF() * 100:.0f}%"
    return color.name() + opacity


def _choice(
    raw: Mapping[Any, Any], key: str, choices: Mapping[str, float], faults: list[str]
) -> str:
    value = raw.get(key, "default")
    if isinstance(value, str) and value in choices:
        return value
    faults.append(f"{key} is one of {', '.join(choices)}, not {str(value)[:40]!r}")
    return "default"


def _kind(value: Any) -> str:
    return {list: "a list", str: "a text", bool: "a truth value"}.get(type(value), "something else")
