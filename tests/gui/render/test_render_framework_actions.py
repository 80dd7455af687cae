"""Sending actions: pending, failing, confirmed, and never twice at once."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt

from tests.gui.render.bench import Bench, Host, call, node, stack
from workbench.gui.render import ActionHost, ActionRun, fire

pytestmark = pytest.mark.gui


async def turns(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


def test_the_host_of_these_tests_is_an_action_host() -> None:
    assert isinstance(Host(), ActionHost)


async def test_a_run_is_pending_until_the_host_answers() -> None:
    host, states = Host(), []
    host.gate = asyncio.Event()
    run = ActionRun(host, lambda: states.append((run.pending, run.error)))
    assert run.start(call("save"), {"x": 1})
    await turns()
    assert run.pending
    assert not run.start(call("again"))
    host.gate.set()
    await turns()
    assert states == [(True, ""), (False, "")]
    assert host.actions == [call("save", x=1)]


async def test_the_hosts_error_text_is_kept_until_the_next_start() -> None:
    host = Host()
    host.error = "no such function"
    run = ActionRun(host, lambda: None)
    run.start(call())
    await turns()
    assert run.error == "no such function"
    host.error = None
    run.start(call())
    assert run.error == ""


async def test_a_host_that_raises_counts_as_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Host):
        async def dispatch(self, action: dict[str, object]) -> str | None:
            raise OSError("gone")

    run = ActionRun(Broken(), lambda: None)
    run.start(call())
    await turns()
    assert (run.pending, run.error) == (False, "gone")
    assert "failed to run an action" in caplog.text


@pytest.mark.parametrize(("answer", "sent"), [(True, 1), (False, 0)])
async def test_a_confirmation_decides_whether_anything_is_sent(answer: bool, sent: int) -> None:
    host, ended = Host(), []
    host.answer = answer
    run = ActionRun(host, lambda: None)
    run.start(call(), confirm="Sure?", done=ended.append)
    await turns()
    assert host.questions == ["Sure?"]
    assert len(host.actions) == sent
    assert ended == [answer]


async def test_a_forgotten_run_tells_nobody_but_is_finished() -> None:
    host, told = Host(), []
    host.gate = asyncio.Event()
    run = ActionRun(host, lambda: told.append(1))
    run.start(call(), done=lambda ok: told.append(2))
    await turns()
    run.forget()
    host.gate.set()
    await turns()
    assert told == [1]
    assert len(host.actions) == 1


async def test_what_shows_no_pending_state_tells_its_failure_as_a_notice() -> None:
    host = Host()
    host.error = "failed"
    fire(host, call())
    await turns()
    assert host.notices == ["failed"]


def test_without_a_loop_an_action_that_does_not_wait_still_runs() -> None:
    host = Host()
    run = ActionRun(host, lambda: None)
    run.start(call("now"))
    assert host.actions == [call("now")]
    assert not run.pending


async def test_a_button_is_busy_while_its_action_runs_and_ignores_clicks(bench: Bench) -> None:
    bench.host.gate = asyncio.Event()
    bench.show(stack(node("Button", label="Save", on_click=call("save")), direction="h"))
    bench.click("Save")
    await turns()
    busy = bench.widget("Loading…")
    bench.click("Loading…")
    bench.click("Loading…")
    await turns()
    assert len(bench.host.actions) == 1
    bench.host.gate.set()
    await turns()
    assert bench.widget("Save") is busy


async def test_a_failed_action_is_told_under_its_button_and_cleared_by_the_next(
    bench: Bench,
) -> None:
    bench.host.error = "The server said no"
    bench.show(stack(node("Button", label="Save", on_click=call())))
    tall = bench.view("Button").h
    bench.click("Save")
    await turns()
    bench.settle()
    assert bench.spoken() == ["The server said no"]
    assert bench.view("Button").h == tall + 20
    bench.host.error = None
    bench.click("Save")
    await turns()
    bench.settle()
    assert bench.spoken() == []


async def test_a_refresh_during_an_action_keeps_the_button_busy(bench: Bench) -> None:
    bench.host.gate = asyncio.Event()
    bench.show(stack(node("Button", label="Save", on_click=call())))
    bench.click("Save")
    await turns()
    bench.show(stack(node("Button", label="Store", on_click=call())))
    assert bench.widget("Loading…").isVisible()
    bench.host.gate.set()
    await turns()
    assert bench.widget("Store").isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_button_answers_to_enter_and_space(bench: Bench, key: Qt.Key) -> None:
    bench.show(stack(node("Button", label="Go", on_click=call("go"))))
    bench.panel.activateWindow()
    bench.widget("Go").setFocus()
    bench.key(key)
    assert bench.host.actions == [call("go")]


def test_a_disabled_or_loading_button_sends_nothing(bench: Bench) -> None:
    bench.show(
        stack(
            node("Button", label="Off", on_click=call(), disabled=True),
            node("Button", label="x", on_click=call(), loading=True, loading_label="Wait"),
        )
    )
    bench.click("Off")
    bench.click("Wait")
    assert bench.host.actions == []
