"""Geometry of rows, columns and grids: where each child goes, for any width.

Pure arithmetic on whole pixels. A child is anything with `natural`, `minimum`, `height` and `put`
(see `view.NodeView`); nothing here knows Qt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Child(Protocol):
    """What the arithmetic needs of a child."""

    def natural(self) -> int:
        """Preferred width."""

    def minimum(self) -> int:
        """Smallest width."""

    def height(self, width: int) -> int:
        """Height at a width."""

    def put(self, x: int, y: int, w: int, h: int) -> None:
        """Take a place."""


# -- columns ------------------------------------------------------------------------------------


def column_height(children: Sequence[Child], width: int, gap: int, align: str) -> int:
    """Height of children under one another."""
    gaps = gap * max(len(children) - 1, 0)
    if align == "stretch":  # most columns; a thousand children feel every call
        return gaps + sum([child.height(width) for child in children])
    return gaps + sum([child.height(cross_width(child, width, align)) for child in children])


def cross_width(child: Child, width: int, align: str) -> int:
    """Width a child gets in a column: all of it when stretched, else what it wants."""
    return width if align == "stretch" else min(child.natural(), width)


def place_column(
    children: Sequence[Child],
    area: tuple[int, int, int, int],
    gap: int,
    align: str,
    justify: str = "start",
) -> None:
    """Put children under one another inside ``(x, y, w, h)``."""
    x, y, width, height = area
    if align == "stretch":
        widths = [width] * len(children)
    else:
        widths = [cross_width(child, width, align) for child in children]
    heights = [child.height(wide) for child, wide in zip(children, widths, strict=True)]
    room = height - sum(heights) - gap * max(len(children) - 1, 0)
    start, between = spread(room, len(children), justify)
    top = y + start
    for child, wide, tall in zip(children, widths, heights, strict=True):
        left = x if wide == width else x + offset(width - wide, align)
        child.put(left, top, wide, tall)
        top += tall + gap + between


# -- rows ---------------------------------------------------------------------------------------


def row_lines(children: Sequence[Child], width: int, gap: int, wrap: bool) -> list[list[int]]:
    """Indexes of the children on each line of a row."""
    if not wrap:
        return [list(range(len(children)))] if children else []
    lines: list[list[int]] = []
    used = 0
    for index, child in enumerate(children):
        wide = min(child.natural(), width)
        if lines and used + gap + wide <= width:
            lines[-1].append(index)
            used += gap + wide
        else:
            lines.append([index])
            used = wide
    return lines


def row_widths(children: Sequence[Child], width: int, gap: int) -> list[int]:
    """Widths of the children of one line: what they want, shrunk in proportion when too much.

    Nothing shrinks below its minimum while others still can; when even the minimums do not fit,
    they shrink too, so that the line never leaves its box.
    """
    wants = [min(child.natural(), width) for child in children]
    room = width - gap * max(len(children) - 1, 0)
    if sum(wants) <= room:
        return wants
    floors = [min(child.minimum(), want) for child, want in zip(children, wants, strict=True)]
    if sum(floors) >= room:
        return shrink(floors, max(room, 0), [0] * len(floors))
    return shrink(wants, room, floors)


def shrink(wants: Sequence[int], room: int, floors: Sequence[int]) -> list[int]:
    """Widths that add up to ``room``, taken from ``wants`` in proportion, none below its floor."""
    widths: list[float] = [float(want) for want in wants]
    open_ = [index for index, want in enumerate(wants) if want > floors[index]]
    while open_:
        excess = sum(widths) - room
        if excess <= 0:
            break
        weight = sum(wants[index] for index in open_)
        still: list[int] = []
        for index in open_:
            widths[index] -= excess * wants[index] / weight
            if widths[index] > floors[index]:
                still.append(index)
            else:
                widths[index] = floors[index]
        if len(still) == len(open_):
            break
        open_ = still
    return whole(widths, room)


def whole(widths: Sequence[float], room: int) -> list[int]:
    """Round widths down and hand the lost pixels back from the left."""
    result = [max(int(width), 0) for width in widths]
    spare = min(room - sum(result), len(result))
    for index in range(max(spare, 0)):
        result[index] += 1
    return result


def row_height(children: Sequence[Child], width: int, gap: int, wrap: bool) -> int:
    """Height of a row with its wrapped lines."""
    lines = row_lines(children, width, gap, wrap)
    total = gap * max(len(lines) - 1, 0)
    for line in lines:
        members = [children[index] for index in line]
        total += line_height(members, row_widths(members, width, gap))
    return total


def line_height(members: Sequence[Child], widths: Sequence[int]) -> int:
    """Height of the tallest child of a line."""
    return max(
        (child.height(wide) for child, wide in zip(members, widths, strict=True)),
        default=0,
    )


def place_row(
    children: Sequence[Child],
    area: tuple[int, int, int, int],
    gap: int,
    align: str,
    justify: str,
    wrap: bool,
) -> None:
    """Put children side by side inside ``(x, y, w, h)``, on as many lines as they need."""
    x, y, width, height = area
    lines = row_lines(children, width, gap, wrap)
    top = y
    for line in lines:
        members = [children[index] for index in line]
        widths = row_widths(members, width, gap)
        tall = height if len(lines) == 1 else line_height(members, widths)
        room = width - sum(widths) - gap * (len(members) - 1)
        start, between = spread(room, len(members), justify)
        left = x + start
        for child, wide in zip(members, widths, strict=True):
            own = tall if align == "stretch" else min(child.height(wide), tall)
            child.put(left, top + offset(tall - own, align), wide, own)
            left += wide + gap + between
        top += tall + gap


# -- grids --------------------------------------------------------------------------------------


def tracks(width: int, columns: int, gap: int) -> list[tuple[int, int]]:
    """Left edge and width of equal columns that fill ``width`` to the pixel."""
    share = (width - gap * (columns - 1)) / columns
    edges: list[tuple[int, int]] = []
    for index in range(columns):
        left = round(index * (share + gap))
        right = round(index * (share + gap) + share)
        edges.append((left, max(right - left, 0)))
    return edges


def fitting_columns(width: int, wanted: int, gap: int, least: int) -> int:
    """How many columns fit when each is at least ``least`` wide: at most ``wanted``, at least 1."""
    return max(1, min(wanted, (width + gap) // (least + gap)))


def grid_rows(
    children: Sequence[Child], width: int, columns: int, gap: int
) -> list[tuple[list[Child], int]]:
    """The children of each grid row with the row's height."""
    edges = tracks(width, columns, gap)
    rows: list[tuple[list[Child], int]] = []
    for start in range(0, len(children), columns):
        members = list(children[start : start + columns])
        tall = max(child.height(wide) for child, (_, wide) in zip(members, edges, strict=False))
        rows.append((members, tall))
    return rows


def grid_height(children: Sequence[Child], width: int, columns: int, gap: int) -> int:
    """Height of a grid of equal columns."""
    rows = grid_rows(children, width, columns, gap)
    return sum(tall for _, tall in rows) + gap * max(len(rows) - 1, 0)


def place_grid(
    children: Sequence[Child], area: tuple[int, int, int, int], columns: int, gap: int
) -> None:
    """Put children into a grid of equal columns; cells take the height of their row."""
    x, y, width, _ = area
    edges = tracks(width, columns, gap)
    top = y
    for members, tall in grid_rows(children, width, columns, gap):
        for child, (left, wide) in zip(members, edges, strict=False):
            child.put(x + left, top, wide, tall)
        top += tall + gap


# -- shared -------------------------------------------------------------------------------------


def spread(room: int, count: int, justify: str) -> tuple[int, int]:
    """Space before the first child and extra space between children, for spare ``room``."""
    if room <= 0 or count == 0:
        return 0, 0
    if justify == "center":
        return room // 2, 0
    if justify == "end":
        return room, 0
    if justify == "between" and count > 1:
        return 0, room // (count - 1)
    if justify == "around":
        return room // (2 * count), room // count
    return 0, 0


def offset(room: int, align: str) -> int:
    """Where a child stands across the line: 0 for start and stretch."""
    if align == "center":
        return room // 2
    return room if align == "end" else 0
