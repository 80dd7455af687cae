"""A fake AI service with the shape of a chat-completions API: an ASGI application.

It needs a tenth of a second for every sentence and answers with the text, tidied up.
"""

import asyncio
import json
import re

SENTENCE_S = 0.1
LONGEST_S = 2.0


async def app(scope, receive, send) -> None:
    """Answer one request."""
    if scope["type"] != "http":
        return
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    status, answer = await respond(scope["method"], scope["path"], body)
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


async def respond(method: str, path: str, body: bytes) -> tuple[int, dict]:
    """Status and JSON of an answer."""
    if (method, path) == ("GET", "/v1/models"):
        return 200, {"data": [{"id": "prose-1"}]}
    if (method, path) != ("POST", "/v1/chat/completions"):
        return 404, {"error": {"message": f"there is no {method} {path}"}}
    text = json.loads(body)["messages"][-1]["content"]
    sentences = [part.strip() for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]
    await asyncio.sleep(min(SENTENCE_S * len(sentences), LONGEST_S))
    better = " ".join(tidy(sentence) for sentence in sentences)
    return 200, {
        "choices": [{"message": {"role": "assistant", "content": better}}],
        "usage": {"total_tokens": len(text) // 4},
    }


def tidy(sentence: str) -> str:
    """A capital at the start, a full stop at the end, single spaces between."""
    words = " ".join(sentence.split())
    ended = words if words[-1] in ".!?" else f"{words}."
    return ended[0].upper() + ended[1:]
