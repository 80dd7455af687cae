"""Evidence: the tests that real extensions ship, run on the published SDK and on the bundled one.

``python -m benchmarks.suites FOLDER --installed PYTHON --bundled PYTHON [--reasons FILE]
[--out FILE]``

FOLDER holds one checkout per sub-folder; each suite runs in a copy, the one of PYTHON without
``imperal-sdk`` with our SDK on its path. Both need pytest and pytest-asyncio, and what the
extensions import. FILE of ``--reasons`` is TOML: ``[[failure]]`` extension, test (the end of its
name is enough), reason, for failures that are not the SDK's fault.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from workbench.paths import bundled_sdk

LONGEST_S = 900
SDKS = ("installed", "bundled")
KINDS = ("passed", "failed", "error", "skipped")


@dataclass
class Run:
    """One suite on one SDK: outcome and first line of the failure, by test."""

    outcomes: dict[str, str] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    problem: str = ""

    def counts(self) -> str:
        """The outcomes in numbers, or why there are none."""
        if self.problem:
            return self.problem
        found = Counter(self.outcomes.values())
        return ", ".join(f"{found[kind]} {kind}" for kind in KINDS if found[kind]) or "no tests"

    def good(self, test: str) -> bool:
        """Whether a test ran well or was left out on purpose."""
        return self.outcomes.get(test) in ("passed", "skipped")


def run_suite(folder: Path, python: Path, sdk: str) -> Run:
    """Run the tests of a copy of `folder`."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("__pycache__", ".git"))
        report = Path(place) / "report.xml"
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        environment["PYTHONPATH"] = str(bundled_sdk()) if sdk == "bundled" else ""
        try:
            done = subprocess.run(
                [
                    str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider",
                    "-o", "asyncio_mode=auto", f"--rootdir={copy}", f"--junitxml={report}",
                ],
                cwd=copy, env=environment, capture_output=True, text=True,
                timeout=LONGEST_S, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return Run(problem=f"not done after {LONGEST_S} s")
        if not report.is_file():
            return Run(problem=(done.stderr or done.stdout).strip().splitlines()[-1][:200])
        return read(ElementTree.parse(report))


def read(tree: ElementTree.ElementTree[ElementTree.Element]) -> Run:
    """What a JUnit report says."""
    run = Run()
    for case in tree.iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}".lstrip(":")
        run.outcomes[name] = "passed"
        for kind, tag in (("failed", "failure"), ("error", "error"), ("skipped", "skipped")):
            found = case.find(tag)
            if found is not None:
                run.outcomes[name] = kind
                text = (found.get("message") or found.text or "").strip()
                run.messages[name] = text.splitlines()[0] if text else ""
    return run


def report(
    runs: Mapping[str, dict[str, Run]], versions: Mapping[str, str], reasons: list[dict[str, str]]
) -> Iterator[str]:
    """The page, line by line."""
    yield f"# Suites of real extensions, {datetime.now(UTC):%Y-%m-%d}\n"
    yield "Each suite ran in a copy of its checkout, by itself, once on each SDK"
    yield "(" + ", ".join(f"{sdk}: {version}" for sdk, version in versions.items()) + ").\n"
    yield "| extension | installed | bundled | only ours fail | only theirs fail |"
    yield "|---|---|---|---:|---:|"
    for name, both in runs.items():
        ours, theirs = _only(both, "bundled"), _only(both, "installed")
        cells = " | ".join(run.counts() for run in both.values())
        yield f"| {name} | {cells} | {len(ours)} | {len(theirs)} |"
    total = {
        sdk: Counter(o for b in runs.values() for o in b[sdk].outcomes.values()) for sdk in SDKS
    }
    yield ""
    for sdk, found in total.items():
        yield f"* {sdk}: " + ", ".join(f"{found[kind]} {kind}" for kind in KINDS)
    yield "\n## Failures on one SDK only\n"
    yield "| extension | test | fails on | message | reason |"
    yield "|---|---|---|---|---|"
    for name, both in runs.items():
        for sdk in SDKS:
            for test in _only(both, sdk):
                reason = _reason(reasons, name, test)
                message = _cell(both[sdk].messages.get(test, ""))
                yield f"| {name} | {test} | {sdk} | {message} | {reason} |"
    yield "\n## Failures on both\n"
    yield "| extension | test | message | reason |"
    yield "|---|---|---|---|"
    for name, both in runs.items():
        for test in both["bundled"].outcomes:
            if not any(run.good(test) for run in both.values()):
                message = _cell(both["bundled"].messages.get(test, ""))
                yield f"| {name} | {test} | {message} | {_reason(reasons, name, test)} |"


def _only(both: Mapping[str, Run], sdk: str) -> list[str]:
    """Tests that are good on the other SDK and not on this one."""
    other = next(run for name, run in both.items() if name != sdk)
    return [test for test in other.outcomes if other.good(test) and not both[sdk].good(test)]


def _reason(reasons: list[dict[str, str]], extension: str, test: str) -> str:
    for entry in reasons:
        if entry["extension"] == extension and entry["test"] in test:
            return entry["reason"]
    return ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:160]


def _version(python: Path, sdk: str) -> str:
    path = {"PYTHONPATH": str(bundled_sdk()) if sdk == "bundled" else ""}
    code = "import imperal_sdk; print(imperal_sdk.__version__)"
    return subprocess.check_output(
        [str(python), "-c", code], env={**os.environ, **path}, text=True
    ).strip()


def main() -> int:
    """Run every suite on both SDKs; 1 if a failure is only ours and nobody gave its reason."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.suites")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--installed", type=Path, required=True, help="Python with imperal-sdk")
    parser.add_argument("--bundled", type=Path, required=True, help="Python without it")
    parser.add_argument("--reasons", type=Path)
    parser.add_argument("--only", help="one extension")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    reasons = tomllib.loads(arguments.reasons.read_text()) if arguments.reasons else {}
    known: list[dict[str, str]] = reasons.get("failure", [])
    pythons = {sdk: getattr(arguments, sdk) for sdk in SDKS}
    runs: dict[str, dict[str, Run]] = {}
    for folder in sorted(path.parent for path in arguments.folder.glob("*/main.py")):
        wanted = arguments.only in (None, folder.name)
        if not wanted or not any(folder.rglob("test_*.py")):
            continue
        runs[folder.name] = {sdk: run_suite(folder, pythons[sdk], sdk) for sdk in SDKS}
        both = runs[folder.name]
        print(
            f"{folder.name}: " + "; ".join(f"{s}: {r.counts()}" for s, r in both.items()),
            flush=True,
        )
        for test in _only(both, "bundled"):
            print(
                f"  only ours: {test}: {both['bundled'].messages.get(test, '')[:200]}", flush=True
            )
    versions = {sdk: _version(python, sdk) for sdk, python in pythons.items()}
    if arguments.out:
        arguments.out.write_text("\n".join(report(runs, versions, known)) + "\n", "utf-8")
    unexplained = [
        test
        for name, both in runs.items()
        for test in _only(both, "bundled")
        if not _reason(known, name, test)
    ]
    return int(bool(unexplained))


if __name__ == "__main__":
    sys.exit(main())
