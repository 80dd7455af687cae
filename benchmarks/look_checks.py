"""Is a shown panel fit to be seen? Five questions, asked of what is really drawn.

* **cut**: text that reaches out of what can be seen, and cannot be scrolled there; text that ends
  in an ellipsis without a tooltip that tells the rest.
* **overlap**: two texts, or two siblings of the tree, over one another.
* **contrast**: text under 4.5:1 against the picture behind it. What is disabled is exempt.
* **mirrored**: text turned over with a page that runs from right to left.
* **repr**: a Python value's own spelling on the screen, unless the tree says so in a string.

Graph and Canvas are free drawings: their labels may cross and leave the frame.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QToolTip,
    QWidget,
)

from benchmarks.drawn_text import Run, drawn, picture_of
from workbench.gui.render.canvas import CanvasSurface
from workbench.gui.render.graphs.canvas import GraphCanvas
from workbench.gui.render.panel_view import PanelView
from workbench.gui.render.tab_bar import TabButton
from workbench.gui.render.view import NodeView
from workbench.gui.theme.contrast import READABLE, contrast, over

WIDTHS = (240, 320, 480, 800, 1280)
_LEAST_HEIGHT = 640
_SLACK = 1.5
"""Part of a pixel that antialiasing may spill, and a hair of a letter's side bearing."""
_REPR = re.compile(r"\{'|\['|\bNone\b|\bTrue\b|\bFalse\b|<object|<class '| object at 0x")
_FREE = (GraphCanvas, CanvasSurface)
_SCROLLED_BY_HAND = (QLineEdit, TabButton)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with which text; ``kind`` is cut, overlap, contrast, mirrored or repr."""

    kind: str
    text: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:60]!r} {self.detail}"


def faults(panel: PanelView, tree: Any) -> list[Fault]:
    """Everything wrong with the looks of a panel that is shown and settled."""
    return [*text_faults(panel, set(strings(tree))), *_siblings_overlap(panel)]


def text_faults(page: QWidget, said: Set[str] = frozenset()) -> list[Fault]:
    """What is wrong with the texts of a page, a panel or a whole window; `said` is what was meant.

    The page is shown and settled.
    """
    runs = [run for run in drawn(page) if not isinstance(run.widget, _FREE)]
    uncovered = [run for run in runs if not _covered(run, page)]
    return [
        *_cut(uncovered, said, page),
        *_texts_overlap(uncovered),
        *_faint(uncovered, picture_of(page)),
        *(Fault("mirrored", run.text, "reads backwards") for run in runs if run.turned),
        *_reprs(runs, said),
    ]


def strings(value: Any) -> Iterator[str]:
    """Every string in a tree, keys of dictionaries included."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            waiting.extend(part.keys())
            waiting.extend(part.values())
        elif isinstance(part, list | tuple):
            waiting.extend(part)


# -- what is in sight -----------------------------------------------------------------------


def _covered(run: Run, page: QWidget) -> bool:
    """Whether another widget, an overlay for one, lies over the middle of a text."""
    top = page.childAt(run.ink.center().toPoint())
    if top is None or top is run.widget:
        return False
    return not (run.widget.isAncestorOf(top) or top.isAncestorOf(run.widget))


def _scrolls(widget: QWidget, page: QWidget) -> tuple[bool, bool]:
    """Whether something between a widget and the page can be scrolled sideways, and down."""
    sideways = isinstance(widget, _SCROLLED_BY_HAND)
    down = isinstance(page, QAbstractScrollArea) and page.verticalScrollBar().maximum() > 0
    above: QWidget | None = widget
    while above is not None and above is not page:
        if isinstance(above, QAbstractScrollArea):
            sideways = sideways or above.horizontalScrollBar().maximum() > 0
            down = down or above.verticalScrollBar().maximum() > 0
        above = above.parentWidget()
    return sideways, down


def _cut(runs: list[Run], said: Set[str], page: QWidget) -> Iterator[Fault]:
    for run in runs:
        beside, under = _outside(run)
        sideways, down = _scrolls(run.widget, page)
        if run.clip.isEmpty():
            if not sideways and not down:
                yield Fault("cut", run.text, "is out of sight")
        elif (beside > _SLACK and not sideways) or (under > _SLACK and not down):
            yield Fault("cut", run.text, f"{beside:.0f} px beside, {under:.0f} px below its place")
        elif run.ink.intersects(run.clip) and _elided(run.text, said) and not _tooltip(run, page):
            yield Fault("cut", run.text, "ends in an ellipsis and no tooltip tells the rest")


def _outside(run: Run) -> tuple[float, float]:
    """How far the letters reach out of sight at a side, and above or below."""
    ink, clip = run.ink, run.clip
    beside = max(clip.left() - ink.left(), ink.right() - clip.right())
    return beside, max(clip.top() - ink.top(), ink.bottom() - clip.bottom())


def _elided(text: str, said: Set[str]) -> bool:
    return text.endswith("…") and not any(text in part for part in said) and text not in _OWN


_NOTHING = "(nothing is said)"
_OWN = frozenset({"Loading…", "Submitting…", "Select…", "Saving…", "Webbee executing…"})
"""What the renderer says itself with three dots at the end."""


def _tooltip(run: Run, page: QWidget) -> str:
    """What the pointer would be told over a text."""
    spot = (run.ink & run.clip).center().toPoint()
    under = page.childAt(spot) or run.widget
    _point_at(under, under.mapFrom(page, spot))
    target: QWidget | None = under
    while target is not None:
        inside = target.mapFrom(page, spot)
        said = tooltip_at(target, inside) or target.toolTip()
        if said or target is page:
            return said
        target = target.parentWidget()
    return ""


def tooltip_at(widget: QWidget, spot: QPoint) -> str:
    """What the tooltip says when the pointer rests there; empty if it says nothing.

    A tooltip that is told to go stays for a moment: one that nobody means shows what is new.
    """
    place = widget.mapToGlobal(spot)
    QToolTip.showText(place, _NOTHING, widget)
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, spot, place))
    said = QToolTip.text()
    QToolTip.hideText()
    return "" if said == _NOTHING else said


def _point_at(widget: QWidget, spot: QPoint) -> None:
    """Move the pointer there, as a person does before a tooltip comes."""
    button, none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    kind, at = QEvent.Type.MouseMove, QPointF(spot)
    move = QMouseEvent(kind, at, QPointF(widget.mapToGlobal(spot)), button, button, none)
    QApplication.sendEvent(widget, move)


# -- over one another -----------------------------------------------------------------------


def _texts_overlap(runs: list[Run]) -> Iterator[Fault]:
    ordered = sorted(runs, key=lambda run: run.ink.top())
    for number, run in enumerate(ordered):
        seen = run.ink & run.clip
        for other in ordered[number + 1 :]:
            if other.ink.top() > seen.bottom() - _SLACK:
                break
            both = seen & other.ink & other.clip
            if both.width() > _SLACK and both.height() > 2 * _SLACK and not _echo(run, other):
                yield Fault("overlap", run.text, f"over {other.text[:40]!r}")


def _echo(run: Run, other: Run) -> bool:
    """The same words a pixel away are an outline, not another text."""
    return run.text == other.text and abs(run.ink.left() - other.ink.left()) <= 2


def _siblings_overlap(panel: PanelView) -> Iterator[Fault]:
    for view in panel.surface.views():
        children = [child for child in view.children() if _stands(child, view)]
        for one, other in _meeting(children):
            if one.rect.intersected(other.rect).width() > 1:
                names = f"{one.node.type} over {other.node.type}"
                yield Fault("overlap", view.node.type, f"{names} in {view.node.type}")


def _stands(child: NodeView, parent: NodeView) -> bool:
    same = child.scope.surface is parent.scope.surface
    return same and not child.absent and child.w > 0 and child.h > 0


def _meeting(children: list[NodeView]) -> Iterator[tuple[NodeView, NodeView]]:
    """Neighbours, in the order of the page, whose rectangles share more than a pixel of height."""
    ordered = sorted(children, key=lambda child: (child.y, child.x))
    for one, other in pairwise(ordered):
        if one.rect.intersected(other.rect).height() > 1:
            yield one, other


# -- colours --------------------------------------------------------------------------------


def _faint(runs: list[Run], picture: QImage) -> Iterator[Fault]:
    for run in runs:
        area = (run.ink & run.clip).toAlignedRect() & picture.rect()
        if not run.widget.isEnabled() or area.isEmpty():
            continue
        ground = _ground(picture, area, run.color)
        ink = over(run.color, ground)
        ratio = contrast(ink, ground)
        if ratio < READABLE:
            detail = f"{ratio:.2f} : 1, {ink.name()} on {ground.name()}"
            yield Fault("contrast", run.text, detail)


def _ground(picture: QImage, area: QRect, ink: QColor) -> QColor:
    """The colour most common around the letters, but not theirs: what they stand on."""
    edge = area.adjusted(-2, -1, 2, 1) & picture.rect()
    counts = Counter(
        picture.pixel(x, y)
        for y in range(edge.top(), edge.bottom() + 1)
        for x in range(edge.left(), min(edge.right(), edge.left() + 120) + 1)
    )
    own = QColor.fromRgb(ink.rgb()).rgb()
    others = [color for color, _ in counts.most_common(2) if color != own]
    return QColor.fromRgb(others[0] if others else own)


# -- words ----------------------------------------------------------------------------------


def _reprs(runs: list[Run], said: Set[str]) -> Iterator[Fault]:
    for run in runs:
        found = _REPR.search(run.text)
        if found is not None and not any(found[0] in part for part in said):
            yield Fault("repr", run.text, f"shows {found[0]!r}")


def settle_at(panel: PanelView, width: int) -> None:
    """Lay a panel out at a width, as tall as its content and never less than a window."""
    for height in (_LEAST_HEIGHT, 0):
        wanted = height or min(max(panel.content_height(), _LEAST_HEIGHT), 20_000)
        panel.resize(width, wanted)
        panel.settle()
        QApplication.processEvents()
