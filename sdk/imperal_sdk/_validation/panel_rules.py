"""Rule PANEL-SLOT-1: a panel opens in a slot the platform has."""

from __future__ import annotations

from collections.abc import Iterator

from imperal_sdk._messages import one_of
from imperal_sdk._validation import source
from imperal_sdk._validation.issue import ERROR, ValidationIssue
from imperal_sdk._validation.tree import Tree
from imperal_sdk.types.contributions import ALLOWED_PANEL_SLOTS


def check(tree: Tree) -> Iterator[ValidationIssue]:
    """PANEL-SLOT-1, for slots written out in the decorator."""
    for parsed in tree.sources:
        for function in source.functions(parsed.tree):
            for call in source.decorators(function, "panel"):
                node = source.argument(call, "slot", 1)
                slot = source.literal(node)
                if node is None or not isinstance(slot, str) or slot in ALLOWED_PANEL_SLOTS:
                    continue
                gone = " ('main' is gone since 3.4)" if slot == "main" else ""
                yield ValidationIssue(
                    "PANEL-SLOT-1",
                    ERROR,
                    f"panel {function.name!r}: slot {slot!r} is not one of "
                    f"{one_of(ALLOWED_PANEL_SLOTS)}{gone}",
                    parsed.file,
                    node.lineno,
                    "Write slot='center'",
                )


RULES = (check,)
