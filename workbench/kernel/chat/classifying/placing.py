"""Whether what a message brings (ids, quotes, links, numbers) finds a place in a function."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from workbench.kernel.chat.classifying.evidence import Evidence
from workbench.kernel.chat.classifying.function_words import FunctionWords
from workbench.kernel.chat.classifying.ranking import Asked, Ranking
from workbench.kernel.chat.filling.fields import Field
from workbench.kernel.chat.language.lexicon import split_name
from workbench.kernel.chat.language.sentence import Sentence

_PREFIX = re.compile(r"([A-Za-z]{1,4})[-_]?\d")


def weigh_arguments(
    found: Evidence,
    profile: FunctionWords,
    asked: Asked,
    ranking: Ranking,
    sentence: Sentence,
    args: Mapping[str, Any],
) -> None:
    """What the message has for the parameters, and what of it has no place in them."""
    required = [f for f in profile.fields if f.required]
    missing = [f.name for f in required if f.name not in args]
    if required:
        found.pieces["filled"] = 1.0 - len(missing) / len(required)
    if missing:
        found.pieces["missing"] = min(len(missing), 2) / 2
        found.against.append(f"no value for {', '.join(missing)}")
    options = [f for f in profile.fields if f.name in args and not f.required]
    if options:
        found.pieces["options"] = min(len(options), 2) / 2
    if sentence.guessed is not None:
        found.pieces["guessed"] = 1.0
    _weigh_ids(found, profile, asked, ranking, args)
    if asked.quotes and not any(q in _values(args, profile.fields) for q in asked.quotes):
        found.pieces["lost_quote"] = 1.0
        found.against.append("no place for what is quoted")
    elif asked.quotes:
        found.pieces["kept_quote"] = 1.0
    _weigh_addresses(found, profile, asked, args)
    if asked.numbers:
        numbers = [
            v for v in args.values() if isinstance(v, int | float) and not isinstance(v, bool)
        ]
        found.pieces["kept_number" if numbers else "lost_number"] = 1.0


def _weigh_ids(
    found: Evidence,
    profile: FunctionWords,
    asked: Asked,
    ranking: Ranking,
    args: Mapping[str, Any],
) -> None:
    """Ids: whether they found a place, and whether they look like ids of the function's things."""
    taken = _values(args, [f for f in profile.fields if f.kind != "text" or f.takes_ids])
    if asked.ids and not any(value in taken for value in asked.ids):
        found.pieces["lost_id"] = 1.0
        found.against.append(f"no place for {asked.ids[0]}")
    elif asked.ids:
        found.pieces["kept_id"] = 1.0
        given = [f for f in profile.fields if args.get(f.name) in asked.ids]
        own = any(_abbreviates(str(args[f.name]), _words(f.name, profile)) for f in given)
        others = [m for m in ranking.keys if m not in profile.keys]
        if own:
            found.pieces["own_id"] = 1.0
        if _is_foreign(profile, asked) or (
            not own and any(_abbreviates(v, others) for v in asked.ids)
        ):
            found.pieces["foreign_id"] = 1.0
            found.against.append(f"{asked.ids[0]} is of something else")


def _weigh_addresses(
    found: Evidence, profile: FunctionWords, asked: Asked, args: Mapping[str, Any]
) -> None:
    """Links, domains and mail addresses: a function that works on one is given it."""
    if not asked.addresses:
        return
    given = [str(value) for value in _values(args, profile.fields)]
    kept = any(address == value for address in asked.addresses for value in given)
    found.pieces["kept_address" if kept else "lost_address"] = 1.0
    if not kept:
        found.against.append(f"no place for {asked.addresses[0]}")


def _is_foreign(profile: FunctionWords, asked: Asked) -> bool:
    """True where the noun before an id is a thing that others know and the function does not."""
    start = asked.text.find(asked.ids[0])
    for said in asked.words:
        if said.word.end <= start and not asked.text[said.word.end : start].strip(" #№:"):
            things = frozenset() if said.word.verbs else said.known & said.word.things
            return bool(things) and not any(m in profile.bag for m in things)
    return False


def _values(args: Mapping[str, Any], fields: Sequence[Field]) -> list[Any]:
    """The arguments of some parameters, those in lists one by one."""
    found: list[Any] = []
    for value in (args[f.name] for f in fields if f.name in args):
        found += value if isinstance(value, list) else [value]
    return found


def _words(name: str, profile: FunctionWords) -> list[str]:
    """What an id may abbreviate: the thing its parameter is named for, or the app."""
    return [*split_name(name).casefold().split(), *split_name(profile.entry.app_id).split()]


def _abbreviates(value: str, words: Sequence[str]) -> bool:
    """True for an id like *s-2* or *INV-7* that begins like one of the words."""
    prefix = _PREFIX.match(value)
    if prefix is None:
        return False
    letters = prefix[1].casefold()
    return any(word[:1] == letters[0] and _within(letters, word) for word in words)


def _within(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)
