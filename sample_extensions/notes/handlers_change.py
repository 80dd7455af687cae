"""Chat functions that change notes: create, update, move, delete."""

import api
from app import chat
from pydantic import BaseModel, Field

from imperal_sdk import ActionResult

PANELS = ["sidebar", "viewer"]


class CreateNote(BaseModel):
    """What a new note needs."""

    title: str = Field(description="Title of the note", min_length=1, max_length=200)
    content: str = Field(default="", description="Text of the note, Markdown")
    folder_id: str = Field(default="inbox", description="Folder that receives the note")


class UpdateNote(BaseModel):
    """Which note, and its new texts; what is absent stays as it is."""

    note_id: str = Field(description="Note to change")
    title: str | None = Field(default=None, description="New title", max_length=200)
    content: str | None = Field(default=None, description="New text, Markdown")


class MoveNote(BaseModel):
    """Which note goes where."""

    note_id: str = Field(description="Note to move")
    folder_id: str = Field(description="Folder that receives the note")


class DeleteNote(BaseModel):
    """Which note goes."""

    note_id: str = Field(description="Note to delete")


class NoteChanged(BaseModel):
    """What every change answers: enough for the next step of a chain."""

    note_id: str
    title: str
    folder_id: str


@chat.function(
    "create_note",
    description="Create a new note with a title, an optional text and an optional folder.",
    action_type="write",
    event="notes.created",
    effects=["create:note"],
    data_model=NoteChanged,
)
async def create_note(ctx, params: CreateNote) -> ActionResult:
    """Create a note and show it in the sidebar."""
    try:
        note = await api.create(ctx, params.model_dump())
    except api.NotesError as error:
        return ActionResult.error(str(error), code="NOTES_REFUSED")
    return _changed(note, f"Created note “{note['title']}”.")


@chat.function(
    "update_note",
    description="Update the title or the text of an existing note.",
    action_type="write",
    event="notes.updated",
    effects=["update:note"],
    data_model=NoteChanged,
)
async def update_note(ctx, params: UpdateNote) -> ActionResult:
    """Change only the fields that were given."""
    fields = params.model_dump(exclude={"note_id"}, exclude_none=True)
    try:
        note = await api.change(ctx, params.note_id, fields)
    except api.NotesError as error:
        return ActionResult.error(str(error), code="NOTES_REFUSED")
    return _changed(note, f"Saved “{note['title']}”.")


@chat.function(
    "move_note",
    description="Move an existing note into another folder.",
    action_type="write",
    event="notes.moved",
    effects=["update:note"],
    id_projection="note_id",
    data_model=NoteChanged,
)
async def move_note(ctx, params: MoveNote) -> ActionResult:
    """Put the note into the folder."""
    try:
        note = await api.change(ctx, params.note_id, {"folder_id": params.folder_id})
    except api.NotesError as error:
        return ActionResult.error(str(error), code="NOTES_REFUSED")
    return _changed(note, f"Moved “{note['title']}”.")


@chat.function(
    "delete_note",
    description="Delete a note for good.",
    action_type="destructive",
    event="notes.deleted",
    effects=["delete:note"],
    data_model=NoteChanged,
)
async def delete_note(ctx, params: DeleteNote) -> ActionResult:
    """Delete the note; there is no undo."""
    try:
        note = await api.delete(ctx, params.note_id)
    except api.NotesError as error:
        return ActionResult.error(str(error), code="NOTES_REFUSED")
    return _changed(note, f"Deleted “{note['title']}”.")


def _changed(note: dict, summary: str) -> ActionResult:
    changed = NoteChanged(note_id=note["id"], title=note["title"], folder_id=note["folder_id"])
    return ActionResult.success(data=changed.model_dump(), summary=summary, refresh_panels=PANELS)
