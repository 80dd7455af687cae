"""From names of facets to the roles they bring."""

from __future__ import annotations

from imperal_sdk.sdl import facets
from imperal_sdk.sdl.entity import roles_of


def resolve_facets(names: list[str]) -> dict[str, str]:
    """Return field name -> role for all facets in ``names``. Raises KeyError for an unknown one."""
    roles: dict[str, str] = {}
    for name in names:
        if name not in facets.__all__:
            raise KeyError(f"Unknown facet {name!r}")
        roles |= roles_of(getattr(facets, name))
    return roles
