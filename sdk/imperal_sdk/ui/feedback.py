"""Feedback components: what tells the user how something is going."""

from __future__ import annotations

from typing import Any

from imperal_sdk._messages import explain
from imperal_sdk.ui._props import flags, given, one_of, stated
from imperal_sdk.ui.base import UIAction, UINode

ALERT_VARIANTS = ("info", "success", "warn", "error")
"""Tones of an Alert."""

ALERT_SYNONYMS = {"warning": "warn", "danger": "error", "err": "error", "ok": "success"}
"""Other spellings of an Alert's tone."""

TOAST_VARIANTS = ALERT_VARIANTS
"""Tones of a Toast."""

TOAST_SYNONYMS = dict(ALERT_SYNONYMS)
"""Other spellings of a Toast's tone."""

TOAST_DURATION_MS = 5000
"""How long a Toast stays unless told otherwise."""


def Alert(
    message: str,
    title: str = "",
    variant: str = "",
    dismissible: bool = False,
    *,
    type: str = "",
) -> UINode:
    """A coloured notice. ``type`` is the older spelling of ``variant`` and means the same.

    Raises ValueError for a tone outside ``ALERT_VARIANTS`` and ``ALERT_SYNONYMS``.
    """
    tone = _tone("Alert", variant or type or "info")
    props = {"message": message, "title": title, "variant": tone, **flags(dismissible=dismissible)}
    return UINode("Alert", props)


def Toast(
    message: str,
    variant: str = "info",
    duration: int = TOAST_DURATION_MS,
    *,
    title: str = "",
    action: UIAction | None = None,
    action_label: str = "",
) -> UINode:
    """A short notice that goes away after ``duration`` ms; 0 keeps it.

    Raises ValueError for an unknown tone, a negative duration, or an action without its
    label (or the reverse).
    """
    props: dict[str, Any] = {"message": message, "variant": _tone("Toast", variant)}
    if duration < 0:
        raise ValueError(
            explain(
                f"ui.Toast got duration={duration!r}",
                "The duration counts milliseconds from 0, which keeps the notice on screen",
                "Write duration=5000",
            )
        )
    if bool(action) != bool(action_label):
        raise ValueError(
            explain(
                "ui.Toast got only one of action and action_label",
                "The button needs something to say and something to do",
                "Pass both, or neither",
            )
        )
    if duration != TOAST_DURATION_MS:
        props["duration"] = duration
    return UINode("Toast", props | given(title=title, action=action, action_label=action_label))


def _tone(component: str, tone: Any) -> str:
    known = ALERT_SYNONYMS.get(tone, tone) if isinstance(tone, str) else tone
    return one_of(component, "variant", known, ALERT_VARIANTS)


def Progress(
    value: int,
    label: str = "",
    variant: str = "bar",
    color: str = "",
    max: int = 0,
    show_value: bool = False,
    size: str = "",
) -> UINode:
    """A progress bar or ring; ``value`` counts to ``max``, or to 100 while that is 0."""
    props = {"value": value, "label": label, "variant": variant}
    props |= given(color=color, max=max, size=size)
    return UINode("Progress", props | flags(show_value=show_value))


def Loading(message: str = "Loading...", variant: str = "spinner") -> UINode:
    """What shows while something is on its way."""
    return UINode("Loading", {"message": message, "variant": variant})


def Error(message: str, title: str = "Error", retry: UIAction | None = None) -> UINode:
    """What shows when something failed, with an optional second try."""
    return UINode("Error", {"message": message, "title": title, **given(retry=retry)})


def Ghost(
    child: UINode,
    *,
    reason: str = "Webbee executing...",
    pulse: bool = True,
    opacity: float = 0.6,
) -> UINode:
    """Show ``child`` faintly while what it stands for is being done; opacity 0 to 1."""
    props = {"child": child, "reason": reason, "pulse": pulse, "opacity": opacity}
    return UINode("Ghost", props)


def AgentPresence(
    status: str = "active",
    action: str = "",
    progress: int | None = None,
    avatar: str = "🐝",
) -> UINode:
    """What the assistant is doing just now; ``progress`` in percent."""
    props = {"status": status, "action": action, "avatar": avatar, **stated(progress=progress)}
    return UINode("AgentPresence", props)


def Chart(
    data: list[dict[str, Any]],
    type: str = "line",
    x_key: str = "name",
    height: int = 200,
    colors: dict[str, str] | None = None,
    y2_keys: list[str] | None = None,
    title: str = "",
    description: str = "",
    show_legend: bool = False,
    show_data_table: bool = False,
) -> UINode:
    """A chart of ``data`` rows against ``x_key``; ``height`` in px.

    With ``colors``, every other key of the first row becomes a series, coloured where
    ``colors`` names it. ``y2_keys`` go on the right axis.
    """
    props: dict[str, Any] = {"chart_type": type, "data": data, "x_key": x_key, "height": height}
    if colors and data:
        props["series"] = [_series(key, colors) for key in data[0] if key != x_key]
    if y2_keys:
        props["y2_keys"] = list(y2_keys)
    props |= given(title=title, description=description)
    return UINode("Chart", props | flags(show_legend=show_legend, show_data_table=show_data_table))


def _series(key: str, colors: dict[str, str]) -> dict[str, str]:
    series = {"key": key, "label": key}
    if key in colors:
        series["color"] = colors[key]
    return series
