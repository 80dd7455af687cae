"""A Form without fields, which extensions use for a button that submits defaults."""

from __future__ import annotations

from tests.gui.render.bench import Bench, node, stack


def test_a_form_without_fields_is_its_button(bench: Bench) -> None:
    form = node("Form", children=[], submit_label="Refresh", action="fetch", defaults={"n": 1})
    bench.show(stack(form))
    assert [view.node.type for view in bench.views()] == ["Stack", "Form"]
    assert bench.widget("Refresh").isVisible()
    assert bench.failures == []


def test_a_form_whose_fields_go_away_keeps_its_button(bench: Bench) -> None:
    field = node("Input", param_name="a")
    bench.show(stack(node("Form", children=[field], submit_label="Refresh", action="fetch")))
    bench.show(stack(node("Form", children=[], submit_label="Refresh", action="fetch")))
    assert bench.views("Input") == []
    assert bench.widget("Refresh").isVisible()
