"""The look checks find what they are for: each kind of fault is planted and must be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from benchmarks.drawn_text import drawn
from benchmarks.look_checks import faults
from tests.gui.render.bench import Bench, node, stack, text
from workbench.gui.render import registry
from workbench.gui.render.view import NodeView

PROBE = "‹look probe›"
Draw = Callable[[QPainter, QRect], None]


class Probe(NodeView):
    """Paints whatever a test wants, in a place of 200 × 40 px."""

    draw: Draw = staticmethod(lambda painter, rect: None)

    def measure_natural(self) -> int:
        return 200

    def measure_height(self, width: int) -> int:
        return 40

    def paint(self, painter: QPainter, clip: QRect) -> None:
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.color("text"))
        type(self).draw(painter, self.rect)

    def tooltip_at(self, point: object) -> str:
        return str(self.node.props.get("tip", ""))


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Probe]]:
    registry.register_part(PROBE)(Probe)
    before = Probe.draw
    yield Probe
    Probe.draw = staticmethod(before)


def kinds(bench: Bench, tree: dict[str, Any]) -> list[tuple[str, str]]:
    bench.show(tree)
    return [(fault.kind, fault.text) for fault in faults(bench.panel, tree)]


def planted(draw: Draw, **props: Any) -> dict[str, Any]:
    Probe.draw = staticmethod(draw)
    return stack(node(PROBE, **props))


def at(x: float, words: str) -> Draw:
    return lambda painter, rect: painter.drawText(QPointF(rect.x() + x, rect.y() + 20), words)


def test_what_is_drawn_is_found_with_its_words_place_and_colour(bench: Bench) -> None:
    bench.show(stack(text("Hello there"), node("List", items=[{"title": "Row"}])))
    found = {run.text: run for run in drawn(bench.panel)}
    hello = found["Hello there"]
    assert 24 <= hello.ink.left() <= 27
    assert 24 <= hello.ink.top() < hello.ink.bottom() <= 48
    assert hello.color == bench.panel.theme.color("text")
    assert "Row" in found


def test_good_text_is_no_fault(bench: Bench, probe: type[Probe]) -> None:
    assert kinds(bench, planted(at(0, "all is well"))) == []


def test_text_beyond_what_can_be_seen_is_cut(bench: Bench, probe: type[Probe]) -> None:
    assert kinds(bench, planted(at(540, "over the edge"))) == [("cut", "over the edge")]


def test_text_behind_a_clip_is_cut(bench: Bench, probe: type[Probe]) -> None:
    def draw(painter: QPainter, rect: QRect) -> None:
        painter.setClipRect(rect.adjusted(0, 0, -rect.width() + 20, 0))
        painter.drawText(QPointF(rect.x(), rect.y() + 20), "half of it")

    assert kinds(bench, planted(draw)) == [("cut", "half of it")]


@pytest.mark.qt_log_ignore("does not support raise")
def test_an_ellipsis_needs_a_tooltip(bench: Bench, probe: type[Probe]) -> None:
    assert kinds(bench, planted(at(0, "not all of…"))) == [("cut", "not all of…")]
    assert kinds(bench, planted(at(0, "not all of…"), tip="not all of it")) == []


def test_an_ellipsis_the_author_wrote_is_a_text_like_any_other(
    bench: Bench, probe: type[Probe]
) -> None:
    assert kinds(bench, planted(at(0, "to be continued…"), words="to be continued…")) == []


def test_two_texts_over_one_another_overlap(bench: Bench, probe: type[Probe]) -> None:
    def draw(painter: QPainter, rect: QRect) -> None:
        at(0, "first words")(painter, rect)
        at(12, "second words")(painter, rect)

    assert [kind for kind, _ in kinds(bench, planted(draw))] == ["overlap"]


def test_siblings_over_one_another_overlap(bench: Bench) -> None:
    tree = stack(text("one"), text("two"))
    bench.show(tree)
    second = bench.view("Text", 1)
    second.place(second.x, second.y - 20, second.w, second.h)
    assert "overlap" in {fault.kind for fault in faults(bench.panel, tree)}


def test_pale_text_is_told_with_what_is_really_behind_it(bench: Bench, probe: type[Probe]) -> None:
    def draw(painter: QPainter, rect: QRect) -> None:
        painter.fillRect(rect, QColor("#777777"))
        painter.setPen(QColor("#999999"))
        at(0, "pale")(painter, rect)

    bench.show(tree := planted(draw))
    [fault] = faults(bench.panel, tree)
    assert fault.kind == "contrast"
    assert "#999999 on #777777" in fault.detail


def test_text_that_cannot_be_used_may_be_pale(bench: Bench) -> None:
    tree = node("Input", value="x", disabled=True, placeholder="y")
    assert kinds(bench, tree) == []


@pytest.mark.parametrize("words", ["{'a': 1}", "None", "True", "<object at 0x7f>"])
def test_a_python_value_on_the_screen_is_told(bench: Bench, probe: type[Probe], words: str) -> None:
    assert kinds(bench, planted(at(0, words))) == [("repr", words)]


def test_what_the_author_wrote_is_no_repr(bench: Bench) -> None:
    assert kinds(bench, text("None of them is True")) == []


def test_what_lies_under_an_open_dialog_is_not_judged(bench: Bench) -> None:
    dialog = node("Dialog", title="Over everything", content=text("inside"))
    bench.resize(600, 500)
    assert kinds(bench, stack(text("below"), dialog)) == []


def test_the_words_of_a_widget_scrolled_out_of_sight_are_no_fault(bench: Bench) -> None:
    rows = [{"title": f"Row {number}"} for number in range(50)]
    assert kinds(bench, node("List", items=rows, max_height=120)) == []
    assert isinstance(bench.panel, QWidget)
