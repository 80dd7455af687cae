"""One page of a longer list (SDK reference, Store)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """Rows of a query and how to ask for the next ones.

    Iterating gives the rows; ``len`` counts them, so an empty page is falsy. ``cursor`` is
    opaque and None on the last page; ``total`` is None when the server did not count.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    data: list[T]
    cursor: str | None = None
    has_more: bool = False
    total: int | None = None

    def __iter__(self) -> Iterator[T]:  # type: ignore[override]  # rows, not (name, value) pairs
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)
