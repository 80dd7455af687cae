"""Refresh: declarations, coalesced fetches, intervals on the virtual clock."""

from __future__ import annotations

import asyncio

import pytest

from tests.kernel.conftest import Write, until
from workbench.kernel.kernel import Kernel
from workbench.kernel.panel_answer import PanelAnswer
from workbench.kernel.refresh_rule import RefreshRule


@pytest.mark.parametrize(
    ("declared", "rule"),
    [
        ("manual", RefreshRule()),
        ("on_event:a.b,c.d", RefreshRule(events=("a.b", "c.d"))),
        ("on_event: a.b , c ", RefreshRule(events=("a.b", "c"))),
        ("interval:5s", RefreshRule(interval_s=5.0)),
        ("interval:2.5", RefreshRule(interval_s=2.5)),
        ("interval:soon", RefreshRule()),
        ("interval:0s", RefreshRule()),
        ("whatever", RefreshRule()),
        ("", RefreshRule()),
    ],
)
def test_refresh_declarations_are_read(declared: str, rule: RefreshRule) -> None:
    assert RefreshRule.parse(declared) == rule


COUNTING = """
calls = 0

@ext.panel("p", slot="left", refresh="interval:30s")
async def p(ctx):
    global calls
    calls += 1
    return ui.Text(str(calls))
"""


def shown(answer: PanelAnswer | None) -> str:
    assert answer is not None
    assert answer.ui is not None
    return str(answer.ui["props"]["content"])


async def test_an_interval_panel_is_fetched_again_on_virtual_time(
    kernel: Kernel, write: Write
) -> None:
    kernel.clock.pause()
    await kernel.load(write(COUNTING))
    await kernel.panels.discover("demo")
    at = kernel.clock.now()
    await kernel.clock.jump(at + 29)
    assert shown(kernel.panels.current("demo", "p")) == "1"
    await kernel.clock.jump(at + 31)
    await until(kernel.panels.changed, lambda: shown(kernel.panels.current("demo", "p")) == "2")
    await kernel.clock.jump(at + 31 + 300)
    answer = kernel.panels.current("demo", "p")
    await until(kernel.panels.changed, lambda: int(shown(kernel.panels.current("demo", "p"))) >= 11)
    assert answer is not None
    assert answer.origin == "refresh"


async def test_unloading_ends_the_interval(kernel: Kernel, write: Write) -> None:
    kernel.clock.pause()
    await kernel.load(write(COUNTING))
    await kernel.panels.discover("demo")
    await kernel.unload("demo")
    before = kernel.journal.count()
    await kernel.clock.jump(kernel.clock.now() + 300)
    assert await kernel.journal.query(kinds=["panel"], after_seq=before) == []


async def test_requests_during_a_fetch_become_one_more_fetch(kernel: Kernel, write: Write) -> None:
    await kernel.load(
        write("""
        calls = 0

        @ext.panel("p", slot="left")
        async def p(ctx):
            global calls
            calls += 1
            mine = calls
            await ctx.store.count("x")
            return ui.Text(str(mine))
        """)
    )
    await kernel.panels.discover("demo")
    answers = await asyncio.gather(
        *(kernel.refresher.after_call("demo", None, None) for _ in range(10))
    )
    texts = {shown(answer[0]) for answer in answers}
    assert texts == {"2", "3"}
    assert shown(kernel.panels.current("demo", "p")) == "3"


async def test_a_closed_panel_is_not_fetched_again(kernel: Kernel, write: Write) -> None:
    await kernel.load(
        write("""
        @ext.panel("a", slot="left")
        async def a(ctx):
            return ui.Text("a")

        @ext.panel("b", slot="center", center_overlay=True)
        async def b(ctx):
            return ui.Text("b")
        """)
    )
    await kernel.panels.discover("demo")
    await kernel.panels.call("demo", "b")
    kernel.panels.close("demo", "b")
    answers = await kernel.refresher.after_chat(None)
    assert [answer.panel_id for answer in answers] == ["a"]
    assert "center" not in kernel.panels.showing("demo")
