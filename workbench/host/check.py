"""Runs the validators of the SDK in use over an extension, and answers their findings as data.

Rules: SDK reference, Validators. The order and the exceptions are those of ``imperal validate``: V8
only says that the manifest was not looked at, and here it is.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Finding = dict[str, Any]
_MANIFEST = "imperal.json"


def check_source(root: Path) -> list[Finding]:
    """What the rules that only read source files find below `root`; nothing is imported."""
    rules = importlib.import_module("imperal_sdk.validator_v1_6_0")
    return _findings(rules.validate_source_tree(str(root)), root)


def check_extension(extension: Any, root: Path) -> list[Finding]:
    """What all rules find: source, declarations, the generated manifest and the one on disk."""
    validator = importlib.import_module("imperal_sdk.validator")
    report = validator.validate_extension(extension)
    declared = [issue for issue in report.issues if issue.rule != "V8"]
    return _without_repeats(
        [
            *_findings(declared, root),
            *check_source(root),
            *_check_manifest(_generated(extension), root, None),
            *_check_manifest_on_disk(root),
        ]
    )


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    """Each finding once: some rules look at the declarations and at the source."""
    places = {(f["rule"], f["file"], f["line"], f["message"]): f for f in reversed(findings)}
    return list(reversed(places.values()))


def _generated(extension: Any) -> Any:
    return importlib.import_module("imperal_sdk.manifest").generate_manifest(extension)


def _check_manifest_on_disk(root: Path) -> list[Finding]:
    file = root / _MANIFEST
    if not file.is_file():
        return []
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        return [_finding("M0", "ERROR", f"{_MANIFEST} is not JSON: {error}", str(file), 1)]
    return _check_manifest(manifest, root, str(file))


def _check_manifest(manifest: Any, root: Path, file: str | None) -> list[Finding]:
    schema = importlib.import_module("imperal_sdk.manifest_schema")
    try:
        issues = schema.validate_manifest_dict(manifest)
    except ValueError as error:
        # The rules about duplicates and foreign prefixes raise instead of reporting.
        rule = next((word for word in str(error).split() if word[:1] == "M"), "M6")
        return [_finding(rule.strip(":"), "ERROR", str(error), file, None)]
    findings = _findings(issues, root)
    for finding in findings:
        finding["file"] = finding["file"] or file
    return findings


def _findings(issues: Iterable[Any], root: Path) -> list[Finding]:
    return [
        _finding(
            issue.rule,
            issue.level,
            issue.message,
            str(root / issue.file) if issue.file else None,
            issue.line or None,
            issue.fix or None,
        )
        for issue in issues
    ]


def _finding(
    rule: str, level: str, message: str, file: str | None, line: int | None, fix: str | None = None
) -> Finding:
    return {
        "rule": rule,
        "level": level.lower(),
        "message": message,
        "file": file,
        "line": line,
        "evidence": None,
        "fix": fix,
    }
