"""Display components: text, pictures and media."""

from __future__ import annotations

from typing import Any

from imperal_sdk.ui._props import flags, given
from imperal_sdk.ui.base import UIAction, UINode


def Text(
    content: str,
    variant: str = "body",
    truncate: bool = False,
    className: str = "",  # noqa: N803
) -> UINode:
    """A run of text; ``variant`` sets its size and tone."""
    props = {
        "content": content,
        "variant": variant,
        **flags(truncate=truncate),
        **given(className=className),
    }
    return UINode("Text", props)


def Icon(
    name: str,
    size: int = 16,
    color: str = "",
    className: str = "",  # noqa: N803
) -> UINode:
    """A Lucide icon by name, ``size`` in px."""
    props = {"name": name, "size": size, "color": color, **given(className=className)}
    return UINode("Icon", props)


def Header(text: str, level: int = 2, subtitle: str = "") -> UINode:
    """A heading of level 1 (largest) to 4."""
    return UINode("Header", {"text": text, "level": level, **given(subtitle=subtitle)})


def Image(
    src: str,
    alt: str = "",
    width: str = "",
    height: str = "",
    on_click: UIAction | None = None,
    object_fit: str = "",
    caption: str = "",
) -> UINode:
    """A picture; ``width`` and ``height`` are CSS lengths."""
    optional = given(
        alt=alt,
        width=width,
        height=height,
        on_click=on_click,
        object_fit=object_fit,
        caption=caption,
    )
    return UINode("Image", {"src": src, **optional})


def Code(content: str, language: str = "", line_numbers: bool = False) -> UINode:
    """A block of source code."""
    props = {"content": content, "line_numbers": line_numbers, **given(language=language)}
    return UINode("Code", props)


def Markdown(content: str) -> UINode:
    """Formatted text written as Markdown."""
    return UINode("Markdown", {"content": content})


def Empty(message: str = "No data", icon: str = "", action: UIAction | None = None) -> UINode:
    """What stands where nothing is to be shown, with an optional way out."""
    return UINode("Empty", {"message": message, **given(icon=icon, action=action)})


def Divider(label: str = "") -> UINode:
    """A horizontal line, labelled or not."""
    return UINode("Divider", given(label=label))


def Html(content: str, sandbox: bool = True, max_height: int = 0, theme: str = "dark") -> UINode:
    """Foreign HTML; ``max_height`` in px, 0 for none. The default theme stays off the wire."""
    props: dict[str, Any] = {"content": content, "sandbox": sandbox}
    props |= given(max_height=max_height)
    if theme != "dark":
        props["theme"] = theme
    return UINode("Html", props)


def Video(
    src: str,
    poster: str = "",
    title: str = "",
    autoplay: bool = False,
    controls: bool = True,
    loop: bool = False,
    muted: bool = False,
    width: str = "",
    height: str = "",
) -> UINode:
    """A video player."""
    optional = given(
        poster=poster,
        title=title,
        autoplay=autoplay,
        loop=loop,
        muted=muted,
        width=width,
        height=height,
    )
    return UINode("Video", {"src": src, "controls": controls, **optional})


def Audio(
    src: str,
    title: str = "",
    controls: bool = True,
    autoplay: bool = False,
    loop: bool = False,
) -> UINode:
    """An audio player."""
    optional = given(title=title, autoplay=autoplay, loop=loop)
    return UINode("Audio", {"src": src, "controls": controls, **optional})
