"""Reload as a transaction: swapped only when it loads, the last good build kept, work drained."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.kernel.conftest import Start, Write, line_of, until
from workbench.kernel.errors import LoadError, NotDeclared
from workbench.kernel.invocation import Outcome, Trigger
from workbench.kernel.kernel import Kernel

PANEL = """
@ext.panel("p", slot="left")
async def p(ctx, tab=""):
    return ui.Text("{text}:" + tab)
"""


def text(kernel: Kernel, panel_id: str = "p") -> str:
    answer = kernel.panels.current("demo", panel_id)
    assert answer is not None
    assert answer.ui is not None
    return str(answer.ui["props"]["content"])


async def test_a_reload_runs_the_new_sources_in_a_new_process(kernel: Kernel, write: Write) -> None:
    extension = await kernel.load(write(PANEL.format(text="one")))
    first = extension.build
    write(PANEL.format(text="two"))
    second = await kernel.reload("demo")
    assert extension.build is second
    assert (first.number, second.number) == (1, 2)
    assert first.pid != second.pid
    answer = await kernel.panels.call("demo", "p")
    assert answer.ui is not None
    assert answer.ui["props"]["content"] == "two:"
    await first.child.gone()


async def test_two_saves_of_the_same_size_never_run_stale_code(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(PANEL.format(text="aaa")))
    for content in ("bbb", "ccc", "ddd"):
        write(PANEL.format(text=content))
        await kernel.reload("demo")
        answer = await kernel.panels.call("demo", "p")
        assert answer.ui is not None
        assert answer.ui["props"]["content"] == f"{content}:"


@pytest.mark.parametrize(
    ("broken", "kind", "where"),
    [
        ("def oops(:\n    pass\n", "SyntaxError", "def oops(:"),
        ("import no_such_module_here\n", "ModuleNotFoundError", "import no_such_module"),
        ("x = 1 / 0\n", "ZeroDivisionError", "1 / 0"),
        ('@ext.panel("q", slot="main")\nasync def q(ctx): ...\n', "ValueError", 'slot="main"'),
    ],
)
async def test_sources_that_do_not_load_leave_the_last_good_build(
    kernel: Kernel, write: Write, broken: str, kind: str, where: str
) -> None:
    extension = await kernel.load(write(PANEL.format(text="good")))
    good = extension.build
    root = write(PANEL.format(text="bad") + broken)
    with pytest.raises(LoadError) as caught:
        await kernel.reload("demo")
    report = caught.value.report
    assert report.type == kind
    assert report.file == str(root / "main.py")
    assert report.line == line_of(root, where)
    assert extension.build is good
    assert (extension.status, extension.problem) == ("failed", report)
    answer = await kernel.panels.call("demo", "p")
    assert answer.ui is not None
    assert answer.ui["props"]["content"] == "good:"
    write(PANEL.format(text="fixed"))
    await kernel.reload("demo")
    assert (extension.status, extension.problem) == ("ready", None)


async def test_a_first_load_that_fails_opens_nothing(kernel: Kernel, write: Write) -> None:
    failed: list[Path] = []
    kernel.builds.load_failed.connect(lambda root, report: failed.append(root))
    root = write("import nothing_of_the_kind\n")
    with pytest.raises(LoadError, match="nothing_of_the_kind"):
        await kernel.load(root)
    assert kernel.extensions == {}
    assert failed == [root]
    write(PANEL.format(text="x"))
    assert (await kernel.load(root)).app_id == "demo"


async def test_a_folder_without_main_py_says_so(kernel: Kernel, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"no main\.py"):
        await kernel.load(tmp_path)


async def test_loading_an_open_folder_reloads_it(kernel: Kernel, write: Write) -> None:
    root = write(PANEL.format(text="one"))
    first = await kernel.load(root)
    again = await kernel.load(root)
    assert again is first
    assert first.build.number == 2


async def test_an_app_id_can_be_open_once_only(
    kernel: Kernel, write: Write, tmp_path: Path
) -> None:
    root = write(PANEL.format(text="one"))
    await kernel.load(root)
    other = tmp_path / "copy"
    other.mkdir()
    (other / "main.py").write_text((root / "main.py").read_text())
    with pytest.raises(LoadError, match="open already"):
        await kernel.load(other)


async def test_another_app_id_is_not_swapped_in(kernel: Kernel, write: Write) -> None:
    extension = await kernel.load(write(PANEL.format(text="one")))
    source = (extension.root / "main.py").read_text()
    (extension.root / "main.py").write_text(source.replace('Extension("demo"', 'Extension("other"'))
    with pytest.raises(LoadError, match="app id changed"):
        await kernel.reload("demo")
    assert extension.build.number == 1


async def test_state_of_the_session_survives_a_reload(kernel: Kernel, write: Write) -> None:
    source = """
    @ext.panel("p", slot="left")
    async def p(ctx, tab=""):
        n = await ctx.store.count("things")
        return ui.Text(f"{text}:{{tab}}:{{n}}")

    @chat.function("add", description="Add a thing to the store.")
    async def add(ctx, params: Nothing) -> ActionResult:
        await ctx.store.create("things", {{}})
        return ActionResult.success(data={{}}, summary="Added.")
    """
    await kernel.load(write(source.format(text="old")))
    await kernel.panels.discover("demo")
    await kernel.act("demo", {"action": "call", "function": "__panel__p", "params": {"tab": "t"}})
    await kernel.chat.say("", plan=[{"tool": "add"}])
    write(source.format(text="new"))
    await kernel.reload("demo")
    await kernel.refresher.settled()
    assert text(kernel) == "new:t:1"
    assert len(kernel.chat.turns) == 1


async def test_a_panel_that_is_new_in_a_build_is_discovered(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(PANEL.format(text="one")))
    await kernel.panels.discover("demo")
    write(
        PANEL.format(text="two")
        + '@ext.panel("q", slot="right")\nasync def q(ctx):\n    return ui.Text("q")\n'
    )
    await kernel.reload("demo")
    await kernel.refresher.settled()
    assert text(kernel, "q") == "q"
    assert text(kernel) == "two:"


SLOW = """
@ext.tool("slow", description="Waits for a document.")
async def slow(ctx):
    while not await ctx.store.count("go"):
        await asyncio.sleep(0.01)
    return {{"version": {version}}}

@ext.tool("fast", description="Answers at once.")
async def fast(ctx):
    return {{"version": {version}}}

@chat.function("go", description="Let the slow ones end.")
async def go(ctx, params: Nothing) -> ActionResult:
    await ctx.store.create("go", {{}})
    return ActionResult.success(data={{}}, summary="")
"""


def tool(kernel: Kernel, name: str) -> Trigger:
    return Trigger("demo", "tool", name, {}, kernel.personas.current, "test")


async def started(kernel: Kernel) -> asyncio.Task[Outcome]:
    """A slow call that its child has received."""
    call: asyncio.Task[Outcome] = asyncio.create_task(kernel.dispatch.run(tool(kernel, "slow")))
    child = kernel.extensions["demo"].build.child
    await until(kernel.dispatch.started, lambda: bool(child.inflight))
    return call


async def test_an_old_build_finishes_its_work_and_gets_no_more(
    kernel: Kernel, write: Write
) -> None:
    extension = await kernel.load(write(SLOW.format(version=1)))
    old = extension.build
    slow = await started(kernel)
    write(SLOW.format(version=2))
    await kernel.reload("demo")
    assert extension.draining == [old]
    fast = await kernel.dispatch.run(tool(kernel, "fast"))
    assert fast.value == {"version": 2}
    await kernel.call("demo", "go")
    outcome = await slow
    assert outcome.value == {"version": 1}
    await old.child.gone()
    assert extension.draining == []


async def test_at_most_two_old_builds_drain_and_the_oldest_is_interrupted(
    kernel: Kernel, write: Write
) -> None:
    extension = await kernel.load(write(SLOW.format(version=1)))
    calls = []
    for version in (2, 3, 4):
        calls.append(await started(kernel))
        write(SLOW.format(version=version))
        await kernel.reload("demo")
    first = await calls[0]
    assert first.status == "timeout"
    assert first.error is not None
    assert first.error.type == "Interrupted"
    assert [build.number for build in extension.draining] == [2, 3]
    (row,) = await kernel.journal.query(kinds=["audit"], status="interrupted")
    assert row.body["build"] == 1
    await kernel.call("demo", "go")
    values = [(await call).value for call in calls[1:]]
    assert values == [{"version": 2}, {"version": 3}]


async def test_a_storm_of_reloads_ends_with_the_newest_sources(
    kernel: Kernel, write: Write
) -> None:
    extension = await kernel.load(write(PANEL.format(text="0")))
    reloads = []
    for number in range(1, 21):
        write(PANEL.format(text=str(number)))
        reloads.append(asyncio.create_task(kernel.reload("demo")))
        await asyncio.sleep(0)
    builds = await asyncio.gather(*reloads)
    assert extension.build is builds[-1]
    assert extension.build.number < 6
    answer = await kernel.panels.call("demo", "p")
    assert answer.ui is not None
    assert answer.ui["props"]["content"] == "20:"


async def test_a_hanging_import_makes_way_for_newer_sources(start: Start, write: Write) -> None:
    kernel = await start(load_timeout_s=60)
    extension = await kernel.load(write(PANEL.format(text="good")))
    write("while True: pass\n")
    stuck = asyncio.create_task(kernel.reload("demo"))
    children = kernel.supervisor
    await until(children.changed, lambda: any(child.blocked for child in children.children))
    write(PANEL.format(text="newer"))
    await kernel.reload("demo")
    with pytest.raises(LoadError):
        await stuck
    assert extension.build.number == 2
    assert (await kernel.panels.call("demo", "p")).ok


async def test_a_hanging_import_makes_way_also_for_what_was_saved_at_once(
    start: Start, write: Write
) -> None:
    kernel = await start(load_timeout_s=60)
    extension = await kernel.load(write(PANEL.format(text="good")))
    write("print('begun')\nwhile True: pass\n")
    stuck = asyncio.create_task(kernel.reload("demo"))
    async with asyncio.timeout(20):
        while not any(r.name == "begun" for r in await kernel.journal.query(kinds=["log"])):
            continue
    write(PANEL.format(text="mended"))
    await kernel.reload("demo")
    with pytest.raises(LoadError):
        await stuck
    assert extension.build.number == 2


async def test_a_stuck_loop_ends_when_a_newer_build_has_taken_over(
    kernel: Kernel, write: Write
) -> None:
    stuck = """
@ext.tool("stuck")
async def stuck(ctx):
    while True: pass
"""
    root = write(PANEL.format(text="one") + stuck)
    extension = await kernel.load(root)
    line = line_of(root, "while True")
    old = extension.build
    call = asyncio.create_task(kernel.dispatch.run(tool(kernel, "stuck")))
    await until(kernel.dispatch.started, lambda: bool(old.child.inflight))
    write(PANEL.format(text="two"))
    await kernel.reload("demo")
    outcome = await call
    assert outcome.status == "timeout"
    assert outcome.error is not None
    assert outcome.error.type == "Interrupted"
    assert outcome.error.line == line
    await old.child.gone()
    assert extension.draining == []
    assert extension.status == "ready"


async def test_an_import_that_never_ends_is_given_up_with_its_line(
    start: Start, write: Write
) -> None:
    kernel = await start(load_timeout_s=2)
    root = write("while True: pass\n")
    with pytest.raises(LoadError, match="did not end within 2 s") as caught:
        await kernel.load(root)
    assert caught.value.report.line == line_of(root, "while True")


async def test_saves_are_noticed_and_reloaded(start: Start, write: Write) -> None:
    kernel = await start(watch=True)
    extension = await kernel.load(write(PANEL.format(text="one")))
    await kernel.panels.discover("demo")
    write(PANEL.format(text="two"))
    await until(kernel.panels.changed, lambda: text(kernel) == "two:")
    write("def broken(:\n")
    await until(kernel.build_changed, lambda: extension.status == "failed")
    write(PANEL.format(text="three"))
    await until(kernel.panels.changed, lambda: text(kernel) == "three:")


async def test_a_save_by_renaming_a_new_file_is_noticed(start: Start, write: Write) -> None:
    kernel = await start(watch=True)
    extension = await kernel.load(write(PANEL.format(text="one")))
    temporary = extension.root / ".main.py.swp"
    temporary.write_text((extension.root / "main.py").read_text().replace("one:", "two:"))
    temporary.replace(extension.root / "main.py")
    await until(kernel.build_changed, lambda: extension.builds == 2)


async def test_a_watched_folder_that_did_not_load_opens_when_it_is_mended(
    start: Start, write: Write
) -> None:
    kernel = await start(watch=True)
    root = write("def broken(:\n")
    with pytest.raises(LoadError):
        await kernel.load(root)
    write(PANEL.format(text="mended"))
    await until(kernel.build_changed, lambda: "demo" in kernel.extensions)


async def test_unloading_ends_the_process_and_keeps_the_store(kernel: Kernel, write: Write) -> None:
    root = write(SLOW.format(version=1))
    extension = await kernel.load(root)
    await kernel.call("demo", "go")
    child = extension.build.child
    await kernel.unload("demo")
    await child.gone()
    assert kernel.extensions == {}
    with pytest.raises(NotDeclared):
        await kernel.unload("demo")
    await kernel.load(root)
    assert (await kernel.dispatch.run(tool(kernel, "slow"))).value == {"version": 1}


async def test_closing_an_extension_gives_up_its_reload(kernel: Kernel, write: Write) -> None:
    await kernel.load(write(PANEL.format(text="one")))
    write("while True: pass\n")
    stuck = asyncio.create_task(kernel.reload("demo"))
    await until(kernel.supervisor.changed, lambda: _loading(kernel))
    await kernel.unload("demo")
    await asyncio.gather(stuck, return_exceptions=True)
    assert stuck.cancelled() or stuck.exception() is not None
    assert kernel.extensions == {}


async def test_closing_a_crashed_extension_does_not_bring_it_back(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write('@ext.tool("die")\nasync def die(ctx): os._exit(1)\n'))
    for _ in range(2):
        await kernel.dispatch.run(tool(kernel, "die"))
    await kernel.unload("demo")
    await until(kernel.supervisor.changed, lambda: not _serving(kernel))
    assert kernel.extensions == {}


async def test_opening_a_folder_twice_at_once_opens_it_once(kernel: Kernel, write: Write) -> None:
    root = write(PANEL.format(text="one"))
    first, second = await asyncio.gather(kernel.load(root), kernel.load(root))
    assert first is second
    assert len(_serving(kernel)) <= 2


async def test_a_panel_a_build_no_longer_declares_is_forgotten(
    kernel: Kernel, write: Write
) -> None:
    more = '@ext.panel("q", slot="right")\nasync def q(ctx):\n    return ui.Text("q")\n'
    await kernel.load(write(PANEL.format(text="one") + more))
    await kernel.panels.discover("demo")
    write(PANEL.format(text="two"))
    await kernel.reload("demo")
    await kernel.refresher.settled()
    assert kernel.panels.current("demo", "q") is None
    assert [answer.panel_id for answer in await kernel.refresher.after_chat(None)] == ["p"]


def _loading(kernel: Kernel) -> bool:
    return any(child.state == "loading" for child in kernel.supervisor.children)


def _serving(kernel: Kernel) -> list[int]:
    return [child.pid for child in kernel.supervisor.children if child.state == "serving"]
