"""Identifiers in a message, and the parameters they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.kernel.chat.filling.fields import Field
from workbench.kernel.chat.filling.typed import NUMBER, Args, take_word_before
from workbench.kernel.chat.language.lexicon import content_words, read_words
from workbench.kernel.chat.language.sentence import Sentence

_ID = re.compile(
    r"(?<![\w-])[#№]\s?(?P<hash>[\w-]+)|"
    r"(?<![\w@.-])(?P<mixed>(?=[\w-]*\d)(?=[\w-]*[A-Za-z_-])[A-Za-z0-9][\w-]*\w)(?![\w-])"
)
_CLOCKLIKE = re.compile(
    r"^[qh][1-4]$|^\d{1,2}(?:am|pm|st|nd|rd|th|h|min)$|^\d{4}-\d{2}-\d{2}", re.IGNORECASE
)


def ids_said(sentence: Sentence) -> list[tuple[str, int, int]]:
    """Tokens with the shape of an identifier: ``n-42``, ``t7``, ``#12``."""
    found = []
    for match in _ID.finditer(sentence.left):
        value = match["hash"] or match["mixed"]
        if not _CLOCKLIKE.match(value):
            found.append((value, match.start(), match.end()))
    return found


def plain_numbers(sentence: Sentence) -> list[tuple[str, int, int]]:
    """Numbers as they are written, and where."""
    return [(m.group(), m.start(), m.end()) for m in NUMBER.finditer(sentence.left)]


def take_ids_beside(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """Identifiers right behind the noun of their field, plain numbers among them."""
    for field in (f for f in fields if f.kind == "id" and f.name not in args):
        things = field.things or owners
        for said in [*ids_said(sentence), *plain_numbers(sentence)]:
            before = content_words(sentence.left[: said[1]])[-1:]
            if any(word.things & things for word in before):
                _give_id(sentence, field, said, args)
                break


def take_ids(
    sentence: Sentence, fields: Sequence[Field], args: Args, owners: frozenset[str]
) -> None:
    """Identifiers to the id fields: by the noun beside them, then in order.

    ``owners`` are the things the function is about: a plain number after one of them is its id.
    """
    take_ids_beside(sentence, fields, args, owners)
    wanted = [f for f in fields if f.kind == "id" and f.name not in args]
    for field in wanted:
        said_now = ids_said(sentence)
        if field.name in args or not said_now:
            continue
        before = read_words(sentence.left[: said_now[0][1]])[-1:]
        another = any(word.things & (owners - field.things) for word in before)
        if field.required or (field is wanted[0] and not another):
            _give_id(sentence, field, said_now[0], args)
    for field in (f for f in wanted if f.required and f.name not in args):
        plain = plain_numbers(sentence)
        if plain:
            _give_id(sentence, field, plain[0], args)


def _give_id(sentence: Sentence, field: Field, said: tuple[str, int, int], args: Args) -> None:
    args[field.name] = said[0]
    sentence.take(said[1], said[2])
    take_word_before(sentence, said[1], field.things)
