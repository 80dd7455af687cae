"""References in a plan's arguments: ``$REF:app[n].path`` and ``{{steps.N.data.key}}``.

A ``$REF`` that leads nowhere becomes None and a template the empty text, as on the platform, but
never silently: `resolve` names each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_REF = re.compile(r"^\$REF:(?P<app>[\w-]+)\[(?P<index>\d+)\]\.?(?P<path>.*)$")
_TEMPLATE = re.compile(r"\{\{\s*(?P<path>(?:steps\.\d+|prev)[\w.\[\]-]*)\s*\}\}")
MISSING = object()
"""Stands for a value that is not there."""


@dataclass(frozen=True, slots=True)
class Produced:
    """What one finished step left for later ones; ``data`` is its result's data."""

    key: str
    app_id: str
    function: str
    data: Any


def resolve(value: Any, produced: Sequence[Produced], lost: list[str]) -> Any:
    """``value`` with its references replaced; the same object if there are none.

    References that lead nowhere are added to ``lost``.
    """
    if isinstance(value, str):
        return _text(value, produced, lost)
    if isinstance(value, list):
        items = [resolve(item, produced, lost) for item in value]
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items
    if isinstance(value, dict):
        fields = {key: resolve(item, produced, lost) for key, item in value.items()}
        return value if all(fields[key] is value[key] for key in value) else fields
    return value


def referred(value: Any) -> Iterator[tuple[str, int]]:
    """The producers a value's ``$REF`` references name: app and how manieth step of it."""
    if isinstance(value, str):
        reference = _REF.match(value)
        if reference is not None:
            yield reference["app"], int(reference["index"])
    elif isinstance(value, Mapping | list):
        items: Iterable[Any] = value.values() if isinstance(value, Mapping) else value
        for item in items:
            yield from referred(item)


def _text(text: str, produced: Sequence[Produced], lost: list[str]) -> Any:
    reference = _REF.match(text)
    if reference is not None:
        own = [item for item in produced if item.app_id == reference["app"]]
        index = int(reference["index"])
        root = own[index].data if index < len(own) else MISSING
        return _or_lost(_walk(root, reference["path"]), None, text, lost)
    whole = _TEMPLATE.fullmatch(text)
    if whole is not None:
        return _or_lost(_template(whole["path"], produced), "", text, lost)
    if "{{" not in text:
        return text
    return _TEMPLATE.sub(
        lambda m: str(_or_lost(_template(m["path"], produced), "", m.group(), lost)), text
    )


def _template(path: str, produced: Sequence[Produced]) -> Any:
    head, _, rest = path.partition(".")
    if head == "prev":
        root = produced[-1] if produced else None
    else:
        number, _, rest = rest.partition(".")
        root = produced[int(number)] if int(number) < len(produced) else None
    return MISSING if root is None else _walk({"data": root.data}, rest)


def _walk(root: Any, path: str) -> Any:
    for part in re.findall(r"[^.\[\]]+", path):
        if isinstance(root, Mapping) and part in root:
            root = root[part]
        elif isinstance(root, list) and part.isdigit() and int(part) < len(root):
            root = root[int(part)]
        else:
            return MISSING
    return root


def _or_lost(value: Any, fallback: Any, reference: str, lost: list[str]) -> Any:
    if value is not MISSING:
        return value
    lost.append(reference)
    return fallback
