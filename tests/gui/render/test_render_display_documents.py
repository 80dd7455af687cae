"""Markdown, Html and Code: what is read, what is left out, what can be selected and followed."""

from __future__ import annotations

import time
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.render.bench import Bench, node, stack
from workbench.gui.render import registered_types
from workbench.gui.render.documents.code_sheet import CodeSheet
from workbench.gui.render.documents.highlight import colored, lines_of, plain
from workbench.gui.render.documents.html import sanitised
from workbench.gui.render.documents.markdown_parse import parse
from workbench.gui.render.documents.rich_text import RichText
from workbench.gui.theme import manager

pytestmark = pytest.mark.gui


def lines(text: str) -> list[dict[str, Any]]:
    return [line for block in parse(text) for line in block.get("lines", [])]


def words(line: dict[str, Any]) -> str:
    return "".join(run[0] for run in line["runs"])


# -- reading Markdown -----------------------------------------------------------------------------


def test_headings_paragraphs_and_styles(qapp: QApplication) -> None:
    found = lines("# Top\n\nA **bold** *slanted* ~~gone~~ `code` text")
    assert found[0]["style"] == "h1"
    flags = {run[0].strip(): run[1] for run in found[1]["runs"]}
    assert flags["bold"] == "b"
    assert flags["slanted"] == "i"
    assert flags["gone"] == "s"
    assert "c" in flags["code"]


def test_lists_of_every_kind_with_their_depth(qapp: QApplication) -> None:
    found = lines("Text\n- a\n  - b\n\n3. three\n4. four\n\n- [x] done\n- [ ] todo")
    marks = [(line["mark"], line["depth"], line["number"]) for line in found[1:]]
    assert marks == [
        ("bullet", 1, 0),
        ("bullet", 2, 0),
        ("number", 1, 3),
        ("number", 1, 4),
        ("done", 1, 0),
        ("todo", 1, 0),
    ]


def test_raw_html_stays_text(qapp: QApplication) -> None:
    assert words(lines("a <b>bold</b> <script>x</script>")[0]) == "a <b>bold</b> <script>x</script>"


def test_bare_addresses_become_links(qapp: QApplication) -> None:
    runs = lines("see https://example.org now")[0]["runs"]
    assert [run[2] for run in runs] == ["", "https://example.org", ""]


def test_pictures_become_links_and_are_not_loaded(qapp: QApplication) -> None:
    runs = lines("![a plan](https://example.org/x.png)")[0]["runs"]
    assert runs == [["[a plan]", "", "https://example.org/x.png"]]


def test_fences_keep_their_lines_language_and_file(qapp: QApplication) -> None:
    blocks = parse("```python:main.py\na = 1\n\nb = 2\n```\n\n```\nplain\nblock\n```")
    assert [(b["kind"], b["language"], b["file"]) for b in blocks] == [
        ("code", "python", "main.py"),
        ("code", "", ""),
    ]
    assert blocks[0]["code"] == "a = 1\n\nb = 2"
    assert blocks[1]["code"] == "plain\nblock"


def test_tables_keep_their_cells_and_alignment(qapp: QApplication) -> None:
    table = parse("|Name|Qty|Price|\n|:--|--:|:-:|\n|Apple|3|1.20|")[0]
    assert table["aligns"] == ["left", "right", "center"]
    assert [[words({"runs": cell}) for cell in row] for row in table["rows"]] == [
        ["Name", "Qty", "Price"],
        ["Apple", "3", "1.20"],
    ]


@pytest.mark.parametrize("tone", ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"])
def test_callouts_are_told_from_quotes(qapp: QApplication, tone: str) -> None:
    block = parse(f"> [!{tone}]\n> first\n>\n> second")[0]
    assert block["kind"] == "callout"
    assert block["tone"] == tone.lower()
    assert [words(line) for line in block["lines"]] == ["first", "second"]
    quote = parse("> just a quote")[0]
    assert quote["lines"][0]["style"] == "quote"


@pytest.mark.parametrize(
    "text",
    [
        "> " * 5000 + "x",
        "- " * 5000 + "x",
        "[" * 50000,
        "*a **a " * 9000,
        "`" * 50000,
        "|a|b|\n|-|-|\n" + "|x|y|\n" * 9000,
        "".join("  " * i + "- x\n" for i in range(300)),
    ],
)
def test_markdown_made_to_be_slow_is_not(bench: Bench, text: str) -> None:
    started = time.perf_counter()
    bench.show(node("Markdown", content=text))
    bench.panel.grab()
    assert time.perf_counter() - started < 3


# -- drawing Markdown -----------------------------------------------------------------------------


def test_a_links_click_asks_the_host_and_unsafe_ones_are_text(bench: Bench) -> None:
    bench.show(node("Markdown", content="[go](https://example.com) [no](javascript:alert(1))"))
    rich = bench.panel.findChild(RichText)
    anchors = [rich.anchorAt(QPoint(x, 12)) for x in range(0, 200, 2)]
    assert set(anchors) == {"", "https://example.com"}
    spot = QPoint(anchors.index("https://example.com") * 2 + 2, 12)
    QTest.mouseClick(rich.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert bench.host.opened == ["https://example.com"]


def test_markdown_can_be_selected_and_copied(bench: Bench) -> None:
    bench.show(node("Markdown", content="Some *text* to copy"))
    rich = bench.panel.findChild(RichText)
    rich.selectAll()
    rich.copy()
    assert QGuiApplication.clipboard().text() == "Some text to copy"


def test_markdown_is_as_tall_as_its_text_at_any_width(bench: Bench) -> None:
    bench.show(node("Markdown", content="several words " * 60))
    heights = []
    for width in (900, 500, 250):
        bench.resize(width)
        rich = bench.panel.findChild(RichText)
        assert rich.height() == rich.heightForWidth(rich.width())
        assert rich.verticalScrollBar().maximum() == 0
        heights.append(rich.height())
    assert heights == sorted(heights)


def test_a_changed_paragraph_keeps_the_code_block_beside_it(bench: Bench) -> None:
    bench.show(node("Markdown", content="one\n\n```py\nx = 1\n```"))
    sheet = bench.panel.findChild(CodeSheet)
    bench.show(node("Markdown", content="two\n\n```py\nx = 1\n```"))
    assert bench.panel.findChild(CodeSheet) is sheet


def test_a_change_of_theme_recolours_documents(bench: Bench) -> None:
    bench.show(node("Markdown", content="text `code` [l](https://a.b)"))
    before = bench.panel.grab().toImage()
    manager().use("dark")
    bench.settle()
    after = bench.panel.grab().toImage()
    assert after.pixelColor(2, 2).name() == "#09090b"
    assert before != after
    document = bench.panel.findChild(RichText).document()
    ink = document.begin().begin().fragment().charFormat().foreground().color()
    assert ink.name() == "#fafafa"


def test_the_parts_of_a_markdown_text_are_no_types_of_their_own() -> None:
    assert "Markdown" in registered_types()
    assert not [name for name in registered_types() if name.startswith("‹")]


# -- Html -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "gone"),
    [
        ("<p>a</p><script>alert(1)</script>", "alert"),
        ("<style>p {}</style><p>a</p>", "style"),
        ("<p onclick='x()'>a</p>", "onclick"),
        ("<a href='javascript:x'>a</a>", "javascript"),
        ("<iframe src='https://e.x'></iframe><p>a</p>", "iframe"),
        ("<p style='background:url(https://e.x)'>a</p>", "url("),
        ("<object data='x'>a</object>", "object"),
    ],
)
def test_html_loses_what_could_act_or_call_home(html: str, gone: str) -> None:
    clean = sanitised(html)
    assert gone not in clean
    assert "a" in clean


def test_html_keeps_tables_and_harmless_styles() -> None:
    clean = sanitised("<table><tr><td style='color: red'>a</td></tr></table>")
    assert "<td" in clean
    assert "color:red" in clean.replace(" ", "")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20000 + "x",
        "<table><tr><td>" * 3000 + "x",
        "<table><tr><td>" * 15 + "x",
        "<p>para</p>" * 20000,
        "<" * 100000,
        "&amp;" * 20000,
    ],
)
def test_html_made_to_be_slow_is_not(bench: Bench, html: str) -> None:
    started = time.perf_counter()
    bench.show(node("Html", content=html))
    bench.panel.grab()
    assert time.perf_counter() - started < 3


def test_html_follows_the_pages_colours_unless_it_is_a_white_sheet(bench: Bench) -> None:
    manager().use("dark")
    bench.show(
        stack(node("Html", content="<p>a</p>"), node("Html", content="<p>a</p>", theme="light"))
    )
    bench.settle()
    page, sheet = bench.views("Html")
    image = bench.panel.grab().toImage()
    assert image.pixelColor(page.x + 200, page.y + 5).name() == "#09090b"
    assert image.pixelColor(sheet.x + 200, sheet.y + 5).name() == "#ffffff"


def test_html_with_a_most_height_scrolls(bench: Bench) -> None:
    bench.show(stack(node("Html", content="<p>line</p>" * 50, max_height=120)))
    assert bench.view("Html").h == 120
    assert bench.view("Html").widget.verticalScrollBar().maximum() > 500


# -- Code -----------------------------------------------------------------------------------------


def test_code_keeps_every_line_also_empty_ones() -> None:
    assert lines_of("a\n\n\tb\n") == ["a", "", "    b"]
    assert ["".join(piece for piece, _ in line) for line in colored("a\n\nb = 1\n", "python")] == [
        "a",
        "",
        "b = 1",
    ]


def test_known_languages_are_coloured_and_unknown_ones_plain() -> None:
    tokens = {
        token for line in colored("def f():\n    return 'x'  # y", "python") for _, token in line
    }
    assert {"syntax-keyword", "syntax-string", "syntax-comment"} <= tokens
    assert colored("def f()", "no-such-language") == plain("def f()")


def test_code_is_as_tall_as_its_lines_and_scrolls_sideways(bench: Bench) -> None:
    bench.show(stack(node("Code", content="x" * 500 + "\nb\nc", line_numbers=True)))
    view = bench.view("Code")
    assert view.h == 3 * 20 + 24 + 2
    sheet = view.widget.findChild(CodeSheet)
    assert sheet.horizontalScrollBar().maximum() > 1000
    assert sheet.verticalScrollBar().maximum() == 0


def test_code_is_selected_by_mouse_and_copied_by_key(bench: Bench) -> None:
    bench.show(stack(node("Code", content="first line\nsecond")))
    sheet = bench.view("Code").widget.findChild(CodeSheet)
    bench.panel.activateWindow()
    QTest.mousePress(sheet.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(12, 20))
    QTest.mouseMove(sheet.viewport(), QPoint(12 + 42, 20))
    sheet.setFocus()
    QTest.mouseRelease(sheet.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(12 + 42, 20))
    assert sheet.selected_text() == "first"
    QTest.keyClick(sheet, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(sheet, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "first line\nsecond"


def test_the_copy_button_copies_and_says_so(bench: Bench) -> None:
    bench.show(node("Markdown", content="```json\n{}\n```"))
    bench.click("Copy code")
    assert QGuiApplication.clipboard().text() == "{}"
    assert bench.widget("Copied").isVisible()
