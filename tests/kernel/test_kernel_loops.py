"""The kernel on the window's event loop, as well as on plain asyncio."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.kernel.conftest import Write

SOURCE = """
@ext.panel("p", slot="left")
async def p(ctx):
    return ui.Text(str(await ctx.store.count("things")))

@chat.function("add", description="Add a thing.", action_type="write", event="added")
async def add(ctx, params: Nothing) -> ActionResult:
    await ctx.store.create("things", {})
    return ActionResult.success(data={}, summary="Added.")

@ext.tool("die", description="Ends the process.")
async def die(ctx):
    os._exit(1)
"""


@pytest.mark.gui
def test_a_session_runs_on_the_window_s_loop(write: Write, tmp_path: Path) -> None:
    pytest.importorskip("PySide6.QtWidgets")
    root = write(SOURCE)
    code = textwrap.dedent(f"""
        import asyncio, sys
        import qasync
        from pathlib import Path
        from PySide6.QtWidgets import QApplication
        from workbench.kernel.invocation import Trigger
        from workbench.kernel.kernel import Kernel, KernelOptions

        async def wait(signal, true):
            reached = asyncio.Event()
            signal.connect(lambda *_: true() and reached.set())
            if not true():
                async with asyncio.timeout(30):
                    await reached.wait()

        async def main():
            root = Path({str(root)!r})
            kernel = await Kernel.start(KernelOptions(watch=True))
            extension = await kernel.load(root)
            await kernel.panels.discover("demo")
            turn = await kernel.chat.say("", plan=[{{"tool": "add"}}])
            await kernel.chat.answer(turn.confirmations[0].id, True)
            await kernel.settled()
            assert kernel.panels.current("demo", "p").ui["props"]["content"] == "1"
            main = root / "main.py"
            main.write_text(main.read_text() + "# saved\\n")
            await wait(kernel.build_changed, lambda: extension.builds == 2)
            trigger = Trigger("demo", "tool", "die", {{}}, kernel.personas.current, "test")
            outcome = await kernel.dispatch.run(trigger)
            assert outcome.status == "host_lost", outcome
            await wait(kernel.build_changed, lambda: extension.builds == 3)
            await kernel.close()
            print("done")

        app = QApplication(sys.argv)
        with qasync.QEventLoop(app) as loop:
            loop.run_until_complete(main())
        """)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.stdout.strip() == "done", done.stderr
