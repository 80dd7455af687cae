"""A window that is killed, and the next one that opens where it stood."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.reopening import Reopening
from workbench.kernel.options import KernelOptions
from workbench.kernel.sessions.past import past_sessions
from workbench.kernel.sessions.place import ClockPlace, Place, read_place, write_place

EXTENSION = """
from imperal_sdk import ActionResult, ChatExtension, Extension, ui
from pydantic import BaseModel

ext = Extension("{app_id}", version="1.0.0", display_name="{app_id}", description="For a test.")
chat = ChatExtension(ext, tool_name="{app_id}", description="For a test.")

class Nothing(BaseModel):
    pass

@ext.panel("list", slot="left", title="List")
async def listed(ctx, **kwargs):
    return ui.Stack(children=[ui.Text(content="all")])

@ext.panel("detail", slot="center", title="Detail", center_overlay=True)
async def detail(ctx, item: str = "none", **kwargs):
    return ui.Stack(children=[ui.Text(content=f"item {{item}} for {{ctx.user.imperal_id}}")])

@chat.function("greet", description="Greet somebody.", action_type="read")
async def greet(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data={{}}, summary="Hello there")
"""

WINDOW = """
import sys
from pathlib import Path
from workbench.gui import app
from workbench.kernel.options import KernelOptions

state, *roots = map(Path, sys.argv[1:])

async def live(chrome):
    session = chrome.session
    kernel = session.kernel
    await session.choose_persona("u-ben")
    await kernel.chat.say("greet me", plan=[{"tool": "one.greet", "args": {}}])
    kernel.clock.pause()
    await kernel.clock.jump(kernel.clock.now() + 3 * 86_400)
    session.show_extension("one")
    await session.act("one", {"action": "call", "function": "__panel__detail",
                              "params": {"item": "seven"}}, "list")
    chrome.deck.show_pane("audit")
    print(kernel.clock.now(), flush=True)

original = app._live
def started(window, options, given, record):
    session = window.fill().session
    session.settled.connect(lambda: session.tasks.spawn(live(window.chrome), "drive"))
    return original(window, options, given, record)
app._live = started
sys.exit(app.run(roots, lambda: KernelOptions(state=state), theme="dark"))
"""


def extension(folder: Path, app_id: str) -> Path:
    root = folder / app_id
    root.mkdir()
    (root / "main.py").write_text(EXTENSION.format(app_id=app_id))
    return root


def seen(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, f"never saw {what}"
        time.sleep(0.05)


def stands(state: Path) -> bool:
    """Whether the place of the running session says all that was done in it."""
    for session in past_sessions(state):
        place = session.place
        if place is None or place.shown != "one" or place.user != "u-ben":
            continue
        center = place.panels["one"].get("center")
        return (
            center is not None and center.params == {"item": "seven"} and place.clock.at is not None
        )
    return False


@pytest.fixture
def killed(tmp_path: Path) -> float:
    """The virtual time of a window that two folders were opened in, killed at once."""
    roots = [extension(tmp_path, "one"), extension(tmp_path, "two")]
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "WORKBENCH_SETTINGS": str(tmp_path / "window.ini"),
    }
    command = [sys.executable, "-c", WINDOW, str(tmp_path / "state"), *map(str, roots)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            at = float(process.stdout.readline())
            seen(lambda: stands(tmp_path / "state"), "the place in its file")
            layout = tmp_path / "window.ini"
            seen(lambda: layout.is_file() and "pane=audit" in layout.read_text(), "the layout")
        finally:
            process.send_signal(signal.SIGKILL)
    return at


@pytest.mark.skipif(os.name == "nt", reason="a process is killed by a signal")
async def test_a_window_that_was_killed_opens_where_it_stood(
    killed: float, chrome: Chrome, tmp_path: Path
) -> None:
    state, roots = tmp_path / "state", [tmp_path / "one"]
    assert [s.state for s in past_sessions(state)] == ["cut off"]
    assert chrome.deck.current == "audit"
    told: list[str] = []
    chrome.session.notice.connect(told.append)
    await chrome.session.start(lambda: KernelOptions(state=state), roots)
    await chrome.tasks.settled()
    kernel = chrome.session.kernel
    assert kernel is not None
    assert list(kernel.extensions) == ["one", "two"]
    assert chrome.session.current == "one"
    assert chrome.toolbar.persona.text() == "Ben"
    page = chrome.stage.columns["center"].current()
    assert page is not None
    assert (page.panel_id, page.header.params.text()) == ("detail", "detail · item=seven")
    answer = kernel.panels.current("one", "detail")
    assert answer is not None
    assert "item seven for u-ben" in str(answer.ui)
    assert (kernel.clock.mode, kernel.clock.now()) == ("paused", pytest.approx(killed, abs=1))
    turns = chrome.stage.chat.turn_views()
    assert [turn.answers()[0].text() for turn in turns] == ["Hello there"]
    assert any("cut off" in text for text in told)
    await chrome.session.close()
    assert [s.state for s in past_sessions(state)] == ["ended", "cut off"]


def test_what_was_asked_for_goes_before_what_was(tmp_path: Path) -> None:
    place = Place(
        roots=(str(tmp_path), "/gone"),
        user="u-ben",
        clock=ClockPlace(1_790_000_000.0, "accelerated", 60.0),
        history=tuple(map(str, range(20))),
        profile="platform-6",
        http="offline",
    )
    back = Reopening(tmp_path / "f.sqlite", place)
    options = back.options(KernelOptions(http="live"))
    assert (options.http, options.profile, options.user) == ("live", "platform-6", "u-ben")
    assert (options.clock_start, options.clock_paused) == (1_790_000_000.0, False)
    assert back.options(KernelOptions(user="u-ada", clock_start=5.0)).user == "u-ada"
    assert back.options(KernelOptions(user="u-ada", clock_start=5.0)).clock_start == 5.0
    assert back.roots([Path("/asked")]) == [Path("/asked"), tmp_path]
    assert back.history == (*map(str, range(1, 20)), "f")


async def test_time_runs_on_as_fast_as_it_did(chrome: Chrome, tmp_path: Path) -> None:
    root, state = extension(tmp_path, "one"), tmp_path / "state"
    await chrome.session.start(lambda: KernelOptions(state=state), [root])
    assert chrome.session.kernel is not None
    journal = chrome.session.kernel.journal.path
    await chrome.session.close()
    fast = ClockPlace(1_990_000_000.0, "accelerated", 60.0)
    write_place(journal, Place(roots=(str(root),), shown="one", panels={"one": {}}, clock=fast))
    await chrome.session.start(lambda: KernelOptions(state=state), [root])
    clock = chrome.session.kernel.clock
    assert (clock.mode, clock.rate) == ("accelerated", 60.0)
    assert clock.now() >= 1_990_000_000.0
    assert not chrome.stage.columns["left"].occupied()


async def test_what_was_said_before_two_crashes_is_still_there(
    chrome: Chrome, tmp_path: Path
) -> None:
    root, state = extension(tmp_path, "one"), tmp_path / "state"
    for number in range(3):
        await chrome.session.start(lambda: KernelOptions(state=state), [root])
        kernel = chrome.session.kernel
        assert kernel is not None
        assert [turn.text for turn in kernel.chat.turns] == ["hello 0", "hello 1"][:number]
        assert len({turn.id for turn in kernel.chat.turns}) == number
        await kernel.chat.say(f"hello {number}", plan=[{"tool": "one.greet", "args": {}}])
        journal = kernel.journal.path
        await until(lambda journal=journal: read_place(journal), "the place")
        await chrome.session.close()
        kept = read_place(journal)
        assert kept is not None
        write_place(journal, replace(kept, ended=False))  # as if it had been cut off


async def test_another_network_mode_leaves_everything_where_it_stands(
    chrome: Chrome, tmp_path: Path
) -> None:
    root, state = extension(tmp_path, "one"), tmp_path / "state"
    await chrome.session.start(lambda: KernelOptions(state=state), [root])
    before = chrome.session.kernel
    assert before is not None
    await before.chat.say("hello", plan=[{"tool": "one.greet", "args": {}}])
    await chrome.session.choose_persona("u-ben")
    before.clock.pause()
    await before.clock.jump(before.clock.now() + 86_400)
    at = before.clock.now()
    call = {"action": "call", "function": "__panel__detail", "params": {"item": "seven"}}
    await chrome.session.act("one", call, "list")
    chrome.actions.run("network.offline")
    await until(lambda: chrome.session.kernel not in (None, before), "another kernel")
    await until(chrome.stage.center_open, "the panel in the center")
    await chrome.tasks.settled()
    kernel = chrome.session.kernel
    assert kernel is not None
    page = chrome.stage.columns["center"].current()
    assert page is not None
    assert page.header.params.text() == "detail · item=seven"
    assert (kernel.options.http, kernel.clock.mode) == ("offline", "paused")
    assert kernel.clock.now() == pytest.approx(at, abs=1)
    assert kernel.personas.current.imperal_id == "u-ben"
    assert [view.answers()[0].text() for view in chrome.stage.chat.turn_views()] == ["Hello there"]


async def test_a_session_that_ended_is_not_taken_up_again(chrome: Chrome, tmp_path: Path) -> None:
    root, state = extension(tmp_path, "one"), tmp_path / "state"
    await chrome.session.start(lambda: KernelOptions(state=state), [root])
    await chrome.tasks.settled()
    kernel = chrome.session.kernel
    assert kernel is not None
    journal = kernel.journal.path
    await until(lambda: read_place(journal), "the place")
    await chrome.session.close()
    kept = read_place(journal)
    assert kept is not None
    assert kept.ended
    assert kept.roots == (str(root),)
    await chrome.session.start(lambda: KernelOptions(state=state), [root])
    assert chrome.session.history == ()


async def test_a_place_whose_folders_are_gone_still_opens(chrome: Chrome, tmp_path: Path) -> None:
    root, state = extension(tmp_path, "one"), tmp_path / "state"
    await chrome.session.start(lambda: KernelOptions(state=state), [root])
    await chrome.tasks.settled()
    assert chrome.session.kernel is not None
    journal = chrome.session.kernel.journal.path
    await chrome.session.close()
    write_place(
        journal, Place(roots=("/gone",), shown="gone", user="u-nobody", panels={"gone": {}})
    )
    await chrome.session.start(lambda: KernelOptions(state=state), [root])
    await chrome.tasks.settled()
    assert chrome.session.current == "one"
    assert chrome.stage.columns["left"].occupied()
