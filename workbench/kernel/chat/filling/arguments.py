"""Arguments for a function, read from the words of a message and typed by the parameter schema.

First what has a shape of its own (``name=value``, choices, flags, dates, numbers, ids), then what a
word announces (*called X*, *with text X*, *in folder X*, *о X*), then the quoted strings in order,
and at last the rest of the sentence for the one text that is still missing. What the message does
not say is left out: the parameter model reports what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from workbench.kernel.chat.filling.cues import take_cued, take_named
from workbench.kernel.chat.filling.fields import Field, fields_of
from workbench.kernel.chat.filling.ids import take_ids, take_ids_beside
from workbench.kernel.chat.filling.places import take_places, take_related
from workbench.kernel.chat.filling.remainder import remainder
from workbench.kernel.chat.filling.slots import (
    LAST_TO,
    NAME,
    TOPIC_LEAD,
    as_list,
    give,
    is_placed,
    named_fields,
    open_fields,
    says_something,
)
from workbench.kernel.chat.filling.typed import (
    Args,
    take_addresses,
    take_choices,
    take_dates,
    take_flags,
    take_numbers,
    take_switches,
)
from workbench.kernel.chat.language.lexicon import Word, content_words, lexicon, split_name
from workbench.kernel.chat.language.sentence import GONE, Sentence

_ABOUT = re.compile(
    r"(?:\b(?:about|regarding|concerning|matching|containing|contain|contains|mentioning|mention|mentions|"
    r"including|related\s+to|that\s+have|on\s+the\s+topic\s+of|(?:with|for|having)\s+(?:the\s+)?(?:word|words|text|"
    r"term|keyword|phrase)s?|for|with|on)|(?<!\w)(?:про|обо?|о|по\s+слов[уа]м?|по\s+запросу|со\s+слов(?:ом|ами)|"
    r"где\s+есть(?:\s+слово)?|где\s+упоминается|содержащ\w+|с\s+упоминанием|на\s+тему))"
    r"\s+(?P<value>[^\x00]+?)(?=\s+(?:in|from|within|inside|в|во|из|внутри)\s|\s*[,;\x00]|\s*[.!?]*\s*$)",
    re.IGNORECASE,
)
_QUOTABLE = ("title", "topic", "body")
"""What an optional parameter must be for to get a quoted text that nothing announces."""
_DASH = re.compile(r"\s[–—-]\s")
_PAIR = re.compile(r"\s+(?:and|with|to|vs\.?|versus|against|и|с|со)\s+", re.IGNORECASE)
_WITH = re.compile(r"(?:\s|^|\x00)(?:with|с|со)\s+(?P<value>[^\x00]+?)\s*[.!?]*\s*$", re.IGNORECASE)
_COLON = re.compile(r"(?<!\d):\s+(?P<value>[^\x00]+?)\s*$")


def fill(text: str, schema: Mapping[str, Any] | None, function: str, today: date) -> dict[str, Any]:
    """Arguments for the parameters of ``schema`` that the message names or plainly means.

    ``today`` is what *tomorrow* counts from.
    """
    fields = fields_of(schema, function)
    sentence = Sentence(text, today)
    return fill_in(sentence, fields, function)


def fill_in(sentence: Sentence, fields: Sequence[Field], function: str) -> Args:
    """`fill`, leaving in the sentence which stretches of it the arguments took."""
    name = content_words(split_name(function))
    owners = frozenset(m for word in name for m in word.things)
    looks = _looks(name)
    args: Args = {}
    _take_explicit(sentence, fields, args)
    take_addresses(sentence, fields, args)
    _take_ids_beside(sentence, fields, args, owners)
    take_dates(sentence, fields, args)
    take_choices(sentence, fields, args, owners)
    take_cued(sentence, fields, args, owners)
    take_named(sentence, fields, args, owners)
    take_switches(sentence, fields, args)
    take_flags(sentence, fields, args, frozenset(m for word in name for m in word.meanings))
    take_numbers(sentence, fields, args, counts=looks)
    take_related(sentence, fields, args)
    take_places(sentence, fields, args, owners)
    take_ids(sentence, fields, args, owners)
    _take_quotes(sentence, fields, args)
    _take_texts(sentence, fields, args, name, looks=looks)
    take_numbers(sentence, fields, args, counts=True)
    return {field.name: args[field.name] for field in fields if field.name in args}


def _take_ids_beside(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """Ids with a shape go first: nothing else may take their digits."""
    ids = [f for f in fields if f.kind == "id"]
    if any(field.required for field in ids):
        take_ids(sentence, ids, args, owners)
    else:
        take_ids_beside(sentence, ids, args, owners)


def _looks(name: Sequence[Word]) -> bool:
    verbs = next((word.verbs for word in name if word.verbs), frozenset())
    return not verbs or any(lexicon().family[verb] == "look" for verb in verbs)


def _take_explicit(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """``name=value`` and ``name: value``; commas belong to a value only in a list."""
    for field in fields:
        bare = r"[^\s;]+" if field.kind == "list" else r"[^\s,;]+"
        label = re.escape(field.name).replace("_", "[_ ]")
        pattern = rf"(?<!\w){label}\s*(?:=|:(?!\s*$))\s*(?P<v>{bare})?"
        match = re.search(pattern, sentence.left, re.IGNORECASE)
        if match is None:
            continue
        end = match.start("v") if match["v"] else match.end()
        quote = sentence.quote_at(match.end() if not match["v"] else end)
        if quote is not None and not (match["v"] or "").strip(GONE):
            value = sentence.use(quote)
        elif match["v"] and GONE not in match["v"] and "=" in match.group():
            value = match["v"]
        elif match["v"] and field.kind not in ("text", "other"):
            value = match["v"].strip(GONE)
        else:
            continue
        typed = _typed(value, field)
        if typed is not None:
            args[field.name] = typed
            sentence.take(match.start(), match.end())


def _typed(value: str, field: Field) -> Any:
    if field.kind in ("integer", "number"):
        try:
            number = float(value)
        except ValueError:
            return None
        return int(number) if field.kind == "integer" else number
    if field.kind == "boolean":
        return value.casefold() in ("true", "yes", "on", "1", "да")
    if field.kind == "list":
        return [part.strip() for part in value.split(",") if part.strip()]
    if field.kind in ("date", "moment") and not value[:1].isdigit():
        return None
    return value


def _take_quotes(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """The quoted strings that are left, in order, to the texts still open."""
    order = {"title": 0, "topic": 0, "body": 1, "place": 2, "plain": 3}
    named = named_fields(sentence, open_fields(fields, args))
    fitting = [
        f for f in open_fields(fields, args) if f.required or f in named or f.role in _QUOTABLE
    ]
    wanted = sorted(fitting, key=lambda f: (not f.required, f not in named, order[f.role]))
    wanted += [f for f in fields if f.kind == "id" and f.required and f.name not in args]
    for field, quote in zip(wanted, list(sentence.quotes), strict=False):
        args[field.name] = sentence.use(quote)


def _take_texts(
    sentence: Sentence, fields: Sequence[Field], args: Args, name: Sequence[Word], *, looks: bool
) -> None:
    """The rest of the sentence for what is looked for, or for the text that is still missing."""
    if not looks:
        _take_new_value(sentence, fields, args)
        _take_colon(sentence, fields, args)
    topics = open_fields(fields, args, "topic")
    if topics:
        match = _ABOUT.search(sentence.left)
        if match is not None and says_something(match["value"], frozenset()):
            give(sentence, topics[0], match, args, without=TOPIC_LEAD)
            topics = open_fields(fields, args, "topic")
    titles = open_fields(fields, args, "title", "body")
    wanted = [f for f in topics if looks] or [f for f in titles if f.required]
    wanted = wanted or [f for f in open_fields(fields, args) if f.required]
    wanted = wanted or [f for f in fields if f.takes_names and f.required and f.name not in args]
    if looks and _asks(sentence) and wanted and not wanted[0].required:
        return
    if wanted and not (wanted[0].kind == "text" and _spoken(sentence, fields, args)):
        rest = remainder(sentence, name)
        rest = _name_in(rest) if looks and wanted[0].role != "topic" else rest
        if not looks and wanted[0].role == "title":
            rest = _take_headed(rest, open_fields(fields, args, "body"), args)
        halves = _PAIR.split(rest)
        if len(halves) == 2 and _is_pair(wanted):
            sentence.guess(rest)
            args.update(zip((f.name for f in wanted), halves, strict=False))
        elif rest:
            sentence.guess(rest)
            args[wanted[0].name] = rest if wanted[0].kind != "list" else as_list(rest)
    elif titles and not looks and not wanted:
        match = _WITH.search(sentence.left)
        if match is not None and titles[0].role == "body":
            give(sentence, titles[0], match, args)


def _name_in(rest: str) -> str:
    """The words in capitals where there are some: *the shop have The Trial*."""
    names = [match.group() for match in NAME.finditer(rest)]
    return max(names, key=len) if names else rest


def _take_headed(rest: str, bodies: Sequence[Field], args: Args) -> str:
    """*Ideas - build a treehouse*: the title before a dash, the text after it."""
    match = _DASH.search(rest)
    if match is None or not bodies:
        return rest
    args[bodies[0].name] = rest[match.end() :].strip()
    return rest[: match.start()].strip()


def _is_pair(fields: Sequence[Field]) -> bool:
    """True for two parameters of one name with a number: ``role1`` and ``role2``."""
    names = [re.sub(r"_?(?:[12ab]|first|second)_?", "", field.name) for field in fields]
    return len(fields) == 2 and names[0] == names[1]


def _asks(sentence: Sentence) -> bool:
    """True for a question (*which notes lie in …*): its other words are not what to look for."""
    first = next(iter(content_words(sentence.text)), None)
    return first is not None and first.soft


def _spoken(sentence: Sentence, fields: Sequence[Field], args: Args) -> bool:
    """A search that got a quoted text or a topic already has what it looks for."""
    return any(f.role == "topic" and f.name in args for f in fields)


def _take_new_value(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """*rename n-2 to Hello*: what follows the last *to* is the new title, or what was named.

    In a move it is a place: *move 42 to Review*.
    """
    has_target = any(f.kind == "id" and f.required for f in fields)
    moves = any("v:move" in word.verbs for word in content_words(sentence.text)[:2])
    wanted = named_fields(sentence, open_fields(fields, args))
    wanted = wanted or (open_fields(fields, args, "place") if moves else [])
    wanted = wanted or open_fields(fields, args, "title") or open_fields(fields, args, "body")
    if not has_target or not wanted:
        return
    quote = next((q for q in sentence.quotes if is_placed(sentence, q)), None)
    match = LAST_TO.search(sentence.left)
    if quote is not None:
        args[wanted[0].name] = sentence.use(quote)
    elif match is not None:
        give(sentence, wanted[0], match, args)


def _take_colon(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """*note Groceries: milk, eggs*: what follows a colon is the text, or the title without one."""
    match = _COLON.search(sentence.left)
    if match is None:
        return
    titles, bodies = open_fields(fields, args, "title"), open_fields(fields, args, "body")
    head = sentence.left[: match.start()]
    titled = len(content_words(head)) > 2 or any(
        f.role == "title" and f.name in args for f in fields
    )
    named = named_fields(sentence, [*titles, *bodies])
    wanted = named or (bodies if titled and bodies else titles or bodies)
    if wanted:
        give(sentence, wanted[0], match, args)
