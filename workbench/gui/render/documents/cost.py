"""What a text with marks in it costs to draw, told from its marks before anything reads it.

Qt reads and lays out rich text in one go, and takes time by the square of some things. So the
window does not begin what it could not finish in time. Prices are microseconds of the slowest of
drawing, laying out anew and drawing in other colours, measured on the machine of the benchmarks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)|\n")
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices in µs; ``tags`` has the price of the first of a tag and what each one more adds.

    ``deeper`` is how many times more a cell costs for each table around its own.
    """

    most: float
    letter: float
    far_letter: float
    line: float
    tag: float
    tags: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    deeper: float = 1.0


HTML = Prices(
    most=60_000,
    letter=0.4,
    far_letter=0.9,
    line=3,
    tag=10,
    tags={
        "td": (72, 0.0),
        "th": (72, 0.0),
        "li": (8, 0.04),
        "img": (35, 0.07),
        "b": (22, 0.01),
        "span": (22, 0.01),
    },
    deeper=1.6,
)
"""Html: at most about 800 cells of a table, or 50,000 letters."""

EDITOR = Prices(
    most=50_000,
    letter=0.5,
    far_letter=1.0,
    line=25,
    tag=27,
    tags={"li": (25, 0.07), "b": (25, 0.13), "strong": (25, 0.13), "i": (25, 0.13), "br": (18, 0)},
)
"""RichEditor: at most about 1,800 paragraphs."""


def affordable(text: str, prices: Prices) -> int:
    """How many of the first letters of a text with tags cost no more than ``prices.most``."""
    spent = 0.0
    done = tables = 0
    met: Counter[str] = Counter()
    for mark in _TAG.finditer(text):
        part = text[done : mark.start()]
        rate = prices.letter if part.isascii() else prices.far_letter
        if spent + len(part) * rate > prices.most:
            return done + int((prices.most - spent) / rate)
        spent += len(part) * rate
        done = mark.start()
        name = (mark[2] or "").lower()
        if not name:
            spent += prices.line
        elif mark[1]:
            tables -= name == "table" and tables > 0
        else:
            tables += name == "table"
            price, more = prices.tags.get(name, (prices.tag, 0.0))
            around = prices.deeper ** max(tables - 1, 0) if name in _CELLS else 1.0
            spent += price * around + more * met[name]
            met[name] += 1
        if spent > prices.most:
            return done
    rest = text[done:]
    rate = prices.letter if rest.isascii() else prices.far_letter
    return done + min(len(rest), int((prices.most - spent) / rate))
