"""Find the Python blocks in the text of a documentation page, and give them back their shape.

The pages were saved as text: blocks have no fences, prose may follow a block on its last line,
and some pages lost all indentation. Only indentation is restored; no word is changed.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

FILE_NAME = re.compile(r"^[a-z_0-9]+\.py$")
START = re.compile(r"^(from (imperal_sdk|pydantic)\b|import \w+$|await ctx\.|# CRASH)")
OPENS = re.compile(r"^(async def|async for|async with|class|def|for|if|with|try|while)\b.*:$", re.S)
CONTINUES = {
    "except": ("try", "except"),
    "finally": ("try", "except", "else"),
    "else": ("if", "elif", "for", "while", "try", "except"),
    "elif": ("if", "elif"),
}
ENDS = re.compile(r"^(return|raise|pass|continue|break)\b")
TOP_LEVEL = re.compile(r"^(@|class\b|from\b)")
GLUED_WORD = re.compile(r"^(pass)(?=[A-Z])")


@dataclass(frozen=True)
class Block:
    """One block: its text with indentation, and the line of the page it starts at (1-based)."""

    code: str
    line: int


def blocks(page: str) -> list[Block]:
    """Return the Python blocks of a page, in order."""
    lines = page.splitlines()
    if any(FILE_NAME.match(line) for line in lines):
        return list(_named_blocks(lines))
    return list(_bare_blocks(lines))


def _named_blocks(lines: list[str]) -> Iterator[Block]:
    """Blocks that follow a file name and kept their indentation."""
    names = [number for number, line in enumerate(lines) if FILE_NAME.match(line)]
    for number, after in zip(names, [*names[1:], len(lines)], strict=True):
        code = _longest_program(lines[number + 1 : after])
        if code:
            yield Block(code, number + 2)


def _bare_blocks(lines: list[str]) -> Iterator[Block]:
    """Blocks that lost their indentation: from an import to where Python ends."""
    number = 0
    while number < len(lines):
        if not START.match(lines[number]):
            number += 1
            continue
        logical, used = _logical_lines(lines[number:])
        code = _longest_program_of(logical)
        if code:
            yield Block(code, number + 1)
        number += max(used, 1)


def _longest_program(lines: list[str]) -> str:
    for end in range(len(lines), 0, -1):
        code = "\n".join(lines[:end]).rstrip()
        if code and _parses(code):
            return _without_headings(code)
    return ""


def _longest_program_of(logical: list[str]) -> str:
    for end in range(len(logical), 0, -1):
        code = restored(logical[:end])
        if _parses(code):
            return _without_headings(code)
    return ""


def _parses(code: str) -> bool:
    try:
        ast.parse(textwrap.dedent(code))
    except SyntaxError:
        # A fragment of a handler's body: `await` outside a function.
        try:
            ast.parse("async def body(ctx):\n" + textwrap.indent(code, "    "))
        except SyntaxError:
            return False
    return True


def _without_headings(code: str) -> str:
    """Cut lone words at the end: the page's next heading, which happens to be valid Python."""
    lines = code.splitlines()
    while lines and (not lines[-1].strip() or re.fullmatch(r"[A-Z][\w-]*", lines[-1].strip())):
        lines.pop()
    return "\n".join(lines)


def _logical_lines(lines: list[str]) -> tuple[list[str], int]:
    """Join physical lines into statements until the text can no longer be Python.

    Returns the statements and how many physical lines were looked at.
    """
    logical: list[str] = []
    number = 0
    while number < len(lines):
        statement, used, ends = _statement(lines[number:])
        if statement is None:
            break
        logical.append(statement)
        number += used
        if ends or not _plausible(statement):
            break
    return logical, number


def _plausible(statement: str) -> bool:
    """Tell whether a statement, on its own, could be Python."""
    text = _without_comment(statement.strip())
    if not text or text.startswith(("#", "@")):
        return True
    if text.endswith(":"):
        return bool(OPENS.match(text) or text.split(":")[0].split(" ")[0] in CONTINUES)
    return _parses(text)


def _statement(lines: list[str]) -> tuple[str | None, int, bool]:
    """Take one statement off the front: its text, its lines, and whether prose is glued on."""
    text = ""
    for used, line in enumerate(lines, start=1):
        text = f"{text}\n{line}" if text else line
        glued = GLUED_WORD.match(text)
        if glued:
            return glued.group(1), used, True
        end, open_brackets = _scan(text)
        if end is not None:
            return text[:end], used, True
        if not open_brackets:
            return text, used, False
        if used > 60:
            return None, used, False
    return None, len(lines), False


def _scan(text: str) -> tuple[int | None, bool]:
    """Return where glued prose begins (None if nowhere) and whether brackets are still open."""
    depth, index, quote = 0, 0, ""
    while index < len(text):
        char = text[index]
        if quote:
            if char == "\\":
                index += 1
            elif text.startswith(quote, index):
                index += len(quote) - 1
                quote = ""
        elif char in "\"'":
            quote = char * 3 if text.startswith(char * 3, index) else char
            index += len(quote) - 1
        elif char == "#":
            index = _line_end(text, index)
            continue
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
            if depth == 0 and re.match(r"[A-Za-z`]", text[index + 1 : index + 2]):
                return index + 1, False
        index += 1
    return None, depth > 0 or quote in ('"""', "'''")


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def restored(logical: list[str]) -> str:
    """Indent statements by Python's own rules.

    A statement that opens a suite is followed by a deeper one; ``except``, ``else`` and the
    like go back to what they continue; after ``return``, ``raise``, ``pass``, ``continue`` or
    ``break`` the suite is over; decorators, classes and imports stand at the left margin.
    """
    openers: list[str] = []
    out: list[str] = []
    after_end = False
    for statement in logical:
        text = statement.strip()
        word = re.split(r"\W", text, maxsplit=1)[0]
        if text.startswith("#"):
            out.append(f"{'    ' * (len(openers) - after_end)}{text}")
            continue
        if word in CONTINUES:
            while openers and openers[-1] not in CONTINUES[word]:
                openers.pop()
            openers = openers[:-1]
        elif TOP_LEVEL.match(text):
            openers = []
        elif after_end and openers:
            openers.pop()
        out.append(f"{'    ' * len(openers)}{text}")
        after_end = bool(ENDS.match(text))
        if OPENS.match(_without_comment(text)) or (
            word in CONTINUES and _without_comment(text).endswith(":")
        ):
            openers.append(word)
            after_end = False
    return "\n".join(out)


def _without_comment(text: str) -> str:
    return re.sub(r"\s+#[^\"']*$", "", text)
