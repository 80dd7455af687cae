"""Values with a shape of their own: dates, numbers, flags, choices, addresses, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from workbench.kernel.chat.filling.fields import Field, Kind
from workbench.kernel.chat.language.dates import as_moment, find_days, find_time
from workbench.kernel.chat.language.lexicon import content_words, read_words
from workbench.kernel.chat.language.periods import find_period
from workbench.kernel.chat.language.sentence import Sentence
from workbench.kernel.chat.language.stemming import is_participle
from workbench.kernel.chat.language.units import Measured, measured, unit_of

NUMBER = re.compile(r"(?<![\w.#№-])-?\d+(?:[.,]\d+)?(?![\w-]|[.,:/]\d)")
"""A number that stands for itself."""
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(
    r"https?://[^\s,;\"'»”]+|(?<![\w@.])(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s,;]*)?(?![\w@])"
)
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\w)")
ADDRESS = re.compile(f"{_MAIL.pattern}|{_IP.pattern}|{_URL.pattern}")
"""A mail address, an IP address, a link or a domain."""
_ADDRESSES: dict[Kind, tuple[re.Pattern[str], ...]] = {
    "email": (_MAIL,), "url": (_URL, _IP), "host": (_IP, _URL),
}  # fmt: skip
_LISTS = frozenset({"domain", "site", "link", "url", "mail", "address", "ip"})
"""What a list of addresses may be named for."""
_YEAR = re.compile(
    r"(?:\(|(?:,\s*)?\b(?:(?:published|released|written|printed)\s+)?(?:from|in|of)\s+|\s)?"
    r"(?<!\d)(?P<year>1[4-9]\d\d|20\d\d)(?![\d-])(?:\)|\s+(?:года?|г\.))?",
    re.IGNORECASE,
)
_BOUND = re.compile(
    r"(?:\bmax(?:imum)?|\bat\s+most|\bup\s+to|\btop|\bno\s+more\s+than|\bне\s+бол(?:ее|ьше)|\bмаксимум|"
    r"\bтоп|\bпервы[ех]|\bfirst|\blast|\bпоследни[ех]|\bat|\bfor|\bза|\bпо|\bprice(?:\s+is)?|\bcosts?)\s*$",
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
    for field in (f for f in fields if f.choices and f.name not in args):
        period = find_period(sentence.left, [str(choice) for choice in field.choices])
        if period is not None:
            args[field.name] = period[0]
            sentence.take(period[1], period[2])
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
        take_word_before(sentence, said.start, field.things)


def take_addresses(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """E-mail addresses and links to the fields that hold them."""
    for field in (f for f in fields if f.kind == "list" and f.name not in args):
        found = [m for m in ADDRESS.finditer(sentence.left) if field.things & _LISTS]
        if found:
            args[field.name] = [match.group().rstrip(".") for match in found]
            sentence.take(found[0].start(), found[-1].end())
    for field in (f for f in fields if f.kind in _ADDRESSES and f.name not in args):
        for pattern in _ADDRESSES[field.kind]:
            match = pattern.search(sentence.left)
            if match is not None:
                args[field.name] = match.group().rstrip(".")
                sentence.take(*match.span())
                break


def take_switches(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """*turn it off* for a flag that is named ``enabled``."""
    verbs = {verb for word in content_words(sentence.text) for verb in word.verbs}
    for field in fields:
        switch = field.kind == "boolean" and field.name in ("enabled", "active", "is_active")
        if switch and field.name not in args and verbs & {"v:enable", "v:disable"}:
            args[field.name] = "v:disable" not in verbs


def take_choices(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """A value that the field takes, said in its own or in another word for it.

    A word for what the function is about (``owners``) says nothing of its choices.
    """
    address = _IP.search(sentence.text)
    for field in (f for f in fields if f.choices and f.name not in args):
        if address is not None and "ip" in field.choices and "domain" in field.choices:
            args[field.name] = "ip"
            continue
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
    for value in (choice for choice in field.choices if str(choice).strip()):
        label = str(value).casefold()
        for form in {label, label.replace("_", " "), label.replace("_", "-")}:
            match = re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text)
            if match is not None:
                return value, match.start(), match.end()
    words = [w for w in read_words(sentence.left) if not w.ignored]
    for value in field.choices:
        said = content_words(str(value).replace("_", " "))
        meant = {m for word in said for m in word.meanings} - owners
        for word in words:
            if len(said) == 1 and (
                word.things & meant or (meant & word.verbs and is_participle(word.text))
            ):
                return value, word.start, word.end
    return None


def take_flags(
    sentence: Sentence, fields: Sequence[Field], args: Args, own: frozenset[str]
) -> None:
    """A flag is on where its name is said, and off where it is said with a *not*.

    Words for what the function is and does (``own``) say nothing of its flags.
    """
    for field in (f for f in fields if f.kind == "boolean" and f.name not in args):
        things = field.things - own
        things = frozenset(m for m in things if not m.startswith("v:")) or things
        for word in read_words(sentence.left):
            opposite = frozenset(_OPPOSITE[t] for t in things if t in _OPPOSITE)
            if word.ignored or not (word.meanings & (things | opposite)):
                continue
            if not word.meanings & things and not opposite <= {"private"}:
                continue
            negative = _NOT.search(sentence.left[: word.start]) is not None
            meant = bool(word.meanings & things)
            args[field.name] = meant != negative
            break


def take_numbers(sentence: Sentence, fields: Sequence[Field], args: Args, *, counts: bool) -> None:
    """Numbers: first those said beside a field's name, then (if ``counts`` or required) by order.

    A number in a title (*buy 2 lemons*) is no argument unless its field is named or required.
    """
    heard = frozenset(m for word in content_words(sentence.text) for m in word.meanings)
    wanted = [f for f in fields if f.kind in ("integer", "number") and f.name not in args]
    wanted.sort(key=lambda f: -len(f.things & heard) / max(len(f.things), 1))
    for field in wanted:
        year = _YEAR.search(sentence.left) if "year" in field.things else None
        if year is not None:
            args[field.name] = int(year["year"])
            sentence.take(*year.span())
            continue
        unit = unit_of(field.name)
        said = [measured(sentence.left, *number, unit) for number in _numbers(sentence)]
        near = next((n for n in said if n.fits and unit), None) or next(
            (n for n in said if _beside(sentence, n, field.things)), None
        )
        if near is not None:
            _give_number(sentence, field, near, args)
            _take_words_beside(sentence, near.start, near.end, field.things)
    for field in wanted:
        unit = unit_of(field.name)
        found = [measured(sentence.left, *number, unit) for number in _numbers(sentence)]
        if field.name not in args and found and (counts or field.required):
            _give_number(sentence, field, found[0], args)


def _give_number(sentence: Sentence, field: Field, said: Measured, args: Args) -> None:
    args[field.name] = _number(said.value, field)
    bound = _BOUND.search(sentence.left[: said.start])
    sentence.take(bound.start() if bound else said.start, said.end)


def _numbers(sentence: Sentence) -> list[tuple[float, int, int]]:
    found = [
        (float(m.group().replace(",", ".")), m.start(), m.end())
        for m in NUMBER.finditer(sentence.left)
    ]
    for match in re.finditer(r"[^\W\d_]+", sentence.left):
        count = _COUNTED.get(match.group().casefold())
        if count is not None:
            found.append((float(count), match.start(), match.end()))
    return sorted(found, key=lambda row: row[1])


def _number(value: float, field: Field) -> int | float:
    return int(value) if field.kind == "integer" or value.is_integer() else value


def _beside(sentence: Sentence, number: Measured, things: frozenset[str]) -> bool:
    """True when a word for the field stands right before or after a number."""
    before = content_words(sentence.left[: number.start])[-1:]
    after = content_words(sentence.left[number.end :])[:1]
    return any(word.meanings & things for word in (*before, *after))


def take_word_before(sentence: Sentence, start: int, things: Iterable[str]) -> None:
    """The field's own word right before its value belongs to it."""
    words = read_words(sentence.left[:start])
    if words and words[-1].meanings & frozenset(things) and start - words[-1].end <= 2:
        sentence.take(words[-1].start, words[-1].end)


def _take_words_beside(sentence: Sentence, start: int, end: int, things: frozenset[str]) -> None:
    """The field's own word beside its value belongs to it: *high priority*, *priority high*."""
    take_word_before(sentence, start, things)
    words = read_words(sentence.left[end:])
    if words and words[0].meanings & things and words[0].start <= 2:
        sentence.take(end + words[0].start, end + words[0].end)
    lead = re.search(r"(?:\b(?:with|at|as|of|to|в|с|на|со)\s+(?:a\s+|an\s+|the\s+)?)[\x00\s]*$",
                     sentence.left[:start], re.IGNORECASE)  # fmt: skip
    if lead is not None:
        sentence.take(lead.start(), lead.end())
