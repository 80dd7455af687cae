"""Calls to a language model of the extension's own (bring your own model).

Speaks the OpenAI chat protocol to ``LLMConfig.base_url``. Most extensions use ``ctx.ai``
instead, which the platform pays for and records.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any

from imperal_sdk._messages import explain
from imperal_sdk._shared_http import own_http
from imperal_sdk.runtime.message_adapter import Message, MessageAdapter

DEFAULT_BASE_URL = "https://api.openai.com/v1"
BASE_URL_VARIABLE = "IMPERAL_LLM_BASE_URL"
API_KEY_VARIABLE = "IMPERAL_LLM_API_KEY"
MODEL_VARIABLE = "IMPERAL_LLM_MODEL"
_TIMEOUT_S = 120.0


@dataclass
class LLMConfig:
    """Which model to call, where and how. ``failover_config`` is tried when this one fails."""

    provider: str
    model: str
    api_key: str = ""
    base_url: str = ""
    is_byollm: bool = False
    byollm_fallback: str = "platform"
    thinking_mode: str = "auto"
    byollm_tool_choice: str = ""
    failover_config: LLMConfig | None = None
    temperature: float | None = None
    max_tokens: int | None = None
    top_p: float | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    stop_sequences: list[str] | None = None

    def api_kwargs(self) -> dict[str, Any]:
        """Return the sampling settings that are set, by their name in the protocol."""
        settings = {
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
            "top_p": self.top_p,
            "presence_penalty": self.presence_penalty,
            "frequency_penalty": self.frequency_penalty,
            "stop": self.stop_sequences,
        }
        return {name: value for name, value in settings.items() if value is not None}


@dataclass
class LLMUsage:
    """One call to a model and what it cost."""

    provider: str
    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    is_byollm: bool = False
    is_failover: bool = False
    purpose: str = ""
    extension_id: str = ""
    user_id: str = ""
    latency_ms: int = 0


class LLMProvider:
    """Calls models and keeps a log of what the calls used."""

    def __init__(self) -> None:
        self._log: list[LLMUsage] = []

    async def create_message(
        self,
        messages: list[dict[str, Any]],
        system: str = "",
        max_tokens: int = 1024,
        *,
        cfg: LLMConfig | None = None,
        purpose: str = "",
        extension_id: str = "",
        user_id: str = "",
        tools: list[dict[str, Any]] | None = None,
        tool_choice: dict[str, Any] | None = None,
        temperature: float = 0.0,
    ) -> Message:
        """Return the model's next message.

        Without ``cfg`` the model comes from IMPERAL_LLM_MODEL, IMPERAL_LLM_BASE_URL and
        IMPERAL_LLM_API_KEY. Raises RuntimeError when none is configured, httpx errors when it
        cannot be reached and there is no ``failover_config``.
        """
        import httpx

        config = cfg or _from_environment()
        payload = {
            "model": config.model,
            "messages": MessageAdapter.to_openai_messages(messages, system),
            "max_tokens": max_tokens,
            "temperature": temperature,
            **config.api_kwargs(),
        }
        if tools:
            payload["tools"] = MessageAdapter.to_openai_tools(tools)
            payload["tool_choice"] = MessageAdapter.to_openai_tool_choice(tool_choice)
        about = {"purpose": purpose, "extension_id": extension_id, "user_id": user_id}
        try:
            return await self._post(config, payload, about)
        except httpx.HTTPError:
            if config.failover_config is None:
                raise
            other = config.failover_config
            payload = {**payload, "model": other.model, **other.api_kwargs()}
            return await self._post(other, payload, about, is_failover=True)

    def get_available_providers(self) -> list[dict[str, Any]]:
        """Return the configured model, if there is one."""
        model = os.environ.get(MODEL_VARIABLE)
        if not model:
            return []
        return [{"provider": "openai-compatible", "model": model}]

    def get_call_log(self) -> list[LLMUsage]:
        """Return what each call used, in order."""
        return list(self._log)

    def reset_call_log(self) -> None:
        """Forget all calls."""
        self._log.clear()

    async def _post(
        self,
        config: LLMConfig,
        payload: dict[str, Any],
        about: dict[str, str],
        *,
        is_failover: bool = False,
    ) -> Message:
        started = time.perf_counter_ns()
        base = (config.base_url or DEFAULT_BASE_URL).rstrip("/")
        async with own_http(_TIMEOUT_S) as client:
            response = await client.post(
                f"{base}/chat/completions",
                json=payload,
                headers={"Authorization": f"Bearer {config.api_key}"},
            )
        response.raise_for_status()
        message = MessageAdapter.from_openai_response(response.json(), config.model)
        self._log.append(
            LLMUsage(
                provider=config.provider,
                model=config.model,
                input_tokens=message.usage.input_tokens,
                output_tokens=message.usage.output_tokens,
                is_byollm=config.is_byollm,
                is_failover=is_failover,
                latency_ms=(time.perf_counter_ns() - started) // 1_000_000,
                **about,
            )
        )
        return message


def _from_environment() -> LLMConfig:
    model = os.environ.get(MODEL_VARIABLE)
    if not model:
        raise RuntimeError(
            explain(
                "no language model is configured",
                f"LLMProvider needs a config or the variable {MODEL_VARIABLE}",
                f"pass cfg=LLMConfig(...), set {MODEL_VARIABLE}, or use ctx.ai",
            )
        )
    return LLMConfig(
        provider="openai-compatible",
        model=model,
        api_key=os.environ.get(API_KEY_VARIABLE, ""),
        base_url=os.environ.get(BASE_URL_VARIABLE, ""),
    )


_provider: LLMProvider | None = None


def get_llm_provider() -> LLMProvider:
    """Return the process's provider."""
    global _provider
    if _provider is None:
        _provider = LLMProvider()
    return _provider
