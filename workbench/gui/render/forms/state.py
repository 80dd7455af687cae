"""The values of one Form: who registered what, what a person changed, what is submitted.

Rules of the platform's forms (UI reference, Form values): one dict seeded with `defaults`; every
control registers its initial value when it appears, so untouched fields are sent too; controls
that share a `param_name` share one value; a control that disappears leaves its value behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Listener = Callable[[Any], None]


class FormState:
    """Values by `param_name`, with listeners per name so that colliding controls stay equal."""

    def __init__(self, defaults: Mapping[str, Any] | None = None) -> None:
        self._defaults: dict[str, Any] = dict(defaults or {})
        self._values: dict[str, Any] = dict(self._defaults)
        self._touched: set[str] = set()
        self._listeners: dict[str, list[Listener]] = {}

    @property
    def defaults(self) -> dict[str, Any]:
        """The values the form was seeded with."""
        return dict(self._defaults)

    def payload(self) -> dict[str, Any]:
        """A copy of every value, in the order the names first appeared."""
        return dict(self._values)

    def value(self, name: str, initial: Any = None) -> Any:
        """What a control called `name` shows: the shared value, else its own `initial`."""
        return self._values.get(name, initial)

    def register(self, name: str, initial: Any) -> Any:
        """Announce a control's initial value; answers what the control must show.

        A default or an edit wins; otherwise the newest registration does, as controls that collide
        on one name overwrite each other.
        """
        if name in self._defaults or name in self._touched:
            return self._values.get(name, initial)
        if name not in self._values or self._values[name] != initial:
            self._values[name] = initial
            self._tell(name, initial)
        return initial

    def edit(self, name: str, value: Any) -> None:
        """A person changed the control called `name`."""
        self._touched.add(name)
        self._values[name] = value
        self._tell(name, value)

    def follow(self, name: str, value: Any) -> None:
        """A refresh sent another value for a control: it replaces what was there."""
        self._touched.discard(name)
        self._values[name] = value
        self._tell(name, value)

    def reset(self, defaults: Mapping[str, Any] | None = None) -> None:
        """Forget edits and registrations and start from new `defaults`."""
        self._defaults = dict(defaults or {})
        self._values = dict(self._defaults)
        self._touched.clear()

    def listen(self, name: str, listener: Listener) -> Callable[[], None]:
        """Call `listener(value)` whenever `name` changes; answers how to stop that."""
        listeners = self._listeners.setdefault(name, [])
        listeners.append(listener)

        def stop() -> None:
            if listener in listeners:
                listeners.remove(listener)

        return stop

    def _tell(self, name: str, value: Any) -> None:
        for listener in tuple(self._listeners.get(name, ())):
            listener(value)
