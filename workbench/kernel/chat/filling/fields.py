"""A function's parameters as the argument finder sees them: what kind of value, called by what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from workbench.kernel.chat.language.lexicon import content_words, split_name

Kind = Literal[
    "text", "id", "date", "moment", "integer", "number", "boolean", "choice", "list", "email",
    "url", "host", "other",
]  # fmt: skip
Role = Literal["title", "body", "topic", "place", "plain"]

_TITLES = frozenset({"title", "name", "label", "subject", "heading", "summary"})
_BODIES = frozenset(
    {
        "content", "body", "text", "message", "description", "note", "notes", "input", "prompt",
        "question", "comment", "details", "brief", "caption",
    }
)  # fmt: skip
_TOPICS = frozenset(
    {
        "query",
        "q",
        "search",
        "term",
        "keyword",
        "keywords",
        "filter",
        "topic",
        "text",
        "words",
        "context",
        "theme",
    }
)
_DAYS = re.compile(r"(?:^|_)(?:date|day|due|deadline|until|since|when|start|end|from|to)(?:_|$)")
_ISO_HINT = re.compile(r"YYYY-MM-DD(?P<time>T)?|ISO.?8601", re.IGNORECASE)
_VALUE = r"[\w'-]+(?: [\w'-]+)?"
_LISTED = re.compile(
    rf"(?:^|:|one of|either|\()\s*(?P<all>{_VALUE}(?:\s*(?:,|/|\|)\s*(?:or\s+)?{_VALUE})+"
    rf"(?:\s+or\s+{_VALUE})?)(?=[;.)\]]|$)|:\s*(?P<two>[\w'-]+\s+or\s+[\w'-]+)(?=[;.)\]]|$)",
    re.IGNORECASE,
)
_SAYS_ID = re.compile(r"\b(?:ids?|uuids?)\b", re.IGNORECASE)
_SAYS_NAME = re.compile(r"\b(?:names?|titles?)\b", re.IGNORECASE)
_HOST = re.compile(r"(?:^|_)(?:domain|host|hostname|ip|ip_address|fqdn)$")
_SAYS_HOST = re.compile(
    r"^(?:the\s+|a\s+|full\s+)?(?:domains?|hosts?|hostname|ips?|urls?)\b(?!\s*(?:id|name\s+of|group))|"
    r"\bip(?:v4)?(?:\s+address)?\s+or\s+(?:domain|host)|"
    r"\b(?:domain|host)(?:\s*name)?\s*(?:,|/|or)\s*(?:an?\s+)?(?:ip|url)\b",
    re.IGNORECASE,
)
_SHOW = re.compile(r"^(?:include|is|has|only|with|show|enable)_|_(?:only|enabled)$")


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter: ``things`` are the meanings its name has, ``choices`` the values it takes.

    ``takes_ids`` holds for an id, and for a text whose description says that it may be one;
    ``takes_names`` for an id whose description says that a name will do.
    """

    name: str
    kind: Kind
    role: Role
    required: bool
    things: frozenset[str]
    choices: tuple[Any, ...] = ()
    takes_ids: bool = False
    takes_names: bool = False


def fields_of(schema: Mapping[str, Any] | None, function: str) -> list[Field]:
    """The parameters of a function, in their order."""
    whole = schema or {}
    required = set(whole.get("required") or ())
    return [
        _field(name, _shape(spec, whole), name in required, function)
        for name, spec in (whole.get("properties") or {}).items()
    ]


def is_id(name: str) -> bool:
    """True for the name of a parameter that carries an identifier."""
    return name == "id" or name.endswith(("_id", "_key", "Id"))


def _field(name: str, spec: Mapping[str, Any], required: bool, function: str) -> Field:
    bare = re.sub(r"(?:^|_)ids?$", "", _SHOW.sub("", name))
    named = content_words(split_name(bare))
    things = frozenset(m for word in named for m in word.things)
    choices = tuple(spec.get("enum") or ())
    if "const" in spec:
        choices = (spec["const"],)
    kind: Kind = "choice" if choices else _kind(name, spec)
    if kind == "boolean":
        things |= frozenset(verb for word in named for verb in word.verbs)
    if kind in ("text", "date"):
        choices = _listed(str(spec.get("description") or ""))
    told = str(spec.get("description") or "")
    takes_ids = kind == "id" or _SAYS_ID.search(told) is not None
    takes_names = kind == "id" and _SAYS_NAME.search(told) is not None
    return Field(
        name, kind, _role(name, kind, function), required, things, choices, takes_ids, takes_names
    )


def _shape(spec: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """The property's own schema, with ``$ref`` and ``anyOf [..., null]`` looked through."""
    reference = spec.get("$ref")
    if isinstance(reference, str):
        target = (whole.get("$defs") or {}).get(reference.rsplit("/", 1)[-1])
        return {**target, **spec} if isinstance(target, Mapping) else spec
    options = [o for o in spec.get("anyOf") or spec.get("allOf") or () if o.get("type") != "null"]
    if options:
        told = {"description": spec["description"]} if "description" in spec else {}
        return {**_shape(options[0], whole), **told}
    return spec


def _kind(name: str, spec: Mapping[str, Any]) -> Kind:
    kind, form = spec.get("type"), str(spec.get("format") or "")
    told = str(spec.get("description") or "")
    simple: dict[Any, Kind] = {
        "integer": "integer", "number": "number", "boolean": "boolean", "array": "list",
    }  # fmt: skip
    if kind in simple:
        return "id" if kind == "integer" and is_id(name) else simple[kind]
    if kind != "string":
        return "other"
    if form.startswith("date"):
        return "moment" if form == "date-time" else "date"
    hint = _ISO_HINT.search(str(spec.get("description") or ""))
    if hint is not None and (hint["time"] or "time" in name or name.endswith("_at")):
        return "moment"
    if hint is not None or (_DAYS.search(name) and not is_id(name) and name not in ("to", "from")):
        return "date"
    if "email" in name or form == "email":
        return "email"
    if form in ("uri", "url") or re.search(r"(?:^|_)(?:url|uri|link|website)$", name):
        return "url"
    if not is_id(name) and (_HOST.search(name) or _SAYS_HOST.search(told)):
        return "host"
    return "id" if is_id(name) else "text"


def _role(name: str, kind: Kind, function: str) -> Role:
    if kind not in ("text", "id"):
        return "plain"
    last = name.rpartition("_")[2]
    looks = function.startswith(("find", "search", "query", "list", "get", "lookup", "filter"))
    if kind == "text" and (name in _TOPICS or last in _TOPICS) and (looks or name not in _BODIES):
        return "topic"
    if kind == "text" and (name in _TITLES or last in _TITLES):
        return "title"
    if kind == "text" and (name in _BODIES or last in _BODIES):
        return "body"
    return "place"


def _listed(description: str) -> tuple[str, ...]:
    """Values a description names: ``Priority: high, medium, low``; none for prose."""
    found = _LISTED.search(description)
    if found is None:
        return ()
    parts = re.split(r"\s*(?:,|/|\|)\s*(?:or\s+)?|\s+or\s+", (found["all"] or found["two"]).strip())
    values = tuple(part.strip(" '") for part in parts if part.strip(" '"))
    announced = found["two"] is not None or found.start("all") > 0
    return values if len(values) > (1 if announced else 2) else ()
