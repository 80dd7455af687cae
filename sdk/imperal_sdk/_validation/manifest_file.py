"""Check an ``imperal.json`` on disk: M0, and every manifest rule with its line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from imperal_sdk._validation.issue import ERROR, ValidationIssue
from imperal_sdk._validation.json_lines import line_of, lines
from imperal_sdk.manifest_schema import manifest_issues
from imperal_sdk.validator_v1_6_0 import validate_manifest_v1_6_0


def check(file: Path) -> list[ValidationIssue]:
    """Return what is wrong with the file; nothing when there is none."""
    if not file.is_file():
        return []
    text = file.read_text(encoding="utf-8", errors="replace")
    try:
        manifest = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"{file.name} is not JSON: {error.msg}"
        fix = "Correct it, or build it again with 'imperal build'"
        return [ValidationIssue("M0", ERROR, message, str(file), error.lineno, fix)]
    issues = manifest_issues(manifest)
    if isinstance(manifest, dict):
        issues += validate_manifest_v1_6_0(manifest)
    found = lines(text)
    return [replace(issue, file=str(file), line=line_of(found, issue.path)) for issue in issues]
