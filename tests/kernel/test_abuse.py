"""Extensions at their worst: each is named with its line, ends as an answer, and harms nobody.

Every abuse of a handler is committed while another extension's call and a call of the same
extension are in flight, and afterwards the extension works again.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.kernel.conftest import Start, Write, line_of, until
from workbench.kernel.builds.extension import Extension
from workbench.kernel.errors import LoadError
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.kernel import Kernel

VICTIM = """
@ext.tool("wait", description="Waits until told.")
async def wait(ctx):
    while not await ctx.store.count("go"):
        await asyncio.sleep(0.005)
    return {"waited": True}

@ext.tool("tell", description="Tells the waiting one.")
async def tell(ctx):
    await ctx.store.create("go", {})

@ext.tool("ping", description="Answers.")
async def ping(ctx):
    return {"pong": True}

@ext.panel("p", slot="left")
async def p(ctx, **_p):
    return ui.Text("still here")
"""


@dataclass
class Abused:
    """What came of one abuse: its own outcome and those of the calls beside it."""

    outcome: Outcome
    sibling: Outcome
    bystander: Outcome


def tool(kernel: Kernel, app_id: str, name: str, deadline_s: float = 60.0) -> Trigger:
    user = kernel.personas.current
    return Trigger(app_id, "tool", name, {}, user, "test", deadline_s=deadline_s)


async def commit(kernel: Kernel, write: Write, handler: str, deadline_s: float = 60.0) -> Abused:
    """Run the tool ``abuse`` beside a waiting call of its own and of another extension."""
    await kernel.load(write(VICTIM, "other"))
    abuser = await kernel.load(write(VICTIM + handler))
    build = abuser.build
    waiting = [
        asyncio.create_task(kernel.dispatch.run(tool(kernel, app, "wait")))
        for app in ("demo", "other")
    ]
    children = [build.child, kernel.extensions["other"].build.child]
    await until(kernel.dispatch.started, lambda: all(child.inflight for child in children))
    outcome = await kernel.dispatch.run(tool(kernel, "demo", "abuse", deadline_s))
    await kernel.dispatch.run(tool(kernel, "other", "tell"))
    if build.child.alive:
        await kernel.dispatch.run(tool(kernel, "demo", "tell"))
    sibling, bystander = await asyncio.gather(*waiting)
    return Abused(outcome, sibling, bystander)


async def works_again(kernel: Kernel, extension: Extension) -> None:
    await until(kernel.build_changed, lambda: extension.status == "ready")
    assert (await kernel.dispatch.run(tool(kernel, "demo", "ping"))).value == {"pong": True}


@pytest.mark.parametrize(
    ("body", "spinning"),
    [
        ("while True:\n        pass", "while True"),
        ("time.sleep(600)", "time.sleep"),
        ("__import__('re').match('(a+)+$', 'a' * 60 + 'b')", "__import__"),
    ],
    ids=["spin", "sleep", "keeps the interpreter"],
)
async def test_a_stuck_loop_is_named_then_killed_at_its_deadline(
    kernel: Kernel, write: Write, body: str, spinning: str
) -> None:
    named: list[tuple[str, int | None]] = []

    def look(extension: Extension) -> None:
        if extension.status == "blocked" and extension.problem is not None:
            named.append((extension.problem.message, extension.problem.line))

    kernel.build_changed.connect(look)
    handler = f'\n@ext.tool("abuse")\nasync def abuse(ctx):\n    {body}\n'
    result = await commit(kernel, write, handler, deadline_s=3.5)
    extension = kernel.extensions["demo"]
    place = line_of(extension.root, spinning)
    assert named
    assert "'abuse'" in named[0][0]
    assert named[0][1] in (place, place + 1)
    assert result.outcome.status == "timeout"
    assert result.outcome.error is not None
    assert result.outcome.error.line in (place, place + 1)
    assert result.sibling.status == "host_lost"
    assert result.bystander.value == {"waited": True}
    await works_again(kernel, extension)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("os._exit(3)", "exit code 3"),
        ("ctypes.string_at(0)", "signal 11"),
        ("os.kill(os.getpid(), 9)", "signal 9"),
    ],
    ids=["exit", "segfault", "kill"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="names POSIX signals")
async def test_a_crash_ends_its_calls_as_lost_with_the_last_stack(
    kernel: Kernel, write: Write, body: str, told: str
) -> None:
    handler = f'\n@ext.tool("abuse")\nasync def abuse(ctx):\n    {body}\n'
    result = await commit(kernel, write, handler)
    extension = kernel.extensions["demo"]
    error = result.outcome.error
    assert result.outcome.status == "host_lost"
    assert error is not None
    assert told in error.message
    expected = body if "kill" not in body else '@ext.tool("abuse")'
    assert error.line == line_of(extension.root, expected)
    assert result.sibling.status == "host_lost"
    assert result.bystander.value == {"waited": True}
    await works_again(kernel, extension)
    assert extension.build.number == 2


async def test_a_crash_in_every_handler_does_not_spin(kernel: Kernel, write: Write) -> None:
    extension = await kernel.load(write('@ext.tool("abuse")\nasync def abuse(ctx): os._exit(1)\n'))
    outcomes = [await kernel.dispatch.run(tool(kernel, "demo", "abuse")) for _ in range(6)]
    assert {outcome.status for outcome in outcomes} == {"host_lost"}
    assert extension.builds <= 4
    assert extension.status == "crashed"


async def test_a_crash_at_import_opens_nothing(kernel: Kernel, write: Write) -> None:
    with pytest.raises(LoadError, match="exit code 5") as caught:
        await kernel.load(write("os._exit(5)\n"))
    assert caught.value.report.type == "HostLost"
    assert kernel.extensions == {}


async def test_sources_that_crash_at_import_after_a_crash_are_not_tried_for_ever(
    kernel: Kernel, write: Write
) -> None:
    extension = await kernel.load(write('@ext.tool("abuse")\nasync def abuse(ctx): os._exit(1)\n'))
    write("os._exit(6)\n")
    await kernel.dispatch.run(tool(kernel, "demo", "abuse"))
    await until(kernel.build_changed, lambda: extension.status == "failed")
    assert extension.problem is not None
    assert "exit code 6" in extension.problem.message
    outcome = await kernel.dispatch.run(tool(kernel, "demo", "abuse"))
    assert outcome.status == "host_lost"


async def test_a_panel_whose_reply_is_cut_fails_at_its_declaration(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(VICTIM.replace('"still here"', '"x" * (2 if not _p else 10**8)')))
    good = await kernel.panels.call("demo", "p")
    assert good.ok
    answer = await kernel.panels.call("demo", "p", {"much": 1})
    assert not answer.ok
    assert answer.ui is None
    assert answer.error is not None
    assert answer.error.type == "ReplyTooLarge"
    assert answer.error.line == line_of(kernel.extensions["demo"].root, "@ext.panel")


async def test_memory_beyond_the_cap_is_the_handler_s_error(start: Start, write: Write) -> None:
    kernel = await start(memory_mb=400)
    handler = """
@ext.tool("abuse")
async def abuse(ctx):
    held = []
    while True:
        held.append(bytearray(20 * 2**20))
"""
    result = await commit(kernel, write, handler)
    assert result.outcome.status in ("error", "host_lost")
    assert result.outcome.error is not None
    assert result.outcome.error.type in ("MemoryError", "HostLost")
    assert result.bystander.value == {"waited": True}
    await works_again(kernel, kernel.extensions["demo"])


async def test_a_reply_of_100_mb_becomes_a_typed_error_and_the_child_lives(
    kernel: Kernel, write: Write
) -> None:
    handler = """
@ext.tool("abuse")
async def abuse(ctx):
    return {"blob": "x" * 100_000_000}
"""
    result = await commit(kernel, write, handler)
    assert result.sibling.value == {"waited": True}
    assert result.bystander.value == {"waited": True}
    assert len(str(result.outcome.value)) < 1_000_000
    assert result.outcome.value["blob"]["type"] == "Error"
    assert result.outcome.status == "error"
    assert result.outcome.error is not None
    assert result.outcome.error.type == "ReplyTooLarge"
    assert result.outcome.error.line == line_of(
        kernel.extensions["demo"].root, '@ext.tool("abuse")'
    )
    await works_again(kernel, kernel.extensions["demo"])


async def test_a_storm_of_prints_is_counted_and_dropped(kernel: Kernel, write: Write) -> None:
    handler = """
@ext.tool("abuse")
async def abuse(ctx):
    for n in range(200_000):
        print("line", n)
    return {"printed": n}
"""
    result = await commit(kernel, write, handler)
    assert result.outcome.value == {"printed": 199_999}
    assert result.sibling.value == {"waited": True}
    lines = dropped = 0
    async with asyncio.timeout(20):
        while lines + dropped < 200_000:
            kept = await kernel.journal.query(kinds=["log"], limit=250_000)
            dropped = sum(r.body["dropped"] for r in kept if r.status == "dropped")
            lines = sum(1 for r in kept if r.name.startswith("line "))
    assert dropped > 100_000
    assert lines + dropped == 200_000
    (storm,) = await kernel.journal.query(kinds=["problem"], text="faster than")
    place = line_of(kernel.extensions["demo"].root, 'print("line"')
    assert storm.body["error"]["type"] == "LogStorm"
    assert storm.body["error"]["line"] == place
    assert "tool 'abuse'" in storm.name


async def test_a_deleted_folder_keeps_the_last_panels_and_says_so(
    start: Start, write: Write
) -> None:
    kernel = await start(watch=True)
    extension = await kernel.load(write(VICTIM))
    await kernel.panels.discover("demo")
    shutil.rmtree(extension.root)
    await until(kernel.build_changed, lambda: extension.status == "removed")
    assert extension.problem is not None
    assert "is gone" in extension.problem.message
    answer = kernel.panels.current("demo", "p")
    assert answer is not None
    assert answer.ok
    assert (await kernel.panels.call("demo", "p")).ok
    write(VICTIM)
    await until(kernel.build_changed, lambda: extension.status == "ready")
    assert extension.build.number == 2


@pytest.mark.parametrize(
    "broken", ["def oops(:\n", "import no_such_module\n", "os._exit(3)\n", "1 / 0\n"]
)
async def test_sources_that_do_not_load_leave_calls_in_flight_alone(
    kernel: Kernel, write: Write, broken: str
) -> None:
    extension = await kernel.load(write(VICTIM))
    waiting = asyncio.create_task(kernel.dispatch.run(tool(kernel, "demo", "wait")))
    child = extension.build.child
    await until(kernel.dispatch.started, lambda: bool(child.inflight))
    write(VICTIM + broken)
    with pytest.raises(LoadError):
        await kernel.reload("demo")
    shutil.rmtree(extension.root)
    with pytest.raises(LoadError, match=r"gone|no main"):
        await kernel.reload("demo")
    assert extension.status == "removed"
    await kernel.dispatch.run(tool(kernel, "demo", "tell"))
    assert (await waiting).value == {"waited": True}
    assert extension.build.child is child


async def test_a_handler_that_ignores_its_cancellation_is_killed(
    kernel: Kernel, write: Write
) -> None:
    handler = """
@ext.tool("abuse")
async def abuse(ctx):
    while True:
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            pass
"""
    result = await commit(kernel, write, handler, deadline_s=0.2)
    assert result.outcome.status == "timeout"
    assert result.sibling.status == "host_lost"
    assert result.sibling.error is not None
    assert "did not stop when cancelled" in result.sibling.error.message
    await works_again(kernel, kernel.extensions["demo"])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
async def test_a_forked_copy_does_not_hide_a_death(start: Start, write: Write) -> None:
    kernel = await start(http="live")  # forks are refused in a session without the network
    handler = """
@ext.tool("abuse")
async def abuse(ctx):
    if os.fork() == 0:
        time.sleep(4)
        os._exit(0)
    os._exit(9)
"""
    result = await commit(kernel, write, handler)
    assert result.outcome.status == "host_lost"
    assert result.outcome.error is not None
    assert "exit code 9" in result.outcome.error.message


async def test_every_incident_is_in_the_journal(kernel: Kernel, write: Write) -> None:
    root: Path = write('@ext.tool("abuse")\nasync def abuse(ctx):\n    ctypes.string_at(0)\n')
    await kernel.load(root)
    outcome = await kernel.dispatch.run(tool(kernel, "demo", "abuse"))
    (problem,) = await kernel.journal.query(kinds=["problem"])
    assert problem.status == "crashed"
    assert problem.body["error"]["line"] == line_of(root, "string_at")
    record = await kernel.journal.get(outcome.span_id)
    assert record is not None
    assert record.status == "host_lost"
