"""Language model calls, ``ctx.ai`` (performance, What's expensive)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from imperal_sdk._gateway import Client, Endpoint, Transport
from imperal_sdk.types.models import CompletionResult as _CompletionResult

DEFAULT_MODEL = "claude-sonnet-4-6"


@dataclass
class CompletionResult(_CompletionResult):
    """A completion with the number of tokens it used in all."""

    tokens_used: int = 0


class AIClient(Client):
    """Completions by the platform's models. A call takes 500 to 3000 ms and up to 120 s."""

    service = "ai"

    def __init__(
        self,
        gateway_url: str,
        auth_token: str = "",
        extension_id: str = "",
        service_token: str = "",
        *,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(
            Endpoint(
                gateway_url=gateway_url,
                auth_token=auth_token,
                service_token=service_token,
                extension_id=extension_id,
            ),
            transport,
        )

    async def complete(
        self, prompt: str, model: str = DEFAULT_MODEL, **kwargs: Any
    ) -> CompletionResult:
        """Return the model's answer to ``prompt``; further keywords go to the model."""
        answer = await self._call("complete", prompt=prompt, model=model, options=kwargs)
        return CompletionResult(
            text=answer.get("text", ""),
            model=answer.get("model", ""),
            usage=answer.get("usage") or {},
            stop_reason=answer.get("stop_reason", ""),
            tokens_used=answer.get("tokens_used", 0),
        )
