"""Errors of ``ctx.store`` (SDK reference, Store). They are not ImperalErrors."""

from __future__ import annotations


class StoreError(Exception):
    """Base of the store's errors."""


class StoreUnavailable(StoreError):  # noqa: N818 - the platform's name
    """The store cannot answer now; try again after ``retry_after`` seconds."""

    def __init__(self, retry_after: int = 30) -> None:
        super().__init__(f"The store is unavailable; retry after {retry_after} s")
        self.retry_after = retry_after


class StoreContractError(StoreError):
    """The store answered with something that is not what it promises."""


class StoreConflict(StoreError):  # noqa: N818 - the platform's name
    """The document changed since it was read: its etag is not the one given as ``if_match``."""

    def __init__(self, doc_id: str = "", expected_etag: str = "", current_etag: str = "") -> None:
        super().__init__(
            f"Document {doc_id!r} was changed by someone else: its etag is {current_etag!r}, "
            f"not {expected_etag!r}. Read it again and repeat the change"
        )
        self.doc_id = doc_id
        self.expected_etag = expected_etag
        self.current_etag = current_etag
