"""Secrets never reach a screen, a record or a file: their values are replaced wherever they occur.

A value is recognised as written, percent-encoded, base64-encoded, and inside JSON text, and shown
as ``‹secret:name›``.
"""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote, quote_plus

_BACKSLASH, _UNICODE = b"\\u"
_LONGEST_ESCAPE = 6

SHORTEST = 4
"""Values with fewer characters are left alone: replacing them would garble unrelated text."""


class Masker:
    """Knows the values that must not be shown; a value once known stays masked for the session."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}
        self._pairs: list[tuple[str, str]] = []
        self._byte_pairs: list[tuple[bytes, bytes]] = []

    def add(self, name: str, value: str) -> None:
        """Mask `value` from now on as the secret called `name`."""
        if len(value) < SHORTEST:
            return
        mark = f"‹secret:{name}›"
        for form in _forms(value):
            self._marks.setdefault(form, mark)
        # Longest first, so that a secret containing another one is replaced as a whole.
        self._pairs = sorted(self._marks.items(), key=lambda pair: -len(pair[0]))
        self._byte_pairs = [(form.encode(), mark.encode()) for form, mark in self._pairs]

    def text(self, text: str) -> str:
        """`text` with every secret replaced."""
        for form, mark in self._pairs:
            if form in text:
                text = text.replace(form, mark)
        return text

    def encoded(self, data: bytes) -> bytes:
        """UTF-8 encoded JSON with every secret replaced; the same object if none is in it.

        It stays valid JSON: a mark holds nothing that JSON escapes, and the letters and digits of
        an escape are left alone, which spell something else.
        """
        for form, mark in self._byte_pairs:
            if form in data:
                data = _replaced(data, form, mark)
        return data

    def value(self, value: Any) -> Any:
        """A JSON-like value with every secret in its strings and keys replaced."""
        if not self._pairs:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.value(key): self.value(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return value


def _replaced(data: bytes, form: bytes, mark: bytes) -> bytes:
    """JSON with each occurrence of `form` replaced that does not begin inside an escape."""
    parts: list[bytes] = []
    start = seen = 0
    while (at := data.find(form, seen)) >= 0:
        if _in_escape(data, at):
            seen = at + 1
            continue
        parts += [data[start:at], mark]
        start = seen = at + len(form)
    return b"".join([*parts, data[start:]]) if parts else data


def _in_escape(data: bytes, at: int) -> bool:
    r"""Whether the byte at `at` belongs to an escape begun before it, as in \n or \u0000."""
    for back in range(1, min(_LONGEST_ESCAPE, at + 1)):
        if data[at - back] != _BACKSLASH:
            continue
        before = data[: at - back + 1]
        begins = (len(before) - len(before.rstrip(b"\\"))) % 2 == 1
        return begins and (back == 1 or data[at - back + 1] == _UNICODE)
    return False


def _forms(value: str) -> set[str]:
    """The spellings under which a secret travels."""
    raw = value.encode("utf-8", "surrogatepass")
    forms = {value, quote(raw, safe=""), quote(raw), quote_plus(raw)}
    encoded = base64.b64encode(raw).decode()
    forms |= {encoded, encoded.rstrip("="), base64.urlsafe_b64encode(raw).decode()}
    for form in (value, json.dumps(value, ensure_ascii=False)[1:-1], json.dumps(value)[1:-1]):
        forms.add(form)
        forms.add(json.dumps(form, ensure_ascii=False)[1:-1])
    return {form for form in forms if len(form) >= SHORTEST}
