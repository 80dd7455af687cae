"""Places to break where a text has none: Qt lays out an endless word in quadratic time."""

from __future__ import annotations

import re

from PySide6.QtGui import QTextOption

LONGEST_WORD = 1000
_STEP = 250
_ENDLESS = re.compile(rf"\S{{{LONGEST_WORD},}}")
_TAG = re.compile(r"(<[^>]*>)")


def wrap_mode(text: str) -> QTextOption.WrapMode:
    """How a text that may not be changed by us wraps: an endless word anywhere."""
    modes = QTextOption.WrapMode
    if len(text) >= LONGEST_WORD and _ENDLESS.search(text) is not None:
        return modes.WrapAnywhere
    return modes.WrapAtWordBoundaryOrAnywhere


def breakable(text: str) -> str:
    """The text with invisible break places in words of more than 1,000 characters."""
    return _ENDLESS.sub(_broken, text) if len(text) >= LONGEST_WORD else text


def breakable_html(html: str) -> str:
    """The same for the text between the tags of clean HTML."""
    if len(html) < LONGEST_WORD:
        return html
    return "".join(part if part.startswith("<") else breakable(part) for part in _TAG.split(html))


def _broken(found: re.Match[str]) -> str:
    word = found[0]
    return "\u200b".join(word[at : at + _STEP] for at in range(0, len(word), _STEP))
