"""The shelves, which are fixed, and the books on them, which are the user's documents."""

BOOKS = "books"
SHELVES = [
    {"id": "s-1", "name": "Fiction"},
    {"id": "s-2", "name": "History"},
    {"id": "s-3", "name": "Science"},
]


def shelf_named(name: str) -> dict | None:
    """The shelf whose name contains the words, or whose id it is."""
    wanted = name.casefold().strip()
    return next((s for s in SHELVES if wanted in (s["id"], s["name"].casefold())), None)


async def books_on(ctx, shelf_id: str, limit: int) -> list[dict]:
    """Books of one shelf, or of all for an empty id."""
    where = {"shelf_id": shelf_id} if shelf_id else None
    page = await ctx.store.query(BOOKS, where=where, limit=limit, order_by="title")
    return [{"book_id": document.id, **document.data} for document in page.data]
