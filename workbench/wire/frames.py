"""Length-prefixed JSON frames: 4 bytes of big-endian length, then one UTF-8 JSON object."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any, Protocol

MAX_FRAME = 16 * 1024 * 1024
"""The longest payload in bytes that either side sends or accepts."""

_HEADER = struct.Struct(">I")
HEADER_SIZE = _HEADER.size


class FrameError(ValueError):
    """The bytes received are not a frame: the stream cannot be trusted any further."""


class FrameTooLarge(FrameError):  # noqa: N818 - the size is the news
    """A payload is over `MAX_FRAME`.

    `size` is its length in bytes.
    """

    def __init__(self, size: int) -> None:
        super().__init__(f"a frame of {size:,} bytes is over the limit of {MAX_FRAME:,}")
        self.size = size


class Codec(Protocol):
    """How a message becomes bytes and back; the kernel passes one made of orjson."""

    def dumps(self, message: Any, /) -> bytes:
        """Encode one JSON value as UTF-8; TypeError or ValueError if it is not JSON."""

    def loads(self, payload: bytes, /) -> Any:
        """Decode one JSON value; ValueError if the bytes are not JSON."""


class StdlibCodec:
    """JSON by the standard library, strict about what the other side's parser would refuse."""

    def __init__(self) -> None:
        self._encode = json.JSONEncoder(
            ensure_ascii=False, separators=(",", ":"), allow_nan=False
        ).encode
        self._decode = json.JSONDecoder().decode

    def dumps(self, message: Any, /) -> bytes:
        """Encode `message`; lone surrogates, which UTF-8 cannot carry, become question marks."""
        return self._encode(message).encode("utf-8", "replace")

    def loads(self, payload: bytes, /) -> Any:
        """Decode `payload`."""
        return self._decode(payload.decode("utf-8"))


JSON: Codec = StdlibCodec()


def frame(payload: bytes) -> bytes:
    """Prefix `payload` with its length; FrameTooLarge over `MAX_FRAME`."""
    size = len(payload)
    if size > MAX_FRAME:
        raise FrameTooLarge(size)
    return _HEADER.pack(size) + payload


class Decoder:
    """Cuts a byte stream back into payloads, whatever pieces it arrives in."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def pending(self) -> int:
        """Bytes received of a frame that is not complete yet."""
        return len(self._buffer)

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take `data` in at once, then yield each payload that is complete, in order.

        The decoder may be fed again before the iterator is exhausted: nothing is lost, but then
        only one of the iterators should be used. FrameTooLarge for a length over the cap.
        """
        self._buffer += data
        return self._complete()

    def _complete(self) -> Iterator[bytes]:
        buffer = self._buffer
        while len(buffer) >= HEADER_SIZE:
            (size,) = _HEADER.unpack_from(buffer)
            if size > MAX_FRAME:
                raise FrameTooLarge(size)
            end = HEADER_SIZE + size
            if len(buffer) < end:
                return
            payload = bytes(memoryview(buffer)[HEADER_SIZE:end])
            del buffer[:end]
            yield payload


def message(payload: bytes, codec: Codec = JSON) -> dict[str, Any]:
    """Decode a payload into a message: an object with a text ``t``; FrameError otherwise."""
    try:
        value = codec.loads(payload)
    except ValueError as error:
        raise FrameError(f"a frame does not hold JSON: {error}") from error
    if not isinstance(value, dict) or not isinstance(value.get("t"), str):
        raise FrameError("a frame does not hold a message: an object with a text 't'")
    return value
