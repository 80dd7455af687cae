"""Style tokens as data: the colours of one theme and the scale both themes share.

The files are `resources/tokens/{light,dark,contrast,scale}.json`. A colour is ``"#rrggbb"`` or
``"#rrggbb 40%"`` (the second number is opacity). Sizes are logical pixels.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from workbench import paths

READABLE = 4.5
"""The least ratio for text (WCAG 2, success criterion 1.4.3)."""


@dataclass(frozen=True, slots=True)
class TypeRole:
    """One entry of the type scale; ``px`` and ``line`` in logical pixels, ``tracking`` in em."""

    px: int
    line: int
    weight: int
    family: str = "sans"
    tracking: float = 0.0
    upper: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes shared by every theme."""

    unit: int
    gaps: frozenset[int]
    radius: dict[str, int]
    height: dict[str, int]
    icon: dict[str, int]
    families: dict[str, list[str]]
    roles: dict[str, TypeRole]
    ramps: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, still as text; text has at least `contrast` with its ground."""

    name: str
    dark: bool
    colors: dict[str, str]
    contrast: float


def _read(name: str) -> dict[str, Any]:
    path = paths.resources() / "tokens" / f"{name}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@cache
def scale() -> Scale:
    """The shared scale, read once."""
    data = _read("scale")
    return Scale(
        unit=data["unit"],
        gaps=frozenset(data["gap"]),
        radius=data["radius"],
        height=data["height"],
        icon=data["icon"],
        families=data["family"],
        roles={name: TypeRole(**role) for name, role in data["type"].items()},
        ramps=data["ramp"],
    )


@cache
def palette(name: str) -> Palette:
    """The palette called ``light``, ``dark`` or ``contrast``, read once."""
    data = _read(name)
    return Palette(data["name"], data["dark"], data["color"], data.get("contrast", READABLE))


def split_color(text: str) -> tuple[str, float]:
    """``"#rrggbb 40%"`` as its colour and its opacity in 0..1."""
    base, _, percent = text.partition(" ")
    return base, float(percent.rstrip("%")) / 100 if percent else 1.0
