"""The lexicon: its kept stems, and words that stand apart or are misspelt.

``python tests/kernel/chat/test_chat_lexicon.py`` writes the kept stems anew after a change of it.
"""

from __future__ import annotations

import json

import pytest

from workbench.kernel.chat.language.lexicon import content_words, read_words
from workbench.kernel.chat.language.stemming import row_words, stem, worked_out
from workbench.paths import resources

STEMS = resources() / "chat" / "stems.json"


def worked_out_stems() -> str:
    stems = {word: worked_out(word) for word in row_words()}
    return json.dumps(stems, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def test_the_kept_stems_are_those_of_the_lexicon_s_words() -> None:
    assert STEMS.read_text("utf-8") == worked_out_stems()


@pytest.mark.parametrize(
    ("one", "other"),
    [("wrote", "writing"), ("settings", "setting"), ("children", "child"), ("заметки", "заметку")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("settings", "set"), ("записаться", "записать")])
def test_words_that_only_look_like_forms_of_another_have_their_own(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("throw it away", "v:delete"),
        ("turn the old one off", "v:disable"),
        ("get t-3 off my list", "v:delete"),
    ],
)
def test_a_verb_and_its_particle_may_stand_apart(text: str, verb: str) -> None:
    assert verb in content_words(text)[0].verbs


def test_a_preposition_is_no_particle() -> None:
    assert "v:play" not in read_words("put it on my list")[0].verbs


if __name__ == "__main__":
    STEMS.write_text(worked_out_stems(), "utf-8")
