"""The names and signatures of the published SDKs, 4 and 6, exist here and take the same calls.

``conformance_surface.json`` holds the facts: per module the names, and per name what each
version has (4, 6 or both). A parameter is ``name`` when required and ``name=`` when not; ``*``
begins the keyword-only ones. ``conformance_left_out.json`` says what is missing and why, for a
name, a module, or one version's form of a name.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

HERE = Path(__file__).parent
SURFACE: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(
    (HERE / "conformance_surface.json").read_text(encoding="utf-8")
)
LEFT_OUT: dict[str, str] = json.loads(
    (HERE / "conformance_left_out.json").read_text(encoding="utf-8")
)

NAMES = [(module, name) for module, names in SURFACE.items() for name in names]


def reason(module: str, name: str) -> str | None:
    """Return why a name, or its whole module, is left out."""
    return LEFT_OUT.get(f"{module}.{name}") or LEFT_OUT.get(name) or LEFT_OUT.get(module)


COVERED = [(module, name) for module, name in NAMES if reason(module, name) is None]


def find(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)


def own_parameters(call: Any) -> list[inspect.Parameter]:
    parameters = list(inspect.signature(call).parameters.values())
    return parameters[1:] if parameters and parameters[0].name in ("self", "cls") else parameters


def refused(call: Any, published: str, *, newest: bool) -> list[str]:
    """Return which parameters of a published signature ``call`` would not take."""
    ours = {parameter.name: parameter for parameter in own_parameters(call)}
    kinds = {parameter.kind for parameter in ours.values()}
    wrong: list[str] = []
    positional = True
    order = [
        p.name
        for p in ours.values()
        if p.kind in (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)
    ]
    words = published.split()
    for index, word in enumerate(words):
        name = word.rstrip("=")
        if word == "*":
            positional = False
        elif word.startswith("**"):
            if inspect.Parameter.VAR_KEYWORD not in kinds:
                wrong.append(f"takes no {word}")
        elif name not in ours and inspect.Parameter.VAR_KEYWORD not in kinds:
            wrong.append(f"has no parameter {name!r}")
        elif newest and positional and order[index : index + 1] != [name]:
            wrong.append(f"parameter {name!r} is not number {index + 1}")
    required = {
        p.name
        for p in ours.values()
        if p.default is inspect.Parameter.empty
        and p.kind not in (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    }
    asked = {word for word in words if not word.endswith("=")}
    wrong += [f"also requires {name!r}" for name in sorted(required - asked)]
    return wrong


def as_json(value: Any) -> Any:
    if isinstance(value, re.Pattern):
        return value.pattern
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def differences(value: Any, fact: dict[str, Any]) -> list[str]:
    """Return how a name of ours falls short of one version's fact about it."""
    newest = "6" in fact["v"]
    wrong: list[str] = []
    if fact["kind"] == "constant":
        wanted = fact.get("value")
        if newest and wanted is not None and as_json(value) != wanted:
            wrong.append(f"is {as_json(value)!r}, not {wanted!r}")
    if fact["kind"] == "pydantic_model" and not issubclass(value, BaseModel):
        wrong.append("is no pydantic model")
    if "call" in fact and fact["kind"] != "exception":
        wrong += refused(value, fact["call"], newest=newest)
    if "call" in fact and fact["kind"] == "exception":
        wrong += refused(value.__init__, fact["call"], newest=newest)
    bases = {f"{base.__module__}.{base.__qualname__}" for base in getattr(value, "__mro__", ())}
    bases |= {base.__qualname__ for base in getattr(value, "__mro__", ())}
    wrong += [f"does not derive from {base}" for base in fact.get("bases", ()) if base not in bases]
    for method, call in fact.get("methods", {}).items():
        if not hasattr(value, method):
            wrong.append(f"has no method {method}")
        elif not (wanted := getattr(value, method)) or callable(wanted):
            wrong += [f"{method} {text}" for text in refused(wanted, call, newest=newest)]
    wrong += [
        f"has no property {name}" for name in fact.get("properties", ()) if not hasattr(value, name)
    ]
    if dataclasses.is_dataclass(value):
        known = {field.name for field in dataclasses.fields(value)}
        wrong += [f"has no field {name}" for name in fact.get("fields", ()) if name not in known]
    return wrong


@pytest.mark.parametrize(("module", "name"), COVERED, ids=lambda value: str(value))
def test_published_name_exists_and_takes_the_published_calls(module: str, name: str) -> None:
    value = find(module, name)
    for fact in SURFACE[module][name]:
        if f"{module}.{name} of SDK {fact['v']}" in LEFT_OUT:
            continue
        if fact["kind"] == "export":
            assert value is find(fact["from"], name)
        else:
            assert differences(value, fact) == [], f"{module}.{name} as in SDK {fact['v']}"


def test_left_out_names_are_really_absent_and_published() -> None:
    known = {*SURFACE, *(name for _, name in NAMES), *(f"{m}.{n}" for m, n in NAMES)}
    known |= {f"{m}.{n} of SDK {fact['v']}" for m, n in NAMES for fact in SURFACE[m][n]}
    assert sorted(set(LEFT_OUT) - known) == []
    present = [
        f"{module}.{name}"
        for module, name in NAMES
        if reason(module, name) and module_has(module, name)
    ]
    assert present == []


def module_has(module: str, name: str) -> bool:
    try:
        return hasattr(importlib.import_module(module), name)
    except ModuleNotFoundError:
        return False


def test_count_of_covered_names(capsys: pytest.CaptureFixture[str]) -> None:
    left_out = [(m, n) for m, n in NAMES if reason(m, n) is not None]
    lines = [f"published names: {len(NAMES)}, covered: {len(COVERED)}, left out: {len(left_out)}"]
    lines += [f"  left out {module}.{name}: {reason(module, name)}" for module, name in left_out]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert len(COVERED) + len(left_out) == len(NAMES)
    assert len(COVERED) >= 0.97 * len(NAMES)
