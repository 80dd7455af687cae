"""Every test that the contract names exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"\b((?:kernel|host|cli|sdk|wire|gui)/[\w/]+\.py)::(test_\w+)")


def test_every_sentence_of_the_contract_names_a_test_that_exists() -> None:
    rows = [
        line
        for line in (ROOT / "docs" / "contract.md").read_text().splitlines()
        if line.startswith("|") and not line.startswith(("| section", "|---"))
    ]
    assert len(rows) > 50
    for row in rows:
        found = NAMED.search(row)
        assert found is not None, row
        source = (ROOT / "tests" / found[1]).read_text()
        assert re.search(rf"def {found[2]}\(", source), row
