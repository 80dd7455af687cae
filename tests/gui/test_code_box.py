"""Boxes of text are as tall as their lines: none is cut, and none is left empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QLayout, QPlainTextEdit, QVBoxLayout, QWidget

from workbench.gui import app
from workbench.gui.chat.text_well import TextWell
from workbench.gui.parts import look
from workbench.gui.parts.code_box import CodeBox
from workbench.gui.theme import manager

MOST = 14
TEXTS = {
    "one line": "gpqy",
    "two lines": "a\nb",
    "as many as there is room for": "\n".join("gpqy" for _ in range(MOST)),
    "one more": "\n".join("gpqy" for _ in range(MOST + 1)),
    "thirty": "\n".join(f"line {number}" for number in range(30)),
    "words that wrap": "words that wrap " * 20,
    "a word that is broken": "x" * 180,
    "a long last line": "short\n" + "words " * 40,
    "an empty last line": "a\nb\n",
    "other faces": "日本語 テキスト\nplain\n😀 and so on",
}


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    app.make_application()
    before = manager().current.name
    manager().use(request.param)
    yield
    manager().use(before)


@pytest.fixture(params=[80, 100, 150])
def zoomed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With the sizes of the chrome itself, as where Qt cannot be asked to enlarge everything."""
    monkeypatch.setattr(look.zoom(), "magnify", None)
    look.zoom().set(request.param)
    yield
    look.zoom().set(100)


@pytest.fixture
def page(qapp: QApplication) -> Iterator[QWidget]:
    """A page that boxes stand on, one under the other."""
    page = QWidget()
    page.resize(300, 900)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    page.show()
    yield page
    page.close()
    page.deleteLater()


def put(page: QWidget, box: QWidget) -> None:
    column = page.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(0, box)


def lines(edit: QPlainTextEdit) -> int:
    """Lines on the screen, once wrapped."""
    count, block = 0, edit.document().firstBlock()
    while block.isValid():
        edit.blockBoundingRect(block)
        count += block.layout().lineCount()
        block = block.next()
    return count


def gap_under_last_line(edit: QPlainTextEdit) -> int:
    """From the end of the last line to the lower edge of what is seen, once scrolled there."""
    edit.verticalScrollBar().setValue(edit.verticalScrollBar().maximum())
    end = QTextCursor(edit.document())
    end.movePosition(QTextCursor.MoveOperation.End)
    return edit.viewport().height() - edit.cursorRect(end).bottom() - 1


@pytest.mark.parametrize("name", TEXTS)
def test_a_box_is_as_tall_as_its_lines(page: QWidget, theme: None, zoomed: None, name: str) -> None:
    box = CodeBox(MOST)
    put(page, box)
    box.set_text(TEXTS[name])
    QApplication.processEvents()
    count, bar = lines(box), box.verticalScrollBar()
    assert bar.maximum() == max(0, count - MOST)
    assert bar.isVisible() is False
    assert 0 <= gap_under_last_line(box) <= 2
    assert box.height() - box.viewport().height() == 2 * look.px(8) - 1


def test_a_box_follows_its_text_and_its_width(page: QWidget, theme: None) -> None:
    box = CodeBox(MOST)
    put(page, box)
    box.set_text("words that wrap " * 8)
    QApplication.processEvents()
    wide, count = box.height(), lines(box)
    page.resize(160, 900)
    QApplication.processEvents()
    assert lines(box) > count
    assert box.height() > wide
    assert 0 <= gap_under_last_line(box) <= 2
    box.set_text("one")
    assert lines(box) == 1
    assert 0 <= gap_under_last_line(box) <= 2


@pytest.mark.parametrize(("text", "least"), [("one", 2), ("a\nb\nc", 3), ("a\n" * 40, 16)])
def test_a_field_of_lines_is_as_tall_as_they_are(
    page: QWidget, zoomed: None, text: str, least: int
) -> None:
    well = TextWell("Arguments")
    well.set_text(text)
    put(page, well)
    QApplication.processEvents()
    edit = well.editor
    line = edit.cursorRect().height()
    assert edit.height() == least * line + 1
    assert edit.verticalScrollBar().maximum() == max(0, lines(edit) - 16)
