"""Left panel: the shelves and how many books each holds."""

import shelves
from app import ext

from imperal_sdk import ui

CHANGES = "on_event:library.book_added,library.shelf_cleared"


@ext.panel("shelves", slot="left", title="Library", icon="Library", refresh=CHANGES)
async def shelf_list(ctx, shelf_id: str = "", **_params):
    """One query; the counts are made of its rows."""
    books = await shelves.books_on(ctx, "", 500)
    return ui.List(
        items=[
            ui.ListItem(
                id=shelf["id"],
                title=shelf["name"],
                icon="BookOpen" if shelf["id"] == shelf_id else "Book",
                meta=str(sum(book["shelf_id"] == shelf["id"] for book in books)),
                selected=shelf["id"] == shelf_id,
                on_click=ui.Call("__panel__shelves", shelf_id=shelf["id"]),
            )
            for shelf in shelves.SHELVES
        ]
    )
