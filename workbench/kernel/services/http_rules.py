"""Fake answers for outgoing requests: which rule matches a URL, and how often it may answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from workbench.kernel.workspace import HttpRule


class RuleBook:
    """Rules in the order they are tried; the first that matches and is not used up answers."""

    def __init__(self, rules: Iterable[HttpRule] = ()) -> None:
        self._rules = [(rule, _pattern(rule.url)) for rule in rules]
        self._used = [0] * len(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def answer(self, method: str, url: str) -> HttpRule | None:
        """The rule that answers a request, counted as used; None when none does."""
        for index, (rule, pattern) in enumerate(self._rules):
            used_up = rule.times is not None and self._used[index] >= rule.times
            if not used_up and rule.method in ("*", method.upper()) and pattern.matches(url):
                self._used[index] += 1
                return rule
        return None


class UrlPattern:
    """What a rule's ``url`` asks of a request's URL.

    A pattern that starts with ``/`` looks at the path alone, whatever the host; ``*`` alone matches
    everything. Without a query in the pattern the request's query does not matter; with one, each
    of its pairs must be there. A trailing slash makes no difference.
    """

    def __init__(self, pattern: str) -> None:
        address, _, query = pattern.partition("?")
        self._everything = pattern == "*"
        self._path_only = address.startswith("/")
        self._address = re.compile(".*".join(map(re.escape, _bare(address).split("*"))))
        self._query = parse_qsl(query, keep_blank_values=True)

    def matches(self, url: str) -> bool:
        """True when a request for the absolute `url` is meant."""
        if self._everything:
            return True
        parts = urlsplit(url)
        address = parts.path if self._path_only else url.partition("?")[0].partition("#")[0]
        if not self._address.fullmatch(_bare(address)):
            return False
        given = parse_qsl(parts.query, keep_blank_values=True)
        return all(pair in given or _starred(pair, given) for pair in self._query)


def _starred(pair: tuple[str, str], given: list[tuple[str, str]]) -> bool:
    """``key=*`` asks only that the key is there."""
    return pair[1] == "*" and any(name == pair[0] for name, _ in given)


def _bare(address: str) -> str:
    return address.rstrip("/") or "/"


@lru_cache(maxsize=1_024)
def _pattern(url: str) -> UrlPattern:
    return UrlPattern(url)
