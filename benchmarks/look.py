"""Run the look checks over trees in files: five widths, light and dark.

``python -m benchmarks.look FOLDER_OR_FILE … [--width N …] [--theme NAME …] [--rtl]
                              [--agency FILE]``

Prints a line per fault, the same fault at several widths as one line, then the counts; ends with 1
when there was any. The trees of real extensions are written by ``benchmarks.extensions --trees``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from PySide6.QtCore import QCoreApplication, QEvent

from benchmarks.look_checks import WIDTHS, Fault, faults, settle_at
from workbench.gui.render.actions import SilentHost
from workbench.gui.render.panel_view import PanelView
from workbench.gui.render.sheet import application
from workbench.gui.stage.wardrobe import faults_of
from workbench.gui.theme import manager
from workbench.gui.theme.agency import PLATFORM, read
from workbench.gui.theme.manager import NAMES

Where = tuple[str, int]


def check_tree(tree: Any, theme: str, width: int, *, rtl: bool = False) -> list[Fault]:
    """What is wrong with a tree in a theme at a width, on a page from right to left or not."""
    manager().use(theme)
    panel = PanelView(SilentHost())
    panel.set_rtl(rtl)
    try:
        panel.resize(width, 640)
        panel.set_tree(tree)
        panel.show()
        settle_at(panel, width)
        return faults(panel, tree)
    finally:
        panel.close()
        panel.deleteLater()
        QCoreApplication.sendPostedEvents(panel, QEvent.Type.DeferredDelete)


def check_file(
    path: Path, themes: list[str], widths: list[int], *, rtl: bool = False
) -> Iterator[tuple[Fault, list[Where]]]:
    """The faults of the tree in a file, each with all the places it was seen in."""
    tree = orjson.loads(path.read_bytes())
    seen: dict[tuple[str, str], list[Where]] = defaultdict(list)
    first: dict[tuple[str, str], Fault] = {}
    for theme in themes:
        for width in widths:
            for fault in check_tree(tree, theme, width, rtl=rtl):
                key = (fault.kind, fault.text)
                first.setdefault(key, fault)
                seen[key].append((theme, width))
    for key, places in seen.items():
        yield first[key], places


def files_in(places: list[Path]) -> list[Path]:
    """The JSON files named, and those in the folders named, without indexes (``_…``)."""
    found: list[Path] = []
    for place in places:
        found.extend(sorted(place.rglob("*.json")) if place.is_dir() else [place])
    return [path for path in found if not path.name.startswith("_")]


def wear(path: Path | None) -> None:
    """Let panels wear the agency theme in a file, and say what of it cannot be used."""
    agency = PLATFORM if path is None else read(orjson.loads(path.read_bytes()))
    manager().dress_panels(agency)
    for fault in faults_of(agency):
        print(f"agency | {fault}")


def main(arguments: list[str]) -> int:
    """Check and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.look")
    parser.add_argument("places", nargs="+", type=Path)
    parser.add_argument("--width", type=int, nargs="*", default=list(WIDTHS))
    parser.add_argument("--theme", nargs="*", choices=NAMES, default=list(NAMES))
    parser.add_argument("--rtl", action="store_true", help="pages from right to left")
    parser.add_argument("--agency", type=Path, help="JSON of an agency theme to wear")
    chosen = parser.parse_args(arguments)
    application()
    wear(chosen.agency)
    counts: Counter[str] = Counter()
    files = files_in(chosen.places)
    for path in files:
        for fault, places in check_file(path, chosen.theme, chosen.width, rtl=chosen.rtl):
            widths = sorted({width for _, width in places})
            print(f"{path.parent.name}/{path.stem} | {fault} | {widths}", flush=True)
            counts[fault.kind] += 1
    said = ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "no faults"
    print(f"{len(files)} trees, {len(chosen.theme)} themes, widths {chosen.width}: {said}")
    return 1 if counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
