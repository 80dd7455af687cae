"""A session's file whose manifest is right and whose journal is no database."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path


def damaged_session(folder: Path) -> Path:
    """Writes it and answers where."""
    data = b"SQLite format 3\0" + b"\xff" * 5_000
    facts = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest = {
        "format": "imperal-workbench-session",
        "version": 1,
        "session": "s",
        "files": {"journal.sqlite": facts},
    }
    with zipfile.ZipFile(folder / "damaged", "w") as packed:
        packed.writestr("manifest.json", json.dumps(manifest))
        packed.writestr("journal.sqlite", data)
    return folder / "damaged"
