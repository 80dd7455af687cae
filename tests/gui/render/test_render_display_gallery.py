"""Every display node at every width and in both themes; pictures of trees."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import orjson
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.gui.render.bench import Bench, call, node, stack, text
from workbench.gui.render import registry
from workbench.gui.render.families import FAMILIES
from workbench.gui.render.sheet import main, picture, render_png
from workbench.gui.theme import manager

pytestmark = pytest.mark.gui

LONG = "a message of some words that has to wrap on narrow panes and may be long"
GALLERY: dict[str, Any] = node(
    "Page",
    title="Every display node",
    subtitle=LONG,
    children=[
        stack(
            *[node("Badge", label=f"badge {i}", dot=i % 2 == 0) for i in range(9)], direction="h"
        ),
        node(
            "Stats", children=[node("Stat", label=LONG, value="1,284", trend="+1") for _ in "1234"]
        ),
        node("Grid", columns=3, children=[node("Card", title=LONG, content=text(LONG))] * 5),
        node(
            "Card",
            title="Card",
            subtitle=LONG,
            on_click=call(),
            content=node("KeyValue", items=[{"key": LONG, "value": LONG}], columns=2),
            footer=[node("Button", label="Go", icon="Plus"), node("Button", label=LONG)],
        ),
        node("Section", title=LONG, collapsible=True, children=[node("Divider", label="or")]),
        node("Accordion", sections=[{"id": "a", "title": LONG, "children": [text("x")]}]),
        node("Tabs", tabs=[{"label": f"Tab number {i}", "content": text(LONG)} for i in range(7)]),
        node("Alert", title=LONG, message=LONG, variant="warn", dismissible=True),
        node("Timeline", items=[{"title": LONG, "description": LONG, "time": "now"}] * 3),
        node("Progress", value=40, label=LONG, show_value=True),
        node("Progress", value=40, variant="circular", label="ring", show_value=True),
        stack(
            node("Avatar", name="Ada L"), node("Icon", name="house"), node("AppIcon"), direction="h"
        ),
        node("Header", text=LONG, subtitle=LONG),
        node("Link", label=LONG, href="https://example.com"),
        node("Image", src="https://example.com/x.png", caption=LONG),
        node("Code", content=f"def f():\n    return {LONG!r}\n", language="python"),
        node(
            "Markdown",
            content=f"# {LONG}\n\n- {LONG}\n\n|a|b|\n|-|-|\n|{LONG}|x|\n\n> [!TIP]\n> {LONG}",
        ),
        node("Html", content=f"<h2>{LONG}</h2><p>{LONG}</p>"),
        node("Tooltip", content="tip", children=text(LONG)),
        node("Empty", message=LONG, action=call(label="Create")),
        node("Error", message=LONG, retry=call()),
        node("Loading", message=LONG),
        node("Video", src="https://example.com/v.mp4", title=LONG),
        node("Audio", src="https://example.com/a.mp3", title=LONG),
    ],
)


@pytest.mark.parametrize("width", [200, 250, 320, 417, 560, 760, 1024, 1440, 2000])
def test_nothing_leaves_its_parent_at_any_width(bench: Bench, width: int) -> None:
    bench.resize(width)
    bench.show(GALLERY)
    assert bench.failures == []
    outside = []
    for view in bench.views():
        owner = view.group.owner if view.group is not None else None
        area = owner.rect if owner is not None else view.scope.surface.rect()
        if not view.absent and not area.contains(view.rect):
            outside.append((view.path, view.rect, area))
    assert outside == []
    assert bench.panel.content_height() >= bench.panel.surface.root.views[-1].rect.bottom()


@pytest.mark.parametrize("width", [200, 760])
def test_siblings_of_a_column_do_not_overlap(bench: Bench, width: int) -> None:
    bench.resize(width)
    bench.show(GALLERY)
    children = bench.view("Page").body.present  # type: ignore[attr-defined]
    for above, below in itertools.pairwise(children):
        assert above.rect.bottom() < below.y


def test_going_wide_and_back_gives_the_same_picture(bench: Bench) -> None:
    calm = {**GALLERY, "props": {**GALLERY["props"]}}
    calm["props"]["children"] = [
        child for child in GALLERY["props"]["children"] if child["type"] != "Loading"
    ]
    bench.resize(480, 900)
    bench.show(calm)
    before = bench.panel.grab().toImage()
    bench.resize(1500, 900)
    bench.resize(480, 900)
    assert bench.panel.grab().toImage() == before


def test_a_theme_change_equals_drawing_afresh_in_that_theme(bench: Bench) -> None:
    calm = node("Page", title="T", children=GALLERY["props"]["children"][:12])
    bench.resize(700, 1200)
    bench.show(calm)
    manager().use("dark")
    bench.settle()
    changed = bench.panel.grab().toImage()
    fresh = Bench(700, 1200)
    fresh.show(calm)
    assert fresh.panel.grab().toImage() == changed
    fresh.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_tree_becomes_a_png_of_the_width_asked_for(
    qapp: QApplication, tmp_path: Path, shots: Path, theme: str
) -> None:
    before = manager().current.name
    target = shots / f"gallery-{theme}.png"
    width, height = render_png(GALLERY, target, theme, 1000)
    image = QImage(str(target))
    assert (image.width(), image.height()) == (width, height) == (1000, image.height())
    assert height > 1500
    ground = manager().get(theme).color("surface-0").name()
    assert image.pixelColor(2, 2).name() == ground
    manager().use(before)


def test_the_command_line_draws_a_file(qapp: QApplication, tmp_path: Path) -> None:
    before = manager().current.name
    tree, target = tmp_path / "tree.json", tmp_path / "out.png"
    tree.write_bytes(orjson.dumps(stack(text("hello"))))
    assert main([str(tree), "--theme", "dark", "--width", "300", "--png", str(target)]) == 0
    assert QImage(str(target)).width() == 300
    manager().use(before)


def test_a_png_that_cannot_be_written_is_an_error(qapp: QApplication, tmp_path: Path) -> None:
    before = manager().current.name
    with pytest.raises(OSError, match="cannot write"):
        render_png(stack(), tmp_path / "missing" / "x.png")
    with pytest.raises(ValueError, match="no theme"):
        render_png(stack(), tmp_path / "x.png", "pink")
    manager().use(before)


def test_every_family_module_registers_what_it_promises() -> None:
    missing = [
        name
        for names in FAMILIES.values()
        for name in names
        if registry.view_class(name.lower()) is None
    ]
    assert missing == []


def test_the_picture_of_no_tree_is_an_empty_page(qapp: QApplication) -> None:
    image = picture(None, 100, 50)
    assert (image.width(), image.height()) == (100, 50)
