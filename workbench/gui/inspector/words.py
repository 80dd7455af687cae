"""Elements and values of a panel's tree in words. Qt-free."""

from __future__ import annotations

import json
from typing import Any, Final

from workbench.gui.inspector.tree import Steps, at, identity_of, is_node, name_of

TEXT, NUMBER, WORD, NODE, ACTION, GROUP = "text", "number", "word", "node", "action", "group"

_SAYING: Final = ("title", "label", "text", "content", "name", "heading", "placeholder", "message")
_LONGEST = 60
_VALUE = 400
_CALLS: Final = {
    "navigate": ("Navigate", "path"),
    "send": ("Send", "message"),
    "open": ("Open", "url"),
}


def short(text: str, most: int = _LONGEST) -> str:
    """A text on one line, cut."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def saying(element: Any) -> str:
    """What an element shows: its title or text, empty without one."""
    holder = element.get("props", element) if isinstance(element, dict) else {}
    for name in _SAYING:
        value = holder.get(name) if isinstance(holder, dict) else None
        if isinstance(value, str) and value.strip():
            return short(value)
    return ""


def label(tree: Any, steps: Steps) -> str:
    """An element in a line: "ListItem “Buy milk”"."""
    said = saying(at(tree, steps))
    name = name_of(tree, steps)
    return f"{name} “{said}”" if said else name


def crumb(tree: Any, steps: Steps) -> str:
    """An element on the way to another: its type, and its id or place among its siblings."""
    name = name_of(tree, steps)
    identity = identity_of(at(tree, steps) or {})
    if identity is not None:
        return f"{name} #{short(identity, 20)}"
    number = next((step for step in reversed(steps) if isinstance(step, int)), None)
    return name if number is None else f"{name} {number + 1}"


def kind_of(value: Any) -> str:
    """How a value is set: as text, number, word, node, action or group."""
    if isinstance(value, str):
        return TEXT
    if value is None or isinstance(value, bool):
        return WORD
    if isinstance(value, int | float):
        return NUMBER
    if is_node(value):
        return NODE
    return ACTION if _is_action(value) else GROUP


def value_text(value: Any) -> str:
    """A value on one line: text in quotes, an action as the call it makes, a group by its size."""
    if isinstance(value, str):
        return json.dumps(short(value, _VALUE), ensure_ascii=False)
    if is_node(value):
        said = saying(value)
        return f"{value['type']} “{said}”" if said else str(value["type"])
    if _is_action(value):
        return action_text(value)
    if isinstance(value, list):
        nodes = sum(1 for part in value[:1000] if is_node(part))
        return _count(len(value), "node" if nodes and nodes == len(value[:1000]) else "item")
    if isinstance(value, dict):
        return _count(len(value), "value")
    return json.dumps(value, default=str)


def action_text(action: dict[str, Any]) -> str:
    """ "Call complete_task(task_id="3")", "Navigate /notes", "Open https://…"."""
    kind = str(action["action"])
    if kind == "call":
        params = action.get("params")
        pairs = params.items() if isinstance(params, dict) else ()
        args = ", ".join(f"{name}={value_text(value)}" for name, value in pairs)
        return f"Call {action.get('function', '')}({args})"
    word, prop = _CALLS.get(kind, (kind.capitalize(), ""))
    rest = action.get(prop) if prop else ", ".join(k for k in action if k != "action")
    return f"{word} {rest}".strip()


def _is_action(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("action"), str)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}".replace(",", "\u202f")
