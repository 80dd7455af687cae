"""Any OpenAI-compatible endpoint as the classifier: base URL, model, key; streamed tool calls.

It is asked once for a message: the functions are tools under the platform's names
(``app__function``), the skeletons and the fact ledger are the system's words. Every exchange is
recorded; a recording answers the same question again without the endpoint.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import httpx
import orjson

from workbench.kernel.chat.catalogue import Entry
from workbench.kernel.chat.classifying.classifier import Given
from workbench.kernel.chat.feedback import Attempt, prose
from workbench.kernel.chat.plan import Plan, PlanError, plan_from_script
from workbench.kernel.errors import SettingsError

KEY_VARIABLE: Final = "WORKBENCH_LLM_KEY"
KEYRING_SERVICE: Final = "imperal-workbench"
LONGEST_NAME: Final = 64

_ROLE: Final = (
    "You choose which of the user's functions a message asks for, and with which arguments. "
    "Call one function for each thing the user wants, in order. Call none if nothing fits. "
    "Never invent an id: leave it out, an earlier call will bring it."
)

_TODAY: Final = "Today is "

Mode = Literal["live", "record", "replay"]
Remember = Callable[[str, str, Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is: ``base_url`` ends before ``/chat/completions``; times in seconds."""

    base_url: str
    model: str
    key: str = ""
    timeout_s: float = 60.0
    streaming: bool = True

    @classmethod
    def configured(cls, base_url: str, model: str, **options: Any) -> Endpoint:
        """An endpoint with its key from ``WORKBENCH_LLM_KEY``, else from the system's keyring."""
        url = base_url.rstrip("/")
        return cls(url, model, key=find_key(url), **options)


def find_key(base_url: str) -> str:
    """The key for an endpoint; empty when there is none, as local servers need none.

    In the keyring it is kept for the service ``imperal-workbench`` under the endpoint's base URL
    (``keyring set imperal-workbench URL``). A system without a keyring has no key there.

    Raises:
        SettingsError: there is a keyring, but it does not open or answer.
    """
    named = os.environ.get(KEY_VARIABLE)
    if named:
        return named
    try:
        import keyring
        from keyring.errors import KeyringError, NoKeyringError
    except ImportError:
        return ""
    try:
        return str(keyring.get_password(KEYRING_SERVICE, base_url) or "")
    except NoKeyringError:
        return ""
    except KeyringError as error:
        told = f"the system's keyring did not answer ({error}); {KEY_VARIABLE} is looked at first"
        raise SettingsError(told) from error


def tool_name(entry: Entry) -> str:
    """The name the model sees; a longer one than it may be ends in a hash of the whole."""
    whole = f"{entry.app_id}__{entry.name}"
    if len(whole) <= LONGEST_NAME:
        return whole
    mark = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: LONGEST_NAME - 9]}_{mark}"


@dataclass(slots=True)
class Recording:
    """Exchanges by the hash of what was asked; `answers` can be written to a file and read back."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def find(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        """What was answered to exactly this request before."""
        return self.answers.get(request_key(request))

    def keep(self, request: Mapping[str, Any], message: dict[str, Any]) -> str:
        """Remember an answer; returns its key."""
        key = request_key(request)
        self.answers[key] = message
        return key


def request_key(request: Mapping[str, Any]) -> str:
    """The hash of a request: the same question has the same key, also on another day."""
    asked = [m for m in request["messages"] if not str(m.get("content")).startswith(_TODAY)]
    whole = {**request, "messages": asked}
    body = orjson.dumps(whole, option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.sha256(body).hexdigest()


class EndpointClassifier:
    """A classifier that asks a model.

    ``mode`` live asks it, record asks it and keeps the answer, replay never asks. ``remember`` is
    told of every exchange: the key, how it was answered (live or replay), and its content.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        mode: Mode = "record",
        recording: Recording | None = None,
        remember: Remember | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._mode = mode
        self.recording = recording if recording is not None else Recording()
        self._remember = remember
        self._transport = transport

    @property
    def corrector(self) -> EndpointClassifier:
        """The same model answers the feedback on its arguments."""
        return self

    async def classify(self, text: str, given: Given) -> Plan:
        """Ask for tool calls; their order is the plan's.

        Raises:
            PlanError: the endpoint failed or answered something that is no plan.
        """
        names = {tool_name(entry): entry for entry in given.catalogue.entries}
        request = self._request(text, given, names)
        message = await self._ask(request)
        rows = [_row(call, names) for call in message.get("tool_calls") or ()]
        plan = plan_from_script(rows, given.catalogue, source="endpoint")
        said = str(message.get("content") or "").strip()
        plan.reasons = [f"{self._endpoint.model}: {said or 'chose ' + _chosen(rows)}"]
        return plan

    async def correct(self, entry: Entry, attempts: Sequence[Attempt]) -> dict[str, Any] | None:
        """Tell the model what was wrong with its arguments and take its next call.

        Raises:
            PlanError: the endpoint failed.
        """
        messages: list[dict[str, Any]] = [{"role": "system", "content": _ROLE}]
        for number, attempt in enumerate(attempts):
            call = {"name": tool_name(entry), "arguments": orjson.dumps(attempt.args).decode()}
            told = prose(entry, attempt.complaints)
            messages += [
                {"role": "assistant", "content": None, "tool_calls": [
                    {"id": f"call_{number}", "type": "function", "function": call}]},
                {"role": "tool", "tool_call_id": f"call_{number}", "content": told},
            ]  # fmt: skip
        message = await self._ask(self._body(messages, [_tool(tool_name(entry), entry)]))
        calls = message.get("tool_calls") or ()
        return None if not calls else _row(calls[0], {tool_name(entry): entry})["args"]

    def _request(self, text: str, given: Given, names: Mapping[str, Entry]) -> dict[str, Any]:
        context = {
            "skeletons": given.skeletons,
            "facts": [fact.as_json() for fact in given.facts],
        }
        system = f"{_ROLE}\n\n{orjson.dumps(context, default=str).decode()}"
        messages = [
            {"role": "system", "content": system},
            {"role": "system", "content": f"{_TODAY}{given.today.isoformat()}."},
            {"role": "user", "content": text},
        ]
        return self._body(messages, [_tool(name, entry) for name, entry in names.items()])

    def _body(
        self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._endpoint.model,
            "messages": list(messages),
            "temperature": 0,
            "stream": self._endpoint.streaming,
        }
        return {**body, "tools": list(tools), "tool_choice": "auto"} if tools else body

    async def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        known = self.recording.find(request) if self._mode != "live" else None
        if known is None and self._mode == "replay":
            raise PlanError("the recording has no answer to this message")
        message = known if known is not None else await self._post(request)
        key = self.recording.keep(request, message)
        if self._remember is not None:
            how = "replay" if known is not None else "live"
            self._remember(key, how, {"request": request, "message": message})
        return message

    async def _post(self, request: dict[str, Any]) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._endpoint.key}"} if self._endpoint.key else {}
        url = f"{self._endpoint.base_url}/chat/completions"
        try:
            async with (
                httpx.AsyncClient(
                    timeout=self._endpoint.timeout_s, transport=self._transport
                ) as client,
                client.stream("POST", url, json=request, headers=headers) as answer,
            ):
                if answer.status_code != 200:
                    told = (await answer.aread()).decode(errors="replace")
                    raise PlanError(f"{url} answered {answer.status_code}: {told:.200}")
                return await _message(answer)
        except httpx.HTTPError as error:
            raise PlanError(f"{url}: {type(error).__name__}: {error}") from error


async def _message(answer: httpx.Response) -> dict[str, Any]:
    """The assistant's message of a whole or a streamed answer."""
    try:
        if "text/event-stream" not in answer.headers.get("content-type", ""):
            return dict(orjson.loads(await answer.aread())["choices"][0]["message"])
        return await _joined(answer.aiter_lines())
    except (orjson.JSONDecodeError, KeyError, IndexError, TypeError) as error:
        raise PlanError(f"the endpoint's answer is not a chat completion: {error!r}") from error


async def _joined(lines: AsyncIterator[str]) -> dict[str, Any]:
    """Deltas put together: text by appending, tool calls by their index."""
    content: list[str] = []
    calls: dict[int, dict[str, str]] = {}
    async for line in lines:
        data = line.removeprefix("data:").strip()
        if not line.startswith("data:") or data == "[DONE]":
            continue
        for choice in orjson.loads(data).get("choices") or ():
            delta = choice.get("delta") or {}
            content.append(delta.get("content") or "")
            for part in delta.get("tool_calls") or ():
                call = calls.setdefault(int(part.get("index", len(calls))), {"id": ""})
                call["id"] = part.get("id") or call["id"]
                for name, text in (part.get("function") or {}).items():
                    call[name] = call.get(name, "") + (text or "")
    return {
        "role": "assistant",
        "content": "".join(content) or None,
        "tool_calls": [
            {
                "id": call["id"],
                "type": "function",
                "function": {"name": call.get("name", ""), "arguments": call.get("arguments", "")},
            }
            for _, call in sorted(calls.items())
        ],
    }


def _tool(name: str, entry: Entry) -> dict[str, Any]:
    schema = entry.schema or {"type": "object", "properties": {}}
    function = {"name": name, "description": entry.description, "parameters": schema}
    return {"type": "function", "function": function}


def _row(call: Mapping[str, Any], names: Mapping[str, Entry]) -> dict[str, Any]:
    """A tool call as a plan's row; an unknown name stays as it is, and is an error later."""
    function = call.get("function") or {}
    name = str(function.get("name") or "")
    entry = names.get(name)
    try:
        args = orjson.loads(function.get("arguments") or "{}")
    except orjson.JSONDecodeError as error:
        raise PlanError(f"the arguments of {name} are not JSON: {error}") from error
    if not isinstance(args, dict):
        raise PlanError(f"the arguments of {name} must be an object")
    return {"tool": entry.tool if entry is not None else name, "args": args}


def _chosen(rows: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(row["tool"] for row in rows) or "nothing"


def read_recording(data: bytes) -> Recording:
    """A recording from a file's bytes; SettingsError if they are none."""
    try:
        answers = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise SettingsError(f"a recording is JSON: {error}") from error
    if not isinstance(answers, dict):
        raise SettingsError("a recording is an object of answers by key")
    return Recording(answers)
