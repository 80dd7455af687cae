"""Left panel: the folders with their counts, and the notes of the open folder."""

import asyncio

import api
from app import ext

from imperal_sdk import ui

CHANGES = "on_event:notes.created,notes.updated,notes.moved,notes.deleted"


@ext.panel("sidebar", slot="left", title="Notes", icon="NotebookText", refresh=CHANGES)
async def sidebar(ctx, folder_id: str = "", note_id: str = "", **_params):
    """Two cached reads and one live one, all at once."""
    try:
        folders, counts, notes = await asyncio.gather(
            api.folders(ctx), api.counts(ctx), api.notes(ctx, folder_id)
        )
    except api.NotesError as error:
        return ui.Error(str(error), retry=ui.Call("__panel__sidebar"))
    return ui.Stack(
        [_folder_list(folders, counts, folder_id), _note_list(folders, notes, folder_id)], gap=4
    )


def _folder_list(folders: list[dict], counts: dict[str, int], open_id: str):
    everything = {"id": "", "name": "All notes"}
    return ui.List(
        items=[
            ui.ListItem(
                id=folder["id"] or "all",
                title=folder["name"],
                icon=_folder_icon(folder, open_id),
                meta=str(counts.get(folder["id"], 0) if folder["id"] else sum(counts.values())),
                selected=folder["id"] == open_id,
                on_click=ui.Call("__panel__sidebar", folder_id=folder["id"]),
            )
            for folder in [everything, *folders]
        ]
    )


def _folder_icon(folder: dict, open_id: str) -> str:
    if not folder["id"]:
        return "Files"
    return "FolderOpen" if folder["id"] == open_id else "Folder"


def _note_list(folders: list[dict], notes: list[dict], folder_id: str):
    if not notes:
        return ui.Empty("No notes in this folder", icon="NotebookPen")
    names = {folder["id"]: folder["name"] for folder in folders}
    return ui.List(
        items=[_note_item(note, names, show_folder=not folder_id) for note in notes],
        searchable=True,
        search_placeholder="Search notes",
        page_size=50,
    )


def _note_item(note: dict, names: dict[str, str], show_folder: bool):
    return ui.ListItem(
        id=note["id"],
        title=note["title"],
        subtitle=note["excerpt"],
        meta=names.get(note["folder_id"], "") if show_folder else "",
        badge=ui.Badge("new", color="green") if note["fresh"] else None,
        on_click=ui.Call("__panel__viewer", note_id=note["id"], mode="read"),
        actions=[
            {
                "icon": "Trash2",
                "label": "Delete",
                "confirm": f"Delete “{note['title']}”?",
                "on_click": ui.Call("delete_note", note_id=note["id"]),
            }
        ],
    )
