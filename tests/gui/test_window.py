"""The window: its commands, its layout, its looks, and what it remembers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from workbench.gui import app, drop
from workbench.gui.chrome import Chrome
from workbench.gui.command_facts import KERNEL
from workbench.gui.command_table import COMMANDS, MENUS
from workbench.gui.parts import look
from workbench.gui.parts.menu import new_menu
from workbench.gui.settings import WindowSettings
from workbench.gui.theme import manager
from workbench.gui.window import SMALLEST


async def test_every_command_of_the_table_does_something(chrome: Chrome) -> None:
    assert [c.id for c in COMMANDS if not chrome.registry.bound(c.id)] == []


async def test_keys_menus_palette_and_sheet_are_drawn_from_the_registry(chrome: Chrome) -> None:
    listed = {command.id for command in chrome.registry}
    chrome.open_palette()
    assert chrome.palette_layer is not None
    assert len(chrome.palette_layer.titles()) == len(listed) - 1
    chrome.palette_layer.close_layer()
    in_menus = {c.title for name in MENUS for c in chrome.registry if c.menu == name}
    drawn: set[str] = set()
    for name in MENUS:
        menu = new_menu(chrome.window)
        chrome.actions.fill(menu, [c for c in chrome.registry if c.menu == name])
        drawn |= {a.text().split("\t")[0] for a in menu.actions() if not a.isSeparator()}
        menu.deleteLater()
    assert drawn == in_menus
    for command in chrome.registry:
        shortcuts = chrome.actions.action(command.id).shortcuts()
        assert len(shortcuts) == (0 if command.place else len(command.keys))


async def test_what_needs_a_kernel_is_disabled_without_one(chrome: Chrome) -> None:
    needing = [c.id for c in COMMANDS if KERNEL in c.needs]
    assert needing
    assert not any(chrome.registry.enabled(id_) for id_ in needing)
    assert chrome.registry.enabled("view.palette")
    assert not chrome.toolbar.persona.isEnabled()


async def test_the_theme_changes_what_is_painted_and_is_remembered(
    chrome: Chrome, tmp_path: Path
) -> None:
    dark = _ground(chrome)
    chrome.actions.run("view.theme_light")
    light = _ground(chrome)
    assert light.lightness() > 200 > 60 > dark.lightness()
    assert chrome.registry.checked("view.theme_light")
    chrome.settings.save()
    assert WindowSettings(tmp_path / "window.ini").theme == "light"


async def test_the_systems_theme_can_be_followed(chrome: Chrome) -> None:
    chrome.actions.run("view.theme_system")
    assert chrome.theme_choice == "system"
    assert manager().current.name in ("light", "dark")


def _ground(chrome: Chrome) -> QColor:
    image = chrome.window.grab().toImage()
    return image.pixelColor(image.width() // 2, 3)


async def test_zoom_goes_by_steps_from_80_to_200_percent(chrome: Chrome) -> None:
    height = chrome.toolbar.height()
    for _ in range(20):
        chrome.actions.run("view.zoom_in")
    assert look.zoom().percent == 200
    assert chrome.toolbar.height() == 2 * height
    for _ in range(20):
        chrome.actions.run("view.zoom_out")
    assert look.zoom().percent == 80
    chrome.actions.run("view.zoom_reset")
    assert chrome.toolbar.height() == height


@pytest.mark.parametrize("percent", [80, 100, 150, 200])
async def test_the_toolbar_never_asks_for_more_room_than_there_is(
    chrome: Chrome, percent: int
) -> None:
    look.zoom().set(percent)
    chrome.window.resize(1280, 800)
    chrome.toolbar.fit(1280)
    parts = [chrome.toolbar.clock, chrome.toolbar.time, chrome.toolbar.search, chrome.toolbar.logo]
    asked = chrome.toolbar.layout_.minimumSize().width()
    assert asked <= max(1280, 1280 * percent // 100)
    assert all(part.sizeHint().width() > 0 for part in parts)


async def test_panes_fold_away_and_come_back_as_high_as_before(chrome: Chrome) -> None:
    chrome.window.grab()
    before = chrome.deck.height()
    chrome.actions.run("pane.toggle")
    chrome.window.grab()
    assert chrome.deck.height() == chrome.deck.strip.height()
    assert chrome.stage.height() > before
    chrome.actions.run("pane.toggle")
    chrome.window.grab()
    assert abs(chrome.deck.height() - before) <= 2


async def test_a_pane_is_made_when_it_is_first_shown(chrome: Chrome) -> None:
    assert set(chrome.deck.panes) == {"trace"}
    for pane_id in ("latency", "audit", "logs", "problems"):
        chrome.actions.run(f"pane.{pane_id}")
        assert chrome.deck.current == pane_id
        assert chrome.registry.checked(f"pane.{pane_id}")
        pane = chrome.deck.pane()
        assert pane is not None
        assert pane.isVisible()
        assert not pane.grab().toImage().isNull()
    assert len(chrome.deck.panes) == 5


@pytest.mark.qt_log_ignore("This plugin does not support")
async def test_a_pane_can_have_a_window_of_its_own_and_return(chrome: Chrome) -> None:
    chrome.actions.run("pane.logs")
    chrome.actions.run("pane.detach")
    dock = chrome.deck.docks["logs"]
    assert dock.isFloating()
    assert dock.pane.isVisible()
    assert chrome.deck.current != "logs"
    assert not chrome.deck.strip.tabs["logs"].isVisible()
    dock.close()
    assert chrome.deck.current == "logs"
    assert chrome.deck.docks == {}
    assert chrome.deck.panes["logs"].isVisible()


async def test_space_pauses_the_pane_with_the_focus_but_not_a_text(chrome: Chrome) -> None:
    pane = chrome.deck.pane()
    assert pane is not None
    pane.focus_content()
    QTest.keyClick(pane, Qt.Key.Key_Space)
    assert pane.paused
    assert pane.bar.pause.text() == "Paused"
    QTest.keyClick(pane, Qt.Key.Key_Space)
    assert not pane.paused
    QTest.keyClicks(pane.bar.filter, "a b")
    assert pane.bar.filter.text() == "a b"
    assert not pane.paused


async def test_a_window_opens_as_it_was_left(tmp_path: Path, qapp: object) -> None:
    wanted = (SMALLEST.width(), SMALLEST.height() + 80)
    first = app.make_window(tmp_path / "w.ini", "light")
    content = app.fill(first)
    first.resize(*wanted)
    first.show()
    content.deck.show_pane("audit")
    content.zoom(1)
    content.settings.remember(tmp_path)
    content.stage.widths = {"notes/left": 333, "notes/right": 210}
    first.close()
    await content.tasks.close()
    first.deleteLater()
    look.zoom().set(100)
    second = app.make_window(tmp_path / "w.ini")
    again = app.fill(second)
    assert (second.width(), second.height()) == wanted
    assert again.deck.current == "audit"
    assert again.stage.widths == {"notes/left": 333, "notes/right": 210}
    assert look.zoom().percent == 110
    assert manager().current.name == "light"
    assert "recent.0" in again.registry
    second.close()
    await again.tasks.close()
    second.deleteLater()
    look.zoom().set(100)


async def test_the_shell_stands_where_the_content_will_be(tmp_path: Path, qapp: object) -> None:
    window = app.make_window(tmp_path / "w.ini", "dark")
    window.resize(1280, 800)
    window.show()
    shell = window.grab().toImage()
    content = app.fill(window)
    await asyncio.sleep(0.05)
    filled = window.grab().toImage()
    line = look.theme().color("border-card").rgb()
    x = shell.width() // 2
    shell_lines = [y for y in range(shell.height()) if shell.pixel(x, y) == line]
    filled_lines = [y for y in range(filled.height()) if filled.pixel(x, y) == line]
    assert shell_lines
    assert set(shell_lines) <= {y + d for y in filled_lines for d in (-1, 0, 1)}
    window.close()
    await content.tasks.close()
    window.deleteLater()


async def test_closing_is_told_once(chrome: Chrome) -> None:
    closed: list[int] = []
    chrome.window.closing.connect(lambda: closed.append(1))
    chrome.window.close()
    chrome.window.close()
    assert closed == [1]


def test_folders_and_main_files_may_be_dropped(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("")
    (tmp_path / "notes.txt").write_text("")
    data = QMimeData()
    urls = [tmp_path, tmp_path / "main.py", tmp_path / "notes.txt"]
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in urls])
    assert drop.folders(data) == [tmp_path, tmp_path]


async def test_dropping_a_folder_opens_it(chrome: Chrome, tmp_path: Path) -> None:
    dropped: list[object] = []
    chrome.window.dropped.connect(dropped.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    event = QDropEvent(
        QPointF(QPoint(5, 5)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    chrome.window.dropEvent(event)
    assert dropped == [[tmp_path]]


async def test_everything_that_takes_focus_has_a_name(chrome: Chrome) -> None:
    for pane_id in chrome.deck.specs:
        chrome.deck.show_pane(pane_id)
    nameless = [
        (widget, widget.parentWidget())
        for widget in chrome.window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or widget.toolTip() or _text(widget))
    ]
    assert nameless == []


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""
