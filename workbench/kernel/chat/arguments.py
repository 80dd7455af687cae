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

from workbench.kernel.chat.fields import Field, fields_of
from workbench.kernel.chat.lexicon import Word, content_words, lexicon, read_words, split_name
from workbench.kernel.chat.sentence import GONE, Sentence
from workbench.kernel.chat.typed import (
    Args,
    take_addresses,
    take_choices,
    take_dates,
    take_flags,
    take_ids,
    take_numbers,
)

_STOP = (
    r"(?=\s+(?:with|and|in|into|to|from|for|by|under|due|saying|about|at|on|tagged|set|"
    r"с|со|и|в|во|из|на|для|от|к)\s|\s*[,;\x00]|\s*[.!?]*\s*$)"
)
_NAMED = re.compile(
    r"(?:\b(?:called|named|titled|entitled|call\s+it|name\s+it|with\s+(?:the\s+)?(?:title|name)(?:\s+of)?|"
    r"под\s+названием|с\s+(?:названием|именем|заголовком)|по\s+имени)|(?<=\s)назови(?:\s+е[её]|\s+его)?)"
    rf"\s*:?\s+(?P<value>[^\x00]+?){_STOP}",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"(?:\b(?:saying|that\s+says|that\s+reads|which\s+says|with\s+(?:the\s+)?(?:text|content|contents|body|"
    r"description|message|words)|and\s+(?:the\s+)?(?:text|content|body)|text|content|body)|"
    r"(?:и|с|со)\s+(?:текстом|содержанием|содержимым|описанием|сообщением|словами))"
    r"\s*(?:is|as|to|of|:|-)?\s+(?P<value>[^\x00]+?)\s*[.!?]*\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:\b(?:about|regarding|concerning|matching|containing|contain|contains|mentioning|mention|mentions|"
    r"including|related\s+to|that\s+have|on\s+the\s+topic\s+of|(?:with|for|having)\s+(?:the\s+)?(?:word|words|text|"
    r"term|keyword|phrase)s?|for|with|on)|(?<!\w)(?:про|обо?|о|по\s+слов[уа]м?|по\s+запросу|со\s+слов(?:ом|ами)|"
    r"где\s+есть(?:\s+слово)?|где\s+упоминается|содержащ\w+|с\s+упоминанием|на\s+тему))"
    r"\s+(?P<value>[^\x00]+?)(?=\s+(?:in|from|within|inside|в|во|из|внутри)\s|\s*[,;\x00]|\s*[.!?]*\s*$)",
    re.IGNORECASE,
)
_INTO = r"(?:in|into|to|onto|under|inside|from|within|on|at|of|в|во|к|на|из|внутри|по)"
_ARTICLE = r"(?:(?:the|my|a|an|our|his|her|их|мою|мой|мои|моей|моём|моем)\s+)?"
_LAST_TO = re.compile(
    r"(?:\s|^)(?:to|into|as|в|во|на)\s+(?P<value>[^\x00]+?)\s*[.!?]*\s*$", re.IGNORECASE
)
_WITH = re.compile(r"(?:\s|^|\x00)(?:with|с|со)\s+(?P<value>[^\x00]+?)\s*[.!?]*\s*$", re.IGNORECASE)
_COLON = re.compile(r"(?<!\d):\s+(?P<value>[^\x00]+?)\s*$")
_TOPIC_LEAD = (
    r"^(?:(?:the|a|an|my|any)\s+)?(?:(?:words?|texts?|terms?|phrases?|слов[оа]м?|словами)\s+)?"
)
_EDGE = " \t,.;:!?—–-…"
_LINKS = frozenset(
    [
        "to",
        "that",
        "и",
        "чтобы",
        "for",
        "про",
        "о",
        "на",
        "с",
        "with",
        "about",
        "is",
        "are",
        "would",
        "as",
        "of",
        "от",
        "по",
        "для",
        "в",
    ]
)


def fill(text: str, schema: Mapping[str, Any] | None, function: str, today: date) -> dict[str, Any]:
    """Arguments for the parameters of ``schema`` that the message names or plainly means.

    ``today`` is what *tomorrow* counts from.
    """
    fields = fields_of(schema, function)
    sentence = Sentence(text, today)
    name = content_words(split_name(function))
    owners = frozenset(m for word in name for m in word.things)
    looks = _looks(name)
    args: Args = {}
    _take_explicit(sentence, fields, args, schema)
    take_addresses(sentence, fields, args)
    take_ids_beside(sentence, fields, args, owners)
    take_dates(sentence, fields, args)
    take_choices(sentence, fields, args, owners)
    _take_cued(sentence, fields, args, owners)
    take_flags(sentence, fields, args)
    take_numbers(sentence, fields, args, counts=looks)
    _take_places(sentence, fields, args, owners)
    take_ids(sentence, fields, args, owners)
    _take_quotes(sentence, fields, args)
    _take_texts(sentence, fields, args, name, looks=looks)
    take_numbers(sentence, fields, args, counts=True)
    return {field.name: args[field.name] for field in fields if field.name in args}


def take_ids_beside(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """Ids with a shape go first: nothing else may take their digits."""
    if any(field.kind == "id" and field.required for field in fields):
        take_ids(sentence, [f for f in fields if f.kind == "id"], args, owners)


def _looks(name: Sequence[Word]) -> bool:
    verbs = next((word.verbs for word in name if word.verbs), frozenset())
    return not verbs or any(lexicon().family[verb] == "look" for verb in verbs)


def _take_explicit(
    sentence: Sentence, fields: Sequence[Field], args: Args, schema: Mapping[str, Any] | None
) -> None:
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


def _open(fields: Sequence[Field], args: Args, *roles: str) -> list[Field]:
    """Text fields without a value, required ones first."""
    found = [f for f in fields if f.kind == "text" and f.name not in args]
    if roles:
        found = [f for f in found if f.role in roles]
    return sorted(found, key=lambda f: not f.required)


def _named_fields(sentence: Sentence, fields: Sequence[Field]) -> list[Field]:
    """The fields whose own name is said in the sentence."""
    said = frozenset(m for word in content_words(sentence.text) for m in word.things)
    return [field for field in fields if field.things & said]


def _take_cued(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """What *called*, *with text* and *about* announce, and what stands after a field's own name."""
    for pattern, roles in ((_NAMED, ("title",)), (_SAYING, ("body",))):
        wanted = _open(fields, args, *roles)
        match = pattern.search(sentence.left)
        if not wanted:
            continue
        if match is not None:
            _give(sentence, wanted[0], match, args)
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
        if rest is None or not _says_something(rest["value"], owners):
            continue
        value = rest["value"].strip(_EDGE)
        args[field.name] = value if field.kind == "text" else _listed(value)
        sentence.take(word.start, word.end + rest.end())
        _drop_lead(sentence, word.start)
        return


def _listed(value: str) -> list[str]:
    return [part for part in re.split(r"\s*,\s*|\s+(?:and|и)\s+", value) if part]


def _says_something(value: str, owners: frozenset[str]) -> bool:
    words = content_words(value)
    return any(not word.meanings & owners for word in words)


def _drop_lead(sentence: Sentence, start: int) -> None:
    lead = re.search(rf"(?:\b|(?<=\x00)){_INTO}\s+{_ARTICLE}$|\bwith\s+{_ARTICLE}$|\bс\s+$",
                     sentence.left[:start], re.IGNORECASE)  # fmt: skip
    if lead is not None:
        sentence.take(lead.start(), lead.end())


def _take_places(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """Where something is or goes: *in the work folder*, *to folder work*, *в папку work*."""
    places = [f for f in fields if f.role == "place" and f.name not in args and f.things]
    for field in places:
        if not field.things & owners or len(_id_fields(fields)) > 1:
            _take_place(sentence, field, args)
    for field in (f for f in places if f.name not in args and f.required and not f.things & owners):
        quote = next((q for q in sentence.quotes if _placed(sentence, q)), None)
        match = _LAST_TO.search(sentence.left)
        if quote is not None:
            args[field.name] = sentence.use(quote)
        elif match is not None and len(match["value"].split()) <= 3:
            _give(sentence, field, match, args, without=r"^(?:the|my|a)\s+")


def _id_fields(fields: Sequence[Field]) -> list[Field]:
    return [field for field in fields if field.kind == "id"]


def _placed(sentence: Sentence, quote: tuple[str, int, int]) -> bool:
    return (
        re.search(rf"\b{_INTO}\s+{_ARTICLE}$", sentence.text[: quote[1]], re.IGNORECASE) is not None
    )


def _take_place(sentence: Sentence, field: Field, args: Args) -> None:
    for word in read_words(sentence.left):
        if not word.things & field.things or word.ignored:
            continue
        quote = sentence.quote_at(word.end)
        before = re.search(rf"(?:\b|^){_INTO}\s+{_ARTICLE}(?P<value>[^\s\x00,]+)\s+$",
                           sentence.left[: word.start], re.IGNORECASE)  # fmt: skip
        after = re.match(r"\s+(?P<value>[^\s\x00,;.!?]+)", sentence.left[word.end :])
        if quote is not None:
            args[field.name] = sentence.use(quote)
            sentence.take(word.start, word.end)
            _drop_lead(sentence, word.start)
        elif before is not None and not _is_plain(before["value"]):
            args[field.name] = before["value"]
            sentence.take(before.start(), word.end)
        elif after is not None and not _is_plain(after["value"]):
            args[field.name] = after["value"]
            sentence.take(word.start, word.end + after.end())
            _drop_lead(sentence, word.start)
        else:
            continue
        return


def _is_plain(word: str) -> bool:
    """True for a word that names nothing: an article, a preposition, a verb of the sentence."""
    read = read_words(word)
    return not read or read[0].ignored or (bool(read[0].verbs) and not read[0].things)


def _take_quotes(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """The quoted strings that are left, in order, to the texts still open."""
    order = {"title": 0, "topic": 0, "body": 1, "place": 2, "plain": 3}
    named = _named_fields(sentence, _open(fields, args))
    wanted = sorted(
        _open(fields, args), key=lambda f: (not f.required, f not in named, order[f.role])
    )
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
    topics = _open(fields, args, "topic")
    if topics:
        match = _ABOUT.search(sentence.left)
        if match is not None and _says_something(match["value"], frozenset()):
            _give(sentence, topics[0], match, args, without=_TOPIC_LEAD)
            topics = _open(fields, args, "topic")
    titles = _open(fields, args, "title", "body")
    wanted = [f for f in topics if looks] or [f for f in titles if f.required]
    wanted = wanted or [f for f in _open(fields, args) if f.required]
    wanted = wanted or [f for f in fields if f.kind == "id" and f.required and f.name not in args]
    if looks and _asks(sentence) and wanted and not wanted[0].required:
        return
    if wanted and not (wanted[0].kind == "text" and _spoken(sentence, fields, args)):
        rest = _remainder(sentence, name)
        if rest:
            args[wanted[0].name] = rest if wanted[0].kind != "list" else _listed(rest)
    elif titles and not looks and not wanted:
        match = _WITH.search(sentence.left)
        if match is not None and titles[0].role == "body":
            _give(sentence, titles[0], match, args)


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
    has_target = any(f.kind == "id" for f in fields)
    moves = any("v:move" in word.verbs for word in content_words(sentence.text)[:2])
    wanted = _named_fields(sentence, _open(fields, args))
    wanted = wanted or (_open(fields, args, "place") if moves else [])
    wanted = wanted or _open(fields, args, "title") or _open(fields, args, "body")
    if not has_target or not wanted:
        return
    quote = next((q for q in sentence.quotes if _placed(sentence, q)), None)
    match = _LAST_TO.search(sentence.left)
    if quote is not None:
        args[wanted[0].name] = sentence.use(quote)
    elif match is not None:
        _give(sentence, wanted[0], match, args)


def _take_colon(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """*note Groceries: milk, eggs*: what follows a colon is the text, or the title without one."""
    match = _COLON.search(sentence.left)
    if match is None:
        return
    titles, bodies = _open(fields, args, "title"), _open(fields, args, "body")
    head = sentence.left[: match.start()]
    titled = len(content_words(head)) > 2 or any(
        f.role == "title" and f.name in args for f in fields
    )
    named = _named_fields(sentence, [*titles, *bodies])
    wanted = named or (bodies if titled and bodies else titles or bodies)
    if wanted:
        _give(sentence, wanted[0], match, args)


def _give(
    sentence: Sentence, field: Field, match: re.Match[str], args: Args, without: str = ""
) -> None:
    value = match["value"].strip(_EDGE)
    if without:
        value = re.sub(without, "", value, flags=re.IGNORECASE)
    if value:
        args[field.name] = value
        sentence.take(match.start(), match.end())


def _remainder(sentence: Sentence, name: Sequence[Word]) -> str:
    """The longest piece not spoken for, without the words that only name the function."""
    command = _Command(frozenset(m for word in name for m in word.meanings))
    return max((command.strip(piece) for piece in sentence.segments()), key=len, default="")


class _Command:
    """Takes the command off the pieces of a sentence: its verb, the function's things, politeness.

    A second verb begins what the sentence is about: *add task finish the report*.
    """

    def __init__(self, owners: frozenset[str]) -> None:
        self._owners = owners
        self._over = False
        self._commanded = False
        self._named = False

    def strip(self, piece: str) -> str:
        """One piece, in the order of the sentence, without what belongs to the command."""
        start = 0
        for word in read_words(piece):
            if not self._belongs(word):
                self._over = True
                break
            start = word.end
        rest = re.sub(_TOPIC_LEAD, "", piece[start:].strip(_EDGE), flags=re.IGNORECASE)
        return _without_tail(rest, self._owners)

    def _belongs(self, word: Word) -> bool:
        if word.ignored or word.text.casefold() in _LINKS:
            return True
        if self._over:
            return False
        if word.things & self._owners or (word.verbs & self._owners and not self._named):
            self._commanded = self._commanded or bool(word.verbs)
            self._named = self._named or bool(word.things & self._owners)
            return True
        if word.verbs and not (self._commanded or self._named):
            self._commanded = True
            return True
        return word.soft and not self._named


def _without_tail(text: str, owners: frozenset[str]) -> str:
    """*buy milk to my list*, *milk notes*: the end may name the function's things again."""
    tail = re.search(rf"\s+{_INTO}\s+{_ARTICLE}(?P<rest>[\w -]+)$", text, re.IGNORECASE)
    if tail is not None:
        words = content_words(tail["rest"])
        if words and all(w.meanings & (owners | {"task", "v:list"}) for w in words):
            text = text[: tail.start()]
    words = read_words(text)
    while words and (words[-1].things & owners or words[-1].ignored) and len(words) > 1:
        if words[-1].ignored and words[-1].text.casefold() not in (
            "please",
            "пожалуйста",
            "for",
            "me",
        ):
            break
        text = text[: words.pop().start].strip(_EDGE)
    return text.strip(_EDGE)
