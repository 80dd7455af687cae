"""Which tags a TagInput accepts, splits and suggests; no widget in sight."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from workbench.gui.render.option_panel import Option
from workbench.gui.render.plain import label_of, text_of, texts_of

MESSAGE = "Invalid tag"
_LONGEST_PATTERN = 500
_LONGEST_TAG = 500
_MOST_SUGGESTIONS = 200


@dataclass(frozen=True, slots=True)
class TagRules:
    """The props of a TagInput that say what may be added."""

    suggestions: tuple[str, ...]
    delimiters: tuple[str, ...]
    pattern: re.Pattern[str] | None
    message: str
    grouped_by: str

    def accepts(self, tag: str) -> bool:
        """Whether the trimmed tag matches `validate`."""
        return self.pattern is None or self.pattern.search(tag[:_LONGEST_TAG]) is not None

    def split(self, text: str) -> list[str]:
        """Pasted text cut at delimiters and line ends, trimmed, empty parts dropped."""
        cuts = "|".join(re.escape(delimiter) for delimiter in (*self.delimiters, "\n", "\r"))
        return [part.strip() for part in re.split(cuts, text) if part.strip()]

    def offers(self, query: str, chosen: list[str]) -> list[Option]:
        """The suggestions that contain `query` and are not chosen, under group headings."""
        needle = query.strip().casefold()
        found = [
            text for text in self.suggestions if needle in text.casefold() and text not in chosen
        ][:_MOST_SUGGESTIONS]
        if not self.grouped_by:
            return [Option(text, text) for text in found]
        groups: dict[str, list[str]] = {}
        for text in found:
            head, colon, _ = text.partition(":")
            groups.setdefault(head if colon else self.grouped_by, []).append(text)
        return [
            option
            for head, members in groups.items()
            for option in (
                Option("", head, heading=True),
                *(Option(text, text) for text in members),
            )
        ]


def tag_rules(props: dict[str, Any]) -> TagRules:
    """Read the props; a pattern that is no regular expression is ignored."""
    return TagRules(
        suggestions=tuple(dict.fromkeys(texts_of(props.get("suggestions")))),
        delimiters=tuple(part for part in texts_of(props.get("delimiters")) if part),
        pattern=_compiled(text_of(props.get("validate"))),
        message=label_of(props.get("validate_message")) or MESSAGE,
        grouped_by=label_of(props.get("grouped_by")),
    )


def _compiled(pattern: str) -> re.Pattern[str] | None:
    if not pattern or len(pattern) > _LONGEST_PATTERN:
        return None
    try:
        return re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return None
