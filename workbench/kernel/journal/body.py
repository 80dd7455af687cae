"""How a record's body is written: JSON, masked, with large values stored once by their content.

A top-level value over 4 KB leaves the body and becomes a blob named by its hash, so that a panel
that answers the same tree a hundred times costs the tree once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from typing import Any, Final

import orjson

from workbench.kernel.masking import Masker

BLOB_BYTES: Final = 4096
_BLOB_KEY: Final = "$blob"

Parts = list[tuple[bytes, bytes]]
"""Encoded keys and values of a body that is large enough to be split."""


def encode(value: Any) -> bytes:
    """`value` as compact UTF-8 JSON; what JSON does not know is written as its text."""
    try:
        return orjson.dumps(value, default=str)
    except (TypeError, RecursionError):
        # Keys that are not strings, integers over 64 bits, lone surrogates, trees over 254 levels.
        # A thread of its own has the whole stack for the deepest tree the wire lets through.
        with ThreadPoolExecutor(1) as own_stack:
            return own_stack.submit(_encode_slowly, value).result()


def _encode_slowly(value: Any) -> bytes:
    try:
        text = json.dumps(value, default=str, separators=(",", ":"), skipkeys=True)
    except RecursionError:
        text = '"(nested too deeply to be written)"'
    return text.encode()


def decode(data: bytes | str) -> Any:
    """The value `encode` wrote."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)


def pack(body: Mapping[str, Any], masker: Masker) -> tuple[bytes, Parts | None, Mapping[str, Any]]:
    """Encode a body: its JSON, or its parts when it is large, and the body as it will be read."""
    clear = encode(body)
    data = masker.encoded(clear)
    if data is not clear:
        body = decode(data)
    if len(data) <= BLOB_BYTES:
        return data, None, body
    return b"", [(encode(str(key)), encode(value)) for key, value in body.items()], body


def assemble(parts: Parts, keep: Callable[[str, bytes], None]) -> bytes:
    """The JSON of a split body, after handing each large value to `keep` with its hash."""
    pieces = []
    for key, value in parts:
        if len(value) > BLOB_BYTES:
            name = blake2b(value, digest_size=16).hexdigest()
            keep(name, value)
            value = encode({_BLOB_KEY: name})
        pieces.append(key + b":" + value)
    return b"{" + b",".join(pieces) + b"}"


def unpack(data: bytes, load: Callable[[str], bytes | None]) -> dict[str, Any]:
    """The body written by `pack` and `assemble`; `load` answers the blob of a hash."""
    body: dict[str, Any] = decode(data)
    if b'{"$blob":' not in data:
        return body
    for key, value in body.items():
        if isinstance(value, dict) and value.keys() == {_BLOB_KEY}:
            blob = load(value[_BLOB_KEY])
            if blob is not None:
                body[key] = decode(blob)
    return body
