"""A function by the words of its declaration, each at the best place it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from workbench.kernel.chat.catalogue import Entry
from workbench.kernel.chat.fields import fields_of
from workbench.kernel.chat.lexicon import content_words, split_name

NAME, EXAMPLE, DESCRIPTION, PARAMETER, APP = 1.0, 0.85, 0.6, 0.5, 0.45
"""How much a word counts by where in the declaration it stands."""
_EXAMPLE = re.compile(
    r"(?:e\.g\.|examples?|for example|such as|например)\s*:?\s*(?P<rest>[^\n]+)", re.IGNORECASE
)


@dataclass(slots=True)
class FunctionWords:
    """One function by its words."""

    entry: Entry
    objects: list[frozenset[str]] = field(default_factory=list)
    verbs: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    lead: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    bag: dict[str, float] = field(default_factory=dict)
    examples: list[list[frozenset[str]]] = field(default_factory=list)

    def add(self, meanings: Iterable[str], weight: float) -> None:
        """Count meanings at the best place they stand."""
        for meaning in meanings:
            self.bag[meaning] = max(self.bag.get(meaning, 0.0), weight)


def words_of(entry: Entry) -> FunctionWords:
    profile = FunctionWords(entry)
    name = content_words(split_name(entry.name))
    verb = next((w for w in name if w.verbs and not w.things), None)
    if verb is None and name and name[0].verbs and len(name) > 1:
        verb = name[0]
    profile.verbs = verb.verbs if verb is not None else frozenset()
    profile.lead = name[0].things if len(name) > 1 and verb is None else frozenset()
    profile.objects = [w.things or w.verbs for w in name if w is not verb]
    for word in name:
        profile.add(word.meanings if word is not verb else word.verbs, NAME)
    prose = f"{entry.description}\n{entry.declared.get('docstring') or ''}"
    _describe(profile, prose)
    for example in _examples(entry, prose):
        words = [word.meanings for word in content_words(example)]
        profile.examples.append(words)
        profile.add((m for meanings in words for m in meanings), EXAMPLE)
    for meaning in _parameters(entry):
        profile.add((meaning,), PARAMETER)
    fields = fields_of(entry.schema, entry.name)
    profile.keys = frozenset(m for f in fields if f.kind == "id" for m in f.things)
    apps = content_words(split_name(entry.app_id))
    profile.add((m for w in apps for m in w.things), APP)
    return profile


def _describe(profile: FunctionWords, prose: str) -> None:
    """Words of the description: those of its first sentence count fully, later ones less."""
    first, _, rest = prose.partition(".")
    heads = content_words(first)
    if heads and heads[0].verbs:
        profile.told = heads[0].verbs
    words = content_words(rest)
    plain = [w for w in heads[:8] if not w.soft and not w.things]
    profile.mentioned = frozenset(verb for word in plain for verb in word.verbs)
    profile.add((m for w in heads for m in w.meanings), DESCRIPTION)
    profile.add((m for w in words for m in w.things), DESCRIPTION / 2)


def _examples(entry: Entry, prose: str) -> list[str]:
    found = [match.group("rest") for match in _EXAMPLE.finditer(prose)]
    return found + [str(example) for example in entry.declared.get("examples") or ()]


def _parameters(entry: Entry) -> Iterable[str]:
    """Meanings of parameter names, of what is written about them, and of their values."""
    schema = entry.schema or {}
    for name, spec in (schema.get("properties") or {}).items():
        texts = [split_name(name), str(spec.get("description") or "")]
        texts += [str(choice) for choice in spec.get("enum") or () if isinstance(choice, str)]
        for text in texts:
            for word in content_words(text):
                yield from word.things
