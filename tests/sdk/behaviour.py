"""Which test shows what each published name does, and the proof that it does.

``python -m tests.sdk.behaviour`` runs every name's test with an impostor in the name's place:
the test has to fail. ``--find`` looks for a test for each name that has none yet. Needs a
system with ``fork``: every trial runs in a child process of its own.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import functools
import io
import json
import os
import re
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

HERE = Path(__file__).parent
TABLE = HERE / "behaviour.json"
LEFT_OUT = HERE / "behaviour_left_out.json"
SURFACE: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(
    (HERE / "conformance_surface.json").read_text(encoding="utf-8")
)
MISSING: dict[str, str] = json.loads(
    (HERE / "conformance_left_out.json").read_text(encoding="utf-8")
)
LONGEST_S = 30
VARIANTS = 8


def table() -> dict[str, str]:
    """Return the test of each name: ``module:Name`` or ``module:Class.method`` → test id."""
    found: dict[str, str] = json.loads(TABLE.read_text(encoding="utf-8"))
    return found


def left_out() -> dict[str, str]:
    """Return why a name has no behaviour test."""
    found: dict[str, str] = json.loads(LEFT_OUT.read_text(encoding="utf-8"))
    return found


def defined_names() -> list[str]:
    """Return every published name at the place that defines it, if this SDK has it."""
    return [
        f"{module}:{name}"
        for module, names in SURFACE.items()
        for name, facts in names.items()
        if facts[-1]["kind"] != "export" and not missing(module, name)
    ]


def methods() -> list[str]:
    """Return the published methods and properties of the names this SDK has."""
    found: dict[str, None] = {}
    for full in defined_names():
        module, name = full.split(":")
        for fact in SURFACE[module][name]:
            if fact["kind"] != "protocol":
                own = [*fact.get("methods", {}), *fact.get("properties", ())]
                found |= dict.fromkeys(f"{full}.{method}" for method in own)
    return list(found)


def missing(module: str, name: str) -> bool:
    """Tell whether this SDK leaves a published name out altogether."""
    return any(key in MISSING for key in (f"{module}.{name}", name, module))


class Trials:
    """A pytest plugin that, instead of running the tests, tries names against them."""

    def __init__(self, wanted: dict[str, list[str]]) -> None:
        self.wanted = wanted
        self.shown: dict[str, str] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each name against its tests in order, until one of them fails."""
        items = {short(item.nodeid): item for item in session.items}
        variants: dict[str, list[str]] = {}
        for test in items:
            variants.setdefault(test.partition("[")[0], []).append(test)
        for name, tests in self.wanted.items():
            for test in tests:
                ids = [test] if test in items else _likely(variants.get(test, []), name)
                failing = next((one for one in ids if fails_with_impostor(items[one], name)), None)
                if failing:
                    self.shown[name] = failing
                    break
        return True


def _likely(variants: list[str], name: str) -> list[str]:
    """Choose a few of a parametrised test's variants, those that are about the name first."""
    spoken = name.partition(":")[2].split(".")
    return sorted(variants, key=lambda one: not any(word in one for word in spoken))[:VARIANTS]


def fails_with_impostor(item: pytest.Item, name: str) -> bool:
    """Run a test in a child process where ``name`` is an impostor; tell whether it fails."""
    child = os.fork()
    if child == 0:
        os._exit(_trial(item, name))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) != 0


def _trial(item: pytest.Item, name: str) -> int:
    from tests.sdk import impostor

    signal.alarm(LONGEST_S)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    module, _, inner = name.partition(":")
    try:
        impostor.install(module, inner)
        reports = runtestprotocol(item, nextitem=None, log=False)
    except BaseException:
        return 3
    return int(any(report.failed for report in reports))


def short(nodeid: str) -> str:
    """Return a test id relative to this folder."""
    return nodeid.rpartition("tests/sdk/")[2]


def run_trials(wanted: dict[str, list[str]], files: Iterable[str]) -> dict[str, str]:
    """Return, for each name, the first of its tests that fails without it."""
    trials = Trials(wanted)
    paths = [str(HERE / file) for file in sorted(set(files))]
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["-q", "-p", "no:cacheprovider", *paths], plugins=[trials])
    return trials.shown


def prove(names: Iterable[str] | None = None) -> list[str]:
    """Return the names of the table whose test does not fail without them."""
    tests = table()
    wanted = {name: [tests[name]] for name in (tests if names is None else names)}
    shown = run_trials(wanted, (test[0].partition("::")[0] for test in wanted.values()))
    return [name for name in wanted if name not in shown]


def find(names: Iterable[str]) -> dict[str, str]:
    """Look for a test for each name among those that mention it, the nearest first."""
    tests = list(collected())
    wanted = {name: candidates(name, tests) for name in names}
    return run_trials(wanted, (path.name for path in HERE.glob("test_*.py")))


def collected() -> Iterator[tuple[str, str, str]]:
    """Yield file, name and source of every test function here."""
    for path in sorted(HERE.glob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            name = getattr(node, "name", "")
            if name.startswith("test_"):
                yield path.name, name, ast.get_source_segment(text, node) or ""


def candidates(name: str, tests: list[tuple[str, str, str]]) -> list[str]:
    """Return ids of tests that may show what a name does, the likeliest first."""
    owner, _, method = name.partition(":")[2].partition(".")
    word = re.compile(rf"\b{re.escape(method or owner)}\b")
    spoken = {part for part in re.split(r"[_\W]|(?<=[a-z])(?=[A-Z])", method or owner) if part}
    ranked = []
    speaking = {path for path in {path for path, _, _ in tests} if word.search(_text(path))}
    for path, test, source in tests:
        if path not in speaking:
            continue
        near = sum(part.lower() in test for part in spoken)
        ranked.append((-bool(word.search(source)), -near, len(source), f"{path}::{test}"))
    return [test for *_, test in sorted(ranked)[:60]]


@functools.cache
def _text(path: str) -> str:
    return (HERE / path).read_text(encoding="utf-8")


def main() -> int:
    """Prove the table, or extend it; 1 when a name's test does not show what it does."""
    parser = argparse.ArgumentParser(prog="python -m tests.sdk.behaviour")
    parser.add_argument("--find", action="store_true", help="look for tests of names without one")
    arguments = parser.parse_args()
    known = table()
    if arguments.find:
        open_ = [n for n in [*defined_names(), *methods()] if n not in {**known, **left_out()}]
        known |= find(open_)
        TABLE.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n", encoding="utf-8")
        for name in open_:
            if name not in known:
                sys.stdout.write(f"no test yet: {name}\n")
        return 0
    unproven = prove()
    sys.stdout.write(f"names and methods with a test that fails without them: {len(known)}\n")
    for name in unproven:
        sys.stdout.write(f"not shown: {name} by {known[name]}\n")
    return 1 if unproven else 0


if __name__ == "__main__":
    sys.exit(main())
