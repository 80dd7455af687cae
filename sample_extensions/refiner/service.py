"""The AI service: one request refines one text."""

MODEL = "prose-1"
SECONDS = 120


class RefusedError(Exception):
    """The service did not answer with a text."""


async def refine(ctx, text: str) -> str:
    """The refined text; RefusedError when the service says no."""
    answer = await ctx.http.post(
        "/v1/chat/completions",
        json={"model": MODEL, "messages": [{"role": "user", "content": text}]},
        timeout=SECONDS,
    )
    if not answer.ok:
        raise RefusedError(f"the AI service answered {answer.status_code}")
    return answer.json()["choices"][0]["message"]["content"]
