"""The three forms of long work, and one that reports chapter by chapter."""

import service
from app import Refined, chat
from pydantic import BaseModel, Field

from imperal_sdk import ActionResult

SHORT = 80
KEPT = "last_refined"


class Text(BaseModel):
    """A text to refine."""

    text: str = Field(description="The text", min_length=1, max_length=5_000)


class Book(BaseModel):
    """A book to refine."""

    chapters: int = Field(default=6, description="How many chapters", ge=1, le=100)


class Nothing(BaseModel):
    """No parameters."""


@chat.function(
    "refine_now",
    description="Refine a text with the AI service and wait for it.",
    action_type="write",
    event="refiner.refined",
    effects=["create:text"],
    data_model=Refined,
)
async def refine_now(ctx, params: Text) -> ActionResult:
    """Form A: one call with a timeout of its own, at most 180 seconds; the chat waits."""
    return await _refined(ctx, params.text)


@chat.function(
    "refine_later",
    description="Refine a text in the background and bring the result to the chat.",
    action_type="write",
    event="refiner.refined",
    effects=["create:text"],
    data_model=Refined,
    background=True,
)
async def refine_later(ctx, params: Text) -> ActionResult:
    """Form B: the platform detaches the whole handler and acknowledges by itself."""
    await ctx.progress(10, "Asking the AI service")
    result = await _refined(ctx, params.text)
    await ctx.progress(90, "Saved")
    return result


@chat.function(
    "refine_maybe",
    description="Refine a text, at once if it is short, else in the background.",
    action_type="write",
    event="refiner.begun",
    effects=["create:text"],
    data_model=Refined,
)
async def refine_maybe(ctx, params: Text) -> ActionResult:
    """Form C: the handler decides, and words its own acknowledgement."""
    if len(params.text) <= SHORT:
        return await _refined(ctx, params.text)

    async def work() -> ActionResult:
        await ctx.progress(20, "Refining")
        return await _refined(ctx, params.text)

    await ctx.background_task(work(), name="refine a long text")
    return ActionResult.success(
        data=Refined(text="").model_dump(), summary="Got it. I will send the text here."
    )


@chat.function(
    "refine_book",
    description="Refine a whole book in the background, chapter by chapter.",
    action_type="write",
    event="refiner.book_refined",
    effects=["create:book"],
    data_model=Refined,
    background=True,
    long_running=True,
)
async def refine_book(ctx, params: Book) -> ActionResult:
    """Up to half an hour; each report of progress is a heartbeat, and where a cancel arrives."""
    done = []
    for number in range(1, params.chapters + 1):
        percent = round(100 * (number - 1) / params.chapters)
        await ctx.progress(percent, f"Chapter {number} of {params.chapters}")
        done.append(await service.refine(ctx, f"Chapter {number}. It begins. It goes on. It ends."))
    await ctx.store.set(KEPT, {"text": "\n\n".join(done)})
    return ActionResult.success(
        data=Refined(text=done[-1]).model_dump(), summary=f"{len(done)} chapters are refined."
    )


@chat.function(
    "last_refined",
    description="Show the text that was refined last.",
    action_type="read",
    data_model=Refined,
)
async def last_refined(ctx, params: Nothing) -> ActionResult:
    """What the other functions kept."""
    kept = await ctx.store.get(KEPT, KEPT)
    text = kept.data["text"] if kept else ""
    return ActionResult.success(
        data=Refined(text=text).model_dump(), summary=text or "Nothing was refined yet."
    )


async def _refined(ctx, text: str) -> ActionResult:
    try:
        better = await service.refine(ctx, text)
    except service.RefusedError as error:
        return ActionResult.error(str(error), retryable=True, code="AI_REFUSED")
    await ctx.store.set(KEPT, {"text": better})
    return ActionResult.success(data=Refined(text=better).model_dump(), summary=better)
