"""Runs the chat turns of the evidence and writes their transcript.

python docs/evidence/chat_transcripts.py > docs/evidence/YYYY-MM-DD-chat.md
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_extensions"
BUY, CLEAR = "Buy Dune if it is any good", "Clear the history shelf"

INTRO = """# Chat turns on the samples

Made on {day} by `python docs/evidence/chat_transcripts.py`. Each block is one `workbench chat`
command and its lines, cut to what matters; the same turns are tests in
`tests/cli/test_cli_chat.py` and `tests/cli/test_cli_chat_shows.py`.
"""


def chat(folder: Path, *words: str) -> tuple[str, list[dict[str, Any]]]:
    """A command as one would type it, and the lines it printed."""
    command = [sys.executable, "-m", "workbench", "chat", str(folder), *words]
    done = subprocess.run(
        [*command, "--state", ":memory:"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    typed = " ".join(f"'{w}'" if " " in w else w for w in words)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return f"$ workbench chat sample_extensions/{folder.name} {typed}", lines


def told(line: dict[str, Any]) -> str | None:
    """One line in words; None for what the transcript leaves out."""
    kind, ms = line["kind"], line["duration_ms"]
    took = f" ({ms:.0f} ms)" if isinstance(ms, int | float) else ""
    if kind == "plan":
        steps = "; ".join(f"{s['tool']} {_json(s['args'])}" for s in line["action_plans"])
        return f"plan         {line['intent']} by {line['source']}: {steps or 'nothing'}"
    if kind == "confirmation":
        calls = ", ".join(f"{c['function']} {_json(c['args'])}" for c in line["calls"])
        return f"confirmation {line['status']}: {calls}"
    if kind == "gate" and line["name"] == "feedback":
        return f"feedback     {line['status']}: {line['feedback']}"
    if kind == "gate":
        verdicts = " ".join(f"{g['gate']}={g['verdict']}" for g in line["gates"])
        return f"gates        {verdicts}"
    if kind == "step":
        ways = "".join(f"; {p['rule']} {p['outcome']} {p['field']}" for p in line["passing"])
        error = f"; {line['error']['code']}" if line["error"] else ""
        hand = "; made up" if line["mocked"] else ""
        name, args = line["tool"], _json(line["args"])
        return f"step         {line['status']}{took}: {name} {args}{ways}{error}{hand}"
    if kind == "audit":
        return f"audit        {line['status']}: {line['tool_name']} as {line['user_id']}"
    if kind == "message":
        mark = " (a turn of its own)" if line.get("injected") else ""
        return f"message{mark}: {line['text']!r}"
    if kind == "problem":
        return f"problem      {line['name']}"
    if kind == "refresh":
        return f"refresh      path {line['path']}: {', '.join(line['panels'])}"
    if kind == "operation":
        return f"by hand      {line['operation']} {line['key'] or ''}"
    if kind == "task":
        return f"task         {line['status']}: {line['name']}"
    return f"result       {line['status']}{took}" if kind == "result" else None


def block(title: str, text: str, runs: Iterable[tuple[str, list[dict[str, Any]]]]) -> None:
    """Print one section."""
    print(f"\n## {title}\n\n{text}\n\n```")
    for typed, lines in runs:
        print(typed)
        for line in lines:
            words = told(line)
            if words is not None:
                print("  " + words)
    print("```")


def budget(lines: list[dict[str, Any]]) -> None:
    """Print the latency table of a turn."""
    table = [line for line in lines if line["kind"] == "result"][-1]["budget"]
    print("\n| stage | ms | | documented |\n|---|---|---|---|")
    for row in table:
        how = "simulated" if row["simulated"] else "measured"
        typical = "–".join(f"{ms:g}" for ms in row.get("typical_ms", ()))
        print(f"| {row['stage']} | {row['ms']:.1f} | {how} | {typical} |")


def main() -> None:
    """Print the whole transcript."""
    notes, library, refiner = (SAMPLES / name for name in ("notes", "library", "refiner"))
    print(INTRO.format(day=datetime.now(UTC).date().isoformat()), end="")
    block("A read", "Runs at once.", [chat(notes, "--say", 'find notes about "cron"', "--trace")])
    add = ("--say", 'add the book "Dune" from 1965', "--trace")
    block(
        "A write, declined and accepted",
        "The arguments of the card, of the call and of the audit row are the same.",
        [chat(library, *add, "--no"), chat(library, *add, "--yes")],
    )
    chain = chat(library, "--say", BUY, "--yes")
    block(
        "A chain with a parallel level",
        "Two services of 300 ms each, side by side; then the write that needs both.",
        [chain],
    )
    budget(chain[1])
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(library, Path(place) / "library"))
        source = (copy / "functions.py").read_text()
        (copy / "functions.py").write_text(source.replace('    id_projection="shelf_id",\n', ""))
        dropped = chat(copy, "--say", CLEAR, "--yes")
    block(
        "An id dropped by the heuristic, then fixed by id_projection",
        "`remove_books_from_shelf` without and with `id_projection`: a destructive compound name.",
        [dropped, chat(library, "--say", CLEAR, "--yes")],
    )
    block(
        "A validation retry",
        "The parameter model allows 50; the second try asks for as many.",
        [chat(library, "--say", "list 500 books", "--trace")],
    )
    block(
        "A background turn whose result arrives two turns later",
        "The acknowledgement comes at once, the result as a turn of its own after two others.",
        [
            chat(
                refiner, "--yes", "--say", 'refine "me go home" later',
                "--say", "show the last refined text", "--say", "show the last refined text",
            )
        ],
    )  # fmt: skip
    block(
        "A chain stepped by hand, and forked",
        "A made-up result, a skipped step, edited arguments; then a fork before the write.",
        [
            chat(
                library, "--say", BUY, "--do", 'mock 1 {"answer": "made up"}',
                "--do", "skip get_rating", "--do", 'edit 3 {"title": "Dune", "year": 1966}',
                "--do", "run", "--do", "yes", "--do", 'fork 3 {"title": "Emma"}', "--do", "yes",
            )
        ],
    )  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
