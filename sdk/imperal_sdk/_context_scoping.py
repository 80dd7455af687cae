"""What becomes of a context when it acts for one user (scheduled tasks, Fan-out)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from imperal_sdk._gateway.endpoint import rebound
from imperal_sdk._messages import explain, shown
from imperal_sdk._system_user import SYSTEM_USER

if TYPE_CHECKING:
    from imperal_sdk.context import Context


def check_may_scope(context: Context, user_id: str) -> None:
    """Raise RuntimeError unless this is a system context, ValueError for an id that is no user."""
    if context.user.imperal_id != SYSTEM_USER:
        raise RuntimeError(
            explain(
                f"ctx.as_user({shown(user_id)}) was called for user {context.user.imperal_id!r}",
                "only a system context, that is an @ext.schedule handler's, may act for users",
                "use ctx itself: it already belongs to its user",
            )
        )
    if not user_id or user_id == SYSTEM_USER:
        raise ValueError(
            explain(
                f"ctx.as_user({shown(user_id)}): this is not a user",
                "as_user takes the id of a real user",
                "pass an id that ctx.store.list_users(...) yields",
            )
        )


def fields_for(context: Context, user_id: str) -> dict[str, Any]:
    """The fields of a context that acts for a user: clients of its own, the rest shared."""
    values = {name: getattr(context, name) for name in context.__dataclass_fields__}
    attributes = {**context.user.attributes, "scoped_from": SYSTEM_USER}
    values["user"] = context.user.model_copy(
        update={"imperal_id": user_id, "attributes": attributes}
    )
    values["skeleton"] = context._raw_skeleton
    for name in ("store", "skeleton", "notify", "billing"):
        values[name] = scoped_client(name, values[name], user_id)
    if context._transport is not None:
        values["_transport"] = rebound(context._transport, user_id)
    return values


def scoped_client(name: str, client: Any, user_id: str) -> Any:
    """The client that acts for a user; TypeError for one that cannot."""
    if client is None:
        return None
    if not hasattr(client, "for_user"):
        raise TypeError(
            explain(
                f"ctx.{name} ({type(client).__name__}) cannot act for another user",
                "as_user gives every client of the new context to that user alone",
                f"give {type(client).__name__} a method for_user(user_id)",
            )
        )
    return client.for_user(user_id)
