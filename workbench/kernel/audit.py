"""The audit ledger: a row for every action somebody may have to answer for.

Chat functions, schedules, event handlers, webhooks and calls between extensions leave a row each
(performance guide, Audit ledger; events, Audit scope). So do the writes a schedule makes for its
users (scheduled tasks, Federal invariants), emitted events, delivered chat messages (long-running
AI calls, I-LONGRUN-CHAT-INJECT-AUDIT-EVERY), requests for more time than there is and changes of
secrets, of which only a fingerprint is kept. Rows are journal records of the kind ``audit``;
reading them back is `ledger`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Literal

from workbench.kernel.journal.journal import Journal
from workbench.kernel.journal.record import Record
from workbench.kernel.profile import Profile
from workbench.kernel.services.call import Scope, ServiceCall
from workbench.kernel.services.services import Next

if TYPE_CHECKING:
    from workbench.kernel.invocation import Invocation, Outcome, Trigger

Status = Literal["success", "failed", "validation_rejected", "cancelled"]

SCHEDULE_TYPE: Final = "system_schedule"
PRICES: Final = {"read": 1, "write": 5, "destructive": 10}
"""Tokens an action costs by default (SDK reference, pricing)."""

_AUDITED: Final = frozenset({"function", "tool", "schedule", "event", "webhook", "exposed"})
_SYSTEM_KINDS: Final = frozenset({"event"})
_STORE_WRITES: Final = frozenset({"create", "update", "delete", "set"})
_SECRET_WRITES: Final = frozenset({"set", "delete"})
_MAIL = re.compile(r"\b([\w.+-])[\w.+-]*@([\w-]+\.[\w.-]+)")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row, with the fields of the platform's ledger; `duration_ms` is real time.

    `user_id` is who acted. `target_user` is whose data it touched, where that is somebody else: the
    user a schedule's write was made for.
    """

    user_id: str
    tenant_id: str
    source: str
    ext_name: str
    tool_name: str
    action_type: str
    status: Status
    target_user: str | None = None
    args: Any = field(default_factory=dict)
    error: str | None = None
    error_code: str | None = None
    duration_ms: float | None = None
    retention_class: str = "federal_7y"
    action_price: int = 0
    critical: bool = False

    @classmethod
    def from_record(cls, record: Record) -> AuditRow:
        """The row a record of the kind ``audit`` holds."""
        known = {name: record.body[name] for name in cls.__slots__ if name in record.body}
        missing = {"user_id": record.actor or "", "tenant_id": "", "source": "system"}
        named = {"ext_name": record.app_id or "", "tool_name": record.name, "action_type": "system"}
        return cls(**{"status": "failed", **missing, **named, **known})


class Audit:
    """Writes rows; connect `ended` to dispatch and add `around_call` to the services' hooks."""

    def __init__(self, journal: Journal, profile: Profile) -> None:
        self._journal = journal
        self._profile = profile

    def write(
        self, row: AuditRow, *, parent_id: str | None = None, cause_id: str | None = None
    ) -> Record:
        """Add a row under the span `parent_id`."""
        body = asdict(row)
        body["args"] = mask_personal(row.args)
        return self._journal.append(
            "audit",
            row.tool_name,
            parent_id=parent_id,
            cause_id=cause_id,
            app_id=row.ext_name,
            actor=row.user_id,
            duration_ms=row.duration_ms,
            status=row.status,
            body=body,
        )

    def ended(self, invocation: Invocation, outcome: Outcome) -> None:
        """Write the row of a handler that has ended, if its kind is one the ledger keeps."""
        trigger = invocation.trigger
        if trigger.kind not in _AUDITED:
            return
        action_type = _action_type(trigger)
        if action_type == "read" and not self._profile.audit_reads:
            return
        row = invocation_row(trigger, outcome, action_type)
        self.write(row, parent_id=outcome.span_id, cause_id=trigger.cause_id)

    def refused(self, trigger: Trigger, outcome: Outcome) -> None:
        """A chat function a gate turned away is on the ledger too (performance guide, Audit)."""
        if trigger.kind == "function":
            row = invocation_row(trigger, outcome, _action_type(trigger))
            self.write(row, parent_id=outcome.span_id, cause_id=trigger.cause_id)

    def breach(self, scope: Scope, method: str, acting: str, message: str) -> None:
        """A call asked for another user's data and was refused: a critical row says who asked
        (scheduled tasks, Data isolation)."""
        row = AuditRow(
            user_id=scope.user.imperal_id,
            tenant_id=scope.tenant_id,
            source=scope.kind,
            ext_name=scope.app_id,
            tool_name=method,
            action_type="system",
            status="failed",
            target_user=acting,
            error=message,
            error_code="PERMISSION_DENIED",
            retention_class="security_forever",
            critical=True,
        )
        self.write(row, parent_id=scope.span_id or None)

    async def around_call(self, call: ServiceCall, proceed: Next) -> Any:
        """Hook: write the row of a `ctx` call the ledger keeps, whether it succeeded or not."""
        if not _is_audited(call) and not self._over_cap(call):
            return await proceed(call)
        error: str | None = None
        try:
            return await proceed(call)
        except Exception as failure:
            error = str(failure)
            raise
        finally:
            self.write(call_row(call, error), parent_id=call.scope.span_id or None)

    def _over_cap(self, call: ServiceCall) -> bool:
        """A request that asks for more time than there is, which is refused and never goes out
        (long-running AI calls, I-LONGRUN-HTTP-CAP-180S)."""
        timeout = call.args.get("timeout") if call.service == "http" else None
        cap = self._profile.http_max_timeout_s
        return isinstance(timeout, int | float) and timeout > cap


def invocation_row(trigger: Trigger, outcome: Outcome, action_type: str) -> AuditRow:
    """The row of one handler's run."""
    status, error, code = _verdict(outcome)
    user = trigger.user
    system = trigger.kind in _SYSTEM_KINDS
    return AuditRow(
        user_id="__system__" if system else user.imperal_id,
        tenant_id=user.tenant_id,
        source=trigger.source,
        ext_name=trigger.app_id,
        tool_name=trigger.name,
        action_type=action_type,
        status=status,
        args=trigger.params,
        error=error,
        error_code=code,
        duration_ms=outcome.duration_ms,
        retention_class="standard_90d" if action_type == "read" else "federal_7y",
        action_price=PRICES.get(action_type, 0) if trigger.kind == "function" else 0,
    )


def call_row(call: ServiceCall, error: str | None) -> AuditRow:
    """The row of one `ctx` call."""
    scope = call.scope
    secret = call.service == "secrets"
    return AuditRow(
        user_id=scope.user.imperal_id,
        tenant_id=scope.tenant_id,
        source=scope.kind,
        ext_name=scope.app_id,
        tool_name=f"{call.service}.{call.method}",
        action_type=SCHEDULE_TYPE if scope.kind == "schedule" else "write",
        status="success" if error is None else "failed",
        target_user=scope.acting_user if scope.acting_user != scope.user.imperal_id else None,
        args=_shown_args(call),
        error=error,
        retention_class="security_forever" if secret else "federal_7y",
    )


async def ledger(
    journal: Journal,
    *,
    app_id: str | None = None,
    user_id: str | None = None,
    status: Status | None = None,
    limit: int = 200,
) -> list[AuditRow]:
    """Rows of the ledger, newest first."""
    records = await journal.query(
        kinds=("audit",), app_id=app_id, actor=user_id, status=status, limit=limit
    )
    return [AuditRow.from_record(record) for record in records]


def mask_personal(value: Any) -> Any:
    """`value` with e-mail addresses shortened to ``a***@host``; the journal masks secrets."""
    if isinstance(value, str):
        return _MAIL.sub(r"\1***@\2", value)
    if isinstance(value, Mapping):
        return {key: mask_personal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask_personal(item) for item in value]
    return value


def _is_audited(call: ServiceCall) -> bool:
    if call.service == "store":
        return call.scope.kind == "schedule" and call.method in _STORE_WRITES
    if call.service == "secrets":
        return call.method in _SECRET_WRITES
    return (call.service, call.method) in (("extensions", "emit"), ("chat", "deliver"))


def _action_type(trigger: Trigger) -> str:
    if trigger.kind == "schedule":
        return SCHEDULE_TYPE
    declared = trigger.declared or {}
    return str(declared.get("action_type") or "read")


def _verdict(outcome: Outcome) -> tuple[Status, str | None, str | None]:
    """Status, error text and code of a run; an ActionResult may report an error of its own."""
    if outcome.status == "cancelled":
        return "cancelled", None, None
    if outcome.error is not None:
        code = outcome.error.code
        rejected = code is not None and code.startswith("VALIDATION_")
        return "validation_rejected" if rejected else "failed", outcome.error.message, code
    result = outcome.value if outcome.shape == "action_result" else None
    if isinstance(result, Mapping) and result.get("status") == "error":
        error = result.get("error") or result.get("summary") or "error"
        return "failed", str(error), result.get("error_code")
    return ("success" if outcome.ok else "failed"), None, None


def _shown_args(call: ServiceCall) -> dict[str, Any]:
    if call.service == "secrets":
        return _secret_args(call.args)
    shown = {"acting_as": call.scope.acting_user}
    if call.service == "http":
        return {name: call.args.get(name) for name in ("method", "url", "timeout")} | shown
    return {**call.args, **shown}


def _secret_args(args: Mapping[str, Any]) -> dict[str, Any]:
    """A secret's row tells how long the value is and how it begins to hash, never the value."""
    shown: dict[str, Any] = {"name": args.get("name")}
    value = args.get("value")
    if isinstance(value, str):
        shown["length"] = len(value.encode())
        shown["sha256"] = sha256(value.encode()).hexdigest()[:8]
    return shown
