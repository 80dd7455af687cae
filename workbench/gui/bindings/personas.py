"""Commands about people: signing in as somebody, looking at two at once, editing them."""

from __future__ import annotations

from functools import partial

from workbench.gui.bindings.binding import Binding, Choice
from workbench.gui.command_facts import BESIDE, KERNEL
from workbench.gui.commands import Command
from workbench.kernel.personas import Persona


class Personas(Binding):
    """One command for each person to sign in as, and one to look at them beside."""

    def bind(self) -> None:
        """What does not depend on who there is."""
        bind = self.registry.bind
        bind("personas.alone", lambda: self.session.put_beside(None))
        bind("personas.swap", self._swap)
        bind("personas.show", self._show)
        bind("personas.edit", self._edit)

    def follow(self) -> None:
        """Follows the workspace's people."""
        session = self.session
        for changed in (
            session.kernel_changed,
            session.extensions_changed,
            session.people_changed,
            session.beside_changed,
        ):
            changed.connect(self._people_changed)

    def _people_changed(self) -> None:
        kernel = self.session.kernel
        people = list(kernel.personas) if kernel is not None else []
        beside = kernel.personas.beside if kernel is not None else None
        self.registry.set_fact(BESIDE, beside is not None)
        ids = {f"persona.{person.imperal_id}" for person in people}
        if ids != {c.id for c in self.registry if c.id.startswith("persona.")}:
            self.replace("persona.", map(self._sign_in, people))
            self.replace("beside.", map(self._put_beside, people))
        self.registry.changed()

    def _sign_in(self, person: Persona) -> Choice:
        id_ = person.imperal_id
        title = f"Sign in as {_name(person)}"
        command = Command(f"persona.{id_}", title, (), "", "user-round", (KERNEL,), _where(person))
        choose = partial(self.session.choose_persona, id_)
        return command, choose, partial(self._signed_in, id_)

    def _put_beside(self, person: Persona) -> Choice:
        id_ = person.imperal_id
        title = f"Show {_name(person)} beside"
        command = Command(f"beside.{id_}", title, (), "", "columns-2", (KERNEL,), _where(person))
        return command, partial(self._look_at, id_), partial(self._is_beside, id_)

    # -- what they do

    def _look_at(self, imperal_id: str) -> None:
        if self._signed_in(imperal_id):
            self.session.notice.emit("They are signed in: choose somebody else")
        else:
            self.session.put_beside(imperal_id)

    async def _swap(self) -> None:
        kernel = self.session.kernel
        beside = kernel.personas.beside if kernel is not None else None
        if beside is not None:
            await self.session.choose_persona(beside.imperal_id)

    def _show(self) -> None:
        from workbench.gui.people import PeopleSheet

        PeopleSheet(self.session, self.chrome.window).open()

    def _edit(self) -> None:
        """Opens the file at the people; without any, who there is now is written into it first."""
        from workbench.kernel.people_file import place_of, write_people

        kernel, extension = self.session.kernel, self.session.extension()
        if kernel is None or extension is None:
            return
        place = place_of(extension.root)
        if place is None:
            place = write_people(extension.root, kernel.personas)
            self.session.notice.emit(f"Wrote {len(kernel.personas)} people into {place[0].name}")
        self.chrome.open_source(str(place[0]), place[1])

    # -- which are chosen

    def _signed_in(self, imperal_id: str) -> bool:
        kernel = self.session.kernel
        return kernel is not None and kernel.personas.current.imperal_id == imperal_id

    def _is_beside(self, imperal_id: str) -> bool:
        kernel = self.session.kernel
        beside = kernel.personas.beside if kernel is not None else None
        return beside is not None and beside.imperal_id == imperal_id


def _name(person: Persona) -> str:
    return person.name or person.imperal_id


def _where(person: Persona) -> str:
    return f"{person.tenant_id} · {person.role}"
