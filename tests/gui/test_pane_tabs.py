"""The tab strip of the panes at any width."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.tab import Tab


def shown(chrome: Chrome) -> list[Tab]:
    return [tab for tab in chrome.deck.strip.tabs.values() if not tab.isHidden()]


def whole(chrome: Chrome) -> bool:
    """Whether no tab is cut or covered."""
    places = [tab.geometry() for tab in shown(chrome)]
    apart = all(a.right() < b.left() for a, b in pairwise(places))
    return apart and all(tab.width() >= tab.sizeHint().width() for tab in shown(chrome))


@pytest.mark.parametrize("width", [900, 1024, 1280, 1920])
async def test_no_tab_is_cut_at_any_width(chrome: Chrome, width: int) -> None:
    chrome.window.resize(width, 700)
    for pane_id in ("problems", "notifications"):
        chrome.deck.strip.tabs[pane_id].set_badge(12, "warning")
    await until(lambda: whole(chrome), "every tab in its place")


async def test_in_a_narrow_window_only_the_tab_in_view_keeps_its_name(chrome: Chrome) -> None:
    chrome.window.resize(900, 700)
    await until(lambda: whole(chrome), "every tab in its place")
    logs = chrome.deck.strip.tabs["logs"]
    assert logs.toolTip() == "Logs"
    narrow = logs.width()
    QTest.mouseClick(logs, Qt.MouseButton.LeftButton)
    await until(lambda: logs.width() > narrow and whole(chrome), "its name")
