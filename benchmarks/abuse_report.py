"""Writes the evidence of the abuses from the rows of the last ``python -m benchmarks abuse``.

``python -m benchmarks.abuse_report FILE [NOTE …]``: the notes become paragraphs above the tables.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.abuse import ROWS
from benchmarks.abuse_extension import ABUSES
from benchmarks.abuse_session import FLIGHTS, REST

_FOLDER = re.compile(r"/\S*/")


def report(rows: Sequence[dict[str, Any]], notes: Sequence[str]) -> str:
    """The gaps by abuse and circumstance, and what the window said."""
    titles = {REST: "nothing happens (baseline)", **{k: a.title for k, a in ABUSES.items()}}
    cells = {(row["abuse"], row["flight"]): row for row in rows}
    measured = datetime.fromtimestamp(ROWS.stat().st_mtime, UTC)
    lines = [f"# Abuse in the window, {measured:%Y-%m-%d}", "", *(f"{note}\n" for note in notes)]
    lines += ["## Longest gap of the GUI thread, ms", ""]
    lines += [f"| abuse | {' | '.join(FLIGHTS)} |", "|---|" + "---:|" * len(FLIGHTS)]
    for name, title in titles.items():
        gaps = (_gap(cells.get((name, flight))) for flight in FLIGHTS)
        lines.append(f"| {title} | {' | '.join(gaps)} |")
    lost = [f"{row['abuse']} ({row['flight']})" for row in rows if not row["kept"]]
    lines += ["", f"The last good panels went away in: {', '.join(lost) or 'none'}.", ""]
    lines += [
        "## What the list of problems said",
        "",
        "| abuse | in flight | said |",
        "|---|---|---|",
    ]
    for name in ABUSES:
        for flight in FLIGHTS:
            told = cells.get((name, flight), {}).get("told", [])
            said = "<br>".join(_FOLDER.sub("", text).replace("|", "/") for text in told)
            lines.append(f"| {titles[name]} | {flight} | {said} |")
    return "\n".join(lines) + "\n"


def _gap(row: dict[str, Any] | None) -> str:
    return "" if row is None else f"{row['gap_ms']:.0f} ({row['own_ms']:.0f})"


def main() -> int:
    """Write the file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.abuse_report")
    parser.add_argument("file", type=Path, help="where the evidence goes")
    parser.add_argument("notes", nargs="*", help="paragraphs above the tables")
    arguments = parser.parse_args()
    arguments.file.write_text(report(json.loads(ROWS.read_text()), arguments.notes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
