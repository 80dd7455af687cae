"""Calls to language models of the extension's own."""

from __future__ import annotations

from imperal_sdk.runtime.engine import KernelEngine
from imperal_sdk.runtime.hosted_client import HostedClient
from imperal_sdk.runtime.llm_provider import LLMConfig, LLMProvider, LLMUsage, get_llm_provider
from imperal_sdk.runtime.message_adapter import MessageAdapter

__all__ = [
    "HostedClient",
    "KernelEngine",
    "LLMConfig",
    "LLMProvider",
    "LLMUsage",
    "MessageAdapter",
    "get_llm_provider",
]
