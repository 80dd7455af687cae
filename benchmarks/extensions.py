"""Evidence: real extensions, inspected and rendered on an installed SDK and on the bundled one.

``python -m benchmarks.extensions FOLDER --installed PYTHON --bundled PYTHON [--out FILE]``

FOLDER holds one checkout per sub-folder. PYTHON is the interpreter of a virtual environment: one
with ``imperal-sdk`` installed, one without it; both have the third-party packages that the
extensions import. Everything goes through the command line, as an author would run it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# What some of them read at import; none of it is reachable.
ENVIRONMENT = {"NOTES_API_URL": "https://notes.example.com", "IMPERAL_DEV_MODE": "1"}
HOLLOW = ("Empty", "Error", None)


@dataclass
class Outcome:
    """One extension on one SDK."""

    name: str
    sdk: str
    declarations: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    panels: list[dict[str, Any]] = field(default_factory=list)

    @property
    def exercised(self) -> list[dict[str, Any]]:
        """Panels that show more than an empty or an error state."""
        return [p for p in self.panels if p["ok"] and top_type(p["ui"]) not in HOLLOW]


def top_type(node: Any) -> str | None:
    """Type of the root, or of the only child below plain containers."""
    while isinstance(node, dict):
        children = node.get("props", {}).get("children")
        if node.get("type") not in ("Stack", "Page", "Section") or not children:
            return node.get("type")
        if not isinstance(children, list) or len(children) != 1:
            return str(node.get("type"))
        node = children[0]
    return None


def run_cli(*arguments: str) -> tuple[int, list[dict[str, Any]], str]:
    """One headless command: exit code, its lines, its stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "workbench", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **ENVIRONMENT},
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def examine(folder: Path, sdk: str, python: Path, mock: Path | None) -> Outcome:
    """Inspect the extension, then call every panel it declares."""
    outcome = Outcome(folder.name, sdk)
    common = ["--python", str(python), "--sdk", sdk, "--state", ":memory:"]
    code, lines, stderr = run_cli("inspect", str(folder), *common)
    if code:
        outcome.error = lines[-1].get("error") if lines else {"message": stderr[-300:]}
        return outcome
    outcome.declarations = lines[0]
    rules = ["--mock", str(mock)] if mock else []
    _, outcome.panels, stderr = run_cli(
        "render", str(folder), "--all", "--mock-default", "200 {}", *rules, *common
    )
    if any("error" in line and "panel_id" not in line for line in outcome.panels):
        outcome.error, outcome.panels = outcome.panels[-1]["error"], []
    return outcome


def report(outcomes: list[Outcome]) -> Iterator[str]:
    """The evidence as a Markdown page, line by line."""
    yield f"# Real extensions, {datetime.now(UTC):%Y-%m-%d}\n"
    yield "Each was inspected and all its panels were called with `--mock-default '200 {}'`."
    yield "*Exercised*: the panel shows more than an empty or an error state.\n"
    yield "| extension | SDK | functions | panels | drawn | exercised | nodes | unknown types |"
    yield "|---|---|---:|---:|---:|---:|---:|---|"
    yield from (_summary(outcome) for outcome in outcomes)
    yield "\n## Panels\n"
    yield "| extension | SDK | panel | top-level type | nodes | bytes | ms | error |"
    yield "|---|---|---|---|---:|---:|---:|---|"
    for outcome in outcomes:
        yield from (_panel(outcome, panel) for panel in outcome.panels)


def _summary(outcome: Outcome) -> str:
    sdk = outcome.sdk
    if outcome.declarations is None:
        message = (outcome.error or {}).get("message", "")
        return f"| {outcome.name} | {sdk} | – | – | – | – | – | failed: {_cell(message)} |"
    declared = outcome.declarations
    unknown = Counter(name for panel in outcome.panels for name in panel["unknown_types"])
    numbers = (
        len(declared["functions"]),
        len(declared["panels"]),
        sum(panel["ok"] for panel in outcome.panels),
        len(outcome.exercised),
        sum(panel["nodes"] for panel in outcome.panels),
    )
    version = f"{sdk} {declared['sdk']['version']}"
    cells = " | ".join(str(number) for number in numbers)
    return f"| {outcome.name} | {version} | {cells} | {', '.join(unknown) or '–'} |"


def _panel(outcome: Outcome, panel: dict[str, Any]) -> str:
    error = panel["error"]
    place = f" ({Path(error['file']).name}:{error['line']})" if error and error["file"] else ""
    why = f"{error['type']}: {error['message']}{place}" if error else ""
    kind = top_type(panel["ui"]) or "none"
    return (
        f"| {outcome.name} | {outcome.sdk} | {panel['panel_id']} | {kind} | {panel['nodes']} "
        f"| {panel['bytes']} | {panel['duration_ms'] or 0:.0f} | {_cell(why)} |"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:160]


def main() -> int:
    """Examine every extension in the folder on both SDKs; 1 if one of them did not load."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extensions")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--installed", type=Path, help="interpreter with imperal-sdk")
    parser.add_argument("--bundled", type=Path, help="interpreter without imperal-sdk")
    parser.add_argument("--mocks", type=Path, help="folder of <extension>.toml mock rules")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    outcomes = []
    for folder in sorted(path.parent for path in arguments.folder.glob("*/main.py")):
        mock = arguments.mocks / f"{folder.name}.toml" if arguments.mocks else None
        for sdk in ("installed", "bundled"):
            if python := getattr(arguments, sdk):
                rules = mock if mock and mock.exists() else None
                outcomes.append(examine(folder, sdk, python, rules))
                print(_summary(outcomes[-1]), flush=True)
    if arguments.out:
        arguments.out.write_text("\n".join(report(outcomes)) + "\n")
    return int(any(outcome.declarations is None for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
