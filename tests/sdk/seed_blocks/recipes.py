"""The shapes of code the recipe for long-running calls teaches: three ways to be slow."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from imperal_sdk import ActionResult, ChatExtension, Context, Extension

ext = Extension("polish", display_name="Polish", description="Polishes texts with a model.")
ext.secret("model_key", "Key of the model's service")
chat = ChatExtension(ext)

MODEL_URL = "https://models.test/v1/chat/completions"


def asked(text: str, tokens: int) -> dict[str, Any]:
    """Return the body of a call to the model."""
    return {"messages": [{"role": "user", "content": text}], "max_tokens": tokens}


def answered(body: Any) -> str:
    """Read the text of the model's answer."""
    return str(body["choices"][0]["message"]["content"])


class PolishParams(BaseModel):
    text: str = Field(description="Text to polish")
    max_length: int = Field(default=1000)


@chat.function(
    description="Polish the given text while the chat waits.",
    action_type="write",
    event="text_polished",
)
async def polish(ctx: Context, params: PolishParams) -> ActionResult[Any]:
    key = await ctx.secrets.get("model_key")
    if not key:
        return ActionResult.error("The model's key is not connected", retryable=False)
    response = await ctx.http.post(
        MODEL_URL,
        json=asked(params.text, params.max_length),
        headers={"Authorization": f"Bearer {key}"},
        timeout=120,
    )
    if response.status_code != 200:
        return ActionResult.error(f"The model answered {response.status_code}", retryable=True)
    return ActionResult.success(summary="Polished!", data={"text": answered(response.body)})


class StartParams(BaseModel):
    text: str
    quick: bool = False


@chat.function(
    description="Polish the given text in the background.",
    action_type="write",
    event="text_polished",
    background=True,
    long_running=False,
)
async def polish_in_background(ctx: Context, params: StartParams) -> ActionResult[Any]:
    """The whole body runs detached; its answer arrives in the chat later."""
    key = await ctx.secrets.get("model_key")
    if not key:
        return ActionResult.error("The model's key is not connected", retryable=False)
    await ctx.progress(15, "Fetching context")
    await ctx.progress(45, "Asking the model")
    response = await ctx.http.post(
        MODEL_URL,
        json=asked(params.text, 4000),
        headers={"Authorization": f"Bearer {key}"},
        timeout=120,
    )
    await ctx.progress(90, "Saving")
    text = answered(response.body)
    await ctx.store.set("last_polished", text)
    return ActionResult.success(summary="Polished in the background", data={"text": text})


async def in_three_steps(ctx: Context) -> None:
    """Say at every coarse step how far the work is: it shows the platform that it is alive."""
    await ctx.progress(15, "Fetching context")
    await ctx.progress(45, "Asking the model")
    await ctx.progress(90, "Saving")


@chat.function(
    description="Polish at once or in the background, as asked.",
    action_type="write",
    event="polish_started",
)
async def start_polish(ctx: Context, params: StartParams) -> ActionResult[Any]:
    key = await ctx.secrets.get("model_key")
    if not key:
        return ActionResult.error("The model's key is not connected", retryable=False)
    headers = {"Authorization": f"Bearer {key}"}
    if params.quick:
        response = await ctx.http.post(
            MODEL_URL, json=asked(params.text, 500), headers=headers, timeout=30
        )
        return ActionResult.success(
            summary="Quick polish done", data={"text": answered(response.body)}
        )

    async def work() -> ActionResult[Any]:
        await ctx.progress(50, "Asking the model")
        response = await ctx.http.post(
            MODEL_URL, json=asked(params.text, 4000), headers=headers, timeout=120
        )
        text = answered(response.body)
        await ctx.store.set("last_polished", text)
        return ActionResult.success(summary="Polished later", data={"text": text})

    task_id = await ctx.background_task(work(), long_running=False, name="Polish")
    return ActionResult.success(summary="On it, about 90 s", data={"task_id": task_id})
