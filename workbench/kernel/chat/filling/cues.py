"""What a word announces: *called X*, *with text X*, and a field’s own name before its value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.kernel.chat.filling.fields import Field
from workbench.kernel.chat.filling.slots import (
    EDGE,
    NAME,
    as_list,
    drop_lead,
    give,
    open_fields,
    says_something,
)
from workbench.kernel.chat.filling.typed import Args
from workbench.kernel.chat.language.lexicon import read_words
from workbench.kernel.chat.language.sentence import Sentence

_STOP = (
    r"(?=\s+(?:with|and|in|into|to|from|for|by|under|due|saying|about|at|on|tagged|set|"
    r"с|со|и|в|во|из|на|для|от|к)\s|\s*[,;\x00]|:\s|\s*[.!?]*\s*$)"
)
_NAMED = re.compile(
    r"(?:\b(?:called|named|titled|entitled|call\s+it|name\s+it|with\s+(?:the\s+)?(?:title|name)(?:\s+of)?|"
    r"под\s+названием|с\s+(?:названием|именем|заголовком)|по\s+имени)|(?<=\s)назови(?:\s+е[её]|\s+его)?)"
    rf"\s*:?\s+(?P<value>[^\x00]+?){_STOP}",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"(?:\b(?:saying|that\s+says|that\s+reads|which\s+says|with\s+(?:the\s+)?(?:text|content|contents|body|"
    r"description|message|words)|and\s+(?:the\s+)?(?:text|content|body)|(?:text|content|body)(?=\s*(?:is\b|:|=|-)|\s+(?:should|must|of|to|reads?)\b))|"
    r"(?:и|с|со)\s+(?:текстом|содержанием|содержимым|описанием|сообщением|словами))"
    r"\s*(?:is|as|to|of|:|-)?\s+(?P<value>[^\x00]+?)\s*[.!?]*\s*$",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?\x00])|\s+(?:by|with|in|into|under|to|from|for|on|and|please|saying|due|as)\b",
    re.IGNORECASE,
)


def take_cued(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """What *called*, *with text* and *about* announce, and what stands after a field's own name."""
    for pattern, roles in ((_NAMED, ("title",)), (_SAYING, ("body",))):
        wanted = open_fields(fields, args, *roles)
        match = pattern.search(sentence.left)
        if not wanted:
            continue
        if match is not None:
            give(sentence, wanted[0], match, args)
        else:
            _take_cued_quote(sentence, pattern, wanted[0], args)
    for field in fields:
        if field.name not in args and field.kind in ("text", "list") and field.things - owners:
            _take_after_name(sentence, field, args, owners)


def _take_cued_quote(
    sentence: Sentence, pattern: re.Pattern[str], field: Field, args: Args
) -> None:
    """A cue right before a quoted string gives that string to its field."""
    for quote in list(sentence.quotes):
        before = sentence.text[: quote[1]].rstrip(" :")
        if pattern.search(before[-40:] + " x"):
            args[field.name] = sentence.use(quote)
            return


def _take_after_name(sentence: Sentence, field: Field, args: Args, owners: frozenset[str]) -> None:
    """The value after a field's own name (*project Apollo*, *tags a and b*, *title "X"*)."""
    for word in read_words(sentence.left):
        if word.ignored or not word.meanings & (field.things - owners) or word.soft:
            continue
        quote = sentence.quote_at(word.end)
        if quote is not None:
            args[field.name] = (
                sentence.use(quote) if field.kind == "text" else [sentence.use(quote)]
            )
            sentence.take(word.start, word.end)
            return
        rest = re.match(
            r"\s*(?:is|=|:|as|to|of|на)?\s+(?P<value>[^\x00]+?)"
            + (r"(?=\s*[;\x00]|\s*[.!?]*\s*$)" if field.kind == "list" else _STOP),
            sentence.left[word.end :],
            re.IGNORECASE,
        )
        if rest is None or not says_something(rest["value"], owners):
            continue
        value = rest["value"].strip(EDGE)
        args[field.name] = value if field.kind == "text" else as_list(value)
        sentence.take(word.start, word.end + rest.end())
        drop_lead(sentence, word.start)
        return


def take_named(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """*playlist Summer*, *song Creep*: a name in capitals right behind the function's own thing."""
    for field in (f for f in fields if f.kind == "text" and f.name not in args):
        of_thing = field.role == "title" and (field.required or bool(field.things & owners))
        if not (of_thing or (field.required and field.things & owners)):
            continue
        for word in read_words(sentence.left):
            name = NAME.match(sentence.left, word.end + 1) if word.things & owners else None
            if name is not None and _NAME_ENDS.match(sentence.left, name.end()):
                args[field.name] = name.group().strip(EDGE)
                sentence.take(word.start, name.end())
                return
