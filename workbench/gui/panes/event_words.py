"""What the Events pane says of a record: a publication, a delivery, or a frame to the frontend.

Qt-free.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from workbench.gui.panes.cells import status_tone
from workbench.gui.panes.description import Description, Fact, blocks, common_facts, error_text

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record


def is_frame(record: Record) -> bool:
    """Whether a record is a server-sent event, as the frontend gets it."""
    return "frame" in record.body


def is_delivery(record: Record) -> bool:
    """Whether a record is a subscriber's run, and not the publication it ran for."""
    return record.body.get("kind") == "event"


def event_type(record: Record) -> str:
    """The event's full name."""
    body = record.body
    return str(body.get("event_type") or body.get("type") or body.get("event") or record.name)


def outcome(record: Record) -> tuple[str, str]:
    """What became of it, and its tone.

    The platform swallows what a subscriber raises, and drops an event nobody subscribed to; both
    are said here.
    """
    if is_frame(record):
        return "frame", "muted"
    if is_delivery(record):
        if record.status in ("ok", "success"):
            return "delivered", "success"
        return ("swallowed", "warning") if record.body.get("error") else (record.status, "muted")
    subscribers = record.body.get("subscribers")
    if record.status == "published" and not subscribers:
        return "nobody hears", "warning"
    return record.status, "info" if record.status == "published" else status_tone(record.status)


def hears(record: Record) -> str:
    """ "notes → bookkeeper" of a delivery; the publisher and how many hear it of a publication."""
    if is_frame(record):
        return f"stream of {record.body.get('tenant_id')}"
    publisher = event_type(record).partition(".")[0]
    if is_delivery(record):
        return f"{publisher} → {record.app_id}"
    count = len(record.body.get("subscribers") or ())
    return f"{publisher} → {count} subscriber{'' if count == 1 else 's'}"


def data(record: Record) -> Any:
    """What the event carries."""
    return record.body.get("params") if is_delivery(record) else record.body.get("data")


def swallowed_text(record: Record) -> str:
    """The error nobody was told of, on one line; empty without one."""
    error = record.body.get("error")
    if not is_delivery(record) or not isinstance(error, dict):
        return ""
    return f"{error.get('type')}: {error.get('message')}"


def describe_event(record: Record, caused: Sequence[Record] = ()) -> Description:
    """A publication with what it caused, one delivery, or one frame."""
    text, tone = outcome(record)
    deliveries = [other for other in caused if is_delivery(other)]
    panels = [name for other in caused if other.kind == "refresh" for name in _panels(other)]
    return Description(
        event_type(record),
        "only panels hear" if text == "nobody hears" and panels else text,
        tone,
        hint=_hint(record, text, bool(panels)),
        facts=(*common_facts(record), *_facts(record)),
        blocks=tuple(
            blocks(
                ("error", error_text(record.body.get("error"))),
                ("data", data(record)),
                ("deliveries", "\n".join(_line(delivery) for delivery in deliveries)),
                ("panels fetched again", "\n".join(panels)),
            )
        ),
    )


def _hint(record: Record, text: str, panels: bool) -> str:
    if is_frame(record) and record.body.get("event") == "panel_refresh":
        return "The frontend fetches every open panel: it does not look at the list of panels."
    if is_frame(record):
        return "What listens to the stream gets this; panels that follow the event are fetched."
    if text == "nobody hears" and not panels:
        return "No loaded extension subscribes to it with @ext.on_event."
    if text == "swallowed":
        return "The platform logs this and goes on: neither the publisher nor the user is told."
    return ""


def _facts(record: Record) -> list[Fact]:
    found: list[Fact] = [("from → to", hears(record), "")]
    if is_frame(record):
        found.append(("frame", str(record.body["frame"]), "its number in the stream"))
    elif is_delivery(record):
        found.append(("handler", record.name, "runs with ctx = None"))
        found.append(("runs as", str(record.actor or "–"), ""))
    elif record.body.get("source"):
        found.append(("published by", str(record.actor or "–"), str(record.body["source"])))
    return found


def _panels(refresh: Record) -> list[str]:
    panels = refresh.body.get("panels")
    return [str(name) for name in panels] if isinstance(panels, list) else []


def _line(record: Record) -> str:
    took = "" if record.duration_ms is None else f" · {record.duration_ms:.1f} ms"
    wrong = swallowed_text(record)
    return f"{record.app_id}  {record.name}  {outcome(record)[0]}{took}{wrong and f' · {wrong}'}"
