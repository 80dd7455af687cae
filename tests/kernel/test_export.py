"""Spans of a journal in other tools' formats."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workbench.kernel.export.chrome_trace import chrome_trace
from workbench.kernel.export.har import har
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
