"""Arguments for a function, read from the words of a message and typed by the parameter schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.kernel.chat.words import fold, words

_QUOTES = re.compile(
    r"\"(?P<a>[^\"]*)\"|“(?P<b>[^”]*)”|«(?P<c>[^»]*)»|(?<!\w)'(?P<d>[^']*)'(?!\w)|`(?P<e>[^`]*)`"
)
_NAMED = re.compile(
    r"\b(?:called|named|titled|entitled)\s+(?P<value>[^\s,.;][^,;]*?)(?=\s+(?:with|and|in|to|from|for|by)\s|[,;.]?$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.-])-?\d+(?:\.\d+)?(?![\w.-]*\w)")
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?Z?)?\b")
_TOKEN = re.compile(r"(?<!\w)#?(?=[\w-]*\d)(?=[\w-]*[A-Za-z#_-])[\w][\w-]*")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_TOPIC = re.compile(
    r"\b(?:about|for|matching|containing|with|to|on|in|saying)\s+(?P<value>.+?)[.?!]?$",
    re.IGNORECASE,
)

_TITLES = ("title", "name", "label", "subject", "heading")
_TEXTS = (
    "content",
    "body",
    "text",
    "message",
    "description",
    "note",
    "input",
    "prompt",
    "question",
)
_TOPICS = ("query", "q", "search", "term", "keyword", "filter", "topic")


@dataclass(slots=True)
class Message:
    """A clause of a message and which stretches of it are already spoken for."""

    text: str
    quoted: list[str] = field(init=False)
    called: str | None = field(init=False)
    bare: str = field(init=False)

    def __post_init__(self) -> None:
        self.quoted = [_inner(match) for match in _QUOTES.finditer(self.text)]
        self.bare = _QUOTES.sub(" ", self.text).strip()
        named = _NAMED.search(self.bare)
        self.called = named.group("value").strip() if named else None


def fill(message: Message, schema: Mapping[str, Any] | None, function: str) -> dict[str, Any]:
    """Arguments for the properties of ``schema`` that the message names or plainly means.

    Explicit ``name=value`` wins, then enums, booleans, numbers, dates and ids by type, then quoted
    strings and ``called X``, and at last the rest of the sentence for one missing required text.
    What the message does not say is left out: the parameter model reports what is missing.
    """
    properties = (schema or {}).get("properties") or {}
    required = list((schema or {}).get("required") or ())
    args: dict[str, Any] = {}
    rest = message.bare
    for name, spec in properties.items():
        shape = _shape(spec, schema)
        found = _explicit(name, message.text, many=shape.get("type") == "array")
        if found is not None:
            args[name] = _typed(found, shape)
            rest = rest.replace(found, " ")
    for name, spec in properties.items():
        if name not in args:
            value = _by_type(name, _shape(spec, schema), rest)
            if value is not None:
                args[name] = value
                rest = re.sub(rf"(?<!\w)#?{re.escape(str(value))}(?!\w)", " ", rest, count=1)
    _texts(message, properties, required, args, schema)
    _topic(message, properties, required, args, rest, function, schema)
    return args


def _inner(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _shape(spec: Mapping[str, Any], schema: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The property's own schema, with ``$ref`` and ``anyOf [..., null]`` looked through."""
    reference = spec.get("$ref")
    if isinstance(reference, str) and schema is not None:
        target = (schema.get("$defs") or {}).get(reference.rsplit("/", 1)[-1])
        return target if isinstance(target, Mapping) else spec
    for choice in spec.get("anyOf") or ():
        if choice.get("type") != "null":
            return _shape(choice, schema)
    return spec


def _explicit(name: str, text: str, *, many: bool) -> str | None:
    """The value of ``name=value`` or ``name: value``; commas belong to it only in a list."""
    bare = r"[^\s;]+" if many else r"[^\s,;]+"
    label = re.escape(name).replace("_", "[_ ]")
    pattern = rf"(?<!\w){label}\s*[=:]\s*(?:\"(?P<q>[^\"]*)\"|'(?P<s>[^']*)'|(?P<v>{bare}))"
    match = re.search(pattern, text, re.IGNORECASE)
    if match is None:
        return None
    return next(group for group in match.groups() if group is not None)


def _typed(value: str, spec: Mapping[str, Any]) -> Any:
    kind = spec.get("type")
    try:
        if kind == "integer":
            return int(value)
        if kind == "number":
            return float(value)
    except ValueError:
        return value
    if kind == "boolean":
        return value.lower() in ("true", "yes", "on", "1")
    if kind == "array":
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _by_type(name: str, spec: Mapping[str, Any], text: str) -> Any:
    choices = spec.get("enum")
    if isinstance(choices, list):
        return _enum(choices, text)
    kind = spec.get("type")
    if kind in ("integer", "number"):
        found = _NUMBER.search(_DATE.sub(" ", text))
        if found is None:
            return None
        number = float(found.group())
        return int(number) if kind == "integer" or number.is_integer() else number
    if kind == "boolean":
        return _flag(name, text)
    if kind != "string":
        return None
    return _shaped_string(name, spec, text)


def _shaped_string(name: str, spec: Mapping[str, Any], text: str) -> str | None:
    """Strings with a recognisable form: dates, addresses and ids."""
    if str(spec.get("format", "")).startswith("date") or name in ("date", "due", "due_date", "day"):
        return _first(_DATE, text)
    if "email" in name or spec.get("format") == "email":
        return _first(_MAIL, text)
    if name == "id" or name.endswith(("_id", "_key")):
        token = _first(_TOKEN, text) or _first(_NUMBER, text)
        return token.lstrip("#") if token else None
    return None


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match.group() if match else None


def _enum(choices: list[Any], text: str) -> Any:
    asked = set(words(text)) | {word.lower() for word in re.findall(r"\w+", text)}
    for choice in choices:
        label = str(choice).lower()
        if label in asked or fold(label) in asked or label.replace("_", " ") in text.lower():
            return choice
    return None


def _flag(name: str, text: str) -> bool | None:
    label = name.replace("_", " ")
    if re.search(rf"\b(?:not|no|without|non)[ -]{re.escape(label)}\b", text, re.IGNORECASE):
        return False
    return True if re.search(rf"\b{re.escape(label)}\b", text, re.IGNORECASE) else None


def _texts(
    message: Message,
    properties: Mapping[str, Any],
    required: list[str],
    args: dict[str, Any],
    schema: Mapping[str, Any] | None,
) -> None:
    """Give ``called X`` to a title and the quoted strings, in order, to the texts still open."""
    quoted = [text for text in message.quoted if text not in args.values()]
    open_names = _open_strings(properties, required, args, schema)
    if message.called:
        target = next((name for name in open_names if name in _TITLES), None)
        target = target or next((n for n in open_names if n.endswith(_TITLES)), None)
        if target is not None:
            args[target] = message.called
            open_names.remove(target)
    for name in open_names:
        if not quoted:
            return
        args[name] = quoted.pop(0)


def _topic(
    message: Message,
    properties: Mapping[str, Any],
    required: list[str],
    args: dict[str, Any],
    rest: str,
    function: str,
    schema: Mapping[str, Any] | None,
) -> None:
    """Use the rest of the sentence for what a search looks for, or for a missing required text."""
    open_names = _open_strings(properties, required, args, schema)
    topics = [name for name in open_names if name in _TOPICS]
    missing = [name for name in open_names if name in required]
    topic = _TOPIC.search(rest)
    if topics and topic is not None:
        args[topics[0]] = topic.group("value").strip()
    elif len(missing) == 1 and not message.quoted:
        remainder = _without_command(rest, function)
        if remainder:
            args[missing[0]] = remainder


def _without_command(text: str, function: str) -> str:
    """The sentence without its leading words that only name the function."""
    naming = set(words(function))
    left = text.strip().rstrip(".?!").split()
    while left and (not words(left[0]) or fold(left[0].strip(",:")) in naming):
        left.pop(0)
    return " ".join(left).strip(" ,:")


def _open_strings(
    properties: Mapping[str, Any],
    required: list[str],
    args: Mapping[str, Any],
    schema: Mapping[str, Any] | None,
) -> list[str]:
    """Names of plain text properties without a value: required ones first, then titles, texts."""
    names = [
        name
        for name, spec in properties.items()
        if name not in args and _is_text(_shape(spec, schema)) and not _is_id(name)
    ]
    order = {name: index for index, name in enumerate(_TITLES + _TOPICS + _TEXTS)}

    def rank(name: str) -> tuple[int, int]:
        return (0 if name in required else 1, order.get(name, len(order)))

    return sorted(names, key=rank)


def _is_text(spec: Mapping[str, Any]) -> bool:
    return spec.get("type") == "string" and "enum" not in spec and "format" not in spec


def _is_id(name: str) -> bool:
    return name == "id" or name.endswith("_id")
