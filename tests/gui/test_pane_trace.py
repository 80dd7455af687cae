"""Traces: records of one cause as a tree in time."""

from __future__ import annotations

from functools import partial
from typing import Any

from pytestqt.qtbot import QtBot

from tests.gui.gui_fakes import ListJournal, record
from workbench.gui.panes.span_model import SpanModel
from workbench.gui.panes.span_words import remark, title
from workbench.gui.panes.spans import extent, gather, lay_out
from workbench.gui.panes.time_scale import round_step, ticks
from workbench.gui.panes.trace_shape import trace_of
from workbench.gui.panes.waterfall import Waterfall
from workbench.kernel.journal.record import Record

MS = 1_000_000


def turn() -> list[Record]:
    """A turn as the kernel writes it: begun and ended, a step written last, a panel it caused."""
    plain: dict[str, Any] = {"duration_ms": None}
    said = {"text": "hi"}
    return [
        record(1, "turn", id="turn-1", started_ns=0, status="thinking", body=said, **plain),
        record(2, "confirmation", id="c", parent_id="turn-1", started_ns=10 * MS, status="waiting",
               **plain),
        record(3, "confirmation", id="c", parent_id="turn-1", started_ns=250 * MS,
               status="accepted", **plain),
        record(4, "http", id="h", parent_id="call-1", started_ns=265 * MS, duration_ms=52.0,
               name="http.request",
               body={"args": {"method": "post", "url": "https://x.test/v1/notes?a=1"},
                     "value": {"status_code": 201}}),
        record(5, "call", id="call-1", parent_id="step-1", started_ns=260 * MS, duration_ms=84.0,
               name="create_note", body={"stages": [{"kind": "handler", "start_ms": 4.0}]}),
        record(6, "step", id="step-1", parent_id="turn-1", started_ns=345 * MS, duration_ms=84.0),
        record(7, "panel", id="panel-9", cause_id="turn-1", started_ns=350 * MS, duration_ms=42.0,
               name="sidebar", body={"source": "refresh"}),
        record(8, "turn", id="turn-1", started_ns=0, duration_ms=400.0, status="done",
               body=said),
        record(9, "audit", parent_id="call-1", started_ns=344 * MS),
        record(10, "log", parent_id="call-1", started_ns=300 * MS),
    ]  # fmt: skip


def rows(closed: frozenset[str] = frozenset()) -> list[tuple[str, int]]:
    return [(title(row.record), row.depth) for row in trace_of("turn-1", turn()).opened(closed)]


def test_spans_stand_under_what_encloses_or_caused_them() -> None:
    assert rows() == [
        ("turn", 0),
        ("confirm", 1),
        ("create_note", 1),
        ("http POST /v1/notes", 2),
        ("panel sidebar", 1),
    ]


def test_a_closed_span_leaves_its_children_out() -> None:
    assert ("http POST /v1/notes", 2) not in rows(frozenset({"call-1"}))


def test_what_waited_lasts_from_its_first_record_to_its_last() -> None:
    confirm = lay_out(turn(), "turn-1")[1]
    assert confirm.start_ms == 10
    assert confirm.duration_ms == 240


def test_the_extent_reaches_to_the_last_end() -> None:
    assert extent(lay_out(turn(), "turn-1")) == 400.0


def test_remarks_say_what_the_title_does_not() -> None:
    by_kind = {r.kind: remark(r) for r in turn()}
    assert by_kind["http"] == "201"
    assert by_kind["panel"] == "refresh"
    assert by_kind["confirmation"] == "accepted by u-ada"


def test_all_records_of_a_trace_are_gathered_from_its_root() -> None:
    journal = ListJournal([*turn(), record(50, "panel", id="other")])

    class Reader:
        read = staticmethod(journal.read_now)

    found = partial(gather, root=turn()[0])(Reader())  # type: ignore[arg-type]
    assert {r.seq for r in found} == {r.seq for r in turn()}


def test_axis_ticks_are_round_and_fit_the_room() -> None:
    assert ticks(0, 1038, round_step(1038, 6)) == [0, 200, 400, 600, 800, 1000]
    assert ticks(0, 0.9, round_step(0.9, 4))[1] == 0.5
    for span in (0.3, 7, 55, 999, 61_204):
        assert len(ticks(0, span, round_step(span, 6))) <= 8


def test_time_in_overlapping_calls_counts_once(qtbot: QtBot) -> None:
    model = SpanModel()
    calls = [
        record(1, "panel", id="p", started_ns=0, duration_ms=100.0),
        record(2, "http", parent_id="p", started_ns=0, duration_ms=60.0),
        record(3, "http", parent_id="p", started_ns=30 * MS, duration_ms=60.0),
    ]
    model.show_trace(trace_of("p", calls))
    root = model.item(0)
    assert root is not None
    assert model.inside_ms(root) == 90.0


def test_opening_and_closing_keeps_the_selection(qtbot: QtBot) -> None:
    model = SpanModel()
    model.show_trace(trace_of("turn-1", turn()))
    view = Waterfall(model)
    qtbot.addWidget(view)
    view.reveal_row(2)
    model.toggle(2)
    assert model.rowCount() == 4
    assert model.row_of("call-1") == 2
    model.toggle(2, opened=True)
    assert model.rowCount() == 5


def test_the_filter_keeps_the_root_and_counts_the_rest(qtbot: QtBot) -> None:
    model = SpanModel()
    model.show_trace(trace_of("turn-1", turn()))
    model.set_filter("http")
    assert [title(model.item(row).record) for row in range(2)] == [  # type: ignore[union-attr]
        "turn",
        "http POST /v1/notes",
    ]
    assert model.hidden == 3


def test_the_model_keeps_qts_rules(qtbot: QtBot, qtmodeltester: Any) -> None:
    model = SpanModel()
    qtmodeltester.check(model)
    model.show_trace(trace_of("turn-1", turn()[:5]))
    model.show_trace(trace_of("turn-1", turn()))
    model.toggle(2)
