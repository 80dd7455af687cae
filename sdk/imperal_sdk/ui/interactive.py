"""Interactive components: buttons, cards, menus and everything that opens over a panel."""

from __future__ import annotations

from typing import Any

from imperal_sdk._messages import explain, one_of
from imperal_sdk.ui._props import flags, given, stated
from imperal_sdk.ui.base import UIAction, UINode

MODAL_SIZES = ("xs", "sm", "md", "lg", "xl", "2xl", "full")
"""Named widths of a Modal."""


def Button(
    label: str,
    variant: str = "primary",
    on_click: UIAction | None = None,
    disabled: bool = False,
    size: str = "md",
    full_width: bool = False,
    icon: str = "",
    icon_left: str = "",
    icon_right: str = "",
    loading: bool = False,
    loading_label: str = "",
    type: str = "",
) -> UINode:
    """A button. Icons are Lucide names; ``type`` is the HTML button type."""
    props = {"label": label, "variant": variant, "disabled": disabled, "size": size}
    props |= flags(full_width=full_width, loading=loading)
    props |= given(
        on_click=on_click,
        icon=icon,
        icon_left=icon_left,
        icon_right=icon_right,
        loading_label=loading_label,
        type=type,
    )
    return UINode("Button", props)


def BackButton(to: str = "", on_click: UIAction | None = None, *, label: str = "") -> UINode:
    """A small ghost button labelled "← Back", or "← Back to <to>", unless labelled otherwise."""
    text = label or (f"← Back to {to}" if to else "← Back")
    return Button(text, variant="ghost", on_click=on_click, size="sm")


def Card(
    title: str = "",
    subtitle: str = "",
    content: UINode | None = None,
    footer: UINode | None = None,
    on_click: UIAction | None = None,
    border: bool | None = None,
    padding: str = "",
) -> UINode:
    """A framed box. ``border`` None leaves the frame to the renderer."""
    optional = given(
        title=title,
        subtitle=subtitle,
        content=content,
        footer=footer,
        on_click=on_click,
        padding=padding,
    )
    return UINode("Card", {**optional, **stated(border=border)})


def Menu(items: list[dict[str, Any]], trigger: UINode | None = None, align: str = "") -> UINode:
    """A drop-down of ``{"label", "icon", "on_click"}`` opened by ``trigger``."""
    return UINode("Menu", {"items": items, **given(trigger=trigger, align=align)})


def Modal(
    title: str = "",
    content: UINode | None = None,
    confirm_label: str = "Confirm",
    cancel_label: str = "Cancel",
    on_confirm: UIAction | None = None,
    *,
    subtitle: str = "",
    size: str = "md",
    max_width: str = "",
    dismissible: bool = True,
    destructive: bool = False,
    on_close: UIAction | None = None,
    open: bool = True,
) -> UINode:
    """A window over the panel; an empty label hides its button.

    ``size`` is one of ``MODAL_SIZES`` or a CSS length. Raises ValueError for another word.
    """
    props = _window(title, content, confirm_label, cancel_label, on_confirm)
    props |= given(subtitle=subtitle, max_width=max_width, on_close=on_close)
    if size and size != "md":
        props["size"] = _modal_size(size)
    props |= flags(destructive=destructive)
    if not dismissible:
        props["dismissible"] = False
    if not open:
        props["open"] = False
    return UINode("Modal", props)


def Dialog(
    title: str,
    content: UINode | None = None,
    confirm_label: str = "Confirm",
    cancel_label: str = "Cancel",
    on_confirm: UIAction | None = None,
    destructive: bool = False,
    **kwargs: Any,
) -> UINode:
    """A Modal under its older type name; takes the keyword arguments of Modal as well.

    Raises TypeError for a keyword that Modal does not know.
    """
    modal = Modal(
        title,
        content,
        confirm_label,
        cancel_label,
        on_confirm,
        destructive=destructive,
        **kwargs,
    )
    return UINode("Dialog", modal.props)


def _window(
    title: str,
    content: UINode | None,
    confirm_label: str,
    cancel_label: str,
    on_confirm: UIAction | None,
) -> dict[str, Any]:
    props: dict[str, Any] = {"confirm_label": confirm_label, "cancel_label": cancel_label}
    return props | given(title=title, content=content, on_confirm=on_confirm)


def _modal_size(size: str) -> str:
    if isinstance(size, str) and (size in MODAL_SIZES or size[0].isdigit()):
        return size
    raise ValueError(
        explain(
            f"ui.Modal got size={size!r}",
            f"The size is one of {one_of(MODAL_SIZES)} or a CSS length",
            "Write size='lg', or pass max_width='40rem'",
        )
    )


def Tooltip(content: str, children: UINode | None = None, delay_ms: int = 0) -> UINode:
    """Text that shows while the pointer rests on ``children``, after ``delay_ms``."""
    return UINode("Tooltip", {"content": content, **given(children=children, delay_ms=delay_ms)})


def Link(
    label: str = "",
    href: str = "",
    on_click: UIAction | None = None,
    *,
    text: str = "",
) -> UINode:
    """A link; ``text`` is another name of ``label``. Raises TypeError without either."""
    shown = label or text
    if not shown:
        raise TypeError("ui.Link() needs a label, or its other name, text")
    return UINode("Link", {"label": shown, **given(href=href, on_click=on_click)})


def SlideOver(
    title: str,
    children: list[UINode] | None = None,
    subtitle: str = "",
    open: bool = True,
    width: str = "md",
    on_close: UIAction | None = None,
) -> UINode:
    """A sheet that slides in from the side."""
    props = {"title": title, "subtitle": subtitle, "open": open, "width": width}
    return UINode("SlideOver", {**props, **given(children=children, on_close=on_close)})
