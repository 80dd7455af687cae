"""The visible rows of a Tree: branches flattened by what is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.gui.render.plain import action_of, flag_of, label_of, list_of, mapping_of, text_of

Props = dict[str, Any]
MAX_DEPTH = 500


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
        # An explicit stack: a tree nested deeper than Python recurses must still draw.
        root: tuple[str, ...] = ()
        stack = [(node, root, -1, place) for place, node in reversed(list(enumerate(self._nodes)))]
        while stack:
            node, parent_path, parent, place = stack.pop()
            props = {"label": node} if isinstance(node, str) else mapping_of(node)
            if not props:
                continue
            children = list_of(props.get("children"))
            row = self._row(props, parent_path, parent, place, bool(children))
            self.rows.append(row)
            if row.branch and row.open and row.depth < MAX_DEPTH:
                here = len(self.rows) - 1
                stack.extend(
                    (child, row.path, here, number)
                    for number, child in reversed(list(enumerate(children)))
                )

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
