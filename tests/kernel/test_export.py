"""Spans of a journal in other tools' formats."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.kernel.export.chrome_trace import chrome_trace
from workbench.kernel.export.har import har
from workbench.kernel.export.html import html
from workbench.kernel.export.otlp import otlp
from workbench.kernel.export.spans import spans
from workbench.kernel.journal.record import Record

MS = 1_000_000


def record(seq: int, kind: str = "panel", **fields: Any) -> Record:
    values: dict[str, Any] = {
        "seq": seq, "kind": kind, "id": f"{kind}-{seq}", "parent_id": None, "cause_id": None,
        "app_id": "notes", "actor": "u-ada", "at": 1_790_000_000.0, "started_ns": 0,
        "duration_ms": 1.0, "status": "ok", "name": f"thing{seq}", "body": {},
    }  # fmt: skip
    values.update(fields)
    return Record(**values)


def test_a_span_belongs_to_the_outermost_above_it_by_parent_or_cause() -> None:
    found = spans(
        [
            record(1, id="turn"),
            record(2, id="call", cause_id="turn"),
            record(3, id="http", parent_id="call"),
            record(4, id="other"),
        ]
    )
    assert {span.record.id: span.root for span in found} == {
        "turn": "turn", "call": "turn", "http": "turn", "other": "other",
    }  # fmt: skip


def test_of_a_span_written_twice_the_end_counts_and_instants_are_left_out() -> None:
    started = record(1, id="t", status="running", duration_ms=None)
    ended = record(2, id="t", status="ok", duration_ms=5.0)
    assert [
        span.record.status for span in spans([started, ended, record(3, duration_ms=None)])
    ] == ["ok"]


def test_causes_that_run_in_a_circle_do_not_hang_an_export() -> None:
    found = spans([record(1, id="a", cause_id="b"), record(2, id="b", cause_id="a")])
    assert len(found) == 2


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), max_size=40))
def test_on_one_line_of_a_chrome_trace_spans_hold_or_follow_each_other(
    times: list[tuple[int, int]],
) -> None:
    trace = chrome_trace(
        record(n, started_ns=start * MS, duration_ms=float(took))
        for n, (start, took) in enumerate(times)
    )
    drawn = [event for event in trace["traceEvents"] if event["ph"] == "X"]
    assert len(drawn) == len(times)
    for one in drawn:
        for other in drawn:
            if one is other or one["tid"] != other["tid"]:
                continue
            a, b = (one["ts"], one["ts"] + one["dur"]), (other["ts"], other["ts"] + other["dur"])
            apart = a[1] <= b[0] or b[1] <= a[0]
            within = (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])
            assert apart or within


def test_a_request_that_failed_has_status_zero_and_says_why() -> None:
    error = {"type": "ReadTimeout", "message": "too slow"}
    args = {"method": "get", "url": "https://a.example/x?y=1&y=2"}
    (entry,) = har([record(1, "http", body={"args": args, "error": error, "value": None})])["log"][
        "entries"
    ]
    assert entry["response"]["status"] == 0
    assert entry["response"]["comment"] == "ReadTimeout: too slow"
    assert entry["request"]["method"] == "GET"


def test_bytes_stay_base64_in_a_har() -> None:
    value = {"status_code": 200, "body": "AAE=", "body_kind": "bytes", "headers": {}}
    (entry,) = har([record(1, "http", body={"value": value})])["log"]["entries"]
    assert entry["response"]["content"]["encoding"] == "base64"
    assert entry["response"]["content"]["text"] == "AAE="


def test_a_failed_span_is_an_error_to_a_collector() -> None:
    made = otlp([record(1, status="timeout"), record(2)])
    spans_made = made["resourceSpans"][0]["scopeSpans"][0]["spans"]
    assert [span["status"]["code"] for span in spans_made] == [2, 1]


# -- the page


class Outline(HTMLParser):
    """What a browser would make of a page: tags with their attributes, and the text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def turn_of_a_session() -> list[Record]:
    said = [{"role": "user", "text": "add <b>milk</b>"}, {"role": "assistant", "text": "Done & ok"}]
    wrong = {
        "type": "ValueError",
        "message": "no",
        "file": "/x/a.py",
        "line": 3,
        "hint": "Mend it.",
    }
    return [
        record(1, "build", name="notes",
               body={"declarations": {"display_name": "Notes", "version": "1.0.0"}}),
        record(2, "turn", id="t", status="thinking", duration_ms=None, body={}),
        record(3, "call", id="c", parent_id="t", name="create", started_ns=2 * MS,
               duration_ms=4.0),
        record(4, "step", parent_id="t", name="notes.create",
               body={"args": {"title": "</script>"}, "summary": "Created", "error": None}),
        record(5, "turn", id="t", status="done", duration_ms=10.0, body={"messages": said}),
        record(6, "panel", id="p", name="list", started_ns=20 * MS, status="error"),
        record(7, "audit", name="create", status="error", body={"args": {"n": 1}, "error": "no"}),
        record(8, "problem", name="no", status="error", body={"error": wrong}, duration_ms=None),
    ]  # fmt: skip


def test_a_page_tells_turns_traces_audit_and_problems_and_nothing_runs_in_it() -> None:
    source = html(turn_of_a_session())
    seen = Outline(source)
    text = " ".join(seen.text)
    assert not seen.open
    assert "add <b>milk</b>" in text
    assert '{"title":"</script>"}' in text
    for words in ("Session of Notes", "Done & ok", "Created", "call create", "panel list",
                  "/x/a.py:3", "Mend it."):  # fmt: skip
        assert words in text
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in seen.tags}
    assert not any(name.startswith("on") for _, attrs in seen.tags for name in attrs)
    assert "http" not in source.replace("http-equiv", "").replace("k-http", "")
    anchors = {attrs["href"] for tag, attrs in seen.tags if tag == "a"}
    assert anchors == {"#problems", "#turns", "#traces", "#audit"}


def test_an_empty_session_says_so() -> None:
    assert "Nothing happened in this session." in " ".join(Outline(html([])).text)


def test_a_long_session_keeps_the_newest_and_says_how_many_there_were() -> None:
    ledger = [record(n, "audit", name=f"f{n}", duration_ms=1.0) for n in range(1, 1_502)]
    text = " ".join(Outline(html(ledger)).text)
    assert "the newest 1,000 of 1,501" in text
    assert "f1501" in text
    assert "f501 " not in text


@pytest.mark.parametrize(
    "said", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "</style></main>", "&lt;a&gt;"]
)
def test_no_text_becomes_markup(said: str) -> None:
    records = [record(1, "audit", name=said, status=said, actor=said, body={"error": said})]
    page = Outline(html(records))
    assert not {tag for tag, _ in page.tags} & {"script", "img"}
    assert not page.open
    assert said in page.text
