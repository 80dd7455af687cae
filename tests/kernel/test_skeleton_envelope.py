"""What the classifier reads of a user's snapshots: flat, short, with its age."""

from __future__ import annotations

from typing import Any

from tests.kernel.conftest import Write
from workbench.kernel.kernel import Kernel
from workbench.kernel.services.skeletons import Snapshot
from workbench.kernel.skeletons.envelope import HEADER, Envelope, envelope


def read(data: Any, *, age: float = 17, ttl: float = 300, **more: Any) -> Envelope:
    snapshot = Snapshot("mail", "u-ada", "inbox", data, 1_000.0, ttl)
    return envelope(
        [snapshot], now=1_000.0 + age, **{"longest_list": 5, "aim_bytes": 2_048, **more}
    )


def line(data: Any, **more: Any) -> str:
    return read(data, **more).sections[0].line


def test_a_section_is_one_line_with_its_age_and_its_values() -> None:
    assert line({"unread": 3, "total": 17}) == (
        "- mail.inbox (cached ~17s ago): unread=3, total=17"
    )
    assert read({"unread": 3}).text.splitlines()[0] == HEADER


def test_nested_objects_become_dotted_names() -> None:
    assert line({"by": {"state": {"open": 2}}, "ok": True, "who": None}).endswith(
        ": by.state.open=2, ok=true, who=none"
    )


def test_short_lists_are_spelled_out_and_long_ones_reduced_to_their_length() -> None:
    found = read({"ids": [1, 2], "all": list(range(6)), "five": list("abcde")}).sections[0]
    assert found.line.endswith(": ids=[1, 2], all=list[6], five=[a, b, c, d, e]")
    assert found.collapsed == ("all",)


def test_lists_of_objects_are_flattened_place_by_place() -> None:
    assert line({"top": [{"id": 1}, {"id": 2}]}).endswith(": top[0].id=1, top[1].id=2")


def test_private_keys_are_left_out() -> None:
    found = read({"n": 1, "_cursor": "x", "deep": {"_t": 1}}).sections[0]
    assert found.line.endswith(": n=1")
    assert found.left_out == ("_cursor", "deep._t")


def test_line_breaks_do_not_break_the_line() -> None:
    assert line({"subject": "Hello\n  there"}).endswith(": subject=Hello there")


def test_a_section_over_the_aim_is_named() -> None:
    big = read({"text": "x" * 3_000})
    assert big.over == ("mail.inbox",)
    assert big.sections[0].bytes > 3_000
    assert big.bytes == len(big.text.encode())
    assert read({"text": "x"}).over == ()


def test_a_section_past_its_ttl_is_stale() -> None:
    assert read({"n": 1}, age=301).sections[0].stale
    assert not read({"n": 1}, age=299).sections[0].stale


def test_without_snapshots_there_is_nothing_to_read() -> None:
    assert envelope([], now=0.0, longest_list=5, aim_bytes=2_048).text == ""


async def test_each_user_has_their_own(kernel: Kernel, write: Write) -> None:
    await kernel.load(
        write("""
        @ext.skeleton("who", ttl=60, description="Who.")
        async def who(ctx):
            return {"response": {"user": ctx.user.imperal_id}}
        """)
    )
    await kernel.skeletons.tick("demo", "who")
    await kernel.skeletons.tick("demo", "who", user=kernel.personas.find("u-ben"))
    for user in ("u-ada", "u-ben"):
        found = await kernel.skeletons.envelope(user)
        assert f"demo.who (cached ~0s ago): user={user}" in found.text
        assert len(found.sections) == 1
