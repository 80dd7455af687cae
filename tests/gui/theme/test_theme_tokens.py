"""Tokens, fonts and icons: what the theme promises to those who paint."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QPushButton

from workbench.gui.theme import Theme, fonts, icons, manager, tokens

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def theme_restored(qapp: QApplication) -> object:
    before = manager().current.name
    yield
    manager().use(before)


@pytest.mark.parametrize(
    ("name", "token", "value"),
    [
        ("light", "surface-0", "#f6f7f9"),
        ("light", "primary", "#2563eb"),
        ("dark", "surface-0", "#09090b"),
        ("dark", "surface-card", "#141415"),
        ("dark", "primary", "#3b82f6"),
        ("light", "blue-500", "#3b82f6"),
        ("dark", "gray-950", "#09090b"),
    ],
)
def test_a_token_has_the_platforms_colour(name: str, token: str, value: str) -> None:
    assert Theme(name).color(token).name() == value


def test_both_themes_know_the_same_tokens() -> None:
    assert tokens.palette("light").colors.keys() == tokens.palette("dark").colors.keys()


def test_an_opacity_makes_a_tint_and_leaves_the_token_alone() -> None:
    theme = Theme("light")
    assert theme.color("primary", 0.1).alphaF() == pytest.approx(0.1, abs=0.01)
    assert theme.color("primary").alphaF() == 1.0


def test_a_token_may_carry_its_own_opacity() -> None:
    assert Theme("light").color("focus-ring").alphaF() == pytest.approx(0.4, abs=0.01)


def test_a_tint_over_a_ground_is_opaque_and_lies_between_them() -> None:
    theme = Theme("light")
    mixed = theme.over("primary", 0.5, "surface-1")
    assert mixed.alphaF() == 1.0
    assert theme.color("primary").red() < mixed.red() < 255


def test_an_unknown_token_is_an_error() -> None:
    with pytest.raises(KeyError):
        Theme("dark").color("no-such-token")
    assert not Theme("dark").has_color("no-such-token")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ground", ["surface-0", "surface-card"])
@pytest.mark.parametrize("ink", ["text", "text-muted", "warning-ink"])
def test_text_can_be_read_on_its_ground(dark: bool, ground: str, ink: str) -> None:
    theme = Theme("dark" if dark else "light")
    assert _contrast(theme.color(ink), theme.color(ground)) >= 4.5


def _contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize(
    ("role", "family", "px", "weight"),
    [
        ("body", "Geist", 14, 400),
        ("body-medium", "Geist", 14, 500),
        ("h1", "Geist", 24, 600),
        ("stat-value", "Geist", 24, 700),
        ("mono", "Geist Mono", 14, 400),
    ],
)
def test_a_type_role_resolves_to_the_bundled_font(
    qapp: QApplication, role: str, family: str, px: int, weight: int
) -> None:
    found = QFontInfo(Theme("light").font(role))
    assert found.family() == family
    assert found.pixelSize() == px
    assert found.weight() == weight


def test_every_bundled_font_file_is_accepted(qapp: QApplication) -> None:
    assert {"Geist", "Geist Mono"} <= fonts.load()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Trash2", "trash"),
        ("trash-2", "trash"),
        ("trash_2", "trash"),
        ("TRASH2", "trash"),
        ("BarChart3", "chart-column"),
        ("alert-triangle", "triangle-alert"),
        ("Home", "house"),
        ("Github", "github"),
        ("Grid3x3", "grid-3x3"),
        ("ArrowUpAZ", "arrow-up-a-z"),
    ],
)
def test_an_icon_is_found_under_any_spelling_and_former_name(written: str, name: str) -> None:
    assert icons.resolve(written) == name


@pytest.mark.parametrize("name", ["", "no-such-icon", "x" * 100_000, "../../etc/passwd"])
def test_an_unknown_icon_is_none_and_draws_nothing(qapp: QApplication, name: str) -> None:
    assert icons.resolve(name) is None
    assert icons.pixmap(name, "#ff0000", 16).isNull()


def test_an_icon_is_drawn_in_its_colour_at_the_screens_density(qapp: QApplication) -> None:
    image = icons.pixmap("square", QColor("#ff0000"), 24, 2.0)
    assert image.width() == 48
    assert image.deviceIndependentSize().width() == 24
    inks = {
        image.toImage().pixelColor(x, y).name()
        for x in range(48)
        for y in range(48)
        if image.toImage().pixelColor(x, y).alpha() == 255
    }
    assert inks == {"#ff0000"}


def test_every_icon_can_be_drawn(qapp: QApplication) -> None:
    empty = [name for name in icons.names()[::25] if not _has_ink(name)]
    assert empty == []


def _has_ink(name: str) -> bool:
    image = icons.pixmap(name, "#000000", 24).toImage()
    return any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24))


def test_changing_the_theme_dresses_the_application_and_tells_listeners(
    qapp: QApplication,
) -> None:
    heard: list[str] = []
    connection = manager().changed.connect(lambda theme: heard.append(theme.name))
    manager().use("light")
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == "#f6f7f9"
    manager().toggle()
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == "#09090b"
    assert heard == ["light", "dark"]
    assert qapp.style().objectName() == "fusion"
    manager().changed.disconnect(connection)


def test_a_plain_qt_widget_takes_the_themes_colours(qapp: QApplication) -> None:
    manager().use("dark")
    button = QPushButton("x")
    assert button.palette().color(QPalette.ColorRole.ButtonText).name() == "#fafafa"
    button.deleteLater()


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="no theme called 'pink'"):
        manager().use("pink")
