"""A picture on the command line looks as it does to the person it is drawn for."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtGui")

from PySide6.QtGui import QImage

from tests.cli.conftest import Run

pytestmark = pytest.mark.gui
MAIN = """
from imperal_sdk import Extension, ui
ext = Extension("demo", version="1.0.0", display_name="Demo", description="For a test.")

@ext.panel("side", slot="left", title="Side")
async def side(ctx, **params):
    return ui.Text("Go")
"""
WORKSPACE = """
[agency_theme.colors]
surface-0 = { light = "#ffeedd", dark = "#221100" }
[[personas]]
imperal_id = "u-ada"
[[personas]]
imperal_id = "u-noor"
locale = "ar"
attributes = { agency_theme = {} }
"""


def test_direction_and_agency_are_the_person_s(run: Run, tmp_path: Path) -> None:
    root = tmp_path / "demo"
    root.mkdir()
    (root / "main.py").write_text(MAIN)
    (root / "workbench.toml").write_text(WORKSPACE)
    drawn = {}
    for user in ("u-ada", "u-noor"):
        file = tmp_path / f"{user}.png"
        assert run("render", root, "--panel", "side", "--png", file, "--user", user).code == 0
        drawn[user] = QImage(str(file))
    assert drawn["u-ada"].pixelColor(2, 2).name() == "#ffeedd"
    assert drawn["u-noor"].pixelColor(2, 2).name() == "#f6f7f9"
    assert inked(drawn["u-ada"]) < 40
    assert inked(drawn["u-noor"]) > 640


def inked(picture: QImage) -> int:
    """The leftmost x at which the picture is not its page."""
    page = picture.pixel(2, 2)
    columns = range(picture.width())
    return next(
        x for x in columns if any(picture.pixel(x, y) != page for y in range(picture.height()))
    )
