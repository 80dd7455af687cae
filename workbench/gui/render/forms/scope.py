"""What a Form offers the controls inside it: shared values, submission, reset, first problem."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from workbench.gui.render.forms.state import FormState


class FormControl(Protocol):
    """A control that takes part in a form."""

    def problem(self) -> str:
        """Why the form cannot be sent, or ""."""

    def show_problem(self, text: str) -> None:
        """Show that sentence at the control and give it the keyboard."""

    def register(self) -> None:
        """Announce the initial value and show what the form holds."""


class FormScope:
    """The form a view stands in; `Scope.form` of everything inside it.

    Parameters
    ----------
    send: called with all values once every control is content.
    """

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send
        self._controls: list[FormControl] = []
        self.state = FormState()

    def enter(self, control: FormControl) -> None:
        """A control appeared: it registers its value (UI reference, Form values)."""
        self._controls.append(control)
        control.register()

    def leave(self, control: FormControl) -> None:
        """A control is gone; its value stays."""
        if control in self._controls:
            self._controls.remove(control)

    def submit(self) -> None:
        """Send the values, or show the first problem and send nothing."""
        for control in tuple(self._controls):
            problem = control.problem()
            if problem:
                control.show_problem(problem)
                return
        self._send(self.state.payload())

    def reset(self, defaults: dict[str, Any] | None = None) -> None:
        """Start afresh from `defaults` (None: from the ones the form has)."""
        self.state.reset(self.state.defaults if defaults is None else defaults)
        for control in tuple(self._controls):
            control.register()
