"""Check a loaded extension against rules V1 to V35 (SDK reference, validators)."""

from __future__ import annotations

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
from imperal_sdk._validation.issue import ValidationIssue, ValidationReport
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
