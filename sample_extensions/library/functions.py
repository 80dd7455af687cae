"""Chat functions: what the shelves hold, what the services know, and changes."""

import shelves
from app import chat
from pydantic import BaseModel, Field

from imperal_sdk import ActionResult


class FindShelf(BaseModel):
    """Which shelf."""

    name: str = Field(description="Name of the shelf", min_length=1)


class Shelf(BaseModel):
    """A shelf; its id is plainly called id, so a chain must be told where it goes."""

    id: str
    name: str


class ListBooks(BaseModel):
    """Which books."""

    shelf_id: str = Field(default="", description="Only this shelf")
    limit: int = Field(default=20, ge=1, le=50, description="How many at most")


class Books(BaseModel):
    """Books by title."""

    books: list[dict]


class Title(BaseModel):
    """A book by its title."""

    title: str = Field(description="Title of the book", min_length=1)


class Known(BaseModel):
    """What a service says of a title."""

    title: str
    answer: str


class AddBook(BaseModel):
    """A book to put on a shelf."""

    title: str = Field(description="Title of the book", min_length=1, max_length=120)
    year: int | None = Field(default=None, ge=1450, le=2100, description="Year it appeared")
    shelf_id: str = Field(default="s-1", description="Shelf that receives it")


class Added(BaseModel):
    """The book as it stands now."""

    book_id: str
    title: str


class ClearShelf(BaseModel):
    """Which shelf is cleared."""

    shelf_id: str = Field(description="The shelf", min_length=1)


class Cleared(BaseModel):
    """How many books went."""

    shelf_id: str
    removed: int


@chat.function(
    "find_shelf",
    description="Find a shelf of the library by its name.",
    action_type="read",
    data_model=Shelf,
)
async def find_shelf(ctx, params: FindShelf) -> ActionResult:
    """The shelves are few and fixed."""
    shelf = shelves.shelf_named(params.name)
    if shelf is None:
        return ActionResult.error(f"There is no shelf {params.name}.", code="NO_SUCH_SHELF")
    return ActionResult.success(data=shelf, summary=f"Shelf {shelf['name']} is {shelf['id']}.")


@chat.function(
    "list_books",
    description="List the books of the library, optionally those of one shelf.",
    action_type="read",
    data_model=Books,
)
async def list_books(ctx, params: ListBooks) -> ActionResult:
    """At most fifty, as a page of a library should be."""
    books = await shelves.books_on(ctx, params.shelf_id, params.limit)
    titles = ", ".join(book["title"] for book in books) or "none"
    return ActionResult.success(data={"books": books}, summary=f"{len(books)} books: {titles}")


@chat.function(
    "check_stock",
    description="Check whether the bookshop has a book in stock.",
    action_type="read",
    data_model=Known,
)
async def check_stock(ctx, params: Title) -> ActionResult:
    """The bookshop's service takes its time."""
    return await _asked(ctx, "/stock", params.title)


@chat.function(
    "get_rating",
    description="Get the readers' rating of a book.",
    action_type="read",
    data_model=Known,
)
async def get_rating(ctx, params: Title) -> ActionResult:
    """So does the service of the readers."""
    return await _asked(ctx, "/ratings", params.title)


async def _asked(ctx, path: str, title: str) -> ActionResult:
    response = await ctx.http.get(path, params={"title": title})
    if not response.ok:
        return ActionResult.error("The service does not answer.", retryable=True)
    answer = response.json()["answer"]
    return ActionResult.success(data={"title": title, "answer": answer}, summary=answer)


@chat.function(
    "add_book",
    description="Add a book to a shelf of the library, with the year it appeared if it is known.",
    action_type="write",
    event="library.book_added",
    effects=["create:book"],
    data_model=Added,
)
async def add_book(ctx, params: AddBook) -> ActionResult:
    """Store the book under the user."""
    document = await ctx.store.create(shelves.BOOKS, params.model_dump())
    added = Added(book_id=document.id, title=params.title)
    return ActionResult.success(
        data=added.model_dump(), summary=f"Added “{params.title}”.", refresh_panels=["shelves"]
    )


@chat.function(
    "remove_books_from_shelf",
    description="Remove all books from a shelf of the library for good.",
    action_type="destructive",
    event="library.shelf_cleared",
    effects=["delete:book"],
    id_projection="shelf_id",
    data_model=Cleared,
)
async def remove_books_from_shelf(ctx, params: ClearShelf) -> ActionResult:
    """There is no undo. Without id_projection the shelf's id would not arrive here."""
    books = await shelves.books_on(ctx, params.shelf_id, 500)
    for book in books:
        await ctx.store.delete(shelves.BOOKS, book["book_id"])
    cleared = Cleared(shelf_id=params.shelf_id, removed=len(books))
    return ActionResult.success(
        data=cleared.model_dump(),
        summary=f"Removed {len(books)} books.",
        refresh_panels=["shelves"],
    )
