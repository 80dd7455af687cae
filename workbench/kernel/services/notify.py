"""`ctx.notify`: messages to a user, kept in the journal and announced to whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.kernel.clock import Clock
from workbench.kernel.personas import SYSTEM_ID, WEBHOOK_ID
from workbench.kernel.services import arguments
from workbench.kernel.services.call import ServiceCall
from workbench.kernel.signals import Signal


@dataclass(frozen=True, slots=True)
class Notification:
    """A message that reached its user; `at` is virtual epoch seconds."""

    app_id: str
    user_id: str
    message: str
    options: dict[str, Any]
    at: float


class Notify:
    """Delivers notifications to real users; `sent` announces each one."""

    def __init__(self, clock: Clock) -> None:
        self.sent: Signal[[Notification]] = Signal()
        self._clock = clock

    async def call(self, call: ServiceCall) -> None:
        """Answer ``send``.

        Nobody reads what the system actor sends (scheduled tasks, The system context model): it is
        noted as dropped, and the extension is told nothing, as on the platform.
        """
        if call.method != "send":
            raise arguments.unknown_method(call)
        message = arguments.text(call.args, "message")
        options = arguments.table(call.args, "options")
        user = call.scope.acting_user
        if user in (SYSTEM_ID, WEBHOOK_ID):
            call.notes.update(dropped=True, problem=f"a notification from {user} reaches nobody")
            return
        call.notes["to"] = user
        self.sent.emit(Notification(call.scope.app_id, user, message, options, self._clock.now()))
