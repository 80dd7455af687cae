"""What a handler answered: its shape, and its value as it goes over the wire."""

from __future__ import annotations

from types import TracebackType
from typing import Any, NamedTuple

from workbench.host.nearest import nearest
from workbench.host.values import to_json
from workbench.wire.child_messages import Shape

_ENVELOPES = {
    "panel": "panel_id",
    "widget": "widget_id",
    "tray": "tray_id",
    "menu": "item_id",
}

_MOST_OF_A_CUT = 64 * 1024
"""The longest beginning of an answer, in bytes, that is sent when the answer is not whole."""


class Answer(NamedTuple):
    """A handler's answer, encoded."""

    payload: bytes
    shape: Shape
    converted: list[dict[str, str]]
    cut: str | None = None


def encode(value: Any) -> Answer:
    """Encode what a handler returned."""
    shape, plain = _shape(value)
    payload, converted, cut = to_json(plain)
    if cut is not None and len(payload) > _MOST_OF_A_CUT:
        payload = b"null"  # the kernel refuses it, and should not have to read it all for that
    return Answer(payload, shape, converted, cut)


def _shape(value: Any) -> tuple[Shape, Any]:
    if value is None:
        return "none", None
    if isinstance(value, dict):
        return _shape_of_dict(value), value
    if type(value).__name__ == "ActionResult" and hasattr(value, "to_dict"):
        return "action_result", _action_result(value)
    if hasattr(value, "to_dict") and hasattr(value, "props"):
        return "node", nearest(value)
    return "other", value


def _shape_of_dict(value: dict[Any, Any]) -> Shape:
    if "ui" in value and any(name in value for name in _ENVELOPES.values()):
        return "ui"
    if isinstance(value.get("type"), str) and isinstance(value.get("props"), dict):
        return "node"
    return "dict"


def _action_result(value: Any) -> Any:
    """The SDK's own form; without its recursion where a tree in it is too deep for that."""
    try:
        return value.to_dict()
    except RecursionError:
        fields = {"status": value.status, "summary": value.summary, "data": value.data}
        return {**fields, "ui": value.ui}


def rescue(error: BaseException, kind: str, name: str) -> Any:
    """The envelope that the SDK's wrapper would have made if its recursion had not failed.

    The tree that was being converted is on the traceback: the first node whose ``to_dict`` was
    called. None if the error did not come from there.
    """
    envelope = _ENVELOPES.get(kind)
    if envelope is None or not isinstance(error, RecursionError):
        return None
    node = _first_node(error.__traceback__)
    return None if node is None else {"ui": node, envelope: name}


def _first_node(traceback: TracebackType | None) -> Any:
    while traceback is not None:
        frame = traceback.tb_frame
        node = frame.f_locals.get("self")
        if frame.f_code.co_name == "to_dict" and hasattr(node, "props"):
            return node
        traceback = traceback.tb_next
    return None
