"""The shapes of one `ctx` call as the kernel sees it: who asks for what, and how it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any

from workbench.kernel.personas import Persona


@dataclass(frozen=True, slots=True)
class Scope:
    """Under whose authority a call runs; built by dispatch, never by the child.

    `user` owns the invocation, `acting_user` is the id the call acts as (another one only under
    `ctx.as_user` of a system invocation, which dispatch has already checked). `system` is true when
    the invocation itself runs as ``__system__``. `kind` is the invocation's kind (``panel``,
    ``function``, ``schedule`` …); `declarations` what the extension declared at load.
    """

    app_id: str
    user: Persona
    acting_user: str
    tenant_id: str
    system: bool = False
    kind: str = "function"
    invocation_id: str = ""
    span_id: str = ""
    declarations: Mapping[str, Any] = field(default_factory=dict)

    @property
    def acts_as_system(self) -> bool:
        """True while nobody in particular is acted for: only then may all users be listed."""
        return self.system and self.acting_user == self.user.imperal_id

    def for_user(self, imperal_id: str) -> Scope:
        """The same invocation acting as another user."""
        return replace(self, acting_user=imperal_id)


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """One call of a `ctx` client; `args` are plain JSON values as they came over the wire.

    `notes` is what the services and hooks want the call's record to say beside the answer: a cache
    hit, the mock rule that answered, a latency that was simulated. ``with call.resting():`` stands
    around what waits for virtual time alone: time may skip over the call meanwhile.
    """

    service: str
    method: str
    args: Mapping[str, Any]
    scope: Scope
    notes: dict[str, Any] = field(default_factory=dict)
    resting: Callable[[], AbstractContextManager[None]] = nullcontext

    @property
    def record_kind(self) -> str:
        """The journal's kind for this call."""
        return self.service if self.service in ("http", "cache", "notify") else "service"


class ServiceError(Exception):
    """A refusal the extension must see as an exception of the SDK it uses.

    `type` is the class name the child raises (``StoreConflict``, ``ValueError`` …) and `fields`
    are its constructor's keyword arguments.
    """

    def __init__(self, type: str, message: str, **fields: Any) -> None:
        super().__init__(message)
        self.type = type
        self.message = message
        self.fields = fields

    def to_json(self) -> dict[str, Any]:
        """The error as an ``answer`` frame carries it."""
        return {"type": self.type, "message": self.message, "fields": self.fields}
