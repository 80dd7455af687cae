"""Messages the platform puts into the chat on its own: results of background work, and
``ctx.deliver_chat_message``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workbench.kernel.audit import Audit, AuditRow, Status
from workbench.kernel.calls import current_call
from workbench.kernel.chat.chat import Chat
from workbench.kernel.functions import FunctionOutcome
from workbench.kernel.personas import SYSTEM_ID, WEBHOOK_ID
from workbench.kernel.profile import Profile
from workbench.kernel.refresh import Refresher
from workbench.kernel.services.arguments import text, unknown_method
from workbench.kernel.services.call import ServiceCall, ServiceError
from workbench.kernel.tasks.task import Task

_CUT = "...(truncated)"
_VERDICTS: Final[Mapping[str, Status]] = {"success": "success", "cancelled": "cancelled"}
_ROLES = {"response": "assistant", "tool_result": "assistant", "system": "system"}


class Delivery:
    """Injects messages into the chat of the user they belong to, never another's."""

    def __init__(self, profile: Profile, audit: Audit) -> None:
        self._profile = profile
        self._audit = audit
        self._chat: Chat | None = None
        self._refresher: Refresher | None = None

    def connect(self, chat: Chat, refresher: Refresher) -> None:
        """Say where the messages go."""
        self._chat, self._refresher = chat, refresher

    async def deliver_task(self, task: Task, outcome: FunctionOutcome) -> None:
        """A finished task becomes a turn of the assistant's own, and path B follows a success."""
        assert self._chat is not None
        assert self._refresher is not None
        self._audit.write(_row(task, outcome), parent_id=task.id, cause_id=task.cause_id)
        await self._chat.deliver(
            task.app_id,
            _task_text(task, outcome),
            user_id=task.user_id,
            ui=outcome.ui,
            error=None if outcome.status in _VERDICTS else outcome.error,
            cause_id=task.id,
        )
        if outcome.ok:
            self._refresher.soon(self._refresher.after_chat(task.id, user_id=task.user_id))

    def refused(self, task: Task, user_id: str) -> None:
        """Somebody reached for a task of another user: a critical row says who
        (long-running AI calls, I-LONGRUN-BG-USER-SCOPED)."""
        row = AuditRow(
            user_id=user_id,
            tenant_id=task.tenant_id,
            source="background",
            ext_name=task.app_id,
            tool_name="task.cancel",
            action_type="system",
            status="failed",
            args={"task_id": task.id, "owner": task.user_id},
            error="403: the task belongs to another user",
            error_code="PERMISSION_DENIED",
            critical=True,
        )
        self._audit.write(row, parent_id=task.id)

    async def call(self, call: ServiceCall) -> Any:
        """Answer ``chat.deliver``; a message over the cap is cut, with a mark."""
        if call.method != "deliver":
            raise unknown_method(call)
        assert self._chat is not None
        assert self._refresher is not None
        invocation, _ = current_call()
        user = call.scope.acting_user
        if user in (SYSTEM_ID, WEBHOOK_ID):
            message = f"a chat message needs a user, and this handler runs as {user}"
            raise ServiceError("RuntimeError", message)
        words = self._cut(text(call.args, "text"))
        role = _ROLES.get(text(call.args, "msg_type", "response"), "assistant")
        await self._chat.deliver(
            call.scope.app_id, words, user_id=user, role=role, cause_id=invocation.span_id
        )
        if call.args.get("refresh_panels") is not None:
            self._refresher.soon(self._refresher.after_chat(invocation.span_id, user_id=user))
        return None

    def _cut(self, words: str) -> str:
        cap = self._profile.chat_inject_cap_bytes
        data = words.encode()
        if not cap or len(data) <= cap:
            return words
        return data[:cap].decode("utf-8", "ignore") + _CUT


def _row(task: Task, outcome: FunctionOutcome) -> AuditRow:
    """Every delivered message leaves a row, a critical one for a task that broke its contract
    (long-running AI calls, I-LONGRUN-CHAT-INJECT-AUDIT-EVERY)."""
    error = outcome.error
    return AuditRow(
        user_id=task.user_id,
        tenant_id=task.tenant_id,
        source="background",
        ext_name=task.app_id,
        tool_name="chat.deliver",
        action_type="system",
        status=_VERDICTS.get(outcome.status, "failed"),
        args={"task_id": task.id, "name": task.name},
        error=error.message if error else None,
        error_code=outcome.error_code,
        critical=error is not None and error.type == "NotAnActionResult",
    )


def _task_text(task: Task, outcome: FunctionOutcome) -> str:
    if outcome.ok:
        return outcome.summary or f"{task.name}: ✓ done"
    if outcome.status == "cancelled":
        return f"'{task.name}' was cancelled."
    error = outcome.error
    if error is None:
        return f"'{task.name}' failed."
    told = error.message if error.type == "ActionError" else f"{error.type}: {error.message}"
    return f"'{task.name}' failed: {told}"
