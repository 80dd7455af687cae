"""The palette finds commands by a few letters and runs them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workbench.gui.actions import Actions
from workbench.gui.command_table import COMMANDS
from workbench.gui.commands import Command, Registry
from workbench.gui.palette import Palette, search
from workbench.gui.tasks import Tasks


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.fixture
def registry(ran: list[str]) -> Registry:
    registry = Registry(COMMANDS)
    for command in list(registry):
        registry.bind(command.id, lambda id_=command.id: ran.append(id_))  # type: ignore[misc]
    return registry


@pytest.fixture
def palette(registry: Registry, qtbot: QtBot) -> Iterator[Palette]:
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()
    actions = Actions(registry, window, Tasks())
    layer = Palette(actions, window)
    layer.open()
    yield layer
    actions.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dark", "view.theme_dark"),
        ("zoom in", "view.zoom_in"),
        ("trce", "pane.trace"),
        ("close ext", "file.close_extension"),
        ("pane.audit", "pane.audit"),
        ("offline", "network.offline"),
    ],
)
def test_the_best_match_stands_first(registry: Registry, typed: str, found: str) -> None:
    for fact in ("kernel", "extension", "center"):
        registry.set_fact(fact, True)
    assert search(registry, typed)[0].id == found


def test_nonsense_finds_nothing(registry: Registry) -> None:
    assert search(registry, "qqqqzzzzxxxx") == []


def test_of_equal_matches_the_enabled_one_stands_first() -> None:
    twins = [Command("a.one", "Twin", needs=("never",)), Command("a.two", "Twin")]
    registry = Registry(twins)
    for twin in twins:
        registry.bind(twin.id, lambda: None)
    assert [command.id for command in search(registry, "twin")] == ["a.two", "a.one"]


def test_without_a_text_what_was_used_lately_stands_first(registry: Registry) -> None:
    assert search(registry, "", ["view.zoom_out"])[0].id == "view.zoom_out"


def test_typing_and_return_runs_the_first(palette: Palette, ran: list[str], qtbot: QtBot) -> None:
    QTest.keyClicks(palette.field, "dark theme")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["view.theme_dark"]
    assert not palette.isVisible()


def test_arrows_choose_another(palette: Palette, ran: list[str], qtbot: QtBot) -> None:
    QTest.keyClicks(palette.field, "zoom")
    second = palette.titles()[1]
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette._actions.registry.get(ran[0]).title == second


def test_a_disabled_command_stays_and_does_not_run(
    palette: Palette, ran: list[str], qtbot: QtBot
) -> None:
    QTest.keyClicks(palette.field, "reload extension")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == []
    assert palette.isVisible()


def test_escape_closes_and_reopening_starts_empty(palette: Palette, qtbot: QtBot) -> None:
    QTest.keyClicks(palette.field, "zoom")
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    palette.open()
    assert palette.field.text() == ""


def test_commands_added_later_are_found(palette: Palette, qtbot: QtBot) -> None:
    registry = palette._actions.registry
    registry.add(Command("persona.u-zoe", "Sign in as Zoe"), lambda: None)
    QTest.keyClicks(palette.field, "zoe")
    assert palette.titles()[0] == "Sign in as Zoe"


def test_it_is_painted_with_keys_and_ticks(palette: Palette, qtbot: QtBot) -> None:
    image = palette.grab().toImage()
    assert not image.isNull()
    assert len({image.pixel(x, 200) for x in range(0, image.width(), 3)}) > 4
