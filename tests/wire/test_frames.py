from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.wire import frames
from workbench.wire.frames import JSON, Decoder, FrameError, FrameTooLarge


@given(st.lists(st.binary(max_size=300), max_size=8), st.integers(1, 50))
def test_payloads_survive_any_cutting_of_the_stream(payloads: list[bytes], step: int) -> None:
    stream = b"".join(frames.frame(payload) for payload in payloads)
    decoder = Decoder()
    received: list[bytes] = []
    for start in range(0, len(stream), step):
        received += decoder.feed(stream[start : start + step])
    assert received == payloads
    assert decoder.pending == 0


def test_an_incomplete_frame_waits_for_its_rest() -> None:
    whole = frames.frame(b'{"t":"ping"}')
    decoder = Decoder()
    assert list(decoder.feed(whole[:-1])) == []
    assert decoder.pending == len(whole) - 1
    assert list(decoder.feed(whole[-1:])) == [b'{"t":"ping"}']


def test_a_payload_of_exactly_the_limit_passes_and_one_byte_more_is_refused() -> None:
    limit = frames.frame(b"x" * frames.MAX_FRAME)
    assert sum(map(len, Decoder().feed(limit))) == frames.MAX_FRAME
    with pytest.raises(FrameTooLarge) as caught:
        frames.frame(b"x" * (frames.MAX_FRAME + 1))
    assert caught.value.size == frames.MAX_FRAME + 1


def test_a_header_over_the_limit_is_refused_before_its_bytes_arrive() -> None:
    header = (frames.MAX_FRAME + 1).to_bytes(4, "big")
    with pytest.raises(FrameTooLarge):
        list(Decoder().feed(header))


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b'{"id":1}', b'{"t":1}', b"\xff\xfe"])
def test_what_is_not_a_message_is_a_frame_error(payload: bytes) -> None:
    with pytest.raises(FrameError):
        frames.message(payload)


def test_json_is_compact_keeps_non_ascii_and_replaces_lone_surrogates() -> None:
    encoded = JSON.dumps({"t": "x", "text": "żółw \ud83d"})
    assert encoded == '{"t":"x","text":"żółw ?"}'.encode()
    assert json.loads(encoded) == {"t": "x", "text": "żółw ?"}


def test_not_a_number_is_refused_because_other_parsers_refuse_it() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        JSON.dumps({"t": "x", "value": float("nan")})
