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
import importlib
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

from workbench import paths

HERE = Path(__file__).parent
TABLE = HERE / "behaviour.json"
LEFT_OUT = HERE / "behaviour_left_out.json"
SURFACE: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(
    (HERE / "conformance_surface.json").read_text(encoding="utf-8")
)
MISSING: dict[str, str] = json.loads(
    (HERE / "conformance_left_out.json").read_text(encoding="utf-8")
)
CONFORMANCE = "test_sdk_conformance.py"
"""Tests of names and signatures: they show that a name is there, not what it does."""

FAILED = 1
"""The exit code of a trial whose test failed; one that hangs or dies shows nothing."""

LONGEST_S = 60
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
        cls = getattr(importlib.import_module(module), name)
        for fact in SURFACE[module][name]:
            if fact["kind"] != "protocol":
                named = [*fact.get("methods", {}), *fact.get("properties", ())]
                own = [method for method in named if not _inherited(cls, method)]
                found |= dict.fromkeys(f"{full}.{method}" for method in own)
    return list(found)


def _inherited(cls: type, method: str) -> bool:
    """Tell whether a method comes from another published class, where it is counted."""
    published = [
        base for base in cls.__mro__[1:] if base.__name__ in SURFACE.get(base.__module__, {})
    ]
    return method not in vars(cls) and any(hasattr(base, method) for base in published)


def missing(module: str, name: str) -> bool:
    """Tell whether this SDK leaves a published name out altogether."""
    return any(key in MISSING for key in (f"{module}.{name}", name, module))


class Trials:
    """A pytest plugin that, instead of running the tests, tries names against them."""

    def __init__(self, wanted: dict[str, list[str]]) -> None:
        self.wanted = wanted
        self.shown: dict[str, str] = {}
        self.sound: dict[str, bool] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try each name against its tests in order, until one of them fails."""
        items = {short(item.nodeid): item for item in session.items}
        variants: dict[str, list[str]] = {}
        for test in items:
            variants.setdefault(test.partition("[")[0], []).append(test)
        for name, mentions in self.wanted.items():
            for test in [*_called_after(name, items), *mentions]:
                ids = [test] if test in items else _likely(variants.get(test, []), name)
                failing = next((one for one in ids if self._shows(items[one], name)), None)
                if failing:
                    self.shown[name] = failing
                    break
            sys.stderr.write(f"{name} {self.shown.get(name, '?')}\n")
        return True

    def _shows(self, item: pytest.Item, name: str) -> bool:
        """Tell whether a test fails with an impostor, and holds without one."""
        if not fails(item, name):
            return False
        if item.nodeid not in self.sound:
            self.sound[item.nodeid] = not fails(item)
        return self.sound[item.nodeid]


def _called_after(name: str, items: Iterable[str]) -> list[str]:
    """Return variants of parametrised tests that are called after the name, whole or last part."""
    short_name = name.partition(":")[2]
    marks = (f"[{name}]", f"[{short_name}]", f"[{name}-", f"[{short_name}-", f"-{short_name}]")
    return [
        test
        for test in items
        if not test.startswith(CONFORMANCE) and any(mark in test for mark in marks)
    ]


def _likely(variants: list[str], name: str) -> list[str]:
    """Choose a few of a parametrised test's variants, those that are about the name first."""
    spoken = name.partition(":")[2].split(".")
    return sorted(variants, key=lambda one: not any(word in one for word in spoken))[:VARIANTS]


def fails(item: pytest.Item, name: str = "") -> bool:
    """Run a test in a child process where ``name`` is an impostor; tell whether it fails."""
    child = os.fork()
    if child == 0:
        os._exit(_trial(item, name))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == FAILED


def _trial(item: pytest.Item, name: str) -> int:
    from tests.sdk import impostor

    signal.alarm(LONGEST_S)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    module, _, inner = name.partition(":")
    try:
        if name:
            impostor.install(module, inner)
        reports = runtestprotocol(item, nextitem=None, log=False)
    except BaseException:
        return 3
    return FAILED if any(report.failed for report in reports) else 0


def short(nodeid: str) -> str:
    """Return a test id relative to this folder."""
    return nodeid.rpartition("tests/sdk/")[2]


def run_trials(wanted: dict[str, list[str]], files: Iterable[str]) -> dict[str, str]:
    """Return, for each name, the first of its tests that fails without it."""
    trials = Trials(wanted)
    paths = [str(HERE / file) for file in sorted(set(files))]
    with contextlib.redirect_stdout(io.StringIO()):
        # The settings that hold without PySide6 hold with it too.
        settings = ["-c", str(HERE.parent / "headless.ini"), "--rootdir", str(HERE.parents[1])]
        pytest.main(["-q", "-p", "no:cacheprovider", *settings, *paths], plugins=[trials])
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
        if path.name == CONFORMANCE:
            continue
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
    return [test for *_, test in sorted(ranked)[:25]]


@functools.cache
def _text(path: str) -> str:
    return (HERE / path).read_text(encoding="utf-8")


def main() -> int:
    """Prove the table, or extend it; 1 when a name's test does not show what it does."""
    parser = argparse.ArgumentParser(prog="python -m tests.sdk.behaviour")
    parser.add_argument("--find", action="store_true", help="look for tests of names without one")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="prove each Nth name")
    arguments = parser.parse_args()
    sys.path.insert(0, str(paths.bundled_sdk()))
    known = table()
    if arguments.find:
        open_ = [n for n in [*defined_names(), *methods()] if n not in {**known, **left_out()}]
        known |= find(open_)
        TABLE.write_text(json.dumps(dict(sorted(known.items())), indent=1) + "\n", encoding="utf-8")
        for name in open_:
            if name not in known:
                sys.stdout.write(f"no test yet: {name}\n")
        return 0
    chosen = sorted(known)[:: arguments.every]
    unproven = prove(chosen)
    shown = len(chosen) - len(unproven)
    sys.stdout.write(f"names and methods whose test fails without them: {shown}/{len(chosen)}\n")
    for name in unproven:
        sys.stdout.write(f"not shown: {name} by {known[name]}\n")
    return 1 if unproven else 0


if __name__ == "__main__":
    sys.exit(main())
