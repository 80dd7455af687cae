"""Every published name has a test that shows what it does, or a reason for having none.

``behaviour.json`` names the tests. That they fail when an impostor stands in the name's place
is proved by ``python -m tests.sdk.behaviour``; here for a part of them.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sdk import behaviour

TABLE = behaviour.table()
LEFT_OUT = behaviour.left_out()
NAMES = behaviour.defined_names()
METHODS = behaviour.methods()


def functions() -> dict[str, str]:
    return {f"{path}::{name}": source for path, name, source in behaviour.collected()}


def asserts(source: str) -> bool:
    nodes = list(ast.walk(ast.parse(source)))
    return any(isinstance(node, ast.Assert) for node in nodes) or "pytest.raises" in source


def test_every_name_has_a_behaviour_test_or_a_reason() -> None:
    known = {*TABLE, *LEFT_OUT}
    assert [name for name in [*NAMES, *METHODS] if name not in known] == []
    assert sorted(known - {*NAMES, *METHODS}) == []
    assert sorted(set(TABLE) & set(LEFT_OUT)) == []
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


def test_every_behaviour_test_is_there_and_asserts_something() -> None:
    there = functions()
    wrong = {
        name: test
        for name, test in TABLE.items()
        if not asserts(there.get(test.partition("[")[0], "''"))
    }
    assert wrong == {}


def test_conformance_alone_is_no_behaviour_test() -> None:
    assert [test for test in TABLE.values() if test.startswith(behaviour.CONFORMANCE)] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each trial needs a child by fork")
def test_an_impostor_is_found_out_by_the_names_test() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.sdk.behaviour", "--every", "25"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "not shown" not in ran.stdout
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_count_of_names_with_a_behaviour_test(capsys: pytest.CaptureFixture[str]) -> None:
    names = [name for name in NAMES if name in TABLE]
    methods = [name for name in METHODS if name in TABLE]
    lines = [
        f"names this SDK defines: {len(NAMES)}, shown by a behaviour test: {len(names)}; "
        f"their methods: {len(METHODS)}, shown: {len(methods)}; left out: {len(LEFT_OUT)}"
    ]
    lines += [f"  left out {name}: {reason}" for name, reason in LEFT_OUT.items()]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert len(names) >= 0.97 * len(NAMES)
