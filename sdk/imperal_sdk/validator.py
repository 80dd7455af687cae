"""Check a loaded extension against rules V1 to V35 (SDK reference, validators).

Three rules that the published 6.3.7 has but never fires do their work here: V7 looks at the
author's modules, V22 at upgrade hooks, V32 into the functions. V8 is silent where imperal.json
stands beside the code.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from imperal_sdk._manifest.patterns import APP_ID_PATTERN as _APP_ID
from imperal_sdk._validation import (
    functions,
    icon,
    identity,
    imports,
    registration,
    results,
)
from imperal_sdk._validation.functions import VALID_ACTION_TYPES
from imperal_sdk._validation.identity import VERSION_START
from imperal_sdk._validation.issue import ERROR, INFO, WARN, ValidationIssue, ValidationReport
from imperal_sdk._validation.subject import Subject

if TYPE_CHECKING:
    from imperal_sdk.extension import Extension

__all__ = [
    "APP_ID_PATTERN",
    "SEMVER_PATTERN",
    "VALID_ACTION_TYPES",
    "ValidationIssue",
    "ValidationReport",
    "validate_extension",
    "validate_project",
]

APP_ID_PATTERN = _APP_ID
SEMVER_PATTERN = VERSION_START

_RULES = (
    *identity.RULES,
    *registration.RULES,
    *functions.RULES,
    *results.RULES,
    *icon.RULES,
    *imports.RULES,
)

_SEVERITY = (ERROR, WARN, INFO)


def validate_extension(ext: Extension) -> ValidationReport:
    """Return everything the rules find in ``ext``, each with the author's file and line.

    A finding about the extension itself points at the ``Extension(...)`` call, one about a
    function at its decorator or ``def``; a file that cannot be read leaves both empty.
    """
    subject = Subject(ext)
    published = [function for function in subject.functions if function.definition.event]
    return ValidationReport(
        app_id=ext.app_id,
        version=ext.version,
        issues=[issue for rule in _RULES for issue in rule(subject)],
        function_count=len(subject.functions),
        tool_count=len(subject.own_tools),
        event_count=len(published) + len(ext.event_handlers),
    )


def validate_project(path: str | Path, ext: Extension | None = None) -> list[ValidationIssue]:
    """Return everything the rules find in a folder: source, imperal.json and, if loaded, ``ext``.

    Each finding occurs once, errors first, then by file and line.
    """
    from imperal_sdk._validation import manifest_file
    from imperal_sdk.validator_v1_6_0 import validate_source_tree

    folder = Path(path)
    issues = validate_extension(ext).issues if ext is not None else []
    issues = [*issues, *validate_source_tree(str(folder))]
    issues += manifest_file.check(folder / "imperal.json")
    once = {(issue.rule, issue.file, issue.line, issue.message): issue for issue in issues}
    return sorted(
        once.values(),
        key=lambda issue: (_SEVERITY.index(issue.level), issue.file, issue.line, issue.rule),
    )
