"""Taking in a session that came as one file: checked as a whole before anything of it is kept."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Final

from workbench.kernel.journal.reader import Query, Reader
from workbench.kernel.sessions.archive import FORMAT, JOURNAL, MANIFEST, SETTINGS, STORE, VERSION
from workbench.kernel.sessions.marks import FOLDER
from workbench.kernel.sessions.past import IMPORTED
from workbench.kernel.sessions.place import Place, place_file

STATE_FILE: Final = "state.sqlite"

_CHUNK: Final = 1 << 20
_LARGEST_TEXT: Final = 4 << 20
_KNOWN: Final = (JOURNAL, STORE, SETTINGS)


class ArchiveError(ValueError):
    """A file that is no session, or a broken one; the message says what is wrong with it."""


def import_session(file: Path, state: Path) -> Path:
    """Take a session's file into a state folder and answer the journal's place.

    Nothing is kept of a file that is not whole.

    Raises:
        ArchiveError: the file is no session, of a later version, broken, or not as its manifest
            says.
    """
    folder = state / IMPORTED
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".arriving-", dir=folder) as name:
        arriving = Path(name) / "session"
        arriving.mkdir()
        session = _unpack(file, arriving)
        journal = _arrange(arriving, session)
        _check_databases(arriving, journal)
        home = _free(folder, session)
        arriving.replace(home)
    return home / FOLDER / journal.name


def read_manifest(file: Path) -> dict[str, Any]:
    """What a session's file says of itself; ArchiveError if it is none."""
    with _opened(file) as packed:
        return _manifest(packed)


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except FileNotFoundError:
        raise ArchiveError(f"there is no file {file}") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise ArchiveError(f"{file.name} is no session file: {error}") from error


def _manifest(packed: zipfile.ZipFile) -> dict[str, Any]:
    try:
        with packed.open(MANIFEST) as member:
            manifest = json.loads(member.read(_LARGEST_TEXT))
    except KeyError:
        raise ArchiveError(f"it is no session file: it holds no {MANIFEST}") from None
    except (zipfile.BadZipFile, ValueError) as error:
        raise ArchiveError(f"its {MANIFEST} cannot be read: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ArchiveError("it is no session file: its manifest names another format")
    version = manifest.get("version")
    if version != VERSION:
        written = manifest.get("workbench", "another version")
        raise ArchiveError(
            f"it is of version {version}, written by workbench {written}; this one reads {VERSION}"
        )
    return manifest


def _unpack(file: Path, folder: Path) -> str:
    """Write the members the manifest names into a folder; answers the session's name."""
    with _opened(file) as packed:
        manifest = _manifest(packed)
        session, listed = manifest.get("session"), manifest.get("files")
        if not isinstance(session, str) or not _is_plain(session):
            raise ArchiveError("its manifest names no session")
        if not isinstance(listed, dict) or JOURNAL not in listed:
            raise ArchiveError(f"its manifest names no {JOURNAL}")
        for name, facts in listed.items():
            if name not in _KNOWN or not isinstance(facts, Mapping):
                raise ArchiveError(f"its manifest names {name!r}, which belongs in no session")
            _unpack_one(packed, name, facts, folder / name)
    return session


def _unpack_one(packed: zipfile.ZipFile, name: str, facts: Mapping[str, Any], target: Path) -> None:
    try:
        with packed.open(name) as member, target.open("wb") as out:
            size, digest = _copy(member, out, int(facts.get("size") or 0))
    except KeyError:
        raise ArchiveError(f"{name} is missing from it") from None
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise ArchiveError(f"{name} in it is broken: {error}") from error
    if size != facts.get("size") or digest != facts.get("sha256"):
        raise ArchiveError(f"{name} in it is not what its manifest says: it was cut or changed")


def _copy(member: IO[bytes], out: IO[bytes], most: int) -> tuple[int, str]:
    """Copy a member, but not much more than it should hold; answers its size and digest."""
    digest, size = hashlib.sha256(), 0
    while size <= most and (chunk := member.read(_CHUNK)):
        out.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


def _arrange(folder: Path, session: str) -> Path:
    """Lay the files out as a state folder; answers the journal."""
    journal = folder / FOLDER / f"{session}.sqlite"
    journal.parent.mkdir()
    (folder / JOURNAL).rename(journal)
    if (folder / STORE).exists():
        (folder / STORE).rename(folder / STATE_FILE)
    if (folder / SETTINGS).exists():
        _check_settings(folder / SETTINGS)
        (folder / SETTINGS).rename(place_file(journal))
    return journal


def _check_settings(path: Path) -> None:
    try:
        place = Place.from_json(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise ArchiveError(f"its {SETTINGS} cannot be read: {error}") from error
    if place is None:
        raise ArchiveError(f"its {SETTINGS} is of another form")


def _check_databases(folder: Path, journal: Path) -> None:
    try:
        reader = Reader(journal)
        try:
            reader.read(Query(limit=1))
            reader.meta()
        finally:
            reader.close()
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"its journal cannot be read: {error}") from error
    for path in (journal, folder / STATE_FILE):
        if path.exists() and (fault := _fault_of(path)):
            raise ArchiveError(f"its {path.stem} is damaged: {fault}")


def _fault_of(path: Path) -> str:
    """What SQLite finds wrong with a file, empty for nothing."""
    connection = sqlite3.connect(path)
    try:
        found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        found = str(error)
    finally:
        connection.close()
    return "" if found == "ok" else found


def _is_plain(name: str) -> bool:
    return 0 < len(name) <= 100 and all(c.isalnum() or c in "-_" for c in name)


def _free(folder: Path, session: str) -> Path:
    """A folder for a session that no other one has yet."""
    home, number = folder / session, 1
    while home.exists():
        number += 1
        home = folder / f"{session}-{number}"
    return home
