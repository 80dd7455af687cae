"""Rules on a parsed manifest: its form (M1 to M5), across sections (M6.3 to M8.2), and V25."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from imperal_sdk._manifest.model import Manifest
from imperal_sdk._manifest.patterns import LLM_ENTRY_TOOL_PATTERN
from imperal_sdk._messages import shown
from imperal_sdk._validation.issue import ERROR, ValidationIssue

CROSS_RULES = ("M6.3", "M7.3", "M8.2")
"""Rules that look at several entries at once."""

_NESTED = {"tools", "signals", "schedules"}


def manifest_issues(data: Any) -> list[ValidationIssue]:
    """Return everything that is wrong with a parsed ``imperal.json``.

    ``ValidationIssue.path`` says where: the keys and indexes that lead to the value.
    """
    if not isinstance(data, dict):
        return [
            ValidationIssue(
                "M1",
                ERROR,
                f"The manifest is {type(data).__name__}, not an object",
                fix="Let imperal.json be one {...} object",
            )
        ]
    try:
        manifest = Manifest.model_validate(data)
    except ValidationError as error:
        return [_form_issue(dict(detail)) for detail in error.errors()]
    return [*_cross_issues(manifest), *_llm_entry_tools(manifest)]


def _form_issue(detail: dict[str, Any]) -> ValidationIssue:
    path = tuple(detail["loc"])
    place = ".".join(str(step) for step in path) or "root"
    message = f"[{place}] {detail['msg'].removeprefix('Value error, ')}"
    if detail["type"] == "missing":
        return ValidationIssue("M2", ERROR, message, fix=f"Add {place!r}", path=path)
    if detail["type"] == "extra_forbidden":
        fix = f"Remove {place!r}: the platform does not know it{_meant(path)}"
        return ValidationIssue("M3", ERROR, message, fix=fix, path=path)
    rule = "M5" if path and path[0] in _NESTED and len(path) > 1 else "M4"
    fix = f"Correct {place!r}: {shown(detail.get('input'))} does not fit"
    return ValidationIssue(rule, ERROR, message, fix=fix, path=path)


def _meant(path: tuple[Any, ...]) -> str:
    """Return a hint at the field of the root that an unknown one resembles."""
    close = get_close_matches(str(path[0]), Manifest.model_fields, n=1) if len(path) == 1 else []
    return f"; is it {close[0]!r}?" if close else ""


def _cross_issues(manifest: Manifest) -> list[ValidationIssue]:
    issues = [
        ValidationIssue(
            "M6.3",
            ERROR,
            f"webhook path {webhook.path!r} occurs twice",
            fix="Give each webhook a path of its own",
            path=("webhooks", index, "path"),
        )
        for index, webhook in _repeated(manifest.webhooks or [], "path")
    ]
    issues += [
        ValidationIssue(
            "M7.3",
            ERROR,
            f"emitted event {emit.type!r} is not prefixed by the app id {manifest.app_id!r}",
            fix=f"Emit '{manifest.app_id}.{emit.type.partition('.')[2] or emit.type}'",
            path=("events", "emits", index, "type"),
        )
        for index, emit in enumerate(manifest.events.emits if manifest.events else [])
        if not emit.type.startswith(f"{manifest.app_id}.")
    ]
    issues += [
        ValidationIssue(
            "M8.2",
            ERROR,
            f"exposed method {method.name!r} occurs twice",
            fix="Give each exposed method a name of its own",
            path=("exposed", index, "name"),
        )
        for index, method in _repeated(manifest.exposed or [], "name")
    ]
    return issues


def _repeated(entries: list[Any], key: str) -> list[tuple[int, Any]]:
    seen: set[Any] = set()
    repeated = []
    for index, entry in enumerate(entries):
        value = getattr(entry, key)
        if value in seen:
            repeated.append((index, entry))
        seen.add(value)
    return repeated


def _llm_entry_tools(manifest: Manifest) -> list[ValidationIssue]:
    return [
        ValidationIssue(
            "V25",
            ERROR,
            f"tool {tool.name!r} is the chat entry that SDKs before 5.0 wrote",
            fix="Build the manifest again, with SDK 5.0 or later",
            path=("tools", index, "name"),
        )
        for index, tool in enumerate(manifest.tools)
        if LLM_ENTRY_TOOL_PATTERN.match(tool.name)
    ]
