"""The recorded breaks fit the code and the contract they are about; replaying them takes longer."""

from __future__ import annotations

import re

import pytest

from tests.breaks import ROOT, Break, UnfitBreakError, load

BREAKS = load()
MUST_BREAK = frozenset({"failure modes", "dead jobs", "invariants"})
"""Sections of the contract of which every sentence has a break."""


def sentences() -> set[tuple[str, str, str]]:
    """Heading and section, sentence and test of every row of the contract's tables."""
    found, heading = set(), ""
    for line in (ROOT / "docs" / "contract.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif line.startswith("| ") and not line.startswith("| section"):
            section, *says, test = (cell.strip() for cell in line.strip("|").split(" | "))
            found.add((f"{heading} / {section}", " | ".join(says), f"tests/{test}"))
    return found


def without_parameters(test: str) -> str:
    return test.partition("[")[0]


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.name)
def test_a_break_changes_one_line_of_a_module_that_still_compiles(one: Break) -> None:
    lines, number = one.place(ROOT)
    assert one.after != one.before
    assert "\n" not in one.after
    compile("\n".join([*lines[:number], one.after, *lines[number + 1 :]]), one.file, "exec")


@pytest.mark.parametrize("one", BREAKS, ids=lambda one: one.name)
def test_a_break_names_a_sentence_of_the_contract_and_the_test_that_proves_it(one: Break) -> None:
    test = without_parameters(one.test)
    assert (one.section, one.says, test) in sentences()
    file, _, function = test.partition("::")
    assert re.search(rf"def {function}\(", (ROOT / file).read_text(encoding="utf-8"))


def test_every_invariant_and_every_failure_mode_has_its_break() -> None:
    broken = {(one.section, one.says) for one in BREAKS}
    owed = {
        (place, says) for place, says, _ in sentences() if place.partition(" / ")[2] in MUST_BREAK
    }
    assert len(owed) > 30
    assert owed - broken == set()


def test_more_than_forty_sentences_have_a_break() -> None:
    assert len({(one.section, one.says) for one in BREAKS}) >= 40


def test_a_line_that_is_not_there_exactly_once_is_refused() -> None:
    lost = Break("lost", "", "", "tests/breaks.py", "no such line", "pass", "")
    with pytest.raises(UnfitBreakError, match="0 times"):
        lost.place(ROOT)
    often = Break("often", "", "", "tests/breaks.py", "", "pass", "")
    with pytest.raises(UnfitBreakError, match="times"):
        often.place(ROOT)
