"""The people a session plays: who is signed in, and the two actors that are nobody.

A workspace names its own people in ``workbench.toml``. Without any there are Ada, who owns tenant
*acme*, Ben, a member of it, and Chiara of another tenant: enough to see that one user's documents
stay hidden from the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SYSTEM_ID = "__system__"
WEBHOOK_ID = "__webhook__"


@dataclass(frozen=True, slots=True)
class Persona:
    """One acting identity, with the fields `ctx.user`, `ctx.tenant` and `ctx.time` are built of.

    `timezone` is an IANA name, `locale` a BCP 47 tag; `scopes` may hold ``"*"``. `surface` is where
    the person always is, such as ``mobile``; empty for wherever a call comes from.
    """

    imperal_id: str
    name: str = ""
    email: str = ""
    role: str = "user"
    tenant_id: str = "acme"
    tenant_name: str = "Acme"
    scopes: tuple[str, ...] = ("*",)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    timezone: str = "UTC"
    locale: str = "en"
    surface: str = ""

    @property
    def is_system(self) -> bool:
        """True for the actor behind schedules and skeleton workers, who is no real user."""
        return self.imperal_id == SYSTEM_ID

    @property
    def is_person(self) -> bool:
        """True for somebody who can sign in, read a notification and own documents."""
        return self.imperal_id not in (SYSTEM_ID, WEBHOOK_ID)


def system_actor(tenant_id: str) -> Persona:
    """The identity of schedules: no email, every scope (scheduled tasks, The system context model).

    `tenant_id` is where the actor's own documents are kept; the handler itself sees no tenant.
    """
    return Persona(SYSTEM_ID, email="", role="system", tenant_id=tenant_id, tenant_name="")


def webhook_actor(tenant_id: str) -> Persona:
    """The identity an inbound webhook runs under; it may not act as anybody else."""
    return Persona(WEBHOOK_ID, email="", role="webhook", tenant_id=tenant_id, tenant_name="")


DEFAULT_PERSONAS = (
    Persona("u-ada", "Ada", "ada@acme.test", "owner", timezone="Europe/London"),
    Persona("u-ben", "Ben", "ben@acme.test", "member", timezone="America/New_York"),
    Persona("u-chiara", "Chiara", "chiara@globex.test", "owner", "globex", "Globex"),
)


class Personas:
    """The people of a session, in the order they are offered, and which of them is signed in."""

    def __init__(self, people: Sequence[Persona] = ()) -> None:
        self._by_id = {person.imperal_id: person for person in people or DEFAULT_PERSONAS}
        self._stand_ins = not people
        self._chosen = False
        self._current = next(iter(self._by_id))
        self._beside: str | None = None

    def __iter__(self) -> Iterator[Persona]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, imperal_id: object) -> bool:
        return imperal_id in self._by_id

    @property
    def current(self) -> Persona:
        """Who is signed in; the first person until somebody else is chosen."""
        return self._by_id[self._current]

    @property
    def beside(self) -> Persona | None:
        """Who else is looked at, with panels of their own; never the person signed in."""
        if self._beside in (None, self._current):
            return None
        return self.find(str(self._beside))

    @property
    def present(self) -> tuple[Persona, ...]:
        """Everybody with panels on a screen: who is signed in, and who is beside them."""
        beside = self.beside
        return (self.current,) if beside is None else (self.current, beside)

    def put_beside(self, imperal_id: str | None) -> None:
        """Let somebody else be looked at too, or with None nobody."""
        self._beside = imperal_id

    def choose(self, imperal_id: str) -> Persona:
        """Sign in as `imperal_id`, inventing the person if the workspace does not name one."""
        person = self.find(imperal_id)
        self._by_id.setdefault(imperal_id, person)
        self._current = imperal_id
        self._chosen = True
        return person

    def find(self, imperal_id: str) -> Persona:
        """The person of that id; an unknown id is an ordinary user of the current tenant."""
        known = self._by_id.get(imperal_id)
        if known is not None:
            return known
        home = self._by_id[self._current]
        return Persona(
            imperal_id,
            name=imperal_id,
            email=f"{imperal_id}@{home.tenant_id}.test",
            tenant_id=home.tenant_id,
            tenant_name=home.tenant_name,
        )

    def add(self, person: Persona) -> None:
        """Add somebody, or replace the person of the same id."""
        self._by_id[person.imperal_id] = person

    def adopt(self, people: Iterable[Persona]) -> None:
        """Take in the people a workspace names.

        The first workspace that names anybody sends our own stand-ins home, and its first person
        is signed in, unless somebody was chosen before.
        """
        named = list(people)
        if not named:
            return
        if self._stand_ins:
            self._stand_ins = False
            kept = {self._current: self.current} if self._chosen else {}
            self._by_id = kept
            if not self._chosen:
                self._current = named[0].imperal_id
        for person in named:
            self.add(person)
