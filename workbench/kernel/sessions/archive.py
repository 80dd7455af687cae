"""A session as one file: its journal, its store, where it stood, and a manifest that says so.

Secrets are never inside. The journal masks them as it is written; whatever is in the files all the
same, because it was stored, or recorded before its value was known, is masked in the copy.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

from workbench import __version__
from workbench.kernel.journal.reader import Query, Reader
from workbench.kernel.masking import Masker
from workbench.kernel.sessions.place import read_place

FORMAT: Final = "imperal-workbench-session"
VERSION: Final = 1

MANIFEST: Final = "manifest.json"
JOURNAL: Final = "journal.sqlite"
STORE: Final = "store.sqlite"
SETTINGS: Final = "settings.json"


def export_session(
    journal: Path, target: Path, *, store: Path | None = None, masker: Masker | None = None
) -> dict[str, Any]:
    """Write a session to `target` and answer its manifest.

    `store` is the state folder's database, if there is one; `masker` knows the secrets that must
    not be inside. May run while the session does: what is committed by then is in the file.

    Raises sqlite3.DatabaseError for a journal that cannot be read, OSError where nothing can be
    written.
    """
    masker = masker or Masker()
    with tempfile.TemporaryDirectory(prefix="workbench-export-") as name:
        folder = Path(name)
        files = {JOURNAL: _clean_copy(journal, folder / JOURNAL, masker)}
        if store is not None and store.is_file():
            files[STORE] = _clean_copy(store, folder / STORE, masker)
        place = read_place(journal)
        if place is not None:
            text = json.dumps(place.as_json(), ensure_ascii=False)
            files[SETTINGS] = folder / SETTINGS
            files[SETTINGS].write_bytes(masker.encoded(text.encode()))
        manifest = _manifest(journal.stem, files)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
            for member, path in files.items():
                packed.write(path, member)
    return manifest


def _clean_copy(source: Path, target: Path, masker: Masker) -> Path:
    """A copy of a database without the remains of what was deleted, and without secrets."""
    _run(source, "VACUUM INTO ?", (str(target),))
    connection = sqlite3.connect(target, isolation_level=None)
    try:
        if _mask(connection, masker):
            connection.execute("VACUUM")
    finally:
        connection.close()
    return target


def _run(path: Path, statement: str, values: tuple[object, ...]) -> None:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA busy_timeout=5000")
        connection.execute(statement, values)
    finally:
        connection.close()


def _mask(connection: sqlite3.Connection, masker: Masker) -> int:
    """Mask every text and blob of a database; answers how many values held a secret."""

    def masked(value: str | bytes) -> str | bytes:
        if isinstance(value, bytes):
            return masker.encoded(value)
        return masker.encoded(value.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")

    connection.create_function("masked", 1, masked, deterministic=True)
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    changed = 0
    for (table,) in tables:
        for _, column, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
            changed += connection.execute(
                f'UPDATE OR REPLACE "{table}" SET "{column}" = masked("{column}")'
                f" WHERE typeof(\"{column}\") IN ('text', 'blob')"
                f' AND masked("{column}") IS NOT "{column}"'
            ).rowcount
    return changed


def _manifest(session: str, files: dict[str, Path]) -> dict[str, Any]:
    reader = Reader(files[JOURNAL])
    try:
        newest = reader.read(Query(limit=1))
        builds = reader.read(Query(kinds=("build",), limit=200, newest_first=False))
        meta = reader.meta()
    finally:
        reader.close()
    extensions = {r.app_id: {"app_id": r.app_id, **_versions(r.body)} for r in builds if r.app_id}
    return {
        "format": FORMAT,
        "version": VERSION,
        "session": session,
        "workbench": __version__,
        "python": platform.python_version(),
        "profile": meta.get("profile", ""),
        "records": newest[0].seq if newest else 0,
        "extensions": list(extensions.values()),
        "files": {
            name: {"size": path.stat().st_size, "sha256": _digest(path)}
            for name, path in files.items()
        },
    }


def _versions(build: dict[str, Any]) -> dict[str, Any]:
    """Which versions a build record tells of."""
    declared = build.get("declarations") or {}
    facts = {"version": declared.get("version"), "sdk": build.get("sdk")}
    return {key: value for key, value in facts.items() if value}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
