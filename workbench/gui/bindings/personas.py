"""One command for each person of the workspace."""

from __future__ import annotations

from functools import partial

from workbench.gui.bindings.binding import Binding, Choice
from workbench.gui.command_table import KERNEL
from workbench.gui.commands import Command
from workbench.kernel.personas import Persona


class Personas(Binding):
    """Signing in as somebody."""

    def follow(self) -> None:
        """Follows the workspace's people."""
        self.session.kernel_changed.connect(self._people_changed)
        self.session.extensions_changed.connect(self._people_changed)
        self.session.people_changed.connect(self._people_changed)

    def _people_changed(self) -> None:
        kernel = self.session.kernel
        people = list(kernel.personas) if kernel is not None else []
        ids = {f"persona.{person.imperal_id}" for person in people}
        if ids != {c.id for c in self.registry if c.id.startswith("persona.")}:
            self.replace("persona.", map(self._choice, people))
        self.registry.changed()

    def _choice(self, person: Persona) -> Choice:
        id_ = person.imperal_id
        detail = f"{person.tenant_id} · {person.role}"
        title = f"Sign in as {person.name or id_}"
        command = Command(f"persona.{id_}", title, (), "", "user-round", (KERNEL,), detail)
        choose = partial(self.session.choose_persona, id_)
        return command, choose, partial(self._signed_in, id_)

    def _signed_in(self, imperal_id: str) -> bool:
        kernel = self.session.kernel
        return kernel is not None and kernel.personas.current.imperal_id == imperal_id
