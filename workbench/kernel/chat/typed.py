"""Values with a shape of their own: dates, numbers, flags, choices, addresses, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from workbench.kernel.chat.dates import as_moment, find_days, find_time
from workbench.kernel.chat.fields import Field
from workbench.kernel.chat.lexicon import content_words, read_words
from workbench.kernel.chat.sentence import Sentence

_NUMBER = re.compile(r"(?<![\w.#№-])-?\d+(?:[.,]\d+)?(?![\w-]|[.,:/]\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"https?://[^\s,;\"'»”]+|(?<![\w@.])(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s,;]*)?(?![\w@])"
)
_ID = re.compile(
    r"(?<![\w-])[#№]\s?(?P<hash>[\w-]+)|"
    r"(?<![\w@.-])(?P<mixed>(?=[\w-]*\d)(?=[\w-]*[A-Za-z_-])[A-Za-z0-9][\w-]*\w)(?![\w-])"
)
_CLOCKLIKE = re.compile(r"^\d{1,2}(?:am|pm|st|nd|rd|th|h|min)$|^\d{4}-\d{2}-\d{2}", re.IGNORECASE)
_BOUND = re.compile(
    r"(?:\bmax(?:imum)?|\bat\s+most|\bup\s+to|\btop|\bno\s+more\s+than|\bне\s+бол(?:ее|ьше)|\bмаксимум|"
    r"\bтоп|\bпервы[ех]|\bfirst)\s*$",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?:\bnot|\bno|\bwithout|\bnon|\bexclud\w+|\bexcept|n't|\bне|\bбез|\bкроме)[\s-]+(?:\w+[\s-]+)?$",
    re.IGNORECASE,
)
_COUNTED = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "один": 1, "одну": 1, "два": 2, "две": 2, "три": 3, "четыре": 4,
    "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "dozen": 12,
}  # fmt: skip
_OPPOSITE = {"public": "private", "open": "done", "done": "open"}

Args = dict[str, Any]


def take_dates(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """Days to date fields in their order, with a time of day where the field wants one."""
    wanted = [f for f in fields if f.kind in ("date", "moment") and f.name not in args]
    if not wanted:
        return
    days = find_days(sentence.left, sentence.today)
    for field, said in zip(wanted, days, strict=False):
        time = find_time(sentence.left[said.end :]) if field.kind == "moment" else None
        if field.kind == "moment":
            args[field.name] = as_moment(said.day, time)
            if time is not None:
                sentence.take(said.end + time.start, said.end + time.end)
        else:
            args[field.name] = said.day.isoformat()
        sentence.take(said.start, said.end)
        _take_word_before(sentence, said.start, field.things)


def take_addresses(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """E-mail addresses and links to the fields that hold them."""
    for kind, pattern in (("email", _MAIL), ("url", _URL)):
        for field in (f for f in fields if f.kind == kind and f.name not in args):
            match = pattern.search(sentence.left)
            if match is not None:
                args[field.name] = match.group().rstrip(".")
                sentence.take(*match.span())


def take_choices(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """A value that the field takes, said in its own or in another word for it.

    A word for what the function is about (``owners``) says nothing of its choices.
    """
    for field in (f for f in fields if f.choices and f.name not in args):
        found = _choice(sentence, field, owners)
        if found is not None:
            value, start, end = found
            args[field.name] = value
            sentence.take(start, end)
            _take_words_beside(sentence, start, end, field.things)


def _choice(
    sentence: Sentence, field: Field, owners: frozenset[str]
) -> tuple[Any, int, int] | None:
    text = sentence.left.casefold()
    for value in field.choices:
        label = str(value).casefold()
        for form in {label, label.replace("_", " "), label.replace("_", "-")}:
            match = re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text)
            if match is not None:
                return value, match.start(), match.end()
    words = [w for w in read_words(sentence.left) if not w.ignored]
    for value in field.choices:
        said = content_words(str(value).replace("_", " "))
        meant = {m for word in said for m in word.things} - owners
        for word in words:
            if len(said) == 1 and word.things & meant:
                return value, word.start, word.end
    return None


def take_flags(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """A flag is on where its name is said, and off where it is said with a *not*."""
    for field in (f for f in fields if f.kind == "boolean" and f.name not in args):
        for word in read_words(sentence.left):
            opposite = frozenset(_OPPOSITE[t] for t in field.things if t in _OPPOSITE)
            if word.ignored or not (word.meanings & (field.things | opposite)):
                continue
            if not word.meanings & field.things and not opposite <= {"private"}:
                continue
            negative = _NOT.search(sentence.left[: word.start]) is not None
            meant = bool(word.meanings & field.things)
            args[field.name] = meant != negative
            break


def take_numbers(sentence: Sentence, fields: Sequence[Field], args: Args, *, counts: bool) -> None:
    """Numbers: first those said beside a field's name, then (if ``counts`` or required) by order.

    A number in a title (*buy 2 lemons*) is no argument unless its field is named or required.
    """
    wanted = [f for f in fields if f.kind in ("integer", "number") and f.name not in args]
    for field in wanted:
        near = next((n for n in _numbers(sentence) if _beside(sentence, n, field.things)), None)
        if near is not None:
            args[field.name] = _number(near[0], field)
            sentence.take(near[1], near[2])
            _take_words_beside(sentence, near[1], near[2], field.things)
    for field in wanted:
        found = _numbers(sentence)
        if field.name not in args and found and (counts or field.required):
            args[field.name] = _number(found[0][0], field)
            bound = _BOUND.search(sentence.left[: found[0][1]])
            sentence.take(bound.start() if bound else found[0][1], found[0][2])


def _numbers(sentence: Sentence) -> list[tuple[float, int, int]]:
    found = [
        (float(m.group().replace(",", ".")), m.start(), m.end())
        for m in _NUMBER.finditer(sentence.left)
    ]
    for match in re.finditer(r"[^\W\d_]+", sentence.left):
        count = _COUNTED.get(match.group().casefold())
        if count is not None:
            found.append((float(count), match.start(), match.end()))
    return sorted(found, key=lambda row: row[1])


def _number(value: float, field: Field) -> int | float:
    return int(value) if field.kind == "integer" or value.is_integer() else value


def _beside(sentence: Sentence, number: tuple[float, int, int], things: frozenset[str]) -> bool:
    """True when a word for the field stands right before or after a number."""
    before = content_words(sentence.left[: number[1]])[-1:]
    after = content_words(sentence.left[number[2] :])[:1]
    return any(word.meanings & things for word in (*before, *after))


def ids_said(sentence: Sentence) -> list[tuple[str, int, int]]:
    """Tokens with the shape of an identifier: ``n-42``, ``t7``, ``#12``."""
    found = []
    for match in _ID.finditer(sentence.left):
        value = match["hash"] or match["mixed"]
        if not _CLOCKLIKE.match(value):
            found.append((value, match.start(), match.end()))
    return found


def take_ids(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """Identifiers to the id fields: by the noun beside them, then in order.

    ``owners`` are the things the function is about: a plain number after one of them is its id.
    """
    wanted = [f for f in fields if f.kind == "id" and f.name not in args]
    for field in wanted:
        things = field.things or owners
        for said in [*ids_said(sentence), *_plain_numbers(sentence)]:
            before = content_words(sentence.left[: said[1]])[-1:]
            if any(word.things & things for word in before):
                _give_id(sentence, field, said, args)
                break
    for field in wanted:
        said_now = ids_said(sentence)
        if field.name in args or not said_now:
            continue
        before = content_words(sentence.left[: said_now[0][1]])[-1:]
        another = any(word.things & (owners - field.things) for word in before)
        if field.required or (field is wanted[0] and not another):
            _give_id(sentence, field, said_now[0], args)
    for field in (f for f in wanted if f.required and f.name not in args):
        plain = _plain_numbers(sentence)
        if plain:
            _give_id(sentence, field, plain[0], args)


def _plain_numbers(sentence: Sentence) -> list[tuple[str, int, int]]:
    return [(m.group(), m.start(), m.end()) for m in _NUMBER.finditer(sentence.left)]


def _give_id(sentence: Sentence, field: Field, said: tuple[str, int, int], args: Args) -> None:
    args[field.name] = said[0]
    sentence.take(said[1], said[2])
    _take_word_before(sentence, said[1], field.things)


def _take_word_before(sentence: Sentence, start: int, things: Iterable[str]) -> None:
    """The field's own word right before its value belongs to it."""
    words = read_words(sentence.left[:start])
    if words and words[-1].meanings & frozenset(things) and start - words[-1].end <= 2:
        sentence.take(words[-1].start, words[-1].end)


def _take_words_beside(sentence: Sentence, start: int, end: int, things: frozenset[str]) -> None:
    """The field's own word beside its value belongs to it: *high priority*, *priority high*."""
    _take_word_before(sentence, start, things)
    words = read_words(sentence.left[end:])
    if words and words[0].meanings & things and words[0].start <= 2:
        sentence.take(end + words[0].start, end + words[0].end)
    lead = re.search(r"(?:\b(?:with|at|as|of|to|в|с|на|со)\s+(?:a\s+|an\s+|the\s+)?)[\x00\s]*$",
                     sentence.left[:start], re.IGNORECASE)  # fmt: skip
    if lead is not None:
        sentence.take(lead.start(), lead.end())
