"""Check source files and manifests without running them (SDK reference, validators).

Where the published 6.3.7 is mistaken this differs: SKEL-GUARD-1 lets skeletons use helpers,
CACHE-MODEL-1 follows local variables, CACHE-TTL-1 also reads constants and get_or_fetch,
PANEL-SLOT-1 also a slot that is not named, and any name of a context counts.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from imperal_sdk._validation import (
    cache_rules,
    imports,
    panel_rules,
    portability,
    skeleton_rules,
)
from imperal_sdk._validation.issue import ERROR, ValidationIssue
from imperal_sdk._validation.tree import Tree
from imperal_sdk.types.contributions import ALLOWED_PANEL_SLOTS

__all__ = ["ALLOWED_PANEL_SLOTS", "validate_manifest_v1_6_0", "validate_source_tree"]

MIN_SDK_VERSION = (5, 0, 0)

_TREE_RULES = (
    *skeleton_rules.RULES,
    *cache_rules.RULES,
    *panel_rules.RULES,
    *portability.RULES,
)
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def validate_source_tree(path: str) -> list[ValidationIssue]:
    """Check the Python files under ``path`` (or one file) without importing them.

    Virtual environments, caches and tests are left out, and files that do not parse. A path
    that does not exist has nothing to find.
    """
    tree = Tree(Path(path))
    issues = [issue for rule in _TREE_RULES for issue in rule(tree)]
    return issues + [issue for parsed in tree.sources for issue in imports.in_source(parsed)]


def validate_manifest_v1_6_0(
    manifest: dict[str, Any], source_path: str | None = None
) -> list[ValidationIssue]:
    """Check a manifest's ``sdk_version``: SDK-VERSION-1 asks for 5.0.0 or later.

    ``source_path`` is accepted for older code; the source is checked by
    :func:`validate_source_tree`.
    """
    declared = manifest.get("sdk_version")
    found = _VERSION.match(declared) if isinstance(declared, str) else None
    if found is not None and tuple(int(part) for part in found.groups()) >= MIN_SDK_VERSION:
        return []
    wanted = ".".join(str(part) for part in MIN_SDK_VERSION)
    said = f"sdk_version is {declared!r}" if declared is not None else "sdk_version is missing"
    return [
        ValidationIssue(
            "SDK-VERSION-1",
            ERROR,
            f"{said}; the platform loads {wanted} or later",
            "imperal.json",
            fix=f"Build the manifest with SDK {wanted} or later",
            path=("sdk_version",),
        )
    ]
