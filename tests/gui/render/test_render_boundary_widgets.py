"""A node that fails at any step leaves no widget behind, and nobody else suffers."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.gui.render.bench import Bench, node, stack, text
from workbench.gui.render import registry
from workbench.gui.render.containment import _wrap_class
from workbench.gui.render.notice import FAILED
from workbench.gui.render.painted import painted
from workbench.gui.render.view import NodeView
from workbench.gui.render.widget_view import WidgetView

pytestmark = pytest.mark.gui


class Drawn(QWidget):
    """Paints until it is told not to."""

    broken = False

    @painted
    def paintEvent(self, painter: QPainter, event: QPaintEvent) -> None:
        if self.broken:
            raise RuntimeError("broke while painted")


class Plain(QWidget):
    """Makes a painter of its own and raises while it is active."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        raise RuntimeError("broke while painted plainly")


class Asked(QWidget):
    """Raises in what Qt asks it, several times in a row."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            raise RuntimeError("broke while asked")
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        raise RuntimeError("broke while asked")

    def sizeHint(self) -> QSize:
        raise RuntimeError("broke while asked")


for _kind in (Drawn, Plain, Asked):
    _wrap_class(_kind)


class Fragile(WidgetView):
    """Breaks at the step that its ``when`` prop names, with widgets made before and after."""

    def __init__(self, scope: Any, given: Any) -> None:
        super().__init__(scope, given)
        self._maybe("before any widget")
        self.first = QLabel("first", scope.surface)
        self._maybe("with a child made")
        self.drawn = self.control = Drawn(scope.surface)
        self.control.setFixedSize(60, 20)
        self.drawn.broken = self.node.get("when") == "painted"
        self._maybe("with the control made")
        self.inside = scope.render_child(self.control, self.node.get("children"), self)
        self._maybe("with children made")
        self.first.setParent(self.control)
        self.extra = self.own(QLabel("part", scope.surface))
        self._maybe("with a part made")
        if self.node.get("when") == "painted plainly":
            Plain(self.control).resize(60, 20)
        if self.node.get("when") == "asked":
            asked = Asked(self.control)
            QLabel("in it", asked).show()
            asked.show()

    def _maybe(self, when: str) -> None:
        if self.node.get("when") == when:
            raise RuntimeError(f"broke {when}")

    def changed(self, before: Any) -> None:
        self.drawn.broken = self.node.get("when") == "painted"
        self._maybe("patched")

    def measure_height(self, width: int) -> int:
        self._maybe("measured")
        return super().measure_height(width)

    def dispose(self) -> None:
        self._maybe("disposed")
        super().dispose()


@pytest.fixture(autouse=True)
def fragile(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setitem(registry._views, "fragile", Fragile)
    caplog.set_level(logging.CRITICAL)


def widgets(bench: Bench) -> int:
    """Living widgets of the panel, those that wait for their end not counted."""
    bench.settle()
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return len(bench.panel.findChildren(QWidget))


def panel(when: str) -> dict[str, Any]:
    inside = [node("Button", label="inside"), node("Input", param_name="x")]
    broken = node("Fragile", when=when, children=inside)
    return stack(text("before"), broken, node("Button", label="after"))


def without() -> dict[str, Any]:
    return stack(text("before"), node("NoSuchType"), node("Button", label="after"))


STEPS = [
    "before any widget",
    "with a child made",
    "with the control made",
    "with children made",
    "with a part made",
    "measured",
    "painted",
    "painted plainly",
    "asked",
]


@pytest.mark.parametrize("when", STEPS)
def test_a_node_that_breaks_leaves_the_failure_box_and_no_widget(bench: Bench, when: str) -> None:
    bench.show(without())
    usual, views = widgets(bench), bench.panel.view_count
    controls = bench.panel.widget_count
    bench.show(panel(when))
    bench.panel.grab()
    assert widgets(bench) == usual
    assert bench.spoken()[:2] == ["before", FAILED]
    assert bench.failures == [("Fragile", f"RuntimeError: broke {_words(when)}")]
    assert (bench.panel.view_count, bench.panel.widget_count) == (views, controls)
    bench.click("after")
    bench.show(panel("never"))
    assert FAILED not in bench.spoken()
    bench.show(None)
    assert (bench.panel.view_count, bench.panel.widget_count) == (0, 0)


def _words(when: str) -> str:
    return f"while {when}" if when.startswith(("painted", "asked")) else when


@pytest.mark.parametrize("when", ["patched", "painted"])
def test_a_node_that_breaks_in_a_refresh_is_replaced_and_drawn_again_later(
    bench: Bench, when: str
) -> None:
    bench.show(without())
    usual = widgets(bench)
    bench.show(panel("never"))
    button = bench.view("Button")
    bench.show(panel(when))
    bench.panel.grab()
    assert widgets(bench) == usual
    assert FAILED in bench.spoken()
    assert bench.views("Button")[-1].group is not None
    bench.show(panel("never again"))
    assert FAILED not in bench.spoken()
    assert button in bench.views("Button") or bench.views("Button")


def test_a_node_that_breaks_while_it_ends_is_gone_all_the_same(bench: Bench) -> None:
    bench.show(without())
    usual = widgets(bench)
    bench.show(panel("disposed"))
    bench.show(without())
    assert widgets(bench) == usual
    bench.show(None)
    assert (bench.panel.view_count, bench.panel.widget_count) == (0, 0)


@pytest.mark.parametrize("kind", ["Card", "Form", "Section", "Tabs", "Accordion", "Dialog"])
def test_what_breaks_inside_another_node_takes_only_itself(bench: Bench, kind: str) -> None:
    broken = node("Fragile", when="with children made", children=[node("Button", label="x")])
    inside = [node("Button", label="kept"), broken, node("Button", label="too")]
    props: dict[str, Any] = {"children": inside}
    if kind in ("Card", "Dialog"):
        props = {"content": inside, "open": True, "title": "t"}
    if kind == "Tabs":
        props = {"tabs": [{"label": "one", "content": inside}]}
    if kind == "Accordion":
        props = {"sections": [{"id": "a", "title": "t", "children": inside}], "default_open": ["a"]}
    bench.show(stack(node(kind, **props)))
    if kind == "Accordion" and not bench.failures:
        bench.click("t")
    assert bench.failures == [("Fragile", "RuntimeError: broke with children made")]
    bench.show(stack(text("calm")))
    assert bench.spoken() == ["calm"]


def test_a_row_that_cannot_be_painted_costs_its_list_and_nobody_else(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("no row")

    monkeypatch.setattr("workbench.gui.render.lists.delegate.place", draw)
    bench.show(stack(node("List", items=[{"title": "a"}]), text("after")))
    bench.panel.grab()
    bench.settle()
    assert bench.spoken() == [FAILED, "after"]


def test_a_cell_that_cannot_be_painted_costs_its_table_and_nobody_else(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def draw(*_args: Any) -> None:
        raise RuntimeError("no cell")

    monkeypatch.setattr("workbench.gui.render.tables.delegate.TableDelegate._content", draw)
    bench.show(stack(node("DataTable", columns=["a"], rows=[{"a": 1}]), text("after")))
    bench.panel.grab()
    bench.settle()
    assert bench.spoken() == [FAILED, "after"]


def test_the_owner_of_a_widget_is_found_through_what_stands_around_it(bench: Bench) -> None:
    from workbench.gui.render.blame import owner_of

    bench.show(stack(node("Form", children=[node("Input", label="Name")])))
    field = bench.widget("Name")
    owner = owner_of(field)
    assert isinstance(owner, NodeView)
    assert owner.node.type == "Input"
    assert owner_of(bench.panel) is None
