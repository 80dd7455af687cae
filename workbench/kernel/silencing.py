"""Silencing a validator's rule in a workspace's file, which keeps its comments and its order."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from workbench.kernel.errors import SettingsError
from workbench.kernel.workspace import FILE_NAME

_TABLE: Final = re.compile(r"^\s*\[\s*check\s*\][^\n]*\n?", re.MULTILINE)
_LIST: Final = re.compile(r"^(\s*silence\s*=\s*\[)([^\]]*)(\])", re.MULTILINE)
_NEXT: Final = re.compile(r"^\s*\[", re.MULTILINE)


def silence(root: Path, rule: str) -> Path:
    """Add a rule to ``[check] silence`` of a workspace's file, which is made if need be.

    Raises:
        SettingsError: the file is written in a way that cannot be added to by hand of ours.
        OSError: it cannot be read or written.
    """
    path = root / FILE_NAME
    before = path.read_text("utf-8") if path.is_file() else ""
    silenced = _silenced(path, before)
    if rule in silenced:
        return path
    after = _added(before, rule)
    if _silenced(path, after) != [*silenced, rule]:
        raise SettingsError(f"{path}: add {rule!r} to silence under [check] yourself")
    path.write_text(after, "utf-8")
    return path


def _silenced(path: Path, text: str) -> list[Any]:
    try:
        found = tomllib.loads(text).get("check", {}).get("silence", [])
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: {error}") from error
    return list(found)


def _added(text: str, rule: str) -> str:
    table = _TABLE.search(text)
    if table is None:
        gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        return f'{text}{gap}[check]\nsilence = ["{rule}"]\n'
    begin = table.end()
    following = _NEXT.search(text, begin)
    end = following.start() if following is not None else len(text)
    section = text[begin:end]
    found = _LIST.search(section)
    if found is None:
        return f'{text[:begin]}silence = ["{rule}"]\n{text[begin:]}'
    items = found[2].rstrip().rstrip(",")
    comma = ", " if items.strip() else ""
    section = _LIST.sub(lambda m: f'{m[1]}{items}{comma}"{rule}"{m[3]}', section, count=1)
    return text[:begin] + section + text[end:]
