"""The stepping operations by name, for whoever drives a turn by words: commands, tests, scripts.

``step``, ``over``, ``run``, ``plan JSON``, ``edit KEY JSON``, ``skip KEY``, ``mock KEY JSON``,
``rerun KEY``, ``fork KEY [JSON]``, ``checkout TURN``, ``yes``, ``no``, ``break NAME=VALUE``,
``clear ID``, ``say TEXT``. A KEY is a step's key, its number in the plan, or its function's name.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import orjson

from workbench.kernel.chat.chat import Chat
from workbench.kernel.chat.turn import Turn


class OperationError(ValueError):
    """A line that names no operation, no step, or arguments that are not JSON."""


Run = Callable[[Chat, Turn, str], Awaitable[Turn]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its dotted id, what a person reads, what follows its name, and what it does.

    ``run`` takes the chat, the turn at hand and the rest of the line, and answers the turn at hand
    afterwards.
    """

    id: str
    title: str
    usage: str
    run: Run


async def apply(chat: Chat, turn: Turn, line: str) -> Turn:
    """Carry out one line (``edit 2 {"title": "x"}``) on a turn; the turn to go on with.

    Raises:
        OperationError: the line cannot be understood.
        SteppingError: the step or turn does not allow it now.
        OutsideWritesError: going back would leave requests that cannot be taken back.
    """
    name, _, rest = line.strip().partition(" ")
    operation = OPERATIONS.get(f"chat.{name}")
    if operation is None:
        known = ", ".join(key.removeprefix("chat.") for key in OPERATIONS)
        raise OperationError(f"there is no operation {name!r}; there are: {known}")
    return await operation.run(chat, turn, rest.strip())


def key_of(turn: Turn, word: str) -> str:
    """The key of the step a word means: its key, its number from 1, or its function's name."""
    for number, step in enumerate(turn.steps, start=1):
        if word in (step.key, str(number), step.function, f"{step.app_id}.{step.function}"):
            return step.key
    raise OperationError(f"the turn has no step {word!r}")


async def _step(chat: Chat, turn: Turn, rest: str) -> Turn:
    return await chat.stepping.step(turn.id)


async def _over(chat: Chat, turn: Turn, rest: str) -> Turn:
    return await chat.stepping.step_over(turn.id)


async def _run(chat: Chat, turn: Turn, rest: str) -> Turn:
    return await chat.stepping.run(turn.id)


async def _plan(chat: Chat, turn: Turn, rest: str) -> Turn:
    return await chat.stepping.replan(turn.id, _json(rest))


async def _edit(chat: Chat, turn: Turn, rest: str) -> Turn:
    key, args = _key_and_json(turn, rest)
    return chat.stepping.edit(turn.id, key, _object(args))


async def _skip(chat: Chat, turn: Turn, rest: str) -> Turn:
    return chat.stepping.skip(turn.id, key_of(turn, rest))


async def _mock(chat: Chat, turn: Turn, rest: str) -> Turn:
    key, data = _key_and_json(turn, rest)
    return chat.stepping.mock(turn.id, key, data)


async def _rerun(chat: Chat, turn: Turn, rest: str) -> Turn:
    return await chat.branching.rerun(turn.id, key_of(turn, rest))


async def _fork(chat: Chat, turn: Turn, rest: str) -> Turn:
    key, args = _key_and_json(turn, rest)
    changed = _object(args) if args is not None else None
    return await chat.branching.fork(turn.id, key, args=changed)


async def _checkout(chat: Chat, turn: Turn, rest: str) -> Turn:
    return await chat.branching.checkout(rest)


async def _yes(chat: Chat, turn: Turn, rest: str) -> Turn:
    return await _answer(chat, turn, accept=True)


async def _no(chat: Chat, turn: Turn, rest: str) -> Turn:
    return await _answer(chat, turn, accept=False)


async def _answer(chat: Chat, turn: Turn, *, accept: bool) -> Turn:
    card = next((card for card in turn.confirmations if card.status == "waiting"), None)
    if card is None:
        raise OperationError("no confirmation is waiting")
    return await chat.answer(card.id, accept)


async def _break(chat: Chat, turn: Turn, rest: str) -> Turn:
    name, _, value = rest.partition("=")
    if name == "error":
        chat.stepping.break_on(on_error=True)
    elif name == "function" and value:
        chat.stepping.break_on(function=value)
    elif name == "step" and value:
        chat.stepping.break_on(step_id=turn.step(key_of(turn, value)).id)
    elif name == "action_type" and value:
        chat.stepping.break_on(action_type=value)
    else:
        raise OperationError("break takes function=NAME, step=KEY, action_type=TYPE or error")
    return turn


async def _clear(chat: Chat, turn: Turn, rest: str) -> Turn:
    try:
        chat.stepping.clear(rest)
    except KeyError as error:
        raise OperationError(f"there is no breakpoint {rest!r}") from error
    return turn


async def _say(chat: Chat, turn: Turn, rest: str) -> Turn:
    return await chat.say(rest)


def _key_and_json(turn: Turn, rest: str) -> tuple[str, Any]:
    word, _, text = rest.partition(" ")
    return key_of(turn, word), _json(text)


def _json(text: str) -> Any:
    try:
        return orjson.loads(text) if text.strip() else None
    except orjson.JSONDecodeError as error:
        raise OperationError(f"not JSON: {text!r:.60}") from error


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise OperationError("arguments are a JSON object")
    return value


OPERATIONS: dict[str, Operation] = {
    operation.id: operation
    for operation in (
        Operation("chat.step", "Step: to the next stop, before or after a step", "", _step),
        Operation("chat.over", "Step over: to the next step", "", _over),
        Operation("chat.run", "Run to the end or the next breakpoint", "", _run),
        Operation("chat.plan", "Replace a plan that has not begun", "JSON", _plan),
        Operation("chat.edit", "Edit a step's arguments", "KEY JSON", _edit),
        Operation("chat.skip", "Skip a step", "KEY", _skip),
        Operation("chat.mock", "Make up a step's result", "KEY JSON", _mock),
        Operation("chat.rerun", "Run again from a step", "KEY", _rerun),
        Operation("chat.fork", "Fork the turn at a step", "KEY [JSON]", _fork),
        Operation("chat.checkout", "Put back the state a turn left", "TURN", _checkout),
        Operation("chat.yes", "Accept the confirmation", "", _yes),
        Operation("chat.no", "Decline the confirmation", "", _no),
        Operation("chat.break", "Set a breakpoint", "NAME=VALUE | error", _break),
        Operation("chat.clear", "Remove a breakpoint", "ID", _clear),
        Operation("chat.say", "Begin another turn", "TEXT", _say),
    )
}
"""Every operation by its id; menus, palette and command line are drawn from it."""
