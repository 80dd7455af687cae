"""Panes outside the strip: docked, tabbed, floating, put back, and as they were when reopened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from tests.gui.gui_fakes import FakeKernel, ListJournal, put_in, record
from tests.gui.pointer import move
from tests.gui.until import until
from workbench.gui import app
from workbench.gui.chrome import Chrome
from workbench.gui.panes.arrangement import Arrangement
from workbench.gui.panes.dock import AREAS
from workbench.gui.panes.tab import Tab
from workbench.gui.parts import look
from workbench.gui.settings import WindowSettings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Reopen = Callable[[], Chrome]


@pytest_asyncio.fixture
async def reopen(tmp_path: Path, chrome: Chrome) -> AsyncIterator[Reopen]:
    """Closes the window, and opens another on the same settings."""
    windows: list[Chrome] = []

    def make() -> Chrome:
        chrome.window.close()
        window = app.make_window(tmp_path / "window.ini", "dark")
        window.show()
        windows.append(app.fill(window))
        return windows[-1]

    yield make
    for content in windows:
        await content.tasks.close()
        content.window.close()
        content.window.deleteLater()


def docked_at(chrome: Chrome, pane_id: str) -> str:
    """The edge a pane stands at, or that it floats."""
    dock = chrome.deck.docks[pane_id]
    if dock.isFloating():
        return "floating"
    area = chrome.window.dockWidgetArea(dock)
    return next(name for name, value in AREAS.items() if value == area)


async def test_a_pane_moves_to_an_edge_and_to_another(chrome: Chrome) -> None:
    chrome.actions.run("pane.audit")
    chrome.actions.run("pane.dock_left")
    dock = chrome.deck.docks["audit"]
    assert docked_at(chrome, "audit") == "left"
    assert dock.pane.isVisible()
    assert dock.pane.bar.isVisible()
    dock.pane.focus_content()
    dock.pane.setFocus()
    chrome.deck.detach("audit", "bottom")
    assert docked_at(chrome, "audit") == "bottom"


async def test_two_panes_at_one_edge_are_tabs(chrome: Chrome) -> None:
    for pane_id in ("audit", "logs"):
        chrome.deck.detach(pane_id, "right")
    docks = chrome.deck.docks
    assert chrome.window.tabifiedDockWidgets(docks["logs"]) == [docks["audit"]]
    chrome.actions.run("pane.audit")
    await until(lambda: not docks["audit"].visibleRegion().isEmpty(), "the tab in front")


async def test_a_pane_behind_another_reads_too(chrome: Chrome) -> None:
    for pane_id in ("audit", "logs"):
        chrome.deck.detach(pane_id, "right")
    kernel = FakeKernel()
    kernel.journal = ListJournal([record(1)])
    put_in(chrome, kernel)
    audit: Any = chrome.deck.panes["audit"]
    await until(audit.model.rowCount, "the ledger")


async def test_the_docks_own_buttons_float_it_and_put_it_back(chrome: Chrome) -> None:
    dock = chrome.deck.detach("logs", "right")
    assert dock is not None
    QTest.mouseClick(dock.float_button, Qt.MouseButton.LeftButton)
    assert dock.isFloating()
    assert dock.float_button.toolTip() == "Dock"
    QTest.mouseClick(dock.float_button, Qt.MouseButton.LeftButton)
    assert not dock.isFloating()
    QTest.mouseClick(dock.back, Qt.MouseButton.LeftButton)
    assert chrome.deck.docks == {}
    assert chrome.deck.current == "logs"


async def test_docks_and_tabs_are_as_they_were_at_the_next_start(
    chrome: Chrome, reopen: Reopen
) -> None:
    chrome.deck.detach("audit", "left")
    chrome.deck.detach("logs", "right")
    chrome.deck.detach("latency", "right")
    chrome.deck.detach("data")
    chrome.deck.strip.arrange(["problems", *[p for p in chrome.deck.specs if p != "problems"]])
    chrome.deck.show_pane("trace")
    again = reopen()
    assert {id_: docked_at(again, id_) for id_ in again.deck.docks} == {
        "audit": "left", "logs": "right", "latency": "right", "data": "floating",
    }  # fmt: skip
    docks = again.deck.docks
    assert again.window.tabifiedDockWidgets(docks["logs"]) == [docks["latency"]]
    assert again.deck.strip.order()[0] == "problems"
    assert again.deck.current == "trace"
    assert docks["audit"].pane.isVisible()


@pytest.mark.parametrize(
    "state",
    [b"", b"nonsense", b"\x00\x00\x00\xff\x00\x00\x00\x63" * 9],
    ids=["none", "nonsense", "another version"],
)
async def test_a_state_that_does_not_fit_leaves_the_panes_floating(
    chrome: Chrome, reopen: Reopen, state: bytes, tmp_path: Path
) -> None:
    chrome.deck.detach("audit", "left")
    chrome.window.close()
    settings = WindowSettings(tmp_path / "window.ini")
    settings.docks = QByteArray(state)
    settings.save()
    again = reopen()
    assert list(again.deck.docks) == ["audit"]
    assert docked_at(again, "audit") == "floating"
    assert again.deck.docks["audit"].pane.isVisible()


async def test_a_state_of_another_version_is_not_taken_up(
    chrome: Chrome, reopen: Reopen, tmp_path: Path
) -> None:
    chrome.deck.detach("audit", "left")
    chrome.window.close()
    settings = WindowSettings(tmp_path / "window.ini")
    settings.docks = QMainWindow.saveState(chrome.window, 99)
    settings.arrangement = '{"version": 99, "docks": ["audit"]}'
    settings.save()
    again = reopen()
    assert again.deck.docks == {}
    assert not again.deck.strip.tabs["audit"].isHidden()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"version": 1}', '{"version": 1, "order": 3, "docks": 4}']
)
def test_an_arrangement_that_cannot_be_read_is_the_usual_one(text: str) -> None:
    found = Arrangement.from_text(text)
    assert found == Arrangement()
    assert found.ordered(["a", "b"]) == ["a", "b"]


def test_an_arrangement_of_other_panes_fits_these() -> None:
    kept = Arrangement(("c", "gone", "a", "c"), ("gone", "b", "b", "a", "c"))
    assert Arrangement.from_text(kept.as_text()) == kept
    assert kept.ordered(["a", "b", "c"]) == ["c", "a", "b"]
    assert kept.docked(["a", "b", "c"]) == ["b", "a"]


# -- tabs


def tab(chrome: Chrome, pane_id: str) -> Tab:
    return chrome.deck.strip.tabs[pane_id]


def drag(what: Tab, to: QPoint) -> None:
    """Presses a tab, pulls it `to` a place in its own measures, and lets go."""
    QTest.mousePress(what, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    at = QPoint(10, 10)
    for _ in range(12):
        at = QPoint(at.x() + (to.x() - 10) // 12, at.y() + (to.y() - 10) // 12)
        move(what, at, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(what, Qt.MouseButton.LeftButton, pos=at)


async def test_a_tab_moves_past_its_neighbours_with_the_keyboard(chrome: Chrome) -> None:
    before = chrome.deck.strip.order()
    trace = tab(chrome, "trace")
    trace.setFocus()
    QTest.keyClick(trace, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert chrome.deck.strip.order()[:2] == [before[1], "trace"]
    QTest.keyClick(trace, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(trace, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chrome.deck.strip.order() == before


async def test_a_tab_is_dragged_along_the_strip(chrome: Chrome) -> None:
    chrome.window.grab()
    before = chrome.deck.strip.order()
    shown = chrome.deck.current
    trace = tab(chrome, "trace")
    beyond = tab(chrome, before[1]).geometry().right() - trace.x()
    drag(trace, QPoint(beyond, 10))
    assert chrome.deck.strip.order()[:2] == [before[1], "trace"]
    assert chrome.deck.current == shown


async def test_a_tab_dragged_out_of_the_strip_floats(chrome: Chrome) -> None:
    chrome.window.grab()
    logs = tab(chrome, "logs")
    drag(logs, QPoint(10, -160))
    assert docked_at(chrome, "logs") == "floating"
    assert chrome.deck.docks["logs"].isVisible()


async def test_a_tabs_menu_says_where_its_pane_may_go(chrome: Chrome) -> None:
    chrome.window.grab()
    logs = tab(chrome, "logs")
    chrome.deck.strip.menu_asked.emit("logs", logs.mapToGlobal(QPoint(4, 4)))
    menu = next(m for m in chrome.deck.findChildren(QMenu) if m.isVisible())
    below = next(action for action in menu.actions() if action.text() == "Dock below")
    below.trigger()
    menu.close()
    assert docked_at(chrome, "logs") == "bottom"


async def test_all_panes_can_be_put_back_at_once(chrome: Chrome) -> None:
    usual = chrome.deck.strip.order()
    for pane_id in ("audit", "logs"):
        chrome.deck.detach(pane_id, "right")
    chrome.deck.strip.shift(tab(chrome, "cron"), -1)
    chrome.actions.run("pane.arrange")
    assert chrome.deck.docks == {}
    assert chrome.deck.strip.order() == usual
    assert all(not chrome.deck.strip.tabs[id_].isHidden() for id_ in usual)


async def test_one_pane_always_stays_in_the_strip(chrome: Chrome) -> None:
    for pane_id in list(chrome.deck.specs)[1:]:
        chrome.deck.detach(pane_id, "right")
    chrome.deck.strip.torn.emit(next(iter(chrome.deck.specs)), QPoint(5, 5))
    assert len(chrome.deck.docks) == len(chrome.deck.specs) - 1


KEYS = (
    "arrangement", "columns", "docks", "geometry", "keys", "pane", "recent", "split", "theme",
    "times", "zoom",
)  # fmt: skip
BROKEN = [
    "\n".join(f"{key}={value}" for key in KEYS)
    for value in ("@Invalid()", "@ByteArray(\\x0\\x1)", "a, b, c", "-1", '"{"', "@Variant(x)")
]


@pytest.mark.parametrize("number", range(7))
async def test_whatever_the_settings_hold_the_window_opens(
    tmp_path: Path, qapp: object, number: int
) -> None:
    file = tmp_path / "broken.ini"
    if number == 6:
        file.write_bytes(b"\x00\xff\xfe [not an ini")
    else:
        file.write_text(f"[General]\n{BROKEN[number]}")
    window = app.make_window(file)
    window.show()
    content = app.fill(window)
    assert content.deck.strip.order() == list(content.deck.specs)
    assert content.deck.pane() is not None
    window.close()
    await content.tasks.close()
    window.deleteLater()
    look.zoom().set(100)


async def test_a_right_click_on_a_dock_opens_no_menu_of_qts(chrome: Chrome) -> None:
    dock = chrome.deck.detach("audit", "right")
    assert dock is not None
    at = QPoint(6, 6)
    title = dock.titleBarWidget()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, title.mapToGlobal(at))
    QApplication.sendEvent(title, event)
    assert [menu for menu in chrome.window.findChildren(QMenu) if menu.isVisible()] == []
