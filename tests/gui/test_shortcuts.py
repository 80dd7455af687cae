"""The shortcut sheet: searching it, giving commands other keys, and what shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.command_table import COMMANDS
from workbench.gui.commands import Command, Registry
from workbench.gui.keys import fault, key_book
from workbench.gui.panes.trace import TracePane
from workbench.gui.settings import WindowSettings
from workbench.gui.shortcut_sheet import ShortcutSheet

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
MOVED = "Ctrl+Alt+F8"


@pytest.fixture(autouse=True)
def usual_keys() -> Iterator[None]:
    yield
    key_book().read(Registry(COMMANDS))


def opened(chrome: Chrome) -> ShortcutSheet:
    """The sheet, opened with its key."""
    QTest.keyClick(chrome.window, Qt.Key.Key_F1)
    assert chrome.sheet_layer is not None
    assert chrome.sheet_layer.isVisible()
    return chrome.sheet_layer


def titles(sheet: ShortcutSheet) -> list[str]:
    return [str(sheet.model.index(row, 0).data()) for row in range(sheet.model.rowCount())]


async def give(sheet: ShortcutSheet, find: str, key: Qt.Key, modifiers: object) -> None:
    """Looks a command up and presses other keys for it."""
    sheet.search.setText(find)
    QTest.keyClick(sheet.search, Qt.Key.Key_Return)
    assert sheet.well.hasFocus()
    QTest.keyClick(sheet.well, key, modifiers)


async def test_the_search_finds_commands_by_name_menu_and_key(chrome: Chrome) -> None:
    sheet = opened(chrome)
    assert len(titles(sheet)) == sum(chrome.registry.bound(c.id) for c in chrome.registry)
    QTest.keyClicks(sheet.search, "full scr")
    assert titles(sheet) == ["Full screen"]
    sheet.search.setText("ctrl+j")
    assert titles(sheet) == ["Show or hide the panes"]
    sheet.search.setText("nothing like it")
    assert titles(sheet) == []
    assert not sheet.change.isEnabled()


async def test_other_keys_start_the_command_at_once_and_the_old_ones_do_not(
    chrome: Chrome,
) -> None:
    sheet = opened(chrome)
    await give(sheet, "show or hide the panes", Qt.Key.Key_F8, CONTROL | ALT)
    sheet.close_layer()
    await until(lambda: chrome.actions.action("pane.toggle").shortcut().toString() == MOVED, MOVED)
    assert chrome.deck.open
    QTest.keyClick(chrome.window, Qt.Key.Key_J, CONTROL)
    assert chrome.deck.open
    QTest.keyClick(chrome.window, Qt.Key.Key_F8, CONTROL | ALT)
    assert not chrome.deck.open


async def test_menus_palette_and_tooltips_show_the_new_keys(chrome: Chrome) -> None:
    sheet = opened(chrome)
    await give(sheet, "show or hide the panes", Qt.Key.Key_P, CONTROL | ALT)
    await give(sheet, "run a command", Qt.Key.Key_F9, CONTROL | ALT)
    sheet.close_layer()
    assert chrome.registry.get("pane.toggle").keys == ("Ctrl+Alt+P",)
    assert chrome.deck.fold.toolTip() == "Show or hide the panes (Ctrl+Alt+P)"
    assert chrome.toolbar.search.key == "Ctrl+Alt+F9"


async def test_keys_of_another_command_are_told_and_taken_only_when_confirmed(
    chrome: Chrome,
) -> None:
    sheet = opened(chrome)
    await give(sheet, "full screen", Qt.Key.Key_J, CONTROL)
    assert sheet.well.text == "Ctrl+J belongs to “Show or hide the panes”: Return takes it"
    QTest.keyClick(sheet.well, Qt.Key.Key_Escape)
    assert chrome.registry.get("view.full_screen").keys == ("F11",)
    await give(sheet, "full screen", Qt.Key.Key_J, CONTROL)
    QTest.keyClick(sheet.well, Qt.Key.Key_Return)
    assert chrome.registry.get("view.full_screen").keys == ("Ctrl+J",)
    assert chrome.registry.get("pane.toggle").keys == ()


async def test_keys_that_write_are_refused(chrome: Chrome) -> None:
    sheet = opened(chrome)
    await give(sheet, "full screen", Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    assert "needed for writing" in sheet.well.text
    QTest.keyClick(sheet.well, Qt.Key.Key_Control, CONTROL)
    QTest.keyClick(sheet.well, Qt.Key.Key_Tab, CONTROL)
    assert chrome.registry.get("view.full_screen").keys == ("Ctrl+Tab",)


def test_a_plain_key_is_only_for_the_place_it_was_made_for() -> None:
    assert fault("Space", ("Space",)) == ""
    assert fault("Space")
    assert fault("Shift+A")
    assert fault("F5") == ""
    assert fault("Alt+Left") == ""


async def test_one_or_all_get_their_first_keys_back(chrome: Chrome) -> None:
    sheet = opened(chrome)
    await give(sheet, "full screen", Qt.Key.Key_F12, SHIFT | ALT)
    await give(sheet, "quit", Qt.Key.Key_F12, CONTROL | ALT)
    await give(sheet, "zoom in", Qt.Key.Key_F12, CONTROL | SHIFT | ALT)
    QTest.mouseClick(sheet.reset, Qt.MouseButton.LeftButton)
    assert chrome.registry.get("view.zoom_in").keys == ("Ctrl++", "Ctrl+=")
    assert set(chrome.registry.chosen_keys()) == {"view.full_screen", "file.quit"}
    QTest.mouseClick(sheet.reset_all, Qt.MouseButton.LeftButton)
    assert chrome.registry.chosen_keys() == {}
    assert chrome.registry.get("file.quit").keys == ("Ctrl+Q",)


async def test_keys_can_be_taken_away_and_all_of_it_is_remembered(
    chrome: Chrome, tmp_path: Path
) -> None:
    sheet = opened(chrome)
    sheet.search.setText("full screen")
    QTest.mouseClick(sheet.remove, Qt.MouseButton.LeftButton)
    await give(sheet, "quit", Qt.Key.Key_F4, ALT | SHIFT)
    kept = WindowSettings(tmp_path / "window.ini").keys
    assert kept == {"view.full_screen": [], "file.quit": ["Alt+Shift+F4"]}
    again = Registry(COMMANDS)
    again.choose_keys(kept)
    assert again.get("view.full_screen").keys == ()
    assert again.get("file.quit").keys == ("Alt+Shift+F4",)


@pytest.mark.parametrize("text", ["", "[]", "3", "{", '{"a": 3}', "null"])
def test_keys_that_were_kept_badly_are_as_at_first(tmp_path: Path, text: str) -> None:
    settings = WindowSettings(tmp_path / "w.ini")
    settings._store.setValue("keys", text)
    assert settings.keys == {}


def test_a_command_that_comes_later_gets_the_keys_chosen_for_it() -> None:
    registry = Registry()
    registry.choose_keys({"persona.u-ada": ["Ctrl+Alt+A"], "gone.away": ["F2"]})
    registry.add(Command("persona.u-ada", "Sign in as Ada"))
    assert registry.get("persona.u-ada").keys == ("Ctrl+Alt+A",)
    assert registry.chosen_keys() == {"persona.u-ada": ["Ctrl+Alt+A"], "gone.away": ["F2"]}
    registry.reset()
    assert registry.get("persona.u-ada").keys == ()
    assert registry.chosen_keys() == {}


async def test_a_pane_pauses_with_the_keys_chosen_for_it(chrome: Chrome) -> None:
    pane = chrome.deck.pane()
    assert pane is not None
    chrome.registry.rebind("pane.pause", ["Ctrl+Alt+S"])
    await until(lambda: chrome.actions.action("pane.pause").shortcuts(), "the keys")
    assert pane.bar.pause.text() == "Ctrl+Alt+S"
    pane.focus_content()
    QTest.keyClick(pane, Qt.Key.Key_Space)
    assert not pane.paused
    QTest.keyClick(chrome.window, Qt.Key.Key_S, CONTROL | ALT)
    assert pane.paused


async def test_the_waterfall_no_longer_heeds_a_key_it_lost(chrome: Chrome) -> None:
    chrome.deck.show_pane("trace")
    pane = chrome.deck.panes["trace"]
    assert isinstance(pane, TracePane)
    lit = pane.waterfall.lit
    QTest.keyClick(pane.waterfall, Qt.Key.Key_C)
    assert pane.waterfall.lit is not lit
    chrome.registry.rebind("trace.critical", ["Ctrl+Alt+C"])
    QTest.keyClick(pane.waterfall, Qt.Key.Key_C)
    assert pane.waterfall.lit is not lit
