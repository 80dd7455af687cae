"""What the store asks of its arguments, checked before anything is sent."""

from __future__ import annotations

import re
from typing import Any

from imperal_sdk._messages import explain, shown
from imperal_sdk._system_user import SYSTEM_USER
from imperal_sdk.store.exceptions import StoreContractError

MAX_PAGE_SIZE = 10_000
_FORBIDDEN = re.compile(r"[:*?\[\]/\s]")


def check_system_read(method: str, user_id: str, collection: str, page_size: int) -> None:
    """Check a read across users (scheduled tasks, Fan-out).

    Raises RuntimeError unless the caller is the system user, ValueError for a collection with
    ``: * ? [ ] /`` or white space in its name, or a page size outside 1 to 10000.
    """
    if user_id != SYSTEM_USER:
        raise RuntimeError(
            explain(
                f"ctx.store.{method}({collection!r}) was called for user {user_id!r}",
                f"only the system user {SYSTEM_USER!r}, that is a scheduled task's ctx, may read "
                "across users",
                "call it on the ctx of an @ext.schedule handler, not on ctx.as_user(...)",
            )
        )
    if not collection or _FORBIDDEN.search(collection):
        raise ValueError(
            explain(
                f"ctx.store.{method}({shown(collection)}): the collection's name is not valid",
                "a collection's name is not empty and has no white space and none of : * ? [ ] /",
                "use a plain name such as 'drafts'",
            )
        )
    if isinstance(page_size, bool) or not 1 <= page_size <= MAX_PAGE_SIZE:
        raise ValueError(
            explain(
                f"ctx.store.{method}({collection!r}): {shown(page_size)} rows per page",
                f"a page holds 1 to {MAX_PAGE_SIZE} rows",
                "leave it out for 500",
            )
        )


def users_page(answer: Any, collection: str) -> tuple[list[str], str | None]:
    """Read one page of user ids and the cursor of the next, None after the last.

    Raises StoreContractError when the answer is not such a page.
    """
    users = answer.get("users") if isinstance(answer, dict) else None
    if not isinstance(users, list) or not all(isinstance(user, str) for user in users):
        raise StoreContractError(
            f"The store answered list_users({collection!r}) with {shown(answer)} instead of "
            "a page of user ids"
        )
    return users, answer.get("cursor") or None


def split_key(key: str) -> tuple[str, str]:
    """Split the key of ``ctx.store.set``: "collection/doc_id", or one word for both."""
    collection, slash, doc_id = key.partition("/")
    return (collection, doc_id) if slash else (key, key)
