"""Side by side sheets: each tree of a reference drawn by us next to the platform's picture of it.

``python -m benchmarks.sheets REFERENCE OUT [NAME …] [--rtl] [--agency FILE]``

REFERENCE is a folder with ``trees/*.json``, ``screens/light/*.png`` and ``screens/dark/*.png``, the
picture named like its tree. One sheet per tree is written to OUT: ours left, the reference right,
light above dark. Ours is drawn at the width of the reference's picture; with ``--rtl`` it runs from
right to left, the reference still from left to right.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from benchmarks.look import wear
from workbench.gui.render.sheet import application, picture
from workbench.gui.theme import manager

THEMES = ("light", "dark")
_GUTTER = 12
_CAPTION = 22
_DESK = QColor("#7a7f8a")
_INK = QColor("#ffffff")


@dataclass(frozen=True, slots=True)
class Pair:
    """One tree in one theme: our picture and the reference's."""

    theme: str
    ours: QPixmap
    theirs: QPixmap


def names(reference: Path) -> list[str]:
    """The trees that have a picture in both themes, sorted."""
    return sorted(
        tree.stem
        for tree in (reference / "trees").glob("*.json")
        if all(_screen(reference, theme, tree.stem).exists() for theme in THEMES)
    )


def sheet(reference: Path, name: str, *, rtl: bool = False) -> QImage:
    """The sheet of one tree. Raises ``FileNotFoundError`` when the reference lacks it."""
    node = orjson.loads((reference / "trees" / f"{name}.json").read_bytes())
    return compose(name, list(_pairs(reference, name, node, rtl)))


def _pairs(reference: Path, name: str, node: dict[str, Any], rtl: bool) -> Iterator[Pair]:
    for theme in THEMES:
        path = _screen(reference, theme, name)
        theirs = QPixmap(str(path))
        if theirs.isNull():
            raise FileNotFoundError(path)
        manager().use(theme)
        # An overlay covers the window it stands in, so the window has the reference's height.
        least = theirs.height() if _covers(node) else 1
        yield Pair(theme, picture(node, theirs.width(), least, rtl=rtl), theirs)


def _covers(node: dict[str, Any]) -> bool:
    """Whether the tree holds an overlay that lies over the whole window."""
    found = orjson.dumps(node)
    return any(f'"type":"{kind}"'.encode() in found for kind in ("Dialog", "SlideOver", "Modal"))


def _screen(reference: Path, theme: str, name: str) -> Path:
    return reference / "screens" / theme / f"{name}.png"


def compose(name: str, pairs: list[Pair]) -> QImage:
    """Lay the pairs out, one under the other, each with its caption."""
    width = max(pair.ours.width() + pair.theirs.width() for pair in pairs) + 3 * _GUTTER
    height = sum(_tallest(pair) + _CAPTION + _GUTTER for pair in pairs)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(_DESK)
    painter = QPainter(image)
    painter.setFont(manager().current.font("caption"))
    painter.setPen(_INK)
    top = 0
    for pair in pairs:
        right = pair.ours.width() + 2 * _GUTTER
        painter.drawText(QPoint(_GUTTER, top + 15), f"{name} · {pair.theme} · ours")
        painter.drawText(QPoint(right, top + 15), f"{name} · {pair.theme} · reference")
        painter.drawPixmap(_GUTTER, top + _CAPTION, pair.ours)
        painter.drawPixmap(right, top + _CAPTION, pair.theirs)
        top += _tallest(pair) + _CAPTION + _GUTTER
    painter.end()
    return image


def _tallest(pair: Pair) -> int:
    return max(pair.ours.height(), pair.theirs.height())


def write(reference: Path, out: Path, only: list[str], *, rtl: bool = False) -> list[str]:
    """Write the sheets of the trees named, or of all; gives the names written."""
    out.mkdir(parents=True, exist_ok=True)
    chosen = only or names(reference)
    for name in chosen:
        target = out / f"{name}.png"
        if not sheet(reference, name, rtl=rtl).save(str(target)):
            raise OSError(f"cannot write {target}")
    return chosen


def main(arguments: list[str]) -> int:
    """Write the sheets and say how many."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sheets")
    parser.add_argument("reference", type=Path, help="folder with trees/ and screens/")
    parser.add_argument("out", type=Path, help="folder the sheets are written to")
    parser.add_argument("names", nargs="*", help="trees to draw; all of them if none is named")
    parser.add_argument("--rtl", action="store_true", help="ours from right to left")
    parser.add_argument("--agency", type=Path, help="JSON of an agency theme that ours wear")
    chosen = parser.parse_args(arguments)
    running = application()
    wear(chosen.agency)
    written = write(chosen.reference, chosen.out, chosen.names, rtl=chosen.rtl)
    running.processEvents()
    print(f"{len(written)} sheets in {chosen.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
