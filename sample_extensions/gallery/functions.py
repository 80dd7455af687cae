"""What the controls call: an answer at once, one after a while, and one that is an error."""

import asyncio

from app import chat
from pydantic import BaseModel, ConfigDict, Field

from imperal_sdk import ActionResult


class Anything(BaseModel):
    """Whatever a control adds to its action."""

    model_config = ConfigDict(extra="allow")

    value: str | None = Field(default=None, description="What the control carried")


class Received(BaseModel):
    """What arrived."""

    received: dict


@chat.function(
    "gallery_done",
    description="Answer at once with the values a control of the gallery sent.",
    action_type="read",
    data_model=Received,
)
async def gallery_done(ctx, params: Anything) -> ActionResult:
    """Tell what arrived."""
    received = params.model_dump(exclude_none=True)
    return ActionResult.success(data={"received": received}, summary=f"Received {received}")


@chat.function(
    "gallery_slow",
    description="Answer after a second, so that a control's pending state can be seen.",
    action_type="read",
    data_model=Received,
)
async def gallery_slow(ctx, params: Anything) -> ActionResult:
    """Take a second."""
    await asyncio.sleep(1)
    return await gallery_done(ctx, params)


@chat.function(
    "gallery_fail",
    description="Answer with an error, so that a control's failed state can be seen.",
    action_type="read",
    data_model=Received,
)
async def gallery_fail(ctx, params: Anything) -> ActionResult:
    """Refuse."""
    message = "The gallery refuses, as this control asked it to."
    return ActionResult.error(message, code="GALLERY_REFUSED")
