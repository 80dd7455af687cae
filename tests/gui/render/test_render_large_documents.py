"""Documents that cost much: drawn in passages, cut where they must be, never lost in silence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.render.bench import Bench, node, stack, text
from workbench.gui.render.clickables import TextButton
from workbench.gui.render.documents.code_card import CodeCard
from workbench.gui.render.documents.cost import EDITOR, HTML, affordable
from workbench.gui.render.documents.markdown_parse import parse
from workbench.gui.render.documents.passages import passages
from workbench.gui.render.documents.rich_editor import RichEditorView
from workbench.gui.render.forms.view import FormView

pytestmark = pytest.mark.gui


def numbers(found: str) -> list[int]:
    """The numbers of all items, as they are drawn."""
    return [line["number"] for block in parse(found) for line in block.get("lines", ())]


def test_a_text_of_a_usual_length_is_one_passage() -> None:
    source = "# Title\n\nSome *words*.\n\n1. a\n2. b\n\n```py\nx = 1\n```\n"
    assert [(p.kind, p.text) for p in passages(source)] == [("markdown", source)]


def test_a_list_goes_on_counting_from_passage_to_passage() -> None:
    found = passages("1. a\n" * 2_000)
    assert len(found) > 3
    assert [n for p in found for n in numbers(p.text)] == list(range(1, 2_001))
    assert {p.above for p in found[1:]} == {4}


def test_what_belongs_to_an_item_stays_with_it() -> None:
    item = "- item\n\n  more of it\n\n  ```py\n  - no item\n\n  # no heading\n  ```\n"
    found = passages(item * 300)
    assert len(found) > 3
    assert all(p.text.startswith("- item") for p in found)


def test_a_link_finds_its_address_wherever_the_text_has_it() -> None:
    words = "word " * 60
    found = passages(f"[one][Ref] {words}\n\n{(words + chr(10) * 2) * 100}\n[ref]: http://a.b/c\n")
    runs = [run for line in parse(found[0].text)[0]["lines"] for run in line["runs"]]
    assert ["one", "", "http://a.b/c"] in runs


def test_long_code_is_a_passage_of_its_own_and_keeps_its_lines() -> None:
    code = "\n".join(f"x = {number}" for number in range(2_000))
    found = passages(f"before\n\n```py:a/b.py\n{code}\n```\n\nafter\n")
    assert [p.kind for p in found] == ["markdown", "code", "markdown"]
    assert (found[1].text, found[1].info) == (code, "py:a/b.py")


def test_a_table_of_too_many_cells_is_cut_and_the_rest_is_kept() -> None:
    rows = "".join(f"|{number}|b|\n" for number in range(3_000))
    found = passages(f"|n|b|\n|-|-|\n{rows}\n\nafter")
    assert [p.kind for p in found] == ["markdown", "plain", "markdown"]
    drawn = parse(found[0].text)[0]
    assert drawn["kind"] == "table"
    assert len(drawn["rows"]) - 1 + len(found[1].text.split("\n")) == 3_000
    assert "DataTable" in found[1].why


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "- a",
                "1. b",
                "  c",
                "    d",
                "# e",
                "",
                "",
                "> f",
                "```",
                "~~~",
                "|g|",
                "|-|",
                "h`*[",
            ]
        ),
        max_size=60,
    )
)
def test_no_line_is_lost_between_passages(lines: list[str]) -> None:
    source = "\n".join(lines * 20)
    drawn = "\n".join(p.text for p in passages(source))
    for mark in "abcdefgh":
        assert drawn.count(mark) == source.count(mark)


def test_the_price_of_a_text_is_told_without_reading_it() -> None:
    assert affordable("x" * 1_000, HTML) == 1_000
    assert affordable("", HTML) == 0
    table = "<table>" + "<tr><td>a" * 5_000
    cut = affordable(table, HTML)
    assert 300 < table[:cut].count("<td>") < 1_000
    nested = "<table><tr><td>" * 7 * 200
    assert affordable(nested, HTML) < len(nested) / 10
    assert affordable("<p>a" * 9_000, EDITOR) < 4 * 9_000


def test_every_item_of_a_very_long_list_is_drawn(bench: Bench) -> None:
    bench.show(stack(node("Markdown", content="- a\n" * 3_000), text("after")))
    lines = [line for view in bench.views("‹prose›") for line in view.node.props["lines"]]
    assert len(lines) == 3_000
    assert bench.spoken() == ["after"]
    bench.show(stack(node("Markdown", content="short"), text("after")))
    assert len(bench.views("‹prose›")) == 1


def test_what_is_cut_can_be_read_as_plain_text(bench: Bench) -> None:
    cells = "".join(f"<tr><td>cell {number}" for number in range(3_000))
    bench.show(stack(node("Html", content=f"<table>{cells}</table>"), text("after")))
    assert any("of which the first" in line for line in bench.spoken())
    assert not bench.panel.findChildren(CodeCard)
    bench.panel.ensureVisible(0, bench.panel.content_height())
    button = bench.widget("Show the rest as plain text")
    assert isinstance(button, TextButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    bench.settle()
    (card,) = bench.panel.findChildren(CodeCard)
    card.copy()
    assert bench.widget("Hide the rest") is button
    bench.click("Hide the rest")
    assert not [c for c in bench.panel.findChildren(CodeCard) if c.isVisibleTo(bench.panel)]


def test_an_editor_that_shows_a_part_sends_all_and_changes_nothing(bench: Bench) -> None:
    content = "".join(f"<p>{number}</p>" for number in range(5_000))
    field = node("RichEditor", content=content, param_name="body")
    area = node("TextArea", value="y" * 200_000, param_name="notes")
    bench.show(stack(node("Form", children=[field, area], action="save")))
    assert sum("a form sends all of it" in line for line in bench.spoken()) == 2
    editor, form = bench.view("RichEditor"), bench.view("Form")
    assert isinstance(editor, RichEditorView)
    assert isinstance(form, FormView)
    assert editor.edit.isReadOnly()
    form.form.submit()
    bench.settle()
    sent = bench.host.actions[-1]["params"]
    assert sent["body"] == content
    assert sent["notes"] == "y" * 200_000
    bench.show(stack(node("Form", children=[{**field, "props": {"content": "<p>a</p>"}}])))
    found = bench.view("RichEditor")
    assert isinstance(found, RichEditorView)
    assert not found.edit.isReadOnly()


def test_code_is_shown_to_its_last_line(bench: Bench) -> None:
    code = "line\n" * 100_000 + "last"
    bench.show(node("Code", content=code))
    (card,) = bench.panel.findChildren(CodeCard)
    assert card._code == code
