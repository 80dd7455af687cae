"""What a notification record says: to whom, what, and whether anybody will ever read it. Qt-free.

A notification is what ``ctx.notify`` sent, or the alert a skeleton raised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.gui.panes.columns import field
from workbench.gui.panes.description import Description, Fact, blocks, common_facts
from workbench.kernel.notices import brought_by, reached

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record

_LOST_HINT: Final = (
    "The platform drops it without a word: a notification needs a real user. Send it as one, with "
    "ctx.as_user(user_id)."
)


def message(record: Record) -> str:
    """Its text."""
    return str(_args(record).get("message") or field(record, "alert", default=record.name))


def options(record: Record) -> dict[str, Any]:
    """Priority, channel, subject and whatever else the author gave."""
    found = _args(record).get("options")
    return found if isinstance(found, dict) else {}


def fate(record: Record) -> tuple[str, str]:
    """What became of it, and the tone that is shown in."""
    if record.body.get("section"):
        return "alert", "info"
    if record.body.get("dropped"):
        return "dropped", "danger"
    return ("delivered", "success") if reached(record) else ("failed", "danger")


def describe_notification(record: Record, sender: Record | None = None) -> Description:
    """A notification in words; `sender` is the handler's run that sent it."""
    text, tone = fate(record)
    given = options(record)
    return Description(
        str(given.get("subject") or message(record)),
        text,
        tone,
        field(record, "problem"),
        _LOST_HINT if record.body.get("dropped") else "",
        facts=(*common_facts(record), *_facts(record, given, sender)),
        blocks=tuple(
            blocks(
                ("message", message(record)),
                ("body", given.get("body")),
                ("error", _error(record)),
                ("also given", _rest(given)),
            )
        ),
    )


def _facts(record: Record, given: dict[str, Any], sender: Record | None) -> list[Fact]:
    found: list[Fact] = []
    if sender is not None:
        found.append(("sent by", sender.name, f"{sender.kind} as {sender.actor}"))
    if brought_by(record):
        found.append(("sent in", "an earlier session", brought_by(record)))
    if record.body.get("section"):
        found.append(("section", str(record.body["section"]), "its value changed"))
    options_shown = ("channel", "priority")
    found += [(name, str(given[name]), "") for name in options_shown if given.get(name)]
    return found


def _rest(given: dict[str, Any]) -> dict[str, Any]:
    shown = ("subject", "body", "channel", "priority")
    return {name: value for name, value in given.items() if name not in shown}


def _error(record: Record) -> str:
    error = record.body.get("error")
    return f"{error.get('type')}: {error.get('message')}" if isinstance(error, dict) else ""


def _args(record: Record) -> dict[str, Any]:
    found = record.body.get("args")
    return found if isinstance(found, dict) else {}
