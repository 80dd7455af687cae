"""Say something to the loaded extensions, or run a plan, and print everything the turn does.

Without --yes or --no a confirmation stays open: its line says ``waiting`` and the turn is held.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from workbench.cli.lines import line_of
from workbench.cli.options import add_common, open_kernel
from workbench.cli.output import CommandError, Exit, write

if TYPE_CHECKING:
    from workbench.kernel.chat.turn import Turn
    from workbench.kernel.kernel import Kernel

# Journal kinds that a turn's reader wants, and the word each has on the command line.
KINDS = {
    "plan": "plan",
    "step": "step",
    "confirmation": "confirmation",
    "refresh": "refresh",
    "turn": "result",
    "chat": "message",
    "task": "task",
    "problem": "problem",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to say and how to answer."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--say", metavar="TEXT")
    what.add_argument("--plan", type=Path, metavar="FILE", help="JSON: the platform's plan")
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument("--yes", dest="accept", action="store_true", default=None)
    answer.add_argument("--no", dest="accept", action="store_false", default=None)
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Run the turn to its end; 4 if it failed."""
    plan = _read_plan(arguments.plan) if arguments.plan else None
    turn = asyncio.run(_chat(arguments, plan))
    return Exit.FAILED if turn.status == "failed" else Exit.OK


def _read_plan(file: Path) -> object:
    try:
        return orjson.loads(file.read_bytes())
    except OSError as error:
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", f"cannot read {file}: {error}") from error
    except orjson.JSONDecodeError as error:
        raise CommandError.of(Exit.USAGE, "UsageError", f"{file} is not JSON: {error}") from error


async def _chat(arguments: argparse.Namespace, plan: object) -> Turn:
    async with open_kernel(arguments, arguments.paths) as kernel:
        for app_id in kernel.extensions:
            await kernel.panels.discover(app_id)
        opened = kernel.journal.count()
        turn = await kernel.chat.say(arguments.say or "", plan=plan)
        turn = await _answer_all(kernel, turn, arguments.accept)
        if turn.finished:
            await kernel.settled()
        await _print_since(kernel, opened, held=not turn.finished)
        return turn


async def _answer_all(kernel: Kernel, turn: Turn, accept: bool | None) -> Turn:
    while accept is not None and turn.status == "waiting":
        open_card = next(card for card in turn.confirmations if card.status == "waiting")
        turn = await kernel.chat.answer(open_card.id, accept)
    return turn


async def _print_since(kernel: Kernel, seq: int, *, held: bool) -> None:
    await kernel.journal.flush()
    while records := await kernel.journal.query(
        kinds=list(KINDS), after_seq=seq, limit=500, newest_first=False
    ):
        for record in records:
            if record.kind != "turn" or record.status != "thinking":
                write(line_of(record, KINDS[record.kind]))
            elif held:
                write({**line_of(record, "result"), "status": "held"})
        seq = records[-1].seq
