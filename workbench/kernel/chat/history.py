"""The turns of an earlier session, put together again from its journal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, cast

import orjson

from workbench.kernel.chat.confirmation import Confirmation, HeldCall
from workbench.kernel.chat.plan import Plan, PlanStep
from workbench.kernel.chat.stepping.hands import STATUS, Hands
from workbench.kernel.chat.turn import Message, Step, Turn, TurnStatus
from workbench.kernel.errors import ErrorReport
from workbench.kernel.journal.reader import Query, Reader
from workbench.kernel.journal.record import Record

_KINDS: Final = ("turn", "plan", "step", "confirmation", "chat")
_RECORDS: Final = 400
"""Of turns; each leaves one when it begins and one when it ends."""
_PAGE: Final = 200
_STEP_FACTS: Final = (
    "status", "result", "summary", "confirmation_id", "task_id", "injected", "passing", "gates",
    "attempts", "retry", "edited", "mocked", "runs", "base_id",
)  # fmt: skip


def read_turns(journal: Path, prefix: str = "") -> list[Turn]:
    """The newest two hundred turns of a journal, oldest first; `prefix` goes before their ids, and
    before those of the states that they began on.

    A turn that had not ended when the session was cut off is cancelled.
    """
    reader = Reader(journal)
    try:
        begun = reader.edge(Query(kinds=("turn",), limit=_RECORDS))
        query = Query(kinds=_KINDS, after_seq=begun - 1 if begun is not None else 0)
        return turns_of((r for page in reader.walk(query, _PAGE) for r in page), prefix)
    finally:
        reader.close()


def turns_of(records: Iterable[Record], prefix: str = "") -> list[Turn]:
    """The turns that records of a journal tell of, in their order."""
    turns: dict[str, Turn] = {}
    hands = Hands(turns)
    for record in records:
        if record.kind == "turn":
            _take_turn(turns, record, hands)
        elif record.body.get("injected"):
            turns[record.id] = _delivery(record)
        elif record.kind == "step" and record.status == STATUS:
            hands.take(record)
        elif (turn := turns.get(record.parent_id or "")) is not None:
            _take_part(turn, record, hands)
    hands.put_aside()
    for turn in turns.values():
        _end(turn)
        _put_before(prefix, turn)
    return list(turns.values())


def _put_before(prefix: str, turn: Turn) -> None:
    """Names of an earlier session must not be those of things of this one."""
    turn.id = f"{prefix}{turn.id}"
    if turn.forked_from is not None:
        turn.forked_from = f"{prefix}{turn.forked_from}"
    begun: list[Turn | Step] = [turn, *turn.steps]
    for one in begun:
        if one.base_id is not None:
            one.base_id = f"{prefix}{one.base_id}"


def _take_turn(turns: dict[str, Turn], record: Record, hands: Hands) -> None:
    """What was said when the turn began, and how it ended."""
    turn = turns.get(record.id)
    if turn is None:
        turn = turns[record.id] = Turn(record.id, record.name, record.actor or "", at=record.at)
        turn.forked_from = record.body.get("forked_from")
        if record.name:
            turn.messages.append(Message("user", record.name, record.at))
        hands.fork(turn)
    turn.status = cast("TurnStatus", record.status)
    turn.duration_ms = record.duration_ms
    turn.error = _error(record.body.get("error"))
    turn.budget = record.body.get("budget") or []
    turn.base_id = record.body.get("base_id")


def _take_part(turn: Turn, record: Record, hands: Hands) -> None:
    if record.kind == "plan":
        turn.plan = _plan(record.body)
        turn.steps = _planned(turn.plan)
    elif record.kind == "step":
        hands.ran(turn, _put_step(turn, record), record)
    elif record.kind == "confirmation":
        _put_card(turn.confirmations, _confirmation(record))
    elif record.kind == "chat":
        turn.messages.append(_message(record))


def _put_card(cards: list[Confirmation], card: Confirmation) -> None:
    """A card as it was answered stands in the place of the card as it was asked."""
    cards[:] = [*(known for known in cards if known.id != card.id), card]


def _plan(body: dict[str, Any]) -> Plan:
    steps = [
        PlanStep(
            key=row["key"],
            app_id=row["app_id"],
            function=row["function"],
            args=row["args"],
            depends_on=list(row["depends_on"]),
            action_type=row["action_type"],
        )
        for row in body.get("action_plans") or ()
    ]
    return Plan(
        intent=str(body.get("intent") or "none"),
        steps=steps,
        source=str(body.get("source") or "classifier"),
        reasons=list(body.get("reasons") or ()),
    )


def _planned(plan: Plan) -> list[Step]:
    """The steps of a plan before any of them ran."""
    return [
        Step(step.function, step.app_id, step.function, step.action_type, step.args, step.key)
        for step in plan.steps
    ]


def _put_step(turn: Turn, record: Record) -> Step:
    """A step's record stands in the place of its earlier one, or of the step as it was planned."""
    wanted = record.body["function"]
    for place, known in enumerate(turn.steps):
        if known.id == record.id or (not known.id and known.function == wanted):
            turn.steps[place] = _step(record, known.key)
            return turn.steps[place]
    turn.steps.append(_step(record, record.id))
    return turn.steps[-1]


def _step(record: Record, key: str) -> Step:
    body = record.body
    step = Step(
        name=body["function"],
        app_id=record.app_id or "",
        function=body["function"],
        action_type=body["action_type"],
        args=body["args"],
        key=key,
        id=record.id,
        duration_ms=record.duration_ms,
        error=_error(body.get("error")),
    )
    for fact in _STEP_FACTS:
        if fact in body:
            setattr(step, fact, body[fact])
    return step


def _confirmation(record: Record) -> Confirmation:
    body = record.body
    held = tuple(
        HeldCall(
            call["app_id"],
            call["function"],
            call["action_type"],
            orjson.dumps(call["args"]),
            call["description"],
        )
        for call in body["calls"]
    )
    card = Confirmation(
        record.id, record.actor or "", body["title"], held, record.at, body["expires_at"]
    )
    card.status = body["status"]
    return card


def _message(record: Record) -> Message:
    body = record.body
    return Message(
        str(body.get("role") or "assistant"),
        str(body.get("text") or ""),
        record.at,
        ui=body.get("ui"),
        app_id=record.app_id,
    )


def _delivery(record: Record) -> Turn:
    turn = Turn(record.id, "", record.actor or "", at=record.at)
    turn.status = "failed" if record.body.get("error") else "done"
    turn.error = _error(record.body.get("error"))
    turn.messages.append(_message(record))
    return turn


def _end(turn: Turn) -> None:
    """A turn that never ended was cut off with its session; nobody can answer its cards."""
    for card in turn.confirmations:
        if card.status == "waiting":
            card.status = "withdrawn"
    _end_steps(turn)
    if turn.finished:
        return
    turn.status = "cancelled"
    turn.error = ErrorReport(
        "SessionEnded",
        "the session ended before this turn did",
        hint="Say it again; what ran before stays.",
    )


def _end_steps(turn: Turn) -> None:
    """A step without a record did not run: its card got no yes, or the turn ended before it."""
    held = {call.function: card.id for card in turn.confirmations for call in card.held}
    for step in turn.steps:
        if step.status == "planned":
            step.confirmation_id = held.get(step.function)
            step.status = "cancelled" if step.function in held else "skipped"


def _error(data: object) -> ErrorReport | None:
    return ErrorReport.from_json(data) if isinstance(data, dict) else None
