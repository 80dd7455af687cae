"""The people of a workspace as they stand in its file: where, and how they are written there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from workbench.kernel.personas import Persona
from workbench.kernel.workspace import FILE_NAME

_HEADER: Final = re.compile(r"^\s*\[\[\s*personas\s*\]\]", re.MULTILINE)
_NOTE: Final = """\
# Who can sign in. Every line but imperal_id may be left out; scopes = ["*"] may do everything.
"""


def place_of(root: Path) -> tuple[Path, int] | None:
    """The file and the line at which a workspace names its first person; None if it names none."""
    path = root / FILE_NAME
    if not path.is_file():
        return None
    text = path.read_text("utf-8")
    found = _HEADER.search(text)
    return None if found is None else (path, text.count("\n", 0, found.end()) + 1)


def write_people(root: Path, people: Iterable[Persona]) -> tuple[Path, int]:
    """Add people to a workspace's file, which is made if need be; answers where they stand now.

    Raises OSError when the file cannot be written.
    """
    import tomli_w

    path = root / FILE_NAME
    before = path.read_text("utf-8") if path.is_file() else ""
    if before and not before.endswith("\n\n"):
        before = before.rstrip("\n") + "\n\n"
    tables = [f"[[personas]]\n{tomli_w.dumps(_row(person))}" for person in people]
    path.write_text(f"{before}{_NOTE}\n" + "\n".join(tables), "utf-8")
    place = place_of(root)
    assert place is not None
    return place


def _row(person: Persona) -> dict[str, Any]:
    return {
        "imperal_id": person.imperal_id,
        "name": person.name,
        "email": person.email,
        "role": person.role,
        "tenant_id": person.tenant_id,
        "tenant_name": person.tenant_name,
        "scopes": list(person.scopes),
        "timezone": person.timezone,
        "locale": person.locale,
        "surface": person.surface,
    }
