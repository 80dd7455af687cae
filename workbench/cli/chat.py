"""Say something to the loaded extensions, or run a plan, and print everything the turns do.

Without --yes or --no a confirmation stays open: its line says ``waiting`` and the turn is held.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from workbench.cli.lines import line_of
from workbench.cli.options import add_common, open_kernel
from workbench.cli.output import CommandError, Exit, write

if TYPE_CHECKING:
    from workbench.kernel.chat.classifying.endpoint import EndpointClassifier
    from workbench.kernel.chat.turn import Turn
    from workbench.kernel.journal.record import Record
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
TRACED = {"gate": "gate", "audit": "audit", "notify": "frame"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what to say and how to answer."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--say", metavar="TEXT", action="append", help="a message; again for the next turn"
    )
    what.add_argument("--plan", type=Path, metavar="FILE", help="JSON: the platform's plan")
    answer = parser.add_mutually_exclusive_group()
    answer.add_argument("--yes", dest="accept", action="store_true", default=None)
    answer.add_argument("--no", dest="accept", action="store_false", default=None)
    parser.add_argument(
        "--do",
        metavar="OPERATION",
        action="append",
        default=[],
        help="stand before the first step and do this (step, over, run, edit KEY JSON, skip KEY, "
        "mock KEY JSON, rerun KEY, fork KEY [JSON], checkout TURN, break NAME=VALUE, yes, no)",
    )
    parser.add_argument("--trace", action="store_true", help="gates, audit rows and frames too")
    model = parser.add_argument_group("a model in place of the local classifier")
    model.add_argument("--endpoint", metavar="URL", help="OpenAI-compatible, up to /v1")
    model.add_argument("--model", metavar="NAME", default="default")
    model.add_argument("--recording", type=Path, metavar="FILE", help="keep and reuse its answers")
    model.add_argument("--replay", action="store_true", help="answer from the recording only")
    add_common(parser)


def run(arguments: argparse.Namespace) -> Exit:
    """Run the turns to their end; 4 if one failed."""
    plan = _read_plan(arguments.plan) if arguments.plan else None
    turns = asyncio.run(_chat(arguments, plan))
    return Exit.FAILED if any(turn.status == "failed" for turn in turns) else Exit.OK


def _read_plan(file: Path) -> object:
    try:
        return orjson.loads(file.read_bytes())
    except OSError as error:
        raise CommandError.of(Exit.NOT_FOUND, "NotFound", f"cannot read {file}: {error}") from error
    except orjson.JSONDecodeError as error:
        raise CommandError.of(Exit.USAGE, "UsageError", f"{file} is not JSON: {error}") from error


async def _chat(arguments: argparse.Namespace, plan: object) -> list[Turn]:
    async with open_kernel(arguments, arguments.paths) as kernel:
        classifier = _endpoint(arguments, kernel)
        for app_id in kernel.extensions:
            await kernel.panels.discover(app_id)
        opened = kernel.journal.count()
        turns = [await _turn(kernel, text, plan, arguments) for text in (arguments.say or [""])]
        if all(turn.finished for turn in turns):
            await kernel.settled()
        held = {turn.id for turn in kernel.chat.turns if not turn.finished}
        await _print_since(kernel, opened, held, trace=arguments.trace)
        if classifier is not None and arguments.recording is not None:
            arguments.recording.write_bytes(orjson.dumps(classifier.recording.answers))
        return turns


async def _turn(kernel: Kernel, text: str, plan: object, arguments: argparse.Namespace) -> Turn:
    turn = await kernel.chat.say(text, plan=plan, mode="step" if arguments.do else "run")
    for line in arguments.do:
        turn = await _operate(kernel, turn, line)
    while arguments.accept is not None and turn.status == "waiting":
        open_card = next(card for card in turn.confirmations if card.status == "waiting")
        turn = await kernel.chat.answer(open_card.id, arguments.accept)
    return turn


async def _operate(kernel: Kernel, turn: Turn, line: str) -> Turn:
    from workbench.kernel.chat.plan import PlanError
    from workbench.kernel.chat.stepping.bases import OutsideWritesError
    from workbench.kernel.chat.stepping.byhand import SteppingError
    from workbench.kernel.chat.stepping.operations import OperationError, apply

    try:
        return await apply(kernel.chat, turn, line)
    except (OperationError, SteppingError, OutsideWritesError, PlanError, LookupError) as error:
        message = f"{line}: {error}"
        raise CommandError.of(Exit.USAGE, type(error).__name__, message) from error


def _endpoint(arguments: argparse.Namespace, kernel: Kernel) -> EndpointClassifier | None:
    """Put a model in place of the local classifier, if one is named or its answers are kept."""
    if arguments.endpoint is None and not arguments.replay:
        return None
    from workbench.kernel.chat.classifying.endpoint import (
        Endpoint,
        EndpointClassifier,
        Recording,
        read_recording,
    )

    file: Path | None = arguments.recording
    known = read_recording(file.read_bytes()) if file and file.is_file() else Recording()
    classifier = EndpointClassifier(
        Endpoint.configured(arguments.endpoint or "", arguments.model),
        mode="replay" if arguments.replay else "record",
        recording=known,
        remember=kernel.chat.remember_exchange,
    )
    kernel.chat.classifier = classifier
    return classifier


async def _print_since(kernel: Kernel, seq: int, held: set[str], *, trace: bool) -> None:
    await kernel.journal.flush()
    kinds = {**KINDS, **(TRACED if trace else {})}
    while records := await kernel.journal.query(
        kinds=list(kinds), after_seq=seq, limit=500, newest_first=False
    ):
        for record in records:
            line = _line(record, kinds[record.kind], held)
            if line is not None:
                write(line)
        seq = records[-1].seq


def _line(record: Record, kind: str, held: set[str]) -> dict[str, Any] | None:
    """A record as its line; the beginning of a turn is one only while that turn is held."""
    if record.kind == "turn" and record.status == "thinking":
        return {**line_of(record, "result"), "status": "held"} if record.id in held else None
    if record.kind == "step" and record.status == "by_hand":
        kind = "operation"
    return line_of(record, kind)
