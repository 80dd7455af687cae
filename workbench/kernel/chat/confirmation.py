"""The confirmation gate: calls are held, shown, and run with exactly the arguments shown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from workbench.kernel.clock import Clock
from workbench.kernel.timers import Timer

ConfirmationStatus = Literal["waiting", "accepted", "declined", "expired", "withdrawn"]

_TITLES = {"write": "Confirm this change", "destructive": "Confirm: this cannot be undone"}


@dataclass(frozen=True, slots=True)
class HeldCall:
    """One call waiting for a yes; ``frozen`` is the canonical JSON of its arguments."""

    app_id: str
    function: str
    action_type: str
    frozen: bytes
    description: str

    @property
    def args(self) -> dict[str, Any]:
        """A fresh copy of the arguments, the same bytes every time."""
        value: dict[str, Any] = orjson.loads(self.frozen)
        return value

    def as_json(self) -> dict[str, Any]:
        """The entry as the card, the journal and the command line show it."""
        return {
            "app_id": self.app_id,
            "function": self.function,
            "action_type": self.action_type,
            "args": self.args,
            "description": self.description,
        }


def hold(
    app_id: str, function: str, action_type: str, args: dict[str, Any], description: str
) -> HeldCall:
    """Freeze a call's arguments at the moment it is shown to the user."""
    return HeldCall(app_id, function, action_type, orjson.dumps(args), description)


@dataclass(slots=True)
class Confirmation:
    """A card with one entry per held call.

    Only ``user_id`` may answer it; ``expires_at`` is virtual epoch seconds, None for never.
    """

    id: str
    user_id: str
    title: str
    held: tuple[HeldCall, ...]
    at: float
    expires_at: float | None
    status: ConfirmationStatus = "waiting"
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def calls(self) -> list[dict[str, Any]]:
        """The held calls as plain JSON."""
        return [call.as_json() for call in self.held]

    def as_json(self) -> dict[str, Any]:
        """The card as the journal and the command line show it."""
        return {
            "id": self.id,
            "title": self.title,
            "calls": self.calls,
            "status": self.status,
            "expires_at": self.expires_at,
        }


class Confirmations:
    """Cards that wait for an answer; an unanswered one expires on the virtual clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[str, tuple[Confirmation, Timer | None]] = {}

    def open(
        self, id: str, user_id: str, held: Sequence[HeldCall], ttl_s: float | None
    ) -> Confirmation:
        """Show a card; it waits ``ttl_s`` virtual seconds, or for ever with None."""
        worst = "destructive" if any(h.action_type == "destructive" for h in held) else "write"
        now = self._clock.now()
        expires = None if ttl_s is None else now + ttl_s
        card = Confirmation(id, user_id, _TITLES[worst], tuple(held), now, expires)
        timer = None
        if expires is not None:
            timer = self._clock.call_at(expires, lambda: self._settle(card, "expired"))
        self._waiting[id] = (card, timer)
        return card

    def answer(self, id: str, user_id: str, accept: bool) -> Confirmation:
        """Accept or decline a waiting card.

        Raises:
            LookupError: no card of that id is waiting (it was answered, or has expired).
            PermissionError: the card belongs to another user.
        """
        found = self._waiting.get(id)
        if found is None:
            raise LookupError(f"no confirmation {id!r} is waiting")
        card = found[0]
        if card.user_id != user_id:
            raise PermissionError(f"the confirmation {id!r} is for {card.user_id}")
        self._settle(card, "accepted" if accept else "declined")
        return card

    def withdraw(self, card: Confirmation) -> None:
        """Take a card back because its turn was cancelled."""
        if card.status == "waiting":
            self._settle(card, "declined")

    def replace(self, card: Confirmation) -> None:
        """Take a card back because what it shows was edited; a new one follows."""
        if card.status == "waiting":
            self._settle(card, "withdrawn")

    def _settle(self, card: Confirmation, status: ConfirmationStatus) -> None:
        _, timer = self._waiting.pop(card.id, (card, None))
        if timer is not None:
            timer.cancel()
        card.status = status
        card.answered.set()
