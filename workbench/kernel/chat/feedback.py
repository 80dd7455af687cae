"""The platform's second and third try: arguments that did not fit the model are put right.

After a validation error the classifier is told, field by field and in words, what was wrong, and
may answer with better arguments, at most twice for each call (performance guide, What's expensive).
Only a validation error does this; a made-up id, an unknown function or a cancellation does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal, Protocol

from workbench.kernel.chat.catalogue import Entry

RetryOutcome = Literal[
    "no_retry", "success", "exhausted", "llm_gave_up", "redundant", "fabricated_id_on_retry"
]

_FIELD = re.compile(r"(?:^|; )(?P<field>[A-Za-z_][\w.]*): (?P<what>.*?)(?=; [A-Za-z_][\w.]*: |$)")
_LONGEST = re.compile(r"at most (?P<n>\d+)(?: characters?)?")
_BOUND = re.compile(r"(?P<which>greater|less) than(?P<equal> or equal to)? (?P<n>-?\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the model said of one field."""

    field: str
    what: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a call: its arguments, and what the parameter model said of them."""

    args: Mapping[str, Any]
    complaints: tuple[Complaint, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The attempt as the step's record shows it."""
        told = [{"field": c.field, "message": c.what} for c in self.complaints]
        return {"args": dict(self.args), "feedback": told}


class Corrector(Protocol):
    """Whoever answers the feedback: the classifier that made the plan."""

    async def correct(self, entry: Entry, attempts: Sequence[Attempt]) -> dict[str, Any] | None:
        """New arguments after the last attempt's complaints, or None to give up."""
        ...


def complaints_of(message: str) -> tuple[Complaint, ...]:
    """The fields of a validation error's message (``limit: …; title: Field required``)."""
    return tuple(Complaint(m["field"], m["what"]) for m in _FIELD.finditer(message))


def prose(entry: Entry, complaints: Sequence[Complaint]) -> str:
    """The feedback in words, as a model gets it."""
    told = " ".join(f"The argument {c.field!r} is wrong: {c.what}." for c in complaints)
    return f"The call of {entry.tool} was not made. {told} Call it again with better arguments."


class ScriptedCorrector:
    """Answers with what a plan's step lists under ``retries``, one after another."""

    def __init__(self, retries: Sequence[Mapping[str, Any]]) -> None:
        self._retries = retries

    async def correct(self, entry: Entry, attempts: Sequence[Attempt]) -> dict[str, Any] | None:
        """The next of the list; None when it is at its end."""
        place = len(attempts) - 1
        return dict(self._retries[place]) if place < len(self._retries) else None


class LocalCorrector:
    """Mends what can be mended without knowing more: bounds, lengths, near values, types.

    A wrong optional argument is left out; a missing required one cannot be made up.
    """

    async def correct(self, entry: Entry, attempts: Sequence[Attempt]) -> dict[str, Any] | None:
        """The last arguments, mended, or None when a field cannot be."""
        args = dict(attempts[-1].args)
        required = set((entry.schema or {}).get("required") or ())
        for complaint in attempts[-1].complaints:
            name = complaint.field.partition(".")[0]
            if name not in args:
                return None
            mended = _mend(args[name], complaint.what)
            if mended is not None:
                args[name] = mended
            elif name not in required:
                del args[name]
            else:
                return None
        return args


def _mend(value: Any, what: str) -> Any:
    bound = _BOUND.search(what)
    if bound is not None and isinstance(value, int | float):
        limit = float(bound["n"])
        step = 0 if bound["equal"] else 1
        mended = limit + step if bound["which"] == "greater" else limit - step
        return int(mended) if isinstance(value, int) else mended
    longest = _LONGEST.search(what)
    if longest is not None and isinstance(value, str | list):
        return value[: int(longest["n"])]
    if "valid integer" in what or "valid number" in what:
        digits = re.search(r"-?\d+(?:\.\d+)?", str(value))
        return None if digits is None else int(float(digits.group()))
    if "valid string" in what and isinstance(value, int | float):
        return str(value)
    choices = re.findall(r"'([^']+)'", what.partition(" (got ")[0])
    near = get_close_matches(str(value).casefold(), choices, n=1, cutoff=0.5)
    return near[0] if near else None
