"""The visible rows of a Tree: branches flattened by what is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workbench.gui.render.plain import action_of, flag_of, label_of, list_of, mapping_of, text_of

Props = dict[str, Any]
MAX_DEPTH = 500
MOST_ROWS = 5_000
"""Open rows of one tree; a tree may hold itself, and then has no end."""


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One visible row; `path` identifies it over refreshes, `parent` is its row or -1."""

    path: tuple[str, ...]
    depth: int
    label: str
    icon: str
    badge: str
    branch: bool
    open: bool
    action: Props | None
    parent: int


class TreeRows:
    """Flattens nested node dicts, remembering which branches a person opened or closed."""

    def __init__(self, nodes: Any = None) -> None:
        self._nodes = list_of(nodes)
        self._chosen: dict[tuple[str, ...], bool] = {}
        self.rows: list[TreeRow] = []
        self._flatten()

    def set_nodes(self, nodes: Any) -> None:
        """Take a refreshed tree; branches that were toggled stay as they are."""
        self._nodes = list_of(nodes)
        self._flatten()

    def toggle(self, row: int) -> None:
        """Open or close the branch at `row`; a leaf is left alone."""
        shown = self.rows[row]
        if shown.branch:
            self.set_open(row, not shown.open)

    def set_open(self, row: int, opened: bool) -> None:
        """Open or close the branch at `row`."""
        self._chosen[self.rows[row].path] = opened
        self._flatten()

    def _flatten(self) -> None:
        self.rows = []
        # A stack of its own: a tree nested deeper than Python recurses must still draw.
        stack: list[tuple[tuple[str, ...], int, Iterator[tuple[int, Any]]]]
        stack = [((), -1, iter(enumerate(self._nodes)))]
        while stack:
            path, parent, siblings = stack[-1]
            place, node = next(siblings, (-1, None))
            if place < 0:
                stack.pop()
                continue
            if len(self.rows) >= MOST_ROWS:
                self.rows.append(_REST)
                return
            props = {"label": node} if isinstance(node, str) else mapping_of(node)
            if not props:
                continue
            children = list_of(props.get("children"))
            row = self._row(props, path, parent, place, bool(children))
            self.rows.append(row)
            if row.branch and row.open and row.depth < MAX_DEPTH:
                stack.append((row.path, len(self.rows) - 1, iter(enumerate(children))))

    def _row(
        self, props: Props, above: tuple[str, ...], parent: int, place: int, branch: bool
    ) -> TreeRow:
        path = (*above, text_of(props.get("id")) or f"#{place}")
        declared = props.get("expanded")
        default = not above if declared is None else flag_of(declared)
        return TreeRow(
            path=path,
            depth=len(above),
            label=label_of(props.get("label")) or label_of(props.get("title")),
            icon=text_of(props.get("icon")),
            badge=label_of(props.get("badge")),
            branch=branch,
            open=branch and self._chosen.get(path, default),
            action=action_of(props.get("on_click")),
            parent=parent,
        )


_REST = TreeRow(
    path=("‹rest›",),
    depth=0,
    label=f"A tree shows at most {MOST_ROWS:,} open rows: the rest is not drawn.",
    icon="triangle-alert",
    badge="",
    branch=False,
    open=False,
    action=None,
    parent=-1,
)
