"""The agency's look, as the platform hands it to an extension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeGuard

if TYPE_CHECKING:
    from imperal_sdk.context import Context

Density = Literal["compact", "default", "spacious"]
Radius = Literal["sharp", "default", "rounded"]

_DENSITIES = ("compact", "default", "spacious")
_RADII = ("sharp", "default", "rounded")


@dataclass(frozen=True)
class ColorPair:
    """One colour for light and one for dark surroundings, as CSS colours."""

    light: str
    dark: str


@dataclass(frozen=True)
class AgencyTheme:
    """Colours by token name, spacing and corner style."""

    colors: dict[str, ColorPair] = field(default_factory=dict)
    density: Density = "default"
    radius: Radius = "default"


def theme(ctx: Context | None = None) -> AgencyTheme:
    """Return the theme of ``ctx.agency_theme``; whatever is malformed there takes its default."""
    raw = getattr(ctx, "agency_theme", None)
    if not isinstance(raw, Mapping):
        return AgencyTheme()
    colors = raw.get("colors")
    density, radius = raw.get("density"), raw.get("radius")
    return AgencyTheme(
        colors=_color_pairs(colors) if isinstance(colors, Mapping) else {},
        density=density if _is_density(density) else "default",
        radius=radius if _is_radius(radius) else "default",
    )


def _color_pairs(raw: Mapping[Any, Any]) -> dict[str, ColorPair]:
    pairs = {}
    for name, entry in raw.items():
        if not isinstance(entry, Mapping):
            continue
        light, dark = entry.get("light"), entry.get("dark")
        if isinstance(light, str) and isinstance(dark, str):
            pairs[str(name)] = ColorPair(light, dark)
    return pairs


def _is_density(value: Any) -> TypeGuard[Density]:
    return value in _DENSITIES


def _is_radius(value: Any) -> TypeGuard[Radius]:
    return value in _RADII
