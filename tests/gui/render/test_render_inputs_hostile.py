"""No value of any type in any prop breaks a node, its neighbours or the program."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.render.bench import Bench, node
from tests.gui.render.hostile import PROPS, beside, trees
from tests.gui.render.person import hover
from workbench.gui.theme import manager

KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Escape)
FEW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def live_with(bench: Bench, tree: dict[str, Any]) -> None:
    """Show, paint, point, press and repaint in the other theme."""
    bench.show(beside(tree))
    assert bench.failures == []
    assert "neighbour" in bench.spoken()
    bench.panel.grab()
    for widget in bench.panel.findChildren(QWidget)[:40]:
        if widget.isVisible() and widget.width() > 4 and widget.height() > 4:
            hover(widget, QPoint(widget.width() // 2, widget.height() // 2))
    focus = QApplication.focusWidget() or bench.panel
    for key in KEYS:
        QTest.keyClick(focus, key)
    manager().use("dark")
    bench.panel.grab()
    manager().use("light")
    assert bench.failures == []


@pytest.mark.parametrize("kind", sorted(PROPS))
def test_odd_values_are_lived_with(bench: Bench, kind: str) -> None:
    @FEW
    @given(trees(kind), trees(kind))
    def check(first: dict[str, Any], second: dict[str, Any]) -> None:
        live_with(bench, first)
        live_with(bench, second)
        bench.show(None)

    check()


@FEW
@given(st.data())
def test_odd_values_inside_a_form_are_lived_with(bench: Bench, data: st.DataObject) -> None:
    kinds = ("Input", "Select", "Slider", "Toggle", "TagInput", "DatePicker", "RadioGroup")
    children = [data.draw(trees(kind)) for kind in kinds]
    defaults = data.draw(st.dictionaries(st.sampled_from(["value", "tags", "date"]), st.none()))
    live_with(bench, node("Form", children=children, action="s", defaults=defaults))
    form = bench.view("Form").form
    form.submit()
    form.reset()
    bench.show(None)
