"""What a tray item shows: its declaration, and what its handler answered last. Qt-free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from workbench.kernel.contributions import Contribution
    from workbench.kernel.errors import ErrorReport

ZONES: Final = ("status", "actions", "system")
"""Parts of the tray in their order (SDK reference, tray zones)."""

_BADGE_TONES: Final = {
    "blue": "info",
    "green": "success",
    "red": "danger",
    "yellow": "warning",
    "orange": "warning",
    "purple": "purple",
}
_ICON_TONES: Final = {
    "primary": "primary",
    "success": "success",
    "warning": "warning",
    "danger": "danger",
    "muted": "subtle",
}


@dataclass(frozen=True, slots=True)
class TrayLook:
    """How one item looks; `panel` is the tree that drops down from it.

    `inline` puts the badge beside the icon, not on its corner. `error` is why it has no answer.
    """

    app_id: str
    tray_id: str
    icon: str
    tooltip: str
    zone: str
    order: int
    inline: bool = False
    tone: str = "muted"
    badge: str = ""
    badge_tone: str = "muted"
    panel: dict[str, Any] | None = None
    error: ErrorReport | None = None
    asked: bool = False

    @property
    def title(self) -> str:
        """What it is called."""
        return self.tooltip or self.tray_id

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other items."""
        return (self.app_id, self.tray_id)

    def answered(self, answer: Contribution) -> TrayLook:
        """The item after its handler was called: a failure leaves the last good badge."""
        if answer.error is not None:
            return replace(self, error=answer.error, asked=True)
        tree = answer.ui or {}
        if tree.get("type") != "TrayResponse":
            return replace(self, badge="", panel=answer.ui, error=None, asked=True)
        props = tree.get("props") or {}
        badge, tone = _badge(props.get("badge"))
        color = _ICON_TONES.get(str(props.get("icon_color") or ""), self.tone)
        panel = props.get("panel")
        return replace(
            self,
            badge=badge,
            badge_tone=tone,
            tone=color,
            panel=panel if isinstance(panel, dict) else None,
            error=None,
            asked=True,
        )


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing that drops down: whose it is, what it is called, its tree or why there is none."""

    app_id: str
    title: str
    tree: dict[str, Any] | None = None
    error: ErrorReport | None = None
    took_ms: float | None = None
    note: str = ""


def declared(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> list[TrayLook]:
    """The items that are declared, zone by zone, lower order first."""
    found = [
        TrayLook(
            app_id,
            str(row["tray_id"]),
            str(row.get("icon") or "Circle"),
            str(row.get("tooltip") or ""),
            str(row.get("zone") or ZONES[0]),
            int(row.get("order") or 0),
            row.get("badge_style") == "inline",
            _ICON_TONES.get(str(row.get("icon_color") or ""), "muted"),
        )
        for app_id, row in rows
    ]
    return sorted(found, key=lambda look: (_place(look.zone), look.order))


def _place(zone: str) -> int:
    return ZONES.index(zone) if zone in ZONES else len(ZONES)


def _badge(node: Any) -> tuple[str, str]:
    """Text and tone of a badge: a node of its own, or a plain value."""
    if node in (None, "", False):
        return "", "muted"
    if not isinstance(node, dict):
        return str(node), "info"
    props = node.get("props") or {}
    label = props.get("label", props.get("content"))
    text = "" if label is None else str(label)
    return text, _BADGE_TONES.get(str(props.get("color") or ""), "muted")
