"""Center panel: one note, to read, edit, move or delete."""

import asyncio

import api
from app import ext

from imperal_sdk import ui


@ext.panel("viewer", slot="center", center_overlay=True, title="Note", icon="FileText")
async def viewer(ctx, note_id: str = "", mode: str = "read", **_params):
    """Costs nothing until a note is chosen, so that a refresh of everything stays cheap."""
    if not note_id:
        return ui.Empty("Select a note to view it", icon="FileText")
    try:
        note, folders = await asyncio.gather(api.note(ctx, note_id), api.folders(ctx))
    except api.NotesError as error:
        return ui.Error(str(error), retry=ui.Call("__panel__viewer", note_id=note_id, mode="read"))
    if mode == "edit":
        return _edit(note)
    return _read(note, folders)


def _read(note: dict, folders: list[dict]):
    names = {folder["id"]: folder["name"] for folder in folders}
    place = names.get(note["folder_id"], "No folder")
    words = len(note["content"].split())
    return ui.Stack(
        [
            ui.Header(note["title"], level=1, subtitle=f"{place} · edited {note['edited']}"),
            ui.Markdown(note["content"] or "*This note is empty.*"),
            ui.Stats(
                [
                    ui.Stat("Words", words),
                    ui.Stat("Reading time", f"{max(1, words // 200)} min", color="green"),
                    ui.Stat("Version", note["version"], color="gray"),
                ]
            ),
            _buttons(note),
            _move(note, folders),
        ],
        gap=4,
    )


def _buttons(note: dict):
    return ui.Stack(
        [
            ui.Button(
                "Edit",
                icon="Pencil",
                on_click=ui.Call("__panel__viewer", note_id=note["id"], mode="edit"),
            ),
            ui.Button(
                "Delete",
                variant="ghost",
                icon="Trash2",
                on_click=ui.Call("delete_note", note_id=note["id"]),
            ),
        ],
        direction="h",
        gap=2,
    )


def _move(note: dict, folders: list[dict]):
    return ui.Select(
        options=[{"value": folder["id"], "label": folder["name"]} for folder in folders],
        value=note["folder_id"],
        label="Folder",
        param_name="folder_id",
        on_change=ui.Call("move_note", note_id=note["id"]),
    )


def _edit(note: dict):
    return ui.Stack(
        [
            ui.Header("Edit note", level=2),
            ui.Form(
                [
                    ui.Input(label="Title", value=note["title"], param_name="title", required=True),
                    ui.TextArea(
                        label="Content",
                        description="Markdown",
                        value=note["content"],
                        param_name="content",
                        rows=12,
                    ),
                ],
                action="update_note",
                submit_label="Save",
                defaults={"note_id": note["id"]},
            ),
            ui.Button(
                "Back to reading",
                variant="ghost",
                on_click=ui.Call("__panel__viewer", note_id=note["id"], mode="read"),
            ),
        ],
        gap=4,
    )
