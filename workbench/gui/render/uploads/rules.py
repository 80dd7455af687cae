"""Which files an upload takes and what it says about them; no widget in sight."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.gui.render.plain import flag_of, label_of, number_of, text_of, texts_of, whole_of

MEGABYTE = 1024 * 1024
VARIANTS = frozenset({"default", "futuristic", "compact"})
_MOST_BYTES = 64 * MEGABYTE
"""What is read at most whatever the props allow: the content travels in one message."""


@dataclass(frozen=True, slots=True)
class UploadRules:
    """The props of a FileUpload."""

    accept: tuple[str, ...]
    max_bytes: int
    multiple: bool
    param_name: str
    blocked: frozenset[str]
    max_total: int
    max_files: int
    title: str
    hint: str
    variant: str
    previews: bool

    def refusal(self, name: str, size: int) -> str:
        """Why this file is not taken, or ""."""
        ending = extension_of(name)
        if ending in self.blocked:
            return f"Blocked file type: .{ending}"
        if not self.accepts(name):
            return f"File type not accepted: .{ending}" if ending else "File type not accepted"
        if self.max_bytes and size > self.max_bytes:
            return f"File too large ({size_text(size)} > {size_text(self.max_bytes)})"
        if size > _MOST_BYTES:
            return f"File too large ({size_text(size)})"
        return ""

    def accepts(self, name: str) -> bool:
        """Whether `accept` allows a file of this name (endings, types, ``image/*``, ``*``)."""
        if not self.accept:
            return True
        kind = mime_of(name)
        for rule in self.accept:
            if rule.startswith("."):
                if name.lower().endswith(rule):
                    return True
            elif rule in ("*", "*/*", kind) or (rule.endswith("/*") and kind.startswith(rule[:-1])):
                return True
        return False

    @property
    def name_filter(self) -> str:
        """The filter of a file dialog."""
        endings = [f"*{rule}" for rule in self.accept if rule.startswith(".")]
        return f"Files ({' '.join(endings)})" if endings else "All files (*)"


def upload_rules(props: dict[str, Any]) -> UploadRules:
    """Read the props."""
    parts = (part.strip().lower() for part in text_of(props.get("accept")).split(","))
    accept = tuple(part for part in parts if part)
    max_mb = number_of(props.get("max_size_mb"), 10.0)
    total_mb = number_of(props.get("max_total_mb"), 0.0)
    most = whole_of(props.get("max_files"), 0)
    blocked = (
        text.strip().lower().lstrip(".") for text in texts_of(props.get("blocked_extensions"))
    )
    variant = text_of(props.get("variant"))
    return UploadRules(
        accept=() if "*" in accept else accept,
        max_bytes=int(max(max_mb, 0) * MEGABYTE),
        multiple=flag_of(props.get("multiple")),
        param_name=text_of(props.get("param_name")) or "files",
        blocked=frozenset(blocked),
        max_total=int(max(total_mb, 0) * MEGABYTE),
        max_files=most,
        title=label_of(props.get("title"), "Drop files or click to browse"),
        hint=label_of(props.get("hint")) or _hint(max_mb, total_mb, most),
        variant=variant if variant in VARIANTS else "default",
        previews=flag_of(props.get("show_previews")),
    )


def _hint(max_mb: float, total_mb: float, most: int) -> str:
    parts = [f"Up to {max_mb:g} MB per file"] if max_mb > 0 else []
    if total_mb > 0:
        parts.append(f"{total_mb:g} MB total")
    if most > 0:
        parts.append(f"{most} files max")
    return ", ".join(parts)


def extension_of(name: str) -> str:
    """The ending of a file's name, in lower case, without the dot."""
    return Path(name).suffix.lower().lstrip(".")


def mime_of(name: str) -> str:
    """The media type a file's name suggests."""
    return mimetypes.guess_type(name, strict=False)[0] or "application/octet-stream"


def size_text(size: int) -> str:
    """A size for people: 1 B, 2.9 KB, 93.1 KB, 1.2 MB."""
    if size < 1024:
        return f"{size} B"
    for unit in ("KB", "MB", "GB"):
        size_in_unit = size / 1024 ** (("KB", "MB", "GB").index(unit) + 1)
        if size_in_unit < 1024 or unit == "GB":
            return f"{size_in_unit:.1f} {unit}"
    return f"{size} B"
