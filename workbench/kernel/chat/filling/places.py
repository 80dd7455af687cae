"""Where something is or goes: *in the work folder*, *to folder work*, *в папку work*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.kernel.chat.filling.fields import Field
from workbench.kernel.chat.filling.slots import (
    ARTICLE,
    INTO,
    LAST_TO,
    NAME,
    drop_lead,
    give,
    is_placed,
)
from workbench.kernel.chat.filling.typed import Args
from workbench.kernel.chat.language.lexicon import read_words
from workbench.kernel.chat.language.sentence import Sentence

_LAST_IN = re.compile(
    r"(?:\s|^)(?:in|inside|under|below|on|из|внутрь|под)\s+(?P<value>[^\x00]+?)\s*[.!?]*\s*$",
    re.IGNORECASE,
)
_OF_NAME = re.compile(rf"(?<!\w)(?:on|of|in|from|at)\s+(?P<value>{NAME.pattern})")
_CONTAINERS = frozenset(
    {"folder", "section", "board", "project", "column", "shelf", "channel", "collection",
     "category", "group", "workspace", "parent", "album", "playlist", "team", "department", "list"}
)  # fmt: skip
"""Things that hold other things, and are named without saying what they are."""
_ONE = (
    r"\s+(?:(?:the|my)\s+)?(?P<value>[^\W\d][\w-]*)(?=\s*(?:$|[.,;:!?\x00])|"
    r"\s+(?:saying|with|and|called|from|to|titled|instead|please)\b)"
)
_INTO_ONE = re.compile(rf"(?<!\w)(?:into|to|under|onto)\b{_ONE}", re.IGNORECASE)
_IN_ONE = re.compile(rf"(?<!\w)(?:in|inside|from|within|в|во|из|на)\b{_ONE}", re.IGNORECASE)


def take_places(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """Where something is or goes: *in the work folder*, *to folder work*, *в папку work*."""
    places = [f for f in fields if f.role == "place" and f.name not in args and f.things]
    for field in places:
        if not field.things & owners or len(_id_fields(fields)) > 1:
            _take_place(sentence, field, args)
    for field in (f for f in places if f.name not in args and f.required and not f.things & owners):
        quote = next((q for q in sentence.quotes if is_placed(sentence, q)), None)
        match = LAST_TO.search(sentence.left) or _LAST_IN.search(sentence.left)
        if quote is not None:
            args[field.name] = sentence.use(quote)
        elif match is not None and len(match["value"].split()) <= 3:
            give(sentence, field, match, args, without=r"^(?:the|my|a)\s+")
    _take_containers(sentence, places, args, owners)


_RELATED = tuple(
    (
        re.compile(rf"(?<!\w)(?:{lead})\s+(?P<value>(?-i:{NAME.pattern}))", flags),
        frozenset(things.split()),
    )
    for lead, things, flags in (
        (r"by|от|автора|исполнителя|группы", "artist author person creator", re.IGNORECASE),
        (r"under|inside|beneath|below|внутри|под", "parent folder section", re.IGNORECASE),
        (r"for|для", "site project customer company brand account workspace domain", 0),
    )
)


def take_related(sentence: Sentence, fields: Sequence[Field], args: Args) -> None:
    """What a small word relates to the thing: *by Radiohead*, *under HR*, *for Blog*."""
    for pattern, things in _RELATED:
        wanted = [
            f for f in fields if f.kind == "text" and f.name not in args and f.things & things
        ]
        match = pattern.search(sentence.left) if wanted else None
        if match is not None:
            give(sentence, wanted[0], match, args)
    required = [f for f in fields if f.kind == "text" and f.required and f.name not in args]
    match = _OF_NAME.search(sentence.left) if len(required) == 1 else None
    if match is not None and required[0].role == "place":
        give(sentence, required[0], match, args)


def _take_containers(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """*in archive*, *into work*: one word is enough for a field that is a container."""
    for field in (f for f in fields if f.name not in args and f.things & _CONTAINERS - owners):
        for pattern in (_INTO_ONE, _IN_ONE):
            match = pattern.search(sentence.left)
            if match is None or _is_plain(match["value"]):
                continue
            if any(word.things & owners for word in read_words(match["value"])):
                continue
            give(sentence, field, match, args)
            break


def _id_fields(fields: Sequence[Field]) -> list[Field]:
    return [field for field in fields if field.kind == "id"]


def _take_place(sentence: Sentence, field: Field, args: Args) -> None:
    for word in read_words(sentence.left):
        if not word.things & field.things or word.ignored:
            continue
        quote = sentence.quote_at(word.end)
        before = re.search(rf"(?:\b|^){INTO}\s+{ARTICLE}(?P<value>[^\s\x00,]+)\s+$",
                           sentence.left[: word.start], re.IGNORECASE)  # fmt: skip
        after = re.match(r"\s+(?P<value>[^\s\x00,;!?]*[^\s\x00,;.!?])", sentence.left[word.end :])
        if quote is not None:
            args[field.name] = sentence.use(quote)
            sentence.take(word.start, word.end)
            drop_lead(sentence, word.start)
        elif before is not None and not _is_plain(before["value"]):
            args[field.name] = before["value"]
            sentence.take(before.start(), word.end)
        elif after is not None and not _is_plain(after["value"]):
            args[field.name] = after["value"]
            sentence.take(word.start, word.end + after.end())
            drop_lead(sentence, word.start)
        else:
            continue
        return


def _is_plain(word: str) -> bool:
    """True for a word that names nothing: an article, a preposition, a verb of the sentence."""
    read = read_words(word)
    return not read or read[0].ignored or (bool(read[0].verbs) and not read[0].things)
