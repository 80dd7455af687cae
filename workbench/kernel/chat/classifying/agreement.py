"""How well what a message tells to do agrees with what a function does."""

from __future__ import annotations

from typing import Literal

from workbench.kernel.chat.classifying.function_words import FunctionWords
from workbench.kernel.chat.language.command import Command
from workbench.kernel.chat.language.lexicon import lexicon

Agreement = Literal[
    "same", "told", "near", "also", "mentioned", "family", "wrong", "order_read", "look_write",
    "question_read", "question_write", "question_destructive",
    "unsaid_read", "unsaid_write", "unsaid_destructive",
]  # fmt: skip
FAMILY = {"look": 1.0, "change": 0.6, "make": 0.6, "run": 0.6, "send": 0.6, "remove": 0.4}
"""Verbs of one family that are not close: reading alike is harmless, removing alike is not."""


def agreement(profile: FunctionWords, command: Command) -> tuple[Agreement, float]:
    """How the verbs of a message and of a function agree, and how much of that it is (0..1)."""
    action = profile.entry.action_type
    said = command.verbs
    if not said or command.soft:
        if not said and not command.soft and command.first & profile.lead:
            return "same", 1.0
        manner = "question" if command.soft else "unsaid"
        looks = all(lexicon().family[verb] == "look" for verb in profile.verbs)
        reads = action == "read" or (bool(profile.verbs) and looks)
        return _BY_ACTION[manner, "read" if reads else action], 1.0
    if said & profile.verbs:
        return "same", 1.0
    if said & profile.told:
        return "told", 1.0
    book, own = lexicon(), profile.verbs or profile.told
    if any(book.near[verb] & own for verb in said):
        return "near", 1.0
    if any(verb in own or book.near[verb] & own for verb in command.also):
        return "also", 1.0
    if said & profile.mentioned or command.stem in profile.stems:
        return "mentioned", 1.0
    if not own and action == "read" and any(book.family[v] == "look" for v in said):
        return "near", 1.0
    families = {book.family[verb] for verb in own} & {book.family[verb] for verb in said}
    looks = any(book.family[verb] == "look" for verb in said)
    if action == "read" and not looks:
        return "order_read", 1.0
    if action != "read" and looks:
        return "look_write", 1.0
    if families:
        return "family", max(FAMILY[family] for family in families)
    return "wrong", 1.0


_BY_ACTION: dict[tuple[str, str], Agreement] = {
    ("question", "read"): "question_read",
    ("question", "write"): "question_write",
    ("question", "destructive"): "question_destructive",
    ("unsaid", "read"): "unsaid_read",
    ("unsaid", "write"): "unsaid_write",
    ("unsaid", "destructive"): "unsaid_destructive",
}
