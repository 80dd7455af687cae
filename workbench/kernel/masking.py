"""Secrets never reach a screen, a record or a file: their values are replaced wherever they occur.

A value is recognised as written, percent-encoded, base64-encoded, and inside JSON text, and shown
as ``‹secret:name›``.
"""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import quote, quote_plus

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
        """UTF-8 encoded text or JSON with every secret replaced; the same object if none is in it.

        JSON stays valid: a mark holds nothing that JSON escapes.
        """
        for form, mark in self._byte_pairs:
            if form in data:
                data = data.replace(form, mark)
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
