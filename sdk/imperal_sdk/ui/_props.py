"""How a component's optional arguments become props.

Components differ in one way only: which arguments stay off the wire while they are unset.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from imperal_sdk._messages import explain
from imperal_sdk._messages import one_of as listed


def given(**props: Any) -> dict[str, Any]:
    """Return the props that are truthy, as they are."""
    return {name: value for name, value in props.items() if value}


def stated(**props: Any) -> dict[str, Any]:
    """Return the props that are not None, also ``False`` and 0."""
    return {name: value for name, value in props.items() if value is not None}


def flags(**props: Any) -> dict[str, Any]:
    """Return ``True`` for each prop that is truthy."""
    return {name: True for name, value in props.items() if value}


def positive(**props: Any) -> dict[str, Any]:
    """Return the numeric props above zero. Raises TypeError for what cannot be compared."""
    return {name: value for name, value in props.items() if value > 0}


def one_of(component: str, argument: str, value: Any, allowed: Collection[str]) -> str:
    """Return ``value`` if the component knows it, else raise ValueError naming what it knows."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(
            explain(
                f"ui.{component} got {argument}={value!r}",
                f"The {argument} is one of {listed(list(allowed))}",
                f"Write {argument}={next(iter(allowed))!r}, or leave it out",
            )
        )
    return value
