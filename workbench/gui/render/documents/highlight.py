"""Colours for source code: Pygments, imported when the first code is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.token import _TokenType

Span = tuple[str, str]
"""A piece of one line and the theme token of its colour."""

PLAIN = "syntax-text"
LONGEST = 60_000
"""Characters that are coloured; longer code is shown plain, or it would hold up the window."""

_COLORS = (
    ("Comment", "syntax-comment"),
    ("Keyword.Constant", "syntax-number"),
    ("Keyword.Type", "syntax-type"),
    ("Keyword", "syntax-keyword"),
    ("Literal.String", "syntax-string"),
    ("Literal.Number", "syntax-number"),
    ("Name.Function", "syntax-name"),
    ("Name.Class", "syntax-type"),
    ("Name.Decorator", "syntax-name"),
    ("Name.Builtin", "syntax-operator"),
    ("Name.Tag", "syntax-deleted"),
    ("Name.Attribute", "syntax-number"),
    ("Name.Exception", "syntax-type"),
    ("Operator.Word", "syntax-keyword"),
    ("Operator", "syntax-operator"),
    ("Generic.Deleted", "syntax-deleted"),
    ("Generic.Inserted", "syntax-inserted"),
    ("Generic.Heading", "syntax-name"),
    ("Generic.Subheading", "syntax-name"),
)


def lines_of(code: str) -> list[str]:
    """The lines of a text with tabs as four spaces; an ending newline adds none."""
    lines = code.replace("\r\n", "\n").expandtabs(4).split("\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


def plain(code: str) -> list[list[Span]]:
    """Every line as one piece in the text colour."""
    return [[(line, PLAIN)] for line in lines_of(code)]


def can_color(code: str, language: str) -> bool:
    """Whether `colored` would do more than `plain`."""
    return bool(language) and len(code) <= LONGEST


def colored(code: str, language: str) -> list[list[Span]]:
    """The lines of a source text in coloured pieces; plain for a language Pygments lacks."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return plain(code)
    lines: list[list[Span]] = [[]]
    for kind, text in lexer.get_tokens("\n".join(lines_of(code))):
        color = _color(kind)
        for number, part in enumerate(text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append((part, color))
    return lines


def _color(kind: _TokenType) -> str:
    name = str(kind).removeprefix("Token.")
    for prefix, color in _COLORS:
        if name.startswith(prefix):
            return color
    return PLAIN
