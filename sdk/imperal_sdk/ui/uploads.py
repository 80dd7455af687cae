"""The file upload component."""

from __future__ import annotations

from typing import Any

from imperal_sdk.ui._props import flags, given, one_of
from imperal_sdk.ui.base import UIAction, UINode

FILEUPLOAD_VARIANTS = ("default", "futuristic", "compact")
"""Looks of a FileUpload."""


def FileUpload(
    accept: str = "*",
    max_size_mb: int = 10,
    multiple: bool = False,
    on_upload: UIAction | None = None,
    param_name: str = "files",
    blocked_extensions: list[str] | None = None,
    max_total_mb: int = 0,
    max_files: int = 0,
    title: str = "",
    hint: str = "",
    variant: str = "default",
    show_previews: bool = False,
) -> UINode:
    """A place to drop files; sizes in MB, 0 for no limit.

    Raises ValueError for a look outside ``FILEUPLOAD_VARIANTS``.
    """
    one_of("FileUpload", "variant", variant, FILEUPLOAD_VARIANTS)
    props: dict[str, Any] = {
        "accept": accept,
        "max_size_mb": max_size_mb,
        "multiple": multiple,
        "param_name": param_name,
    }
    if variant != "default":
        props["variant"] = variant
    props |= given(
        on_upload=on_upload,
        blocked_extensions=blocked_extensions,
        max_total_mb=max_total_mb,
        max_files=max_files,
        title=title,
        hint=hint,
    )
    return UINode("FileUpload", props | flags(show_previews=show_previews))
