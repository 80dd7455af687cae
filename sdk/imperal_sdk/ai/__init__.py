"""Language model calls."""

from __future__ import annotations

from imperal_sdk.ai.client import AIClient, CompletionResult

__all__ = ["AIClient", "CompletionResult"]
