"""A stage: a piece of work on screen that folds into a one-line receipt when it is done."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from imperal_sdk.ui.base import UINode

_log = logging.getLogger("imperal_sdk.ui")


class Stage(UINode):
    """A node that holds ``content`` while some work goes on.

    ``command`` (default: ``id``) is what the user would type to get here, ``receipt`` the
    line that remains: text, or a function of the result. Further keywords become props.
    """

    _receipt_template: str | Callable[[Any], str] | None

    def __init__(
        self,
        id: str,
        title: str,
        content: UINode | list[UINode] | None = None,
        hotkeys: dict[str, str | dict[str, Any]] | None = None,
        receipt: str | Callable[[Any], str] | None = None,
        telemetry: dict[str, Any] | None = None,
        auto_collapse: bool = True,
        command: str | None = None,
        status: str = "active",
        **extra_props: Any,
    ) -> None:
        if content is None:
            content = []
        props = {
            "id": id,
            "title": title,
            "command": command or id,
            "hotkeys": hotkeys or {},
            "auto_collapse": auto_collapse,
            "status": status,
            "telemetry": telemetry or {},
            "children": content if isinstance(content, list) else [content],
            **extra_props,
        }
        super().__init__("Stage", props)
        self._receipt_template = receipt

    def to_dict(self) -> dict[str, Any]:
        """Return the wire form, the children also at its top level."""
        wire = UINode.to_dict(self)
        return {**wire, "children": wire["props"].get("children", [])}

    def generate_receipt(
        self,
        result: Any = None,
        delta: str | None = None,
        duration_ms: int | None = None,
    ) -> str:
        """Return the line that remains: the author's receipt, or ``❯ command: what ── [time] ✓``.

        A receipt function that raises is passed over for the standard line.
        """
        template = self._receipt_template
        if isinstance(template, str) and template:
            return template
        if callable(template):
            try:
                return str(template(result))
            except Exception as slip:
                _log.warning("receipt of stage %r failed: %r", self.props.get("id"), slip)
        what = delta or self.props.get("title")
        took = "OK" if duration_ms is None else f"{duration_ms}ms"
        return f"❯ {self.props.get('command')}: {what} ── [{took}] ✓"
