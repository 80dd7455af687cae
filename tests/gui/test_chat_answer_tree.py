"""A tree answered into the chat takes the room of its content, no less and no more."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chat.answer_tree import AnswerTree
from workbench.gui.chrome import Chrome
from workbench.gui.parts import look
from workbench.gui.render.fold_header import FoldHeader
from workbench.kernel.chat.turn import Message, Turn


def node(kind: str, **props: Any) -> dict[str, Any]:
    return {"type": kind, "props": props}


def rows(count: int) -> dict[str, Any]:
    items = [node("ListItem", id=str(n), title=f"Row {n}", subtitle="below") for n in range(count)]
    return node("List", items=items)


WORDS = node("Text", content="Words that wrap where there is little room. " * 12)
FOLDED = node("Accordion", sections=[{"id": "a", "title": "One", "children": [WORDS]}])
TREES = {
    "line": node("Text", content="One line"),
    "words": WORDS,
    "stack": node("Stack", children=[node("Header", text="Title"), node("Button", label="Go")]),
    "table": node("DataTable", columns=[{"key": "a", "label": "A"}], rows=[{"a": 1}, {"a": 2}]),
    "form": node("Form", action="x", children=[node("Input", label="Name", param_name="n")]),
    "list": rows(4),
    "folded": FOLDED,
}


async def answered(chrome: Chrome, ui: dict[str, Any]) -> AnswerTree:
    """The tree as it is drawn in the chat once all is calm."""
    said = Message("assistant", "Here it is.", 0.0, ui=ui, app_id="notes")
    turn = Turn("turn-1", "show me", "u-ada", status="done", messages=[said])
    chrome.session.bridge.turn.emit(turn)
    (drawn,) = chrome.stage.chat.findChildren(AnswerTree)
    await until(lambda: drawn.isVisible() and not drawn.growth.busy, "the tree")
    return drawn


def fits(drawn: AnswerTree) -> bool:
    """Whether it is as tall as what it shows; nothing is left over and nothing is scrolled."""
    return drawn.height() == drawn.content_height() and not drawn.verticalScrollBar().maximum()


@pytest.mark.parametrize("name", TREES)
async def test_a_tree_is_as_tall_as_what_it_shows(chrome: Chrome, name: str) -> None:
    drawn = await answered(chrome, TREES[name])
    await until(lambda: fits(drawn), "the height of the content")
    last = drawn.surface.root.views[-1].rect
    assert drawn.height() - last.bottom() <= 2 * last.x()
    chrome.window.resize(720, 700)
    await until(lambda: drawn.width() < 560 and fits(drawn), "the height of narrower content")
    chrome.window.resize(1280, 800)
    await until(lambda: drawn.width() > 600 and fits(drawn), "the height it had before")


async def test_a_tree_grows_and_shrinks_with_what_is_opened_in_it(chrome: Chrome) -> None:
    drawn = await answered(chrome, FOLDED)
    await until(lambda: fits(drawn), "the height of the content")
    closed = drawn.height()
    (header,) = drawn.findChildren(FoldHeader)
    QTest.mouseClick(header, Qt.MouseButton.LeftButton)
    await until(lambda: drawn.height() > closed and fits(drawn), "the height of what was opened")
    QTest.mouseClick(header, Qt.MouseButton.LeftButton)
    await until(lambda: drawn.height() == closed and fits(drawn), "the height it had before")


async def test_a_tree_that_is_too_tall_is_scrolled(chrome: Chrome) -> None:
    drawn = await answered(chrome, rows(60))
    await until(lambda: drawn.height() == look.px(480), "as much as a card may have")
    assert drawn.verticalScrollBar().maximum() == drawn.content_height() - drawn.height()
