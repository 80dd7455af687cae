"""The arithmetic of rows, columns and grids."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.gui.render import layout


@dataclass
class Box:
    """A child that wants some width, can shrink to another, and wraps like text."""

    wide: int
    least: int = 0
    area: int = 0
    placed: list[tuple[int, int, int, int]] = field(default_factory=list)

    def natural(self) -> int:
        return self.wide

    def minimum(self) -> int:
        return min(self.least, self.wide)

    def height(self, width: int) -> int:
        return max(20, -(-self.area // max(width, 1)))

    def put(self, x: int, y: int, w: int, h: int) -> None:
        self.placed.append((x, y, w, h))


def places(boxes: list[Box]) -> list[tuple[int, int, int, int]]:
    return [box.placed[-1] for box in boxes]


def test_a_column_stretches_its_children() -> None:
    boxes = [Box(50), Box(500)]
    layout.place_column(boxes, (10, 5, 300, 100), 12, "stretch")
    assert places(boxes) == [(10, 5, 300, 20), (10, 37, 300, 20)]


@pytest.mark.parametrize(("align", "x"), [("start", 0), ("center", 125), ("end", 250)])
def test_a_column_can_align_children_of_their_own_width(align: str, x: int) -> None:
    box = Box(50)
    layout.place_column([box], (0, 0, 300, 100), 12, align)
    assert box.placed[-1] == (x, 0, 50, 20)


def test_a_row_breaks_when_the_next_child_does_not_fit() -> None:
    boxes = [Box(100), Box(100), Box(100)]
    assert layout.row_lines(boxes, 212, 12, True) == [[0, 1], [2]]
    assert layout.row_lines(boxes, 211, 12, True) == [[0], [1], [2]]
    assert layout.row_lines(boxes, 50, 12, False) == [[0, 1, 2]]


def test_a_row_without_wrapping_shrinks_in_proportion_but_not_below_the_minimum() -> None:
    boxes = [Box(300, 250), Box(300, 0)]
    assert layout.row_widths(boxes, 412, 12) == [250, 150]


def test_children_larger_than_the_line_are_cut_to_it() -> None:
    assert layout.row_widths([Box(900, 900)], 300, 12) == [300]


@pytest.mark.parametrize(
    ("justify", "lefts"),
    [
        ("start", [0, 112]),
        ("center", [94, 206]),
        ("end", [188, 300]),
        ("between", [0, 300]),
        ("around", [47, 253]),
    ],
)
def test_a_row_spreads_spare_room(justify: str, lefts: list[int]) -> None:
    boxes = [Box(100), Box(100)]
    layout.place_row(boxes, (0, 0, 400, 20), 12, "center", justify, True)
    assert [place[0] for place in places(boxes)] == lefts


def test_a_row_centres_short_children_and_stretches_on_request() -> None:
    tall, short = Box(100, area=4000), Box(100)
    layout.place_row([tall, short], (0, 0, 300, 40), 0, "center", "start", True)
    assert short.placed[-1] == (100, 10, 100, 20)
    layout.place_row([tall, short], (0, 0, 300, 40), 0, "stretch", "start", True)
    assert short.placed[-1] == (100, 0, 100, 40)


def test_grid_cells_take_the_height_of_their_row() -> None:
    boxes = [Box(10, area=6000), Box(10), Box(10)]
    layout.place_grid(boxes, (0, 0, 212, 0), 2, 12)
    assert places(boxes) == [(0, 0, 100, 60), (112, 0, 100, 60), (0, 72, 100, 20)]
    assert layout.grid_height(boxes, 212, 2, 12) == 92


@pytest.mark.parametrize(
    ("width", "columns"), [(760, 4), (560, 4), (544, 3), (332, 2), (128, 1), (20, 1)]
)
def test_auto_fit_never_makes_columns_narrower_than_asked(width: int, columns: int) -> None:
    assert layout.fitting_columns(width, 4, 12, 128) == (4 if width >= 548 else columns)


@given(
    st.integers(0, 2000),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=12),
    st.sampled_from([0, 4, 12, 32]),
    st.booleans(),
)
def test_a_row_never_leaves_its_box(
    width: int, sizes: list[tuple[int, int]], gap: int, wrap: bool
) -> None:
    boxes = [Box(wide, least) for wide, least in sizes]
    for line in layout.row_lines(boxes, width, gap, wrap):
        members = [boxes[index] for index in line]
        widths = layout.row_widths(members, width, gap)
        gaps = gap * (len(members) - 1)
        assert all(wide >= 0 for wide in widths)
        assert sum(widths) + gaps <= max(width, gaps)


@given(st.integers(1, 2000), st.integers(1, 12), st.sampled_from([0, 4, 12, 16, 32]))
def test_grid_tracks_fill_the_width_to_the_pixel(width: int, columns: int, gap: int) -> None:
    edges = layout.tracks(width, columns, gap)
    assert edges[0][0] == 0
    if width > gap * columns:
        assert edges[-1][0] + edges[-1][1] == width
        assert max(wide for _, wide in edges) - min(wide for _, wide in edges) <= 1


@given(
    st.lists(st.integers(1, 500), min_size=1, max_size=8),
    st.integers(0, 3000),
    st.data(),
)
def test_shrinking_adds_up_and_respects_the_floors(
    wants: list[int], room: int, data: st.DataObject
) -> None:
    floors = [data.draw(st.integers(0, want)) for want in wants]
    if not sum(floors) <= room < sum(wants):
        return
    widths = layout.shrink(wants, room, floors)
    assert sum(widths) == room
    assert all(wide >= floor - 1 for wide, floor in zip(widths, floors, strict=True))
