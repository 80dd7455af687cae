"""Turn a pydantic model into a published schema and a validator with rule ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from imperal_sdk._messages import shown

if TYPE_CHECKING:
    from imperal_sdk.validator import ValidationIssue

SCHEMA_BASE = "https://imperal.io/schemas"


def schema_of(model: type[BaseModel], name: str, title: str) -> dict[str, Any]:
    """Return the JSON schema of ``model`` under the platform's id and title."""
    return {
        **model.model_json_schema(by_alias=True),
        "title": title,
        "$id": f"{SCHEMA_BASE}/{name}.schema.json",
    }


def issues_of(model: type[BaseModel], data: Any, prefix: str) -> list[ValidationIssue]:
    """Return what is wrong with ``data``, one issue each; rule ids start with ``prefix``.

    1: not an object, 2: a field is missing, 3: an unknown field, 4: a bad value.
    """
    from imperal_sdk.validator import ValidationIssue

    if not isinstance(data, dict):
        return [
            ValidationIssue(
                rule=f"{prefix}1",
                level="ERROR",
                message=f"{shown(data)} is not an object",
                fix="Pass a dict",
            )
        ]
    try:
        model.model_validate(data)
    except ValidationError as error:
        return [_issue(prefix, entry, ValidationIssue) for entry in error.errors()]
    return []


def _issue(prefix: str, entry: Any, issue: type[ValidationIssue]) -> ValidationIssue:
    place = ".".join(str(part) for part in entry["loc"])
    if entry["type"] == "missing":
        number, fix = 2, f"Add {place!r}"
    elif entry["type"] == "extra_forbidden":
        number, fix = 3, f"Remove {place!r}"
    else:
        number, fix = 4, f"Change the value of {place!r}, now {shown(entry.get('input'))}"
    return issue(
        rule=f"{prefix}{number}", level="ERROR", message=f"[{place}] {entry['msg']}", fix=fix
    )
