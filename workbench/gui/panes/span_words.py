"""What a span is called, and what else is said of it in words. Qt-free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.gui.panes.spans import UNDER_WAY

if TYPE_CHECKING:
    from workbench.kernel.journal.record import Record


def title(record: Record) -> str:
    """What a span is called: "turn", "panel sidebar", "http POST /v1/notes"."""
    body: dict[str, Any] = record.body
    plain = {"turn": "turn", "plan": "classify", "confirmation": "confirm"}
    if record.kind in plain:
        return plain[record.kind]
    if record.kind == "http":
        args = body.get("args") if isinstance(body.get("args"), dict) else {}
        method = str((args or {}).get("method") or "").upper()
        path = _path(str((args or {}).get("url") or ""))
        return f"http {method} {path}".strip() if method or path else f"http {record.name}"
    if record.kind in ("panel", "skeleton", "schedule", "webhook", "refresh", "task", "gate"):
        return f"{record.kind} {record.name}"
    if record.kind in ("service", "cache", "notify", "call"):
        return record.name
    if record.kind == record.name or not record.name:
        return record.kind
    return f"{record.kind} {record.name}"


def remark(record: Record) -> str:
    """The dimmer words after the title."""
    body = record.body
    if record.kind == "turn":
        return str(body.get("text") or record.name or "")
    if record.kind == "http":
        value = body.get("value") if isinstance(body.get("value"), dict) else {}
        parts = [str((value or {}).get("status_code") or ""), str(body.get("rule") or "")]
        return " · ".join(part for part in parts if part)
    if record.kind == "confirmation":
        return record.status if record.status in UNDER_WAY else f"{record.status} by {record.actor}"
    if record.kind == "plan":
        steps = body.get("action_plans")
        count = len(steps) if isinstance(steps, list) else 0
        source = str(body.get("source") or "")
        return " · ".join(p for p in (record.name, source, f"{count} steps" * (count > 1)) if p)
    if record.kind == "cache":
        args = body.get("args")
        return str(args.get("key") or "") if isinstance(args, dict) else ""
    if record.kind == "call":
        return str(body.get("action_type") or "")
    if record.kind == "panel":
        source = str(body.get("source") or "")
        return "" if source == "user" else source
    error = body.get("error")
    if isinstance(error, dict) and record.status not in ("ok", "success"):
        return str(error.get("message") or error.get("type") or "")
    return ""


def _path(url: str) -> str:
    rest = url.split("://", 1)[-1]
    path = "/" + rest.split("/", 1)[1] if "/" in rest else rest
    return path.split("?", 1)[0]


def details(record: Record) -> str:
    """Inputs and outcome as readable text for the side panel."""
    import json

    body = record.body
    parts: list[str] = []
    for label, key in (("params", "params"), ("args", "args"), ("value", "value")):
        value = body.get(key)
        if value not in (None, "", {}, []):
            text = json.dumps(value, ensure_ascii=False, indent=1, default=str)
            parts.append(f"{label}\n{text if len(text) < 3_000 else text[:3_000] + ' …'}")
    error = body.get("error")
    if isinstance(error, dict):
        parts.insert(0, f"{error.get('type')}: {error.get('message')}")
    elif not parts and body:
        parts.append(json.dumps(body, ensure_ascii=False, indent=1, default=str)[:3_000])
    return "\n\n".join(parts)
