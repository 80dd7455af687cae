"""A session as one readable page: no scripts, nothing from elsewhere, light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from workbench import __version__, paths
from workbench.kernel.export import page
from workbench.kernel.export.spans import Span
from workbench.kernel.export.story import LINES, TRACES, TURNS, Story, Turn, story
from workbench.kernel.journal.record import Record

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_DEEPEST = 12
_UNDRAWN = frozenset({"step", "gate"})
"""Kinds that would only repeat the span they speak of."""


def html(records: Iterable[Record]) -> str:
    """The page of these records."""
    told = story(records)
    traces = {spans[0].root: spans for spans in told.traces()}
    begun = sorted(told.turns.items(), key=lambda pair: -pair[1].record.started_ns)
    turns = [_turn(turn, traces.pop(id_, [])) for id_, turn in begun]
    parts = (
        page.section("problems", "Problems", _newest(told, "problem", LINES), _problems(told)),
        page.section("turns", "Turns", _newest(told, "turn", TURNS, told.turns), turns),
        page.section("traces", "Other traces", _rest(traces), _traces(traces)),
        page.section("audit", "Audit", _newest(told, "audit", LINES), _audit(told)),
    )
    body = "".join(parts) or '<p class="muted">Nothing happened in this session.</p>'
    style = (paths.resources() / "export" / "session.css").read_text(encoding="utf-8")
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{page.text(_title(told))}</title><style>{style}</style></head>"
        f"<body><main>{_head(told, [part for part in parts if part])}{body}</main></body></html>\n"
    )


# -- the head


def _title(told: Story) -> str:
    names = [str(_declared(b).get("display_name") or id_) for id_, b in told.builds.items()]
    return f"Session of {', '.join(names)}" if names else "Session"


def _declared(build: dict[str, Any]) -> dict[str, Any]:
    found = build.get("declarations")
    return found if isinstance(found, dict) else {}


def _head(told: Story, parts: Sequence[str]) -> str:
    facts = (
        (told.counts["turn"] and len(told.turns), "turns"),
        (told.counts["call"], "function calls"),
        (told.counts["panel"], "panel calls"),
        (told.counts["http"], "requests"),
        (told.failed, "failed calls"),
        (told.counts["problem"], "problems"),
    )
    boxes = "".join(f"<div><b>{count:,}</b><span>{word}</span></div>" for count, word in facts)
    links = "".join(
        f'<a href="#{name}">{title}</a>'
        for name, title in (
            ("problems", "Problems"),
            ("turns", "Turns"),
            ("traces", "Other traces"),
            ("audit", "Audit"),
        )
        if any(part.startswith(f'<section id="{name}"') for part in parts)
    )
    span = ""
    if told.first is not None and told.last is not None:
        span = f"{page.when(told.first)} to {page.when(told.last)} UTC, virtual time"
    return (
        f"<header><h1>{page.text(_title(told))}</h1>"
        f'<p class="muted">{span}</p><p class="quiet">{_builds(told)}</p>'
        f'<div class="facts">{boxes}</div><nav>{links}</nav></header>'
    )


def _builds(told: Story) -> str:
    made = []
    for app_id, build in told.builds.items():
        version = _declared(build).get("version") or ""
        sdk = build.get("sdk") if isinstance(build.get("sdk"), dict) else {}
        words = f"{app_id} {version}".strip()
        if sdk:
            words += f" on imperal-sdk {sdk.get('version')} ({sdk.get('origin')})"
        made.append(page.text(words))
    return " · ".join([*made, page.text(f"Imperal Workbench {__version__}")])


def _newest(told: Story, kind: str, most: int, shown: Iterable[Any] | None = None) -> str:
    """How many there are, and that only the newest are shown where there are more."""
    count = told.counts[kind] if shown is None else len(list(shown))
    return f"the newest {most:,} of {told.counts[kind]:,}" if count > most else f"{count:,}"


def _rest(traces: dict[str, list[Span]]) -> str:
    return f"the newest {TRACES:,}" if len(traces) >= TRACES else f"{len(traces):,}"


# -- turns and traces


def _turn(turn: Turn, spans: Sequence[Span]) -> str:
    record, body = turn.record, turn.record.body
    messages = body.get("messages")
    said = "".join(
        f'<div class="said"><b>{page.text(one.get("role", ""))}</b>'
        f"<span>{page.text(one.get('text', ''))}</span></div>"
        for one in (messages if isinstance(messages, list) else ())
        if isinstance(one, dict)
    )
    if not said:
        said = f'<div class="said"><b>user</b><span>{page.text(record.name)}</span></div>'
    steps = "".join(_step(step) for step in turn.steps)
    facts = " · ".join(
        part for part in (page.when(record.at), page.text(record.actor or "")) if part
    )
    head = f'<p class="quiet">{facts} {page.badge(record.status)}</p>'
    trace = _trace(spans, "Where the time went") if len(spans) > 1 else ""
    return f'<article class="card">{head}{said}{steps}{trace}</article>'


def _step(step: Record) -> str:
    body = step.body
    error = body.get("error")
    lines = [("arguments", page.json(body.get("args"))), ("result", page.json(body.get("result")))]
    if error:
        lines.append(("error", page.text(_error(error))))
    detail = "".join(
        f'<p><span class="quiet">{word}</span></p><pre>{value}</pre>'
        for word, value in lines
        if value
    )
    return (
        f"<details><summary><code>{page.text(step.name)}</code> {page.badge(step.status)}"
        f"<span>{page.text(body.get('summary') or '')}</span>"
        f'<span class="end">{page.took(step.duration_ms)}</span></summary>{detail}</details>'
    )


def _error(error: Any) -> str:
    if not isinstance(error, dict):
        return str(error)
    place = f" at {error['file']}:{error.get('line')}" if error.get("file") else ""
    return f"{error.get('type')}: {error.get('message')}{place}"


def _traces(traces: dict[str, list[Span]]) -> Iterator[str]:
    made = [_trace(spans, "") for spans in reversed(traces.values())]
    if made:
        yield f'<div class="card list">{"".join(made)}</div>'


def _trace(spans: Sequence[Span], title: str) -> str:
    """One trace that can be unfolded: its spans under one another, in time."""
    root, drawn = spans[0], list(_nested(spans))
    begin = min(span.start_ns for span, _ in drawn)
    whole = max(1, max(span.end_ns for span, _ in drawn) - begin)
    rows = "".join(_span(span, deep, begin, whole) for span, deep in drawn)
    head = page.text(title) if title else _trace_title(root.record)
    return (
        f'<details><summary>{head}<span class="end">{page.took(whole / 1e6)}</span></summary>'
        f'<div class="spans">{rows}</div></details>'
    )


def _trace_title(record: Record) -> str:
    facts = " · ".join(part for part in (record.app_id, record.actor) if part)
    return (
        f'<span class="quiet mono">{page.when(record.at)}</span> {page.text(_name(record))} '
        f'<span class="quiet">{page.text(facts)}</span> {page.badge(record.status)}'
    )


def _name(record: Record) -> str:
    """What a span is called: "panel sidebar", "POST /v1/notes", "cache.get"."""
    args = record.body.get("args")
    if record.kind == "http" and isinstance(args, dict) and args.get("url"):
        address = urlsplit(str(args["url"]))
        return f"{str(args.get('method') or 'GET').upper()} {address.path or address.netloc}"
    if record.kind in ("service", "cache", "http") or record.name == record.kind:
        return record.name
    return f"{record.kind} {record.name}"


def _nested(spans: Sequence[Span]) -> Iterator[tuple[Span, int]]:
    """The spans of a trace, each followed by those under it, with their depths."""
    ids = {span.record.id for span in spans}
    under: dict[str | None, list[Span]] = {}
    for span in spans:
        record = span.record
        above = next((id_ for id_ in (record.parent_id, record.cause_id) if id_ in ids), None)
        under.setdefault(None if span.record.id == span.root else above, []).append(span)
    seen: set[str] = set()
    waiting = [(span, 0) for span in reversed(under.get(None, []))]
    while waiting:
        span, deep = waiting.pop()
        if span.record.id in seen:
            continue
        seen.add(span.record.id)
        if span.record.kind not in _UNDRAWN or span.record.id == span.root:
            yield span, min(deep, _DEEPEST)
            deep += 1
        waiting.extend((below, deep) for below in reversed(under.get(span.record.id, [])))


def _span(span: Span, deep: int, begin: int, whole: int) -> str:
    record = span.record
    left = (span.start_ns - begin) / whole * 100
    wide = (span.end_ns - span.start_ns) / whole * 100
    failed = " failed" if record.status in page.BAD else ""
    name = page.text(_name(record))
    return (
        f'<div class="span k-{page.text(record.kind)}{failed}">'
        f'<span class="name" style="--deep:{deep}" title="{name}">{name}</span>'
        f'<span class="time"><i style="left:{left:.2f}%;width:{wide:.2f}%"></i></span>'
        f'<span class="took">{page.took(record.duration_ms)}</span></div>'
    )


# -- ledger and problems


def _audit(told: Story) -> Iterator[str]:
    heads = ("When", "Who", "Function", "Status", "Took", "Arguments")
    yield page.table(heads, (_audit_row(record) for record in reversed(told.audit)))


def _audit_row(record: Record) -> str:
    error = record.body.get("error")
    asked = f'<span class="mono">{page.json(record.body.get("args"))}</span>'
    if error:
        asked += f'<br><span class="bad">{page.text(_error(error))}</span>'
    name = f"{page.text(record.app_id or '')}.<b>{page.text(record.name)}</b>"
    return page.row(
        ("when", page.when(record.at)),
        ("", page.text(record.actor or "")),
        ("", name),
        ("", page.badge(record.status)),
        ("num", page.took(record.duration_ms)),
        ("wide", asked),
    )


def _problems(told: Story) -> Iterator[str]:
    heads = ("When", "Extension", "Level", "What")
    yield page.table(heads, (_problem_row(record) for record in reversed(told.problems)))


def _problem_row(record: Record) -> str:
    error = record.body.get("error")
    error = error if isinstance(error, dict) else {}
    what = page.text(record.name)
    if error.get("file"):
        what += (
            f'<br><span class="mono quiet">{page.text(error["file"])}:{error.get("line")}</span>'
        )
    if error.get("hint"):
        what += f'<br><span class="muted">{page.text(error["hint"])}</span>'
    return page.row(
        ("when", page.when(record.at)),
        ("", page.text(record.app_id or "")),
        ("", page.badge(record.status)),
        ("wide", what),
    )
