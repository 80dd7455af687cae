"""Translate between the messages extensions write and the OpenAI chat protocol."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

_STOP_REASONS = {"stop": "end_turn", "length": "max_tokens", "tool_calls": "tool_use"}


@dataclass
class Block:
    """A part of a message: text, or a call of a tool."""

    type: str
    text: str = ""
    id: str = ""
    name: str = ""
    input: dict[str, Any] = field(default_factory=dict)


@dataclass
class Usage:
    """Tokens read and written."""

    input_tokens: int = 0
    output_tokens: int = 0


@dataclass
class Message:
    """The model's answer, as a list of blocks."""

    content: list[Block]
    model: str = ""
    stop_reason: str = "end_turn"
    role: str = "assistant"
    usage: Usage = field(default_factory=Usage)


class MessageAdapter:
    """Static translations, one per direction and kind."""

    @staticmethod
    def to_openai_messages(
        messages: list[dict[str, Any]], system: str = ""
    ) -> list[dict[str, Any]]:
        """Return the messages in protocol form, with ``system`` in front when given."""
        out: list[dict[str, Any]] = [{"role": "system", "content": system}] if system else []
        for message in messages:
            content = message["content"]
            if isinstance(content, str):
                out.append({"role": message["role"], "content": content})
            else:
                out.extend(_from_blocks(message["role"], content))
        return out

    @staticmethod
    def to_openai_tools(tools: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return tools ``{name, description, input_schema}`` in protocol form."""
        return [
            {
                "type": "function",
                "function": {
                    "name": tool["name"],
                    "description": tool.get("description", ""),
                    "parameters": tool.get("input_schema", {"type": "object", "properties": {}}),
                },
            }
            for tool in tools
        ]

    @staticmethod
    def to_openai_tool_choice(tool_choice: dict[str, Any] | None) -> str | dict[str, Any] | None:
        """Return ``{"type": auto|any|none|tool, "name"}`` in protocol form."""
        if tool_choice is None:
            return None
        kind = tool_choice.get("type", "auto")
        if kind == "tool":
            return {"type": "function", "function": {"name": tool_choice["name"]}}
        return "required" if kind == "any" else str(kind)

    @staticmethod
    def from_openai_response(response: Any, model: str) -> Message:
        """Read a protocol answer."""
        choice = response["choices"][0]
        answer = choice["message"]
        blocks = [Block("text", text=answer["content"])] if answer.get("content") else []
        blocks += [_tool_block(call) for call in answer.get("tool_calls") or []]
        used = response.get("usage") or {}
        reason = choice.get("finish_reason", "stop")
        return Message(
            content=blocks,
            model=response.get("model", model),
            stop_reason=_STOP_REASONS.get(reason, reason),
            usage=Usage(used.get("prompt_tokens", 0), used.get("completion_tokens", 0)),
        )


def _tool_block(call: dict[str, Any]) -> Block:
    function = call["function"]
    return Block(
        "tool_use",
        id=call.get("id", ""),
        name=function["name"],
        input=json.loads(function.get("arguments") or "{}"),
    )


def _from_blocks(role: str, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    text = "".join(block.get("text", "") for block in blocks if block["type"] == "text")
    calls = [_call(block) for block in blocks if block["type"] == "tool_use"]
    results = [_result(block) for block in blocks if block["type"] == "tool_result"]
    own: dict[str, Any] = {"role": role, "content": text or None}
    if calls:
        own["tool_calls"] = calls
    return [*results, *([own] if text or calls else [])]


def _call(block: dict[str, Any]) -> dict[str, Any]:
    function = {"name": block["name"], "arguments": json.dumps(block.get("input", {}))}
    return {"id": block["id"], "type": "function", "function": function}


def _result(block: dict[str, Any]) -> dict[str, Any]:
    content = block.get("content", "")
    return {
        "role": "tool",
        "tool_call_id": block["tool_use_id"],
        "content": content if isinstance(content, str) else json.dumps(content),
    }
