"""Hard trees look right at every width: nothing cut, nothing over another, nothing too pale."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from benchmarks.look import check_tree
from benchmarks.look_checks import WIDTHS
from tests.gui.render.bench import Bench, node, stack, text
from tests.gui.render.look_trees import LONG, TREES
from workbench.gui.render.avatar import AvatarShape
from workbench.gui.render.view import NodeView
from workbench.gui.theme import Theme, manager
from workbench.gui.theme.contrast import READABLE, contrast

pytestmark = pytest.mark.qt_log_ignore("does not support raise")
PLACES = [("light", width) for width in WIDTHS] + [("dark", 480)]


@pytest.mark.parametrize(("theme", "width"), PLACES)
@pytest.mark.parametrize("name", TREES)
def test_a_hard_tree_has_no_fault(qapp: QApplication, name: str, theme: str, width: int) -> None:
    before = manager().current.name
    try:
        assert [str(fault) for fault in check_tree(TREES[name], theme, width)] == []
    finally:
        manager().use(before)


def middle_tip(view: NodeView, dy: int) -> str:
    return view.tooltip_at(QPoint(view.x + view.w // 2, view.y + dy))


def test_a_long_word_in_a_narrow_figure_ends_in_an_ellipsis_and_a_tooltip(bench: Bench) -> None:
    bench.resize(200)
    bench.show(node("Stat", label="Relationships", value="7", icon="Users"))
    figure = bench.view("Stat")
    one_line = figure.height(figure.w)
    bench.show(node("Stat", label="Relationship management", value="7", icon="Users"))
    figure = bench.view("Stat")
    assert figure.height(figure.w) == one_line + 17  # broken between the words, not in one
    bench.show(node("Stat", label=LONG, value="7", icon="Users"))
    figure = bench.view("Stat")
    assert figure.height(figure.w) == one_line
    assert middle_tip(figure, 24) == LONG


def test_a_long_word_in_a_cards_title_ends_in_an_ellipsis_and_a_tooltip(bench: Bench) -> None:
    bench.resize(260)
    bench.show(node("Card", title=f"About {LONG}", content=text("x")))
    card = bench.view("Card")
    assert middle_tip(card, 30) == f"About {LONG}"
    assert middle_tip(card, card.h - 30) == ""


@pytest.mark.parametrize("kind", ["Toggle", "Checkbox"])
def test_the_label_of_a_control_wraps(bench: Bench, kind: str) -> None:
    bench.resize(240)
    bench.show(stack(node(kind, label="Keep"), node(kind, label="Keep the answers of " * 6)))
    short, long = bench.view(kind), bench.view(kind, 1)
    assert long.h >= short.h + 3 * 20


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("tint", [0.0, 0.1, 0.25])
@pytest.mark.parametrize(
    "token", ["primary", "success", "warning", "danger", "info", "accent", "text-muted"]
)
def test_an_ink_can_be_read_on_every_ground_and_tint(name: str, tint: float, token: str) -> None:
    theme = Theme(name)
    ink = theme.ink(token, tint)
    for ground in ("surface-0", "surface-card", "surface-input"):
        assert contrast(ink, theme.over(token, tint, ground)) >= READABLE


def test_an_ink_that_can_be_read_is_the_platforms_own() -> None:
    light = Theme("light")
    assert light.ink("primary") == light.color("primary")
    assert light.ink("text-muted") == light.color("text-muted")


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("token", ["primary-fill", "danger-fill"])
def test_white_can_be_read_on_a_filled_button(name: str, token: str) -> None:
    theme = Theme(name)
    assert contrast(theme.color("text-on-primary"), theme.color(token)) >= READABLE


def test_initials_keep_their_size(qapp: QApplication) -> None:
    assert AvatarShape(Theme("light"), "Ada Lovelace", None, "lg").px == 56
