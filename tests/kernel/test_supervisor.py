"""Children: which interpreter, the warm spare, memory, and nobody left behind."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import textwrap
import weakref
from pathlib import Path

import psutil
import pytest

from tests.kernel.conftest import Start, Write, until
from workbench.kernel.children.child import Child
from workbench.kernel.children.interpreter import choose_python
from workbench.kernel.errors import LoadError
from workbench.kernel.invocation import Trigger
from workbench.kernel.kernel import Kernel

REPOSITORY = Path(__file__).parents[2]
PANEL = '@ext.panel("p")\nasync def p(ctx):\n    return ui.Text("x")\n'


def warm(kernel: Kernel) -> list[Child]:
    return [child for child in kernel.supervisor.children if child.state == "warm"]


def test_the_interpreter_asked_for_wins_over_the_author_s_own(tmp_path: Path) -> None:
    own = tmp_path / ".venv" / "bin" / "python"
    own.parent.mkdir(parents=True)
    own.touch()
    assert choose_python(tmp_path, "/usr/bin/python3") == "/usr/bin/python3"
    assert choose_python(tmp_path) == str(own)


def test_a_windows_environment_beside_main_py_is_found(tmp_path: Path) -> None:
    own = tmp_path / ".venv" / "Scripts" / "python.exe"
    own.parent.mkdir(parents=True)
    own.touch()
    assert choose_python(tmp_path) == str(own)


def test_without_an_environment_our_own_interpreter_is_used(tmp_path: Path) -> None:
    assert choose_python(tmp_path) == sys.executable


async def test_an_interpreter_that_is_not_there_is_a_load_error(start: Start, write: Write) -> None:
    kernel = await start(python="/no/such/python")
    with pytest.raises(LoadError) as caught:
        await kernel.load(write(PANEL))
    assert caught.value.report.type == "InterpreterError"
    assert "--python" in str(caught.value.report.hint)


async def test_an_interpreter_that_dies_at_once_is_a_load_error(
    start: Start, write: Write, tmp_path: Path
) -> None:
    false = tmp_path / "python"
    false.write_text("#!/bin/sh\necho no such luck >&2\nexit 7\n")
    false.chmod(0o755)
    kernel = await start(python=false)
    with pytest.raises(LoadError, match="did not start") as caught:
        await kernel.load(write(PANEL))
    assert "exit code 7" in caught.value.report.message
    assert "no such luck" in caught.value.report.message


async def test_a_spare_is_warm_before_the_reload_and_claimed_by_it(
    kernel: Kernel, write: Write
) -> None:
    await kernel.load(write(PANEL))
    await until(kernel.supervisor.changed, lambda: bool(warm(kernel)))
    (spare,) = warm(kernel)
    build = await kernel.reload("demo")
    assert build.child is spare


async def test_loads_that_die_leave_one_spare_and_no_other_process(
    kernel: Kernel, write: Write
) -> None:
    def states() -> list[str]:
        return sorted(child.state for child in kernel.supervisor.children)

    await kernel.load(write(PANEL))
    for code in (3, 4, 5):
        write(f"os._exit({code})\n")
        with pytest.raises(LoadError, match=f"exit code {code}"):
            await kernel.reload("demo")
    await until(kernel.supervisor.changed, lambda: states() == ["serving", "warm"])


async def collected(reference: weakref.ref[Child]) -> bool:
    """Whether nothing holds a child any more within a few looks of its watcher."""
    for _ in range(60):
        gc.collect()
        if reference() is None:
            return True
        await asyncio.sleep(0.05)
    return False


async def test_a_replaced_child_is_forgotten_though_its_calls_had_time_left(
    kernel: Kernel, write: Write
) -> None:
    extension = await kernel.load(write(PANEL))
    assert (await kernel.panels.call("demo", "p")).ok
    replaced = extension.build.child
    reference = weakref.ref(replaced)
    await kernel.reload("demo")
    await replaced.gone()
    await kernel.settled()
    del replaced
    assert await collected(reference)


async def test_two_extensions_run_in_two_processes(kernel: Kernel, write: Write) -> None:
    one = await kernel.load(write(PANEL, "one"))
    two = await kernel.load(write(PANEL, "two"))
    assert one.build.pid != two.build.pid != os.getpid()


async def test_a_child_over_its_memory_is_killed_and_replaced(start: Start, write: Write) -> None:
    kernel = await start(memory_mb=300)
    extension = await kernel.load(
        write("""
        import mmap

        @ext.tool("hoard", description="Takes memory that no limit of data counts.")
        async def hoard(ctx):
            held = mmap.mmap(-1, 500 * 2**20)
            for at in range(0, len(held), 4096):
                held[at] = 1
            await asyncio.Event().wait()
        """)
    )
    first = extension.build
    trigger = Trigger("demo", "tool", "hoard", {}, kernel.personas.current, "test")
    outcome = await kernel.dispatch.run(trigger)
    assert outcome.status == "host_lost"
    assert outcome.error is not None
    assert "300 MB" in outcome.error.message
    await until(kernel.build_changed, lambda: extension.build is not first)
    assert extension.status == "ready"


async def test_closing_the_kernel_ends_every_process(start: Start, write: Write) -> None:
    kernel = await start()
    extension = await kernel.load(write(PANEL))
    processes = [psutil.Process(child.pid) for child in kernel.supervisor.children]
    assert extension.build.pid in {process.pid for process in processes}
    ended: list[bool] = []
    kernel.stopped.connect(lambda: ended.append(True))
    await kernel.close()
    assert ended == [True]
    assert not any(process.is_running() for process in processes)


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process by a POSIX signal")
def test_children_go_when_the_kernel_is_killed(write: Write) -> None:
    root = write("""
    @ext.tool("spin", description="Never lets go of the loop.")
    async def spin(ctx):
        while True:
            pass
    """)
    code = textwrap.dedent(f"""
        import asyncio, os, signal
        from workbench.kernel.invocation import Trigger
        from workbench.kernel.kernel import Kernel, KernelOptions

        async def main():
            kernel = await Kernel.start(KernelOptions())
            extension = await kernel.load({str(root)!r})
            trigger = Trigger("demo", "tool", "spin", {{}}, kernel.personas.current, "test")
            asyncio.ensure_future(kernel.dispatch.run(trigger))
            stuck = asyncio.Event()
            kernel.supervisor.changed.connect(lambda child: child.blocked and stuck.set())
            await stuck.wait()
            print(extension.build.pid, flush=True)
            os.kill(os.getpid(), signal.SIGKILL)

        asyncio.run(main())
        """)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    child = int(done.stdout)
    if psutil.pid_exists(child):
        psutil.wait_procs([psutil.Process(child)], timeout=60)
    assert not psutil.pid_exists(child)


async def test_an_extension_may_run_under_another_interpreter(start: Start, write: Write) -> None:
    kernel = await start(python=sys.executable, sdk="bundled")
    extension = await kernel.load(write(PANEL))
    assert extension.python == sys.executable
    assert extension.build.sdk is not None
    assert extension.build.sdk["origin"] == "bundled"


def test_kernel_type_is_importable_without_qt() -> None:
    code = (
        "import workbench.kernel.kernel, sys; assert not [m for m in sys.modules if 'PySide' in m]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY)
    assert Kernel.__name__ == "Kernel"
