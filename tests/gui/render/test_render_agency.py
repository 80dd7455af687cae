"""Panels wear an agency's colours, corners and density, also while they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from benchmarks.look import check_tree
from tests.gui.render.bench import Bench, node, stack, text
from tests.gui.render.look_trees import TREES
from workbench.gui.render.clickables import IconButton
from workbench.gui.theme import manager
from workbench.gui.theme.agency import PLATFORM, read

pytestmark = pytest.mark.qt_log_ignore("does not support raise")


def pair(light: str, dark: str) -> dict[str, str]:
    return {"light": light, "dark": dark}


VIOLET = {
    "colors": {
        "primary": pair("#7c3aed", "#a78bfa"),
        "surface-0": pair("#faf5ff", "#120b1f"),
        "surface-card": pair("#ffffff", "#1b1129"),
        "text": pair("#2e1065", "#ede9fe"),
    },
    "density": "compact",
    "radius": "rounded",
}
GLARING = {
    "colors": {
        "primary": pair("#ffd400", "#ffd400"),
        "danger": pair("#ff8080", "#ff8080"),
        "text-muted": pair("#bbbbbb", "#444444"),
        "surface-card": pair("#fff3c4", "#2b2400"),
    },
    "density": "spacious",
    "radius": "sharp",
}


@pytest.fixture(autouse=True)
def undressed(qapp: QApplication) -> Iterator[None]:
    before = manager().current.name
    yield
    manager().dress_panels(PLATFORM)
    manager().use(before)


def dress(bench: Bench, raw: Any) -> None:
    manager().dress_panels(read(raw))
    bench.settle()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("raw", [VIOLET, GLARING], ids=["violet", "glaring"])
@pytest.mark.parametrize("name", ["long words", "emoji"])
def test_a_hard_tree_has_no_fault(name: str, raw: Any, theme: str) -> None:
    manager().dress_panels(read(raw))
    assert [str(fault) for fault in check_tree(TREES[name], theme, 480)] == []


def test_only_panels_are_dressed(bench: Bench) -> None:
    chrome = manager().current.color("primary")
    dress(bench, VIOLET)
    assert manager().panels.color("primary").name() == "#7c3aed"
    assert manager().current.color("primary") == chrome
    manager().use("dark")
    assert manager().panels.color("primary").name() == "#a78bfa"
    assert bench.panel.theme is manager().panels


def corner(bench: Bench, dx: int) -> str:
    """The colour of the page `dx` px inside the panel's lower left corner."""
    return bench.panel.grab().toImage().pixelColor(dx, bench.panel.height() - 3).name()


def test_the_page_is_painted_in_the_agency_s_colour_and_back(bench: Bench) -> None:
    bench.show(text("Hello"))
    before = corner(bench, 3)
    dress(bench, VIOLET)
    assert corner(bench, 3) == "#faf5ff"
    dress(bench, None)
    assert corner(bench, 3) == before


def test_fields_write_in_the_agency_s_ink_also_in_a_dialog(bench: Bench) -> None:
    bench.resize(900, 600)
    field = node("Input", label="Name", param_name="n")
    bench.show(stack(field, node("Dialog", title="Sure?", content=[field])))
    dress(bench, VIOLET)
    inks = {
        edit.palette().color(QPalette.ColorRole.Text).name()
        for edit in bench.panel.findChildren(QLineEdit)
    }
    assert inks == {"#2e1065"}
    assert len(bench.panel.findChildren(QLineEdit)) == 2
    dress(bench, None)
    edit = bench.view("Input").edit  # type: ignore[attr-defined]
    assert edit.palette().color(QPalette.ColorRole.Text) == manager().current.color("text")


FORM = stack(
    node("Card", title="T", content=node("Input", label="Name", param_name="n")),
    node("List", items=[node("ListItem", id="1", title="A", subtitle="b")]),
    node("DataTable", columns=[{"key": "a", "label": "A"}], rows=[{"a": 1}, {"a": 2}]),
    node("Tree", nodes=[{"id": "1", "label": "x"}, {"id": "2", "label": "y"}]),
    node("Button", label="Go"),
    node("Stat", label="L", value="1"),
)
DENSITIES = ("compact", "default", "spacious")
HEIGHTS = {  # in each density: paddings, rows and controls; letters stay as they are
    "Input": (17 + 4 + 35, 17 + 4 + 44, 17 + 4 + 55),
    "List": (34 + 12 + 1, 34 + 16 + 1, 34 + 20 + 1),
    "DataTable": (30 + 2 * 33 + 2, 37 + 2 * 41 + 2, 46 + 2 * 51 + 2),
    "Tree": (2 * 22, 2 * 28, 2 * 35),
    "Button": (35, 44, 55),
}


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize(("place", "density"), list(enumerate(DENSITIES)))
def test_density_reaches_paddings_rows_and_controls(
    bench: Bench, place: int, density: str, live: bool
) -> None:
    if live:
        bench.show(FORM)
        dress(bench, {"density": "spacious" if density == "compact" else "compact"})
    dress(bench, {"density": density})
    if live:
        bench.settle()
        fresh = Bench()
        fresh.show(FORM)
        assert [view.rect for view in bench.views()] == [view.rect for view in fresh.views()]
        fresh.close()
    else:
        bench.show(FORM)
    shown = {kind: bench.view(kind).h for kind in HEIGHTS}
    assert shown == {kind: heights[place] for kind, heights in HEIGHTS.items()}
    card, field = bench.view("Card"), bench.view("Input")
    assert field.x - card.x == (19, 24, 30)[place] + 1


DIALOG = node(
    "Dialog",
    title="Sure?",
    content=[text("It goes for good."), node("Input", label="Why", param_name="w")],
)
CONTROLS = stack(
    node("Alert", title="Note", message="Can be closed", dismissible=True),
    node("Tabs", tabs=[{"label": f"Tab {n}", "content": [text("x")]} for n in range(20)]),
    node("Code", content="a = 1", language="python"),
    node("DatePicker", label="When", param_name="d"),
    node("List", page_size=2, items=[node("ListItem", id=str(n), title="A") for n in range(5)]),
)
SIDES = {  # in each density
    "Close": (16, 20, 25),
    "Copy code": (19, 24, 30),
    "Choose a date": (26, 32, 40),
    "Next page": (19, 24, 30),
    "Later tabs": (22, 28, 35),
}


def icon_places(bench: Bench) -> dict[str, QRect]:
    """Where the icon buttons of a panel are, by their names."""
    buttons = bench.panel.findChildren(IconButton)
    return {
        one.accessibleName(): QRect(one.mapTo(bench.panel, QPoint()), one.size()) for one in buttons
    }


def changed_to(bench: Bench, density: str, tree: Any) -> None:
    """A tree that was drawn in another density before."""
    dress(bench, {"density": "spacious" if density == "compact" else "compact"})
    bench.show(tree)
    dress(bench, {"density": density})
    bench.settle()


@pytest.mark.parametrize(("place", "density"), list(enumerate(DENSITIES)))
def test_density_reaches_icon_buttons_also_those_that_are_there_already(
    bench: Bench, place: int, density: str
) -> None:
    changed_to(bench, density, CONTROLS)
    shown = icon_places(bench)
    sides = {name: (sizes[place], sizes[place]) for name, sizes in SIDES.items()}
    assert {name: shown[name].size().toTuple() for name in SIDES} == sides
    fresh = Bench()
    fresh.show(CONTROLS)
    assert shown == icon_places(fresh)
    fresh.close()


@pytest.mark.parametrize(
    ("density", "head", "button", "inset"),
    [("compact", 46, 30, 13), ("default", 57, 38, 16), ("spacious", 71, 48, 20)],
)
def test_density_reaches_an_open_dialog(
    bench: Bench, density: str, head: int, button: int, inset: int
) -> None:
    bench.resize(900, 600)
    changed_to(bench, density, DIALOG)
    sheet = bench.view("Dialog").sheet  # type: ignore[attr-defined]
    assert sheet.header.height() == head
    assert sheet.confirm.height() == button
    assert sheet.width() - sheet.confirm.geometry().right() - 1 == inset + 1
    assert bench.view("Input").frame.mapTo(sheet, QPoint()).x() == inset + 1  # type: ignore[attr-defined]
    fresh = Bench(900, 600)
    fresh.show(DIALOG)
    again = fresh.view("Dialog").sheet  # type: ignore[attr-defined]
    for one, other in ((sheet, again), (sheet.confirm, again.confirm), (sheet.body, again.body)):
        assert one.geometry() == other.geometry()
    assert sheet.header.close_button.geometry() == again.header.close_button.geometry()
    fresh.close()


def test_another_density_keeps_what_was_typed(bench: Bench) -> None:
    bench.show(FORM)
    field = bench.view("Input").edit  # type: ignore[attr-defined]
    field.setFocus()
    QTest.keyClicks(field, "Ada")
    field.setCursorPosition(2)
    for density in ("compact", "spacious", "default"):
        dress(bench, {"density": density})
    assert bench.view("Input").edit is field  # type: ignore[attr-defined]
    assert (field.text(), field.cursorPosition()) == ("Ada", 2)


@pytest.mark.parametrize(("radius", "same"), [("sharp", True), ("default", False)])
def test_corners_are_as_the_agency_rounds_them(bench: Bench, radius: str, same: bool) -> None:
    dress(bench, {"radius": radius})
    bench.show(node("Card", title="T", content=text("x")))
    card = bench.view("Card").rect
    shown = bench.panel.grab(card).toImage()
    edge, page = shown.pixelColor(card.width() // 2, 0), bench.panel.theme.color("surface-0")
    met = shown.pixelColor(0, 0).lightness()
    assert (abs(met - edge.lightness()) < abs(met - page.lightness())) is same
