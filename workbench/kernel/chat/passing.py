"""Values that travel from one step of a chain to the next.

A producer's fields reach a consumer in four ways: a ``$REF:app[n].path`` reference, a
``{{steps.N.data.key}}`` template, the function's ``id_projection``, and a required parameter with
the same name as a field of the producer's data (performance guide, id_projection; chains guide).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_REF = re.compile(r"^\$REF:(?P<app>[\w-]+)\[(?P<index>\d+)\]\.?(?P<path>.*)$")
_TEMPLATE = re.compile(r"\{\{\s*(?P<path>(?:steps\.\d+|prev)[\w.\[\]-]*)\s*\}\}")
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Produced:
    """What one finished step left for later ones; ``data`` is its result's data."""

    key: str
    app_id: str
    function: str
    data: Any


@dataclass(frozen=True, slots=True)
class Passed:
    """Arguments with everything filled in; ``injected`` names what came from earlier steps and
    ``lost`` the references that led nowhere."""

    args: dict[str, Any]
    injected: list[str]
    lost: list[str]


def pass_on(
    args: Mapping[str, Any],
    function: Mapping[str, Any],
    depends_on: Sequence[str],
    produced: Sequence[Produced],
) -> Passed:
    """Fill ``args`` of a step from what earlier steps ``produced``.

    ``function`` is the step's declaration. Only steps in ``depends_on`` feed the id projection and
    parameters of the same name; references may name any earlier step.
    """
    lost: list[str] = []
    filled = {name: _resolve(value, produced, lost) for name, value in args.items()}
    injected = [name for name, value in args.items() if filled[name] is not value]
    sources = [item for item in produced if item.key in depends_on]
    target = id_field(function)
    if target and sources and _empty(filled.get(target)):
        found = _projected(target, sources)
        if found is not _MISSING:
            filled[target] = found
            injected.append(target)
    for name in _required(function):
        if name not in filled:
            found = _same_name(name, sources)
            if found is not _MISSING:
                filled[name] = found
                injected.append(name)
    return Passed(filled, sorted(set(injected)), lost)


def id_field(function: Mapping[str, Any]) -> str | None:
    """The parameter that carries the target's id: declared, typed, or guessed from the name.

    The guess drops the leading verb and appends ``_id``, which is right for ``delete_note`` and
    wrong for ``delete_notes_from_folder``; a guess that is no parameter gives None.
    """
    declared = function.get("id_projection")
    if declared:
        return str(declared)
    properties = _properties(function)
    ids = [name for name in properties if name.endswith("_id")]
    if len(ids) == 1:
        return ids[0]
    guess = str(function.get("name", "")).partition("_")[2] + "_id"
    return guess if guess in properties else None


def _properties(function: Mapping[str, Any]) -> Mapping[str, Any]:
    found = (function.get("params_schema") or {}).get("properties")
    return found if isinstance(found, Mapping) else {}


def _required(function: Mapping[str, Any]) -> list[str]:
    return list((function.get("params_schema") or {}).get("required") or ())


def _empty(value: Any) -> bool:
    return value in (None, "") or (isinstance(value, str) and value.startswith("<"))


def _projected(target: str, sources: Sequence[Produced]) -> Any:
    """The id in the newest source: a field of that name, else its one ``id``-like field."""
    for source in reversed(sources):
        data = _single(source.data)
        if not isinstance(data, Mapping):
            continue
        if not _empty(data.get(target)):
            return data[target]
        ids = [name for name in data if name == "id" or name.endswith("_id")]
        if "id" in ids:
            return data["id"]
        if len(ids) == 1:
            return data[ids[0]]
    return _MISSING


def _single(data: Any) -> Any:
    """The record itself, also when a search wrapped one in a list."""
    if isinstance(data, Mapping):
        lists = [value for value in data.values() if isinstance(value, list)]
        if len(lists) == 1 and len(lists[0]) == 1 and isinstance(lists[0][0], Mapping):
            return {**lists[0][0], **{k: v for k, v in data.items() if not isinstance(v, list)}}
    return data


def _same_name(name: str, sources: Sequence[Produced]) -> Any:
    for source in reversed(sources):
        if isinstance(source.data, Mapping) and name in source.data:
            return source.data[name]
    return _MISSING


def _resolve(value: Any, produced: Sequence[Produced], lost: list[str]) -> Any:
    if isinstance(value, str):
        return _resolve_text(value, produced, lost)
    if isinstance(value, list):
        items = [_resolve(item, produced, lost) for item in value]
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    if isinstance(value, dict):
        fields = {key: _resolve(item, produced, lost) for key, item in value.items()}
        return value if all(fields[key] is value[key] for key in value) else fields
    return value


def _resolve_text(text: str, produced: Sequence[Produced], lost: list[str]) -> Any:
    reference = _REF.match(text)
    if reference is not None:
        own = [item for item in produced if item.app_id == reference.group("app")]
        index = int(reference.group("index"))
        root = own[index].data if index < len(own) else _MISSING
        return _or_lost(_walk(root, reference.group("path")), None, text, lost)
    whole = _TEMPLATE.fullmatch(text)
    if whole is not None:
        return _or_lost(_template(whole.group("path"), produced), "", text, lost)
    if "{{" not in text:
        return text
    return _TEMPLATE.sub(
        lambda m: str(_or_lost(_template(m.group("path"), produced), "", m.group(), lost)), text
    )


def _template(path: str, produced: Sequence[Produced]) -> Any:
    head, _, rest = path.partition(".")
    if head == "prev":
        root = produced[-1] if produced else None
    else:
        number, _, rest = rest.partition(".")
        root = produced[int(number)] if int(number) < len(produced) else None
    return _MISSING if root is None else _walk({"data": root.data}, rest)


def _walk(root: Any, path: str) -> Any:
    for part in re.findall(r"[^.\[\]]+", path):
        if isinstance(root, Mapping) and part in root:
            root = root[part]
        elif isinstance(root, list) and part.isdigit() and int(part) < len(root):
            root = root[int(part)]
        else:
            return _MISSING
    return root


def _or_lost(value: Any, fallback: Any, reference: str, lost: list[str]) -> Any:
    if value is not _MISSING:
        return value
    lost.append(reference)
    return fallback
