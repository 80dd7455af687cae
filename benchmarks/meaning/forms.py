"""Writes the stems of every word's forms into the glossary; run it after adding rows.

    python -m benchmarks.meaning.forms

Needs pymorphy3. A row is ``word<TAB>english``; what stands behind is written anew. Words come by
how frequent they are: where the forms of two share a stem, the first has it.
"""

from __future__ import annotations

from typing import Any

import pymorphy3

from workbench.kernel.chat.language.stemming import russian_stem
from workbench.paths import resources

GLOSSARY = resources() / "chat" / "meaning" / "russian.tsv"


def stems(word: str, analyzer: Any) -> list[str]:
    """The stems of all forms of ``word``."""
    forms = {
        russian_stem(form.word.replace("ё", "е"))
        for parse in analyzer.parse(word)[:3]
        if parse.normal_form.replace("ё", "е") == word
        for form in parse.lexeme
    }
    return sorted(forms | {russian_stem(word)})


def main() -> None:
    """Write the glossary anew."""
    analyzer = pymorphy3.MorphAnalyzer()
    rows: dict[str, str] = {}
    taken: set[str] = set()
    for row in GLOSSARY.read_text("utf-8").splitlines():
        word, english = row.split("\t")[:2]
        word = word.strip().lower().replace("ё", "е")
        if word in rows or not word or not english.strip():
            continue
        new = [form for form in stems(word, analyzer) if form not in taken]
        taken.update(new)
        rows[word] = "\t".join((word, english.strip().lower(), *new))
    GLOSSARY.write_text("\n".join(rows.values()) + "\n", "utf-8")


if __name__ == "__main__":
    main()
