"""Narrowing logs and requests by what is chosen from a menu."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.choices import Choices
from workbench.gui.panes.http import HttpPane
from workbench.gui.panes.logs import LogsPane
from workbench.kernel.options import KernelOptions

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

WRITES = """
import logging
from imperal_sdk import Extension, ui

ext = Extension("writes", version="1.0.0", display_name="Writes", icon="icon.svg",
                description="Writes lines and asks for things.")


@ext.panel("list", slot="left", title="List")
async def things(ctx, **params):
    logging.getLogger("writes").warning("look out")
    logging.getLogger("writes").error("too late")
    print("only printed")
    await ctx.http.get("https://known.test/a")
    await ctx.http.get("https://unknown.test/b")
    return ui.Text("here")
"""

RULES = """
[[http.rule]]
url = "https://known.test/*"
json = {}
"""


@pytest_asyncio.fixture
async def window(chrome: Chrome, tmp_path: Path) -> Chrome:
    """A window over an extension that has written and asked once."""
    root = tmp_path / "writes"
    root.mkdir()
    (root / "main.py").write_text(WRITES)
    (root / "workbench.toml").write_text(RULES)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    return chrome


def choose(only: Choices, group: str, title: str) -> None:
    """Opens the menu and picks an entry under a group's name."""
    QTest.mouseClick(only, Qt.MouseButton.LeftButton)
    menu = next(m for m in only.findChildren(QMenu) if m.isVisible())
    texts = [action.text() for action in menu.actions()]
    action = menu.actions()[texts.index(title, texts.index(group))]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


async def test_lines_are_narrowed_by_level_and_by_who_wrote_them(window: Chrome) -> None:
    window.deck.show_pane("logs")
    pane = window.deck.panes["logs"]
    assert isinstance(pane, LogsPane)

    def lines() -> list[str]:
        return [str(pane.model.index(row).data()) for row in range(pane.model.rowCount())]

    await until(lambda: {"look out", "too late", "only printed"} <= set(lines()), "every line")
    choose(pane.only, "Level", "error")
    await until(lambda: lines() == ["too late"], "errors alone")
    await until(lambda: "hidden" in pane.bar.counts.text(), "how many are hidden")
    choose(pane.only, "Level", "any")
    choose(pane.only, "Written by", "print")
    await until(lambda: lines() == ["only printed"], "what was printed")
    assert pane.only.text() == "print"


async def test_requests_are_narrowed_by_who_answered(window: Chrome) -> None:
    window.deck.show_pane("http")
    pane = window.deck.panes["http"]
    assert isinstance(pane, HttpPane)

    def urls() -> list[str]:
        return [str(pane.model.index(row, 3).data()) for row in range(pane.model.rowCount())]

    await until(lambda: len(urls()) == 2, "both requests")
    choose(pane.only, "Answered by", "mock rule")
    await until(lambda: urls() == ["known.test/a"], "what a rule answered")
    choose(pane.only, "Answered by", "nobody")
    await until(lambda: urls() == ["unknown.test/b"], "what nobody answered")
