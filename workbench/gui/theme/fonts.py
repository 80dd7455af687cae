"""The fonts that travel with the program: Geist, Geist Mono, and Noto Emoji where there is none."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from workbench import paths
from workbench.gui.theme import tokens
from workbench.gui.theme.tokens import TypeRole

EMOJI = ("Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", "Twemoji Mozilla", "JoyPixels")
"""What systems call their own emoji, which are in colour: where one is, ours stays away."""
_EMOJI_FILE = "NotoEmoji-Regular.ttf"


@cache
def load() -> frozenset[str]:
    """Register the bundled font files once and return the families they gave.

    Needs a `QGuiApplication`. A file Qt refuses is left out: text then falls back to a system font.
    """
    families: set[str] = set()
    folder = paths.resources() / "fonts"
    emoji = [] if any(map(QFontDatabase.hasFamily, EMOJI)) else [folder / "emoji" / _EMOJI_FILE]
    for path in [*sorted(folder.glob("*.ttf")), *emoji]:
        number = QFontDatabase.addApplicationFont(str(path))
        if number >= 0:
            families.update(QFontDatabase.applicationFontFamilies(number))
    return frozenset(families)


def families(kind: str) -> list[str]:
    """Family names to try in order for ``sans`` or ``mono``."""
    return tokens.scale().families[kind]


def make(role: TypeRole) -> QFont:
    """A font for a type role; pixel sized, unhinted, so widths scale evenly."""
    load()
    font = QFont(families(role.family))
    font.setPixelSize(role.px)
    font.setWeight(QFont.Weight(role.weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if role.family == "mono":
        font.setStyleHint(QFont.StyleHint.Monospace)
    if role.tracking:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, role.tracking * role.px)
    if role.upper:
        font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setUnderline(role.underline)
    return font
