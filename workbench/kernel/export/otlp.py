"""A session as OpenTelemetry spans (OTLP, JSON encoding), which trace collectors take."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any, Final

import orjson

from workbench import __version__
from workbench.kernel.export.spans import Span, facts, spans
from workbench.kernel.journal.record import Record

_INTERNAL: Final = 1
_OK: Final = 1
_ERROR: Final = 2
_FAILED: Final = frozenset({"error", "failed", "timeout", "host_lost"})


def otlp(records: Iterable[Record]) -> dict[str, Any]:
    """The spans of these records, by extension.

    A span's instant is the virtual time at which it was recorded, its duration is real.
    """
    known = spans(records)
    ids = {span.record.id for span in known}
    by_app: dict[str, list[dict[str, Any]]] = {}
    for span in known:
        by_app.setdefault(span.record.app_id or "platform", []).append(_span(span, ids))
    scope = {"name": "imperal-workbench", "version": __version__}
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": _attributes({"service.name": name})},
                "scopeSpans": [{"scope": scope, "spans": made}],
            }
            for name, made in by_app.items()
        ]
    }


def _span(span: Span, ids: set[str]) -> dict[str, Any]:
    record = span.record
    start = round(record.at * 1e9)
    parent = next((id for id in (record.parent_id, record.cause_id) if id in ids), None)
    return {
        "traceId": _hash(span.root, 16),
        "spanId": _hash(record.id, 8),
        "parentSpanId": _hash(parent, 8) if parent is not None else "",
        "name": f"{record.kind} {record.name}",
        "kind": _INTERNAL,
        "startTimeUnixNano": str(start),
        "endTimeUnixNano": str(start + span.end_ns - span.start_ns),
        "attributes": _attributes(facts(record)),
        "status": {"code": _ERROR if record.status in _FAILED else _OK},
    }


def _attributes(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in values.items()]


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"stringValue": value}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    return {"stringValue": orjson.dumps(value, default=str).decode()}


def _hash(id: str, size: int) -> str:
    """An id of the length the format asks for; the same in every export of a session."""
    return blake2b(id.encode(), digest_size=size).hexdigest()
