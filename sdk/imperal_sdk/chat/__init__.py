"""Chat functions: what the assistant can call in an extension."""

from __future__ import annotations

from imperal_sdk.chat.exceptions import TaskCancelled
from imperal_sdk.chat.extension import ChatExtension, FunctionDef
from imperal_sdk.types.action_result import ActionResult

__all__ = ["ActionResult", "ChatExtension", "FunctionDef", "TaskCancelled"]
