"""What a List node carries: its entries, read one at a time, only when one is drawn or used.

Ten thousand items arrive as raw dictionaries; unwrapping them costs a millisecond, parsing them all
would cost the frame. So `ListItems` keeps the raw props and `entry(i)` reads one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.gui.render.plain import action_of, flag_of, label_of, list_of, mapping_of, text_of

Props = dict[str, Any]
MOST_ACTIONS = 12
"""Hover actions of a row: more would leave no room for its title."""
_LABELS = ("label", "value")
_MOST_TEXTS = 8


@dataclass(frozen=True, slots=True)
class RowAction:
    """One hover action of a row: an icon that dispatches, after a question if `confirm` is set."""

    icon: str
    label: str
    action: Props | None
    confirm: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One list row, every field in the type the painter and the mouse expect."""

    index: int
    id: Any
    key: str
    title: str
    subtitle: str
    meta: str
    icon: str
    avatar: Props | None
    badge: Props | None
    selected: bool
    on_click: Props | None
    actions: tuple[RowAction, ...]
    draggable: bool
    droppable: bool
    on_drop: Props | None
    expandable: bool
    content: tuple[Any, ...]

    @property
    def clickable(self) -> bool:
        """Whether a plain click does something outside selection mode."""
        return self.expandable or self.on_click is not None

    @property
    def strong(self) -> bool:
        """A title is semibold when its row is highlighted or carries a badge."""
        return self.selected or self.badge is not None


class ListItems:
    """The raw items of a list with their identity, searchable text and lazily read entries."""

    def __init__(self, items: Any, grouped_by: str = "") -> None:
        self.raw = _unwrap_all(list_of(items))
        self._grouped_by = grouped_by
        self._haystacks: list[str] | None = None
        self.any_live = any(map(_is_live, [props.get("badge") for props in self.raw]))
        """Whether some badge is a node other than a Badge."""

    def __len__(self) -> int:
        return len(self.raw)

    def entry(self, index: int) -> Entry:
        """Read item `index` (0 ≤ index < len)."""
        props = self.raw[index]
        return Entry(
            index=index,
            id=props.get("id"),
            key=self.key(index),
            title=label_of(props.get("title")),
            subtitle=label_of(props.get("subtitle")),
            meta=label_of(props.get("meta")),
            icon=text_of(props.get("icon")),
            avatar=_node(props.get("avatar")),
            badge=_node(props.get("badge")),
            selected=flag_of(props.get("selected")),
            on_click=action_of(props.get("on_click")),
            actions=tuple(
                _row_action(part) for part in list_of(props.get("actions"))[:MOST_ACTIONS]
            ),
            draggable=flag_of(props.get("draggable")),
            droppable=flag_of(props.get("droppable")),
            on_drop=action_of(props.get("on_drop")),
            expandable=flag_of(props.get("expandable")),
            content=tuple(list_of(props.get("expanded_content"))),
        )

    def live_badge(self, index: int) -> Props | None:
        """The badge of an item when it is a node, but no Badge: it is drawn as it is."""
        badge = self.raw[index].get("badge")
        return badge if _is_live(badge) else None

    def key(self, index: int) -> str:
        """The identity of a row over refreshes: its id, else its place."""
        found = self.raw[index].get("id")
        return f"#{index}" if found is None or found == "" else text_of(found)

    def group(self, index: int) -> str:
        """The heading a row belongs under; "" when the list is not grouped."""
        if not self._grouped_by:
            return ""
        return label_of(self.raw[index].get(self._grouped_by)) or "Other"

    def matching(self, query: str) -> list[int]:
        """Indexes of the items whose title, subtitle or meta contains `query`, ignoring case."""
        needle = query.strip().casefold()
        if not needle:
            return list(range(len(self.raw)))
        if self._haystacks is None:
            self._haystacks = [_haystack(props) for props in self.raw]
        return [index for index, text in enumerate(self._haystacks) if needle in text]

    def changed_rows(self, other: ListItems) -> list[int] | None:
        """Indexes that differ from `other`, or None when the rows themselves are not the same."""
        if len(self) != len(other) or self._grouped_by != other._grouped_by:
            return None
        changed = [
            index
            for index, (mine, theirs) in enumerate(zip(self.raw, other.raw, strict=True))
            if mine != theirs
        ]
        same_rows = all(
            self.key(index) == other.key(index) and self.group(index) == other.group(index)
            for index in changed
        )
        return changed if same_rows else None


def _unwrap_all(items: list[Any]) -> list[Props]:
    try:
        found = [item["props"] for item in items if item["type"] == "ListItem"]
    except (KeyError, TypeError, IndexError):
        found = []
    if len(found) == len(items) and all(type(props) is dict for props in found):
        return found
    return [props for item in items if (props := _unwrap(item)) is not None]


def _unwrap(item: Any) -> Props | None:
    """The props of a ListItem node, a plain dict, or a title made of anything else readable."""
    if isinstance(item, dict):
        if "type" in item and isinstance(item.get("props"), dict):
            props = item["props"]
            return props if item["type"] == "ListItem" else _foreign(props, item)
        return item
    return None if item is None else {"title": text_of(item)}


def _foreign(props: Props, item: Props) -> Props:
    """A node that is no ListItem still shows its text, so that nothing vanishes silently."""
    for name in ("title", "label", "content", "text", "message"):
        if isinstance(props.get(name), str | int | float):
            return {**props, "title": props[name]}
    return {**props, "title": text_of(item["type"])}


def _node(value: Any) -> Props | None:
    if not isinstance(value, dict) or not isinstance(value.get("props"), dict):
        return None
    props = mapping_of(value["props"])
    if not any(name in props for name in _LABELS):
        props |= {"label": ", ".join(_texts_in(value))}
    return props | {"__type__": text_of(value.get("type"))}


def _is_live(badge: Any) -> bool:
    if badge is None or not isinstance(badge, dict):
        return False
    if not isinstance(badge.get("props"), dict):
        return False
    return text_of(badge.get("type")).lower() != "badge"


def _texts_in(node: Props) -> list[str]:
    """The words of a node and of what stands in it, for where the node itself is not drawn."""
    found: list[str] = []
    waiting: list[Any] = [node]
    while waiting and len(found) < _MOST_TEXTS:
        part = waiting.pop()
        props = mapping_of(part.get("props")) if isinstance(part, dict) else {}
        words = (props.get(name) for name in (*_LABELS, "content", "text"))
        found.extend(word for word in words if isinstance(word, str) and word)
        waiting.extend(reversed(list_of(props.get("children"))[:_MOST_TEXTS]))
    return found


def _row_action(value: Any) -> RowAction:
    props = mapping_of(value)
    icon = text_of(props.get("icon"))
    return RowAction(
        icon=icon,
        label=label_of(props.get("label")) or icon or "Action",
        action=action_of(props.get("on_click")),
        confirm=text_of(props.get("confirm")),
    )


def _haystack(props: Props) -> str:
    parts = (props.get("title"), props.get("subtitle"), props.get("meta"))
    return "\n".join(text_of(part) for part in parts).casefold()
