"""What the chat commits before it shows it: messages, cards, and how turns ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workbench.kernel.chat.confirmation import Confirmation
from workbench.kernel.chat.turn import Message, Turn
from workbench.kernel.core import Core


class Voice:
    """Writes what a person is told into the journal, then into the turn."""

    def __init__(self, core: Core, changed: Callable[[Turn], None]) -> None:
        self._core = core
        self._changed = changed

    async def say(
        self,
        turn: Turn,
        text: str,
        *,
        ui: dict[str, Any] | None = None,
        app_id: str | None = None,
    ) -> None:
        """Commit what the assistant says, then show it."""
        at = self._core.clock.now()
        await self._core.journal.append_durable(
            "chat",
            text,
            parent_id=turn.id,
            app_id=app_id,
            actor=turn.user_id,
            at=at,
            body={"text": text, "role": "assistant", "ui": ui},
        )
        turn.messages.append(Message("assistant", text, at, ui=ui, app_id=app_id))
        self._changed(turn)

    async def deliver(self, turn: Turn, cause_id: str | None) -> None:
        """Commit an injected message, a turn of its own."""
        message = turn.messages[0]
        await self._core.journal.append_durable(
            "chat",
            message.text,
            id=turn.id,
            cause_id=cause_id,
            app_id=message.app_id,
            actor=turn.user_id,
            at=turn.at,
            status=turn.status,
            body={
                "text": message.text,
                "role": message.role,
                "ui": message.ui,
                "injected": True,
                "error": turn.error.to_json() if turn.error else None,
            },
        )

    async def card(self, turn: Turn, card: Confirmation) -> None:
        """Commit a card as it was asked, and as it was answered."""
        await self._core.journal.append_durable(
            "confirmation",
            card.title,
            id=card.id,
            parent_id=turn.id,
            actor=card.user_id,
            status=card.status,
            body=card.as_json(),
        )

    async def ended(self, turn: Turn, status: str, began: int) -> None:
        """Commit how a turn ended."""
        await self._core.journal.append_durable(
            "turn",
            turn.text,
            id=turn.id,
            cause_id=turn.forked_from,
            actor=turn.user_id,
            at=turn.at,
            started_ns=self._core.journal.elapsed_ns(began),
            duration_ms=turn.duration_ms,
            status=status,
            body={
                "messages": [{"role": m.role, "text": m.text} for m in turn.messages],
                "steps": [step.id for step in turn.steps],
                "budget": turn.budget,
                "forked_from": turn.forked_from,
                "base_id": turn.base_id,
                "error": turn.error.to_json() if turn.error else None,
            },
        )
