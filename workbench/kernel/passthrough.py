"""Parameters that a center panel hands to the left one.

When somebody opens a center panel, the host forwards its parameters to the panel of the left slot,
so that a sidebar can mark what is open (production extensions: the admin sidebar's ``active``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def forwarded(
    left: Mapping[str, Any] | None, kept: Mapping[str, Any], params: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The left panel's parameters after a center panel was called with ``params``.

    ``left`` is its declaration and ``kept`` its parameters so far. None when nothing changes: a
    handler without ``**kwargs`` gets only parameters it names, since others would be a TypeError.
    """
    if left is None:
        return None
    names = {row["name"] for row in left.get("params") or ()}
    takes_any = bool(left.get("accepts_any"))
    passed = {name: value for name, value in params.items() if takes_any or name in names}
    if all(name in kept and kept[name] == value for name, value in passed.items()):
        return None
    return {**kept, **passed}
