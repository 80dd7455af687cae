"""The gates a call passes before its handler runs, in the platform's order.

Unknown function, scopes, required secrets, placeholder arguments, made-up ids. The confirmation
gate is the chat's (`workbench.kernel.chat.confirmation`) and the parameter model the child's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.kernel.declarations import Declarations
from workbench.kernel.errors import ErrorReport
from workbench.kernel.personas import Persona

_PLACEHOLDER = re.compile(r"^<[A-Z][A-Z0-9_]*>$")
_MADE_UP_ID = re.compile(r"^[a-z][a-z0-9]*-[a-z][a-z0-9]*-\d+$")
ANY_METHOD = frozenset({"ANY", "ALL"})
"""Words with which a webhook takes whatever method it is called with."""
_ID_FIELDS = ("message_id", "thread_id", "email_id", "msg_id")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a gate did not let a call through: the gate's name and what the caller is told.

    ``status`` is the outcome's: refused, or error where a fault rule stands in for the handler.
    """

    gate: str
    error: ErrorReport
    status: str = "refused"


def refuse_unknown(declared: Declarations, kind: str, name: str) -> Refusal | None:
    """The first gate: the handler must exist in the build that is running."""
    if declared.handler(kind, name) is not None:
        return None
    known = declared.names(kind)
    hint = f"{declared.app_id} declares: {', '.join(known)}" if known else None
    code = {"function": "UNKNOWN_SUB_FUNCTION", "tool": "UNKNOWN_TOOL"}.get(kind)
    what = {"function": "chat function", "exposed": "exposed method"}.get(kind, kind)
    message = f"{declared.app_id} has no {what} {name!r}"
    return Refusal("exists", ErrorReport("NotDeclared", message, hint=hint, code=code))


def refuse_scopes(required: Iterable[str], user: Persona) -> Refusal | None:
    """A tool's scopes must all be among the user's; ``*`` and ``ns.*`` cover what is below."""
    missing = [scope for scope in required if not covers(user.scopes, scope)]
    if not missing:
        return None
    message = f"{user.imperal_id} lacks the scope {', '.join(missing)}"
    error = ErrorReport("PermissionError", message, code="PERMISSION_DENIED")
    return Refusal("scopes", error)


def refuse_method(declared: Mapping[str, Any], method: str) -> Refusal | None:
    """A webhook answers the method it declares: one of them, several (``GET, POST``) or ``ANY``."""
    allowed = methods_of(declared)
    if method.upper() in allowed or allowed & ANY_METHOD:
        return None
    takes = ", ".join(sorted(allowed))
    error = ErrorReport(
        "MethodNotAllowed",
        f"webhook {declared['path']!r} takes {takes}, not {method.upper()}",
        file=declared.get("file"),
        line=declared.get("line"),
        hint=f'Declare it with method="{method.upper()}", or call it with {takes}.',
    )
    return Refusal("method", error)


def methods_of(declared: Mapping[str, Any]) -> frozenset[str]:
    """The HTTP methods a webhook declares, in capitals; POST if it names none."""
    return frozenset(re.findall(r"[A-Z]+", str(declared.get("method") or "POST").upper()))


def refuse_secrets(app_id: str, missing: Iterable[str]) -> Refusal | None:
    """A required secret that is not set blocks the handler; chat asks the user for it instead."""
    names = list(missing)
    if not names:
        return None
    listed = ", ".join(names)
    error = ErrorReport(
        "SecretMissing",
        f"{app_id} needs the secret {listed} before it can run",
        hint=f"Set it under Secrets, or as IMPERAL_SECRET_{names[0].upper()}.",
        code="SECRET_MISSING",
    )
    return Refusal("secrets", error)


def refuse_placeholders(params: Mapping[str, Any]) -> Refusal | None:
    """An argument such as ``<NOTE_ID>`` means the planner did not know the value."""
    found = _placeholder(params)
    if found is None:
        return None
    message = f"the argument {found} is a placeholder, not a value"
    return Refusal("placeholders", ErrorReport("Blocked", message, code="BLOCKED"))


def refuse_made_up_ids(params: Mapping[str, Any]) -> Refusal | None:
    """Ids of mail and messages never look like ``word-word-12``; such a value was invented."""
    for name in _ID_FIELDS:
        value = params.get(name)
        if isinstance(value, str) and _MADE_UP_ID.match(value):
            error = ErrorReport(
                "FabricatedId",
                f"{name}={value!r} does not have the shape of a real id",
                hint="Take the id from an earlier result instead of composing one.",
                code="FABRICATED_ID_SHAPE",
            )
            return Refusal("id_shape", error)
    return None


def covers(scopes: Iterable[str], wanted: str) -> bool:
    """True when ``wanted`` is granted by ``scopes``: exactly, by ``*`` or by ``ns.*``."""
    for scope in scopes:
        if scope in ("*", wanted):
            return True
        if scope.endswith(".*") and (wanted + ".").startswith(scope[:-1]):
            return True
    return False


def _placeholder(value: Any) -> str | None:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if _PLACEHOLDER.match(item.strip()):
                return item.strip()
        elif isinstance(item, Mapping):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return None
