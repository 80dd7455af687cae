"""Chat functions that read: find notes, list folders."""

import api
from app import chat
from pydantic import BaseModel, Field

from imperal_sdk import ActionResult


class FindNotes(BaseModel):
    """What to look for."""

    text: str = Field(default="", description="Words to look for in titles and texts")
    folder_id: str = Field(default="", description="Only in this folder")
    limit: int = Field(default=10, ge=1, le=50, description="How many at most")


class FoundNotes(BaseModel):
    """Matching notes, newest first."""

    notes: list[dict]


class ListFolders(BaseModel):
    """No parameters: all folders are listed."""


class Folders(BaseModel):
    """Folders with the number of their notes."""

    folders: list[dict]


@chat.function(
    "find_notes",
    description="Find notes by words in their title or text, optionally in one folder.",
    action_type="read",
    data_model=FoundNotes,
)
async def find_notes(ctx, params: FindNotes) -> ActionResult:
    """Search the service; the answer carries ids for later steps."""
    try:
        notes = await api.notes(ctx, params.folder_id, params.text, params.limit)
    except api.NotesError as error:
        return ActionResult.error(str(error), code="NOTES_REFUSED")
    found = [{"note_id": note["id"], "title": note["title"]} for note in notes]
    titles = ", ".join(note["title"] for note in notes[:3]) or "nothing"
    return ActionResult.success(
        data=FoundNotes(notes=found).model_dump(), summary=f"Found {len(notes)}: {titles}"
    )


@chat.function(
    "list_folders",
    description="List the folders and how many notes each of them holds.",
    action_type="read",
    data_model=Folders,
)
async def list_folders(ctx, params: ListFolders) -> ActionResult:
    """Both reads are cached, so this is cheap."""
    try:
        folders, counts = await api.folders(ctx), await api.counts(ctx)
    except api.NotesError as error:
        return ActionResult.error(str(error), code="NOTES_REFUSED")
    rows = [{**folder, "notes": counts.get(folder["id"], 0)} for folder in folders]
    summary = ", ".join(f"{row['name']} ({row['notes']})" for row in rows)
    return ActionResult.success(data=Folders(folders=rows).model_dump(), summary=summary)
