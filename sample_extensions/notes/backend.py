"""The notes REST service of this sample: an ASGI application without any framework.

Notes live in memory, per user; every user starts with the same few. The workbench runs it in a
process of its own and sends it the extension's HTTP requests.
"""

import json
import re
import uuid
from datetime import UTC, datetime
from urllib.parse import parse_qs

from backend_seed import FOLDERS, NOTES

FRESH_SECONDS = 600


class RefusedError(Exception):
    """A request that cannot be served: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Notebook:
    """One user's folders and notes."""

    def __init__(self) -> None:
        now = datetime.now(UTC)
        self.folders = [dict(folder) for folder in FOLDERS]
        self.notes = {
            note["id"]: {**note, "version": 1, "at": now, "created": None} for note in NOTES
        }

    def counts(self) -> dict[str, int]:
        """Number of notes by folder id."""
        ids = [note["folder_id"] for note in self.notes.values()]
        return {folder["id"]: ids.count(folder["id"]) for folder in self.folders}

    def select(self, folder_id: str, text: str, limit: int) -> list[dict]:
        """Newest first: created notes, then the seeded ones in their order."""
        words = text.lower().split()
        rows = [
            note
            for note in self.notes.values()
            if (not folder_id or note["folder_id"] == folder_id)
            and all(word in f"{note['title']} {note['content']}".lower() for word in words)
        ]
        rows.sort(
            key=lambda note: note["created"] or datetime.min.replace(tzinfo=UTC), reverse=True
        )
        return rows[:limit]

    def create(self, fields: dict) -> dict:
        """A new note; raises `RefusedError` for a bad title or folder."""
        now = datetime.now(UTC)
        note = {"id": f"n{uuid.uuid4().hex[:8]}", "title": "", "content": "", "folder_id": "inbox"}
        note |= {"version": 0, "at": now, "created": now}
        note = self._changed(note, fields)
        self.notes[note["id"]] = note
        return note

    def change(self, note_id: str, fields: dict) -> dict:
        """Merge fields into a note; raises `RefusedError` if it is not there or a field is bad."""
        self.notes[note_id] = self._changed(self.get(note_id), fields)
        return self.notes[note_id]

    def get(self, note_id: str) -> dict:
        """The note; raises `RefusedError` 404."""
        if note_id not in self.notes:
            raise RefusedError(404, f"no note {note_id}")
        return self.notes[note_id]

    def delete(self, note_id: str) -> dict:
        """Take the note out and answer it."""
        note = self.get(note_id)
        del self.notes[note_id]
        return note

    def _changed(self, note: dict, fields: dict) -> dict:
        known = {key: fields[key] for key in ("title", "content", "folder_id") if key in fields}
        changed = {**note, **known, "version": note["version"] + 1, "at": datetime.now(UTC)}
        if not str(changed["title"]).strip():
            raise RefusedError(422, "a note needs a title")
        if changed["folder_id"] not in {folder["id"] for folder in self.folders}:
            raise RefusedError(422, f"no folder {changed['folder_id']}")
        return changed


NOTEBOOKS: dict[str, Notebook] = {}


def public(note: dict) -> dict:
    """The note as clients see it."""
    age = (datetime.now(UTC) - note["at"]).total_seconds()
    first_line = note["content"].strip().split("\n", 1)[0]
    return {
        "id": note["id"],
        "title": note["title"],
        "content": note["content"],
        "folder_id": note["folder_id"],
        "version": note["version"],
        "excerpt": re.sub(r"[*_`#>]", "", first_line)[:80],
        "fresh": note["created"] is not None and age < FRESH_SECONDS,
        "edited": "just now" if age < 60 else f"{int(age // 60)} minutes ago",
    }


def respond(method: str, path: str, query: dict[str, str], body: dict, user: str) -> dict:
    """Answer one request; raises `RefusedError`."""
    book = NOTEBOOKS.setdefault(user, Notebook())
    note_id = path.removeprefix("/v1/notes/")
    match method, path.split("/")[2:]:
        case "GET", ["folders"]:
            return {"folders": book.folders}
        case "GET", ["folders", "stats"]:
            return {"counts": book.counts()}
        case "GET", ["notes"]:
            limit = int(query.get("limit", "50"))
            rows = book.select(query.get("folder_id", ""), query.get("q", ""), limit)
            return {"notes": [public(note) for note in rows]}
        case "POST", ["notes"]:
            return public(book.create(body))
        case "GET", ["notes", _]:
            return public(book.get(note_id))
        case "PATCH", ["notes", _]:
            return public(book.change(note_id, body))
        case "DELETE", ["notes", _]:
            return public(book.delete(note_id))
    raise RefusedError(404, f"no route {method} {path}")


async def app(scope, receive, send) -> None:
    """The ASGI entry point."""
    if scope["type"] != "http":
        return
    headers = {key.decode().lower(): value.decode() for key, value in scope["headers"]}
    query = {key: values[0] for key, values in parse_qs(scope["query_string"].decode()).items()}
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    try:
        fields = json.loads(body) if body else {}
        user = headers.get("x-user", "")
        status = 201 if scope["method"] == "POST" else 200
        answer = respond(scope["method"], scope["path"], query, fields, user)
    except RefusedError as refused:
        status, answer = refused.status, {"error": str(refused)}
    except ValueError as error:
        status, answer = 400, {"error": f"bad request: {error}"}
    payload = json.dumps(answer).encode()
    kind = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": kind})
    await send({"type": "http.response.body", "body": payload})
