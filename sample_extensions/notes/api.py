"""The notes service: one function per request, answers as plain dicts."""

import os

from app import FolderList, FolderStats

BASE = os.environ.get("NOTES_API_URL", "https://notes.example.com")


class NotesError(Exception):
    """The service refused or failed; the text is fit for the user."""


async def folders(ctx) -> list[dict]:
    """All folders, cached for a minute: their names hardly ever change."""

    async def fetch() -> FolderList:
        return FolderList(folders=(await _get(ctx, "/v1/folders"))["folders"])

    user = ctx.user.imperal_id
    entry = await ctx.cache.get_or_fetch(f"folders:{user}", FolderList, fetch, ttl_seconds=60)
    return entry.folders


async def counts(ctx) -> dict[str, int]:
    """Notes per folder, cached for half a minute and dropped by every write."""

    async def fetch() -> FolderStats:
        return FolderStats(counts=(await _get(ctx, "/v1/folders/stats"))["counts"])

    user = ctx.user.imperal_id
    entry = await ctx.cache.get_or_fetch(f"stats:{user}", FolderStats, fetch, ttl_seconds=30)
    return entry.counts


async def notes(ctx, folder_id: str = "", text: str = "", limit: int = 50) -> list[dict]:
    """Notes, newest first, of one folder or all; never cached, they are what the user came for."""
    query = {"limit": limit}
    if folder_id:
        query["folder_id"] = folder_id
    if text:
        query["q"] = text
    return (await _get(ctx, "/v1/notes", params=query))["notes"]


async def note(ctx, note_id: str) -> dict:
    """One note with its content."""
    return await _get(ctx, f"/v1/notes/{note_id}")


async def create(ctx, fields: dict) -> dict:
    """Create a note and forget the cached counts."""
    return await _write(ctx, ctx.http.post(f"{BASE}/v1/notes", json=fields, headers=_who(ctx)))


async def change(ctx, note_id: str, fields: dict) -> dict:
    """Change some fields of a note and forget the cached counts."""
    return await _write(
        ctx, ctx.http.patch(f"{BASE}/v1/notes/{note_id}", json=fields, headers=_who(ctx))
    )


async def delete(ctx, note_id: str) -> dict:
    """Delete a note and forget the cached counts."""
    return await _write(ctx, ctx.http.delete(f"{BASE}/v1/notes/{note_id}", headers=_who(ctx)))


async def _get(ctx, path: str, **options) -> dict:
    return _body(await ctx.http.get(f"{BASE}{path}", headers=_who(ctx), **options))


async def _write(ctx, request) -> dict:
    answer = _body(await request)
    await ctx.cache.delete(f"stats:{ctx.user.imperal_id}")
    return answer


def _body(response) -> dict:
    if not response.ok:
        body = response.body if isinstance(response.body, dict) else {}
        reason = body.get("error", f"status {response.status_code}")
        raise NotesError(f"The notes service answered: {reason}")
    return response.json()


def _who(ctx) -> dict[str, str]:
    return {"X-User": ctx.user.imperal_id}
