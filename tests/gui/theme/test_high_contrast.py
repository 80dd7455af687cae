"""The high-contrast theme: text, borders and focus that everybody can see."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from workbench.gui.chrome import Chrome
from workbench.gui.settings import WindowSettings
from workbench.gui.theme import Theme, manager, system_theme, tokens
from workbench.gui.theme.contrast import contrast

pytestmark = pytest.mark.gui

THEME = Theme("contrast")
GROUNDS = ("surface-0", "surface-1", "surface-2", "surface-card", "surface-input", "hover")
INKS = (
    "text", "text-muted", "text-subtle", "text-placeholder", "primary", "accent", "success",
    "warning", "warning-ink", "danger", "info",
)  # fmt: skip
BORDERS = ("border-card", "border-subtle", "border", "border-strong", "border-input", "focus-ring")
SYNTAX = [name for name in tokens.palette("contrast").colors if name.startswith("syntax-")]


def test_it_knows_the_tokens_of_the_others() -> None:
    assert tokens.palette("contrast").colors.keys() == tokens.palette("dark").colors.keys()


@pytest.mark.parametrize("ground", GROUNDS)
def test_every_ink_has_seven_to_one_on_every_ground(ground: str) -> None:
    pale = [ink for ink in INKS if contrast(THEME.color(ink), THEME.color(ground)) < 7]
    assert pale == []


@pytest.mark.parametrize("ink", INKS)
def test_every_ink_can_be_read_on_what_is_selected(ink: str) -> None:
    selected = THEME.over("selected", None, "surface-0")
    assert contrast(THEME.color(ink), selected) >= 7


@pytest.mark.parametrize("tint", [0.0, 0.1, 0.14, 0.25])
@pytest.mark.parametrize("token", ["primary", "success", "warning", "danger", "info", "blue-700"])
def test_an_ink_moves_until_it_has_seven_to_one_on_its_tint(token: str, tint: float) -> None:
    ink = THEME.ink(token, tint)
    assert contrast(ink, THEME.over(token, tint, "surface-card")) >= 7


@pytest.mark.parametrize("fill", ["primary-fill", "danger-fill", "success"])
def test_a_filled_button_can_be_read(fill: str) -> None:
    assert contrast(THEME.color("text-on-primary"), THEME.color(fill)) >= 7


@pytest.mark.parametrize("border", BORDERS)
def test_borders_and_focus_can_be_seen(border: str) -> None:
    assert contrast(THEME.color(border), THEME.color("surface-2")) >= 4.5


def test_code_can_be_read() -> None:
    ground = THEME.color("syntax-bg")
    inks = [name for name in SYNTAX if name != "syntax-bg"]
    assert [name for name in inks if contrast(THEME.color(name), ground) < 7] == []


def test_what_the_system_asks_for_is_followed(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    hints = QGuiApplication.styleHints()
    assert system_theme() in ("light", "dark")

    class Hints:
        def contrastPreference(self) -> Qt.ContrastPreference:
            return Qt.ContrastPreference.HighContrast

    monkeypatch.setattr(type(hints), "accessibility", lambda _self: Hints())
    assert system_theme() == "contrast"


async def test_the_window_changes_into_it_and_remembers(chrome: Chrome, tmp_path: Path) -> None:
    chrome.actions.run("view.theme_contrast")
    try:
        image = chrome.window.grab().toImage()
        assert image.pixelColor(image.width() // 2, 3).name() == "#000000"
        assert chrome.registry.checked("view.theme_contrast")
        chrome.settings.save()
        assert WindowSettings(tmp_path / "window.ini").theme == "contrast"
    finally:
        manager().use("dark")
