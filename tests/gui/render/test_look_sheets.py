"""One command lays our picture of each tree beside the reference's, light over dark."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from benchmarks import sheets
from benchmarks.drawn_text import drawn
from tests.gui.render.bench import Bench, node, text
from workbench.gui.render.growth import Growth
from workbench.gui.theme import Theme, manager

WIDE, TALL = 300, 120
PINK = QColor("#ff00ff")


@pytest.fixture
def reference(tmp_path: Path, qapp: QApplication) -> Iterator[Path]:
    before = manager().current.name
    (tmp_path / "trees").mkdir()
    trees = {"plain": text("Hello"), "over": node("Dialog", title="Sure?"), "alone": text("x")}
    for name, tree in trees.items():
        (tmp_path / "trees" / f"{name}.json").write_text(json.dumps(tree))
    for theme in ("light", "dark"):
        folder = tmp_path / "screens" / theme
        folder.mkdir(parents=True)
        for name in ("plain", "over"):
            picture = QImage(WIDE, TALL, QImage.Format.Format_RGB32)
            picture.fill(PINK)
            assert picture.save(str(folder / f"{name}.png"))
    yield tmp_path
    manager().use(before)


def test_a_sheet_is_written_for_each_tree_with_pictures(reference: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "sheets"
    assert sheets.main([str(reference), str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["over.png", "plain.png"]


def test_only_the_trees_named_are_drawn(reference: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert sheets.main([str(reference), str(out), "plain"]) == 0
    assert [path.name for path in out.iterdir()] == ["plain.png"]


def test_ours_is_left_theirs_right_and_light_above_dark(reference: Path) -> None:
    sheet = sheets.sheet(reference, "plain")
    assert sheet.width() == 2 * WIDE + 36
    left, right = 12 + WIDE - 4, 24 + WIDE + WIDE // 2
    upper, lower = 22 + 4, 22 + TALL + 12 + 22 + 4
    page = {name: Theme(name).color("surface-0").name() for name in ("light", "dark")}
    assert sheet.pixelColor(left, upper).name() == page["light"]
    assert sheet.pixelColor(left, lower).name() == page["dark"]
    assert sheet.pixelColor(right, upper) == sheet.pixelColor(right, lower) == PINK


def test_an_overlay_gets_a_window_as_tall_as_the_references(reference: Path) -> None:
    sheet = sheets.sheet(reference, "over")
    assert sheet.height() == 2 * (TALL + 22 + 12)


def test_a_tree_without_a_picture_is_told(reference: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"alone\.png"):
        sheets.main([str(reference), str(tmp_path / "out"), "alone"])


def words(tree: dict[str, Any]) -> set[tuple[str, int, int, int]]:
    """What is drawn of a tree once it is settled, and where."""
    bench = Bench(500, 900)
    bench.panel.set_tree(tree)
    bench.panel.settle()
    runs = [(run.text, run.ink.toRect()) for run in drawn(bench.panel)]
    found = {(said, box.x(), box.y(), box.width()) for said, box in runs}
    bench.close()
    return found


@pytest.mark.parametrize("kind", ["Form", "Dialog"])
def test_a_settled_panel_is_whole_although_a_window_draws_it_in_several_turns(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    fields = [node("Input", label=f"Field {number}", param_name=str(number)) for number in range(9)]
    inside = node("Form", action="save", children=fields)
    tree = inside if kind == "Form" else node("Dialog", title="Over", content=inside)
    at_once = words(tree)

    def always_over(growth: Growth) -> bool:
        return growth._until - time.perf_counter_ns() < 10**12  # not while it finishes

    monkeypatch.setattr(Growth, "over", always_over)
    assert words(tree) == at_once
    assert {"Field 0", "Field 8", "Submit"} <= {said for said, *_ in at_once}
