"""The gates of one call of a chat turn, in the platform's order, each with its verdict.

exists, scopes, secrets, intent, placeholders, bleed, target, confirmation, id_shape, params. A
verdict is passed, stopped, escalated, asked or bypassed, with the reason; the whole list is one
``gate`` record of the call.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from workbench.kernel import gates
from workbench.kernel.declarations import Declarations
from workbench.kernel.errors import ErrorReport
from workbench.kernel.gates import Refusal
from workbench.kernel.personas import Persona

Verdict = Literal["passed", "stopped", "escalated", "asked", "accepted", "bypassed"]

CODES = frozenset(
    {
        "VALIDATION_MISSING_FIELD", "VALIDATION_TYPE_ERROR", "FABRICATED_ID_SHAPE", "UNKNOWN_TOOL",
        "UNKNOWN_SUB_FUNCTION", "PERMISSION_DENIED", "BACKEND_TIMEOUT", "BACKEND_5XX",
        "RATE_LIMITED", "INTERNAL", "EXT_UNSTRUCTURED_ERROR",
    }
)  # fmt: skip
"""The platform's error taxonomy; a write whose arguments hold one of these repeats an error."""

_CHANGES = frozenset({"write", "destructive"})
_OTHERS = re.compile(r"^(?:target_|for_|on_behalf_of_)?(?:user|member|owner)(?:_id)?$")
_MAY = ("users:write", "admin")


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What one gate said of a call."""

    gate: str
    verdict: Verdict
    reason: str = ""

    def as_json(self) -> dict[str, str]:
        """The verdict as the journal and the command line show it."""
        return {"gate": self.gate, "verdict": self.verdict, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Call:
    """A call before its gates: ``intent`` is what the turn was classified as."""

    app_id: str
    function: str
    action_type: str
    args: Mapping[str, Any]
    intent: str
    user: Persona
    failed_before: bool = False


class Gates:
    """The verdicts on one call, as it comes to each gate."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.verdicts: list[GateVerdict] = []
        self.forced = False

    def before_confirmation(
        self, declared: Declarations | None, missing_secrets: Iterable[str]
    ) -> ErrorReport | None:
        """Gates 1 to 7; the error of the one that stopped the call."""
        call = self.call
        if declared is None:
            report = ErrorReport("NotLoaded", f"no extension {call.app_id!r} is loaded")
            return self._stop("exists", report)
        row = declared.handler("function", call.function) or declared.handler("tool", call.function)
        if row is None:
            return self._refused(
                "exists", gates.refuse_unknown(declared, "function", call.function)
            )
        self._pass("exists")
        scopes = list(row.get("scopes") or ())
        wildcard = not scopes and not declared.get("capabilities")
        why = "nothing declared: wildcard fallback" if wildcard else "none required"
        stopped = self._judge("scopes", gates.refuse_scopes(scopes, call.user), why) or self._judge(
            "secrets", gates.refuse_secrets(call.app_id, missing_secrets)
        )
        if stopped is not None:
            return stopped
        self._intent()
        return (
            self._judge("placeholders", gates.refuse_placeholders(call.args))
            or self._judge("bleed", _refuse_bleed(call))
            or self._target()
        )

    def confirmation(self, asks: bool, why: str) -> bool:
        """Gate 8: whether the user is asked; a destructive call on another user always is."""
        asked = asks or self.forced
        self._add("confirmation", "asked" if asked else "bypassed", why)
        return asked

    def accepted(self) -> None:
        """The user said yes."""
        self._replace("confirmation", "accepted")

    def declined(self, status: str) -> None:
        """The user said no, or nothing in time."""
        self._replace("confirmation", "stopped", status)

    def id_shape(self, args: Mapping[str, Any]) -> ErrorReport | None:
        """Gate 9, again before each retry."""
        return self._judge("id_shape", gates.refuse_made_up_ids(args))

    def params(self, error: ErrorReport | None) -> None:
        """Gate 10: what the parameter model said."""
        if error is None:
            self._pass("params")
        else:
            self._add("params", "stopped", error.message)

    def as_json(self) -> list[dict[str, str]]:
        """All verdicts so far, in order."""
        return [verdict.as_json() for verdict in self.verdicts]

    def _intent(self) -> None:
        """A message understood as a read that became a write is taken for the write it is."""
        call = self.call
        if call.intent == "read" and call.action_type in _CHANGES:
            self._add("intent", "escalated", f"classified as read, but it is a {call.action_type}")
        elif call.intent in ("chain", "automation"):
            self._add("intent", "bypassed", f"a step of a {call.intent}")
        else:
            self._pass("intent")

    def _target(self) -> ErrorReport | None:
        """Acting on another user takes a scope, and always a yes if it cannot be undone."""
        call = self.call
        other = _other_user(call)
        if other is None:
            self._pass("target")
            return None
        if not any(gates.covers(call.user.scopes, scope) for scope in _MAY):
            message = f"{call.user.imperal_id} may not act on {other}"
            report = ErrorReport("Blocked", message, code="PERMISSION_DENIED")
            return self._stop("target", report)
        self.forced = call.action_type == "destructive"
        self._pass("target", f"acts on {other}" + ("; must be confirmed" if self.forced else ""))
        return None

    def _judge(self, gate: str, refusal: Refusal | None, why: str = "") -> ErrorReport | None:
        if refusal is not None:
            return self._refused(gate, refusal)
        self._pass(gate, why)
        return None

    def _refused(self, gate: str, refusal: Refusal | None) -> ErrorReport | None:
        return None if refusal is None else self._stop(gate, refusal.error)

    def _stop(self, gate: str, report: ErrorReport) -> ErrorReport:
        self._add(gate, "stopped", report.message)
        return report

    def _pass(self, gate: str, reason: str = "") -> None:
        self._add(gate, "passed", reason)

    def _add(self, gate: str, verdict: Verdict, reason: str = "") -> None:
        self.verdicts.append(GateVerdict(gate, verdict, reason))

    def _replace(self, gate: str, verdict: Verdict, reason: str | None = None) -> None:
        self.verdicts = [
            GateVerdict(gate, verdict, reason if reason is not None else row.reason)
            if row.gate == gate
            else row
            for row in self.verdicts
        ]


def _refuse_bleed(call: Call) -> Refusal | None:
    if call.action_type not in _CHANGES or not call.failed_before:
        return None
    found = next((text for text in _texts(call.args) if any(code in text for code in CODES)), None)
    if found is None:
        return None
    message = f"an argument repeats the error of an earlier call: {found:.80}"
    return Refusal("bleed", ErrorReport("Blocked", message, code="BLOCKED"))


def _other_user(call: Call) -> str | None:
    for name, value in call.args.items():
        if _OTHERS.match(name) and isinstance(value, str) and value:
            return value if value not in (call.user.imperal_id, call.user.email, "me") else None
    return None


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, Sequence):
        return [text for item in value for text in _texts(item)]
    return []
