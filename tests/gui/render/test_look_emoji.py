"""Emoji are drawn on every system: by its own font, or by the one that travels along."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QTextLayout
from PySide6.QtWidgets import QApplication

from workbench.gui.theme import fonts, manager

SIGNS = ("🚀", "✅", "🔥", "🤖", "📦", "❤")


def glyphs(text: str, role: str) -> list[int]:
    layout = QTextLayout(text, QFont(manager().current.font(role)))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return [number for run in layout.glyphRuns() for number in run.glyphIndexes()]


@pytest.mark.parametrize("role", ["body", "mono", "stat-value"])
@pytest.mark.parametrize("sign", SIGNS)
def test_an_emoji_has_a_glyph_in_every_kind_of_text(
    qapp: QApplication, sign: str, role: str
) -> None:
    assert glyphs(sign, role)
    assert 0 not in glyphs(sign, role)


def test_ours_is_loaded_only_where_the_system_has_none(qapp: QApplication) -> None:
    own = any(map(QFontDatabase.hasFamily, fonts.EMOJI))
    assert ("Noto Emoji" in fonts.load()) is not own


def test_digits_stay_in_the_fonts_of_the_text(qapp: QApplication) -> None:
    layout = QTextLayout("12#", QFont(manager().current.font("body")))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    assert {run.rawFont().familyName() for run in layout.glyphRuns()} == {"Geist"}
