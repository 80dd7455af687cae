"""Starting and ending the program: frame first, kernel after, nothing left running."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from workbench import paths
from workbench.gui import app
from workbench.gui.chrome import Chrome
from workbench.kernel.options import KernelOptions

if TYPE_CHECKING:
    from workbench.kernel.kernel import Kernel

HEAVY = ("asyncio", "qasync", "pydantic", "httpx", "fakeredis", "redis", "aiosqlite", "markdown")

FIRST_FRAME = f"""
import json, sys
from pathlib import Path
from workbench.gui import app
application = app.make_application()
window = app.make_window(Path(sys.argv[1]), "dark")
window.show()
app._paint_now(application, window)
print(json.dumps({{
    "painted": len(app.FIRST_FRAME),
    "heavy": [m for m in {HEAVY!r} if m in sys.modules],
    "kernel": [m for m in sys.modules if m.startswith("workbench.kernel")],
}}))
window.close()
"""

RUN = """
import sys
from pathlib import Path
from workbench.gui import app

def options():
    from workbench.kernel.options import KernelOptions
    return KernelOptions(state=":memory:")

sys.exit(app.run([Path(sys.argv[1])], options, theme="light"))
"""


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "WORKBENCH_SETTINGS": str(folder / "window.ini"),
    }


def test_the_first_frame_needs_neither_loop_nor_kernel(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME, str(tmp_path / "w.ini")],
        capture_output=True, text=True, check=True, env=environment(tmp_path),
    )  # fmt: skip
    assert json.loads(done.stdout) == {"painted": 1, "heavy": [], "kernel": []}


@pytest.mark.skipif(os.name == "nt", reason="signals of a terminal are POSIX")
def test_an_interrupt_closes_window_kernel_and_children(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", RUN, str(paths.samples() / "notes")],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(tmp_path),
    )  # fmt: skip
    try:
        hosts = _wait_for_hosts(child.pid)
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=30)
    finally:
        child.kill()
    assert child.returncode == 0, out
    assert "Traceback" not in out
    assert (tmp_path / "window.ini").is_file()
    _, alive = psutil.wait_procs(hosts, timeout=30)
    assert alive == []


def _wait_for_hosts(pid: int) -> list[psutil.Process]:
    """The children of the window's process, once one runs."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        hosts = psutil.Process(pid).children(recursive=True)
        if hosts:
            return hosts
        time.sleep(0.05)
    raise AssertionError("no host was started")


async def start(chrome: Chrome, *roots: Path) -> Kernel:
    """Starts the window's kernel on some folders, and waits until all of it is there."""
    await chrome.session.start(lambda: KernelOptions(), roots)
    await chrome.tasks.settled()
    assert chrome.session.kernel is not None
    return chrome.session.kernel


NOTES = paths.samples() / "notes"


async def test_the_window_starts_a_kernel_and_opens_a_folder(chrome: Chrome) -> None:
    session = chrome.session
    assert not chrome.registry.enabled("file.open_folder")
    await start(chrome, NOTES)
    assert session.current == "notes"
    assert chrome.window.windowTitle() == "Notes — Imperal Workbench"
    assert chrome.registry.enabled("file.reload")
    assert "persona.u-ada" in chrome.registry
    assert "profile.seeds" in chrome.registry
    assert chrome.settings.recent[0] == paths.samples() / "notes"
    assert chrome.stage.columns["left"].occupied()


async def test_a_folder_that_does_not_load_says_why_and_can_be_tried_again(
    chrome: Chrome, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "main.py").write_text("import missing_module_of_mine\n")
    await start(chrome, broken)
    assert "missing_module_of_mine" in chrome.stage.banner.text()
    assert chrome.stage.banner.place() == "main.py:1"
    assert chrome.session.current is None
    (broken / "main.py").write_text(
        "from imperal_sdk import Extension\n"
        "ext = Extension('mended', version='1.0.0', display_name='Mended',\n"
        "    description='An extension that was mended.', icon='icon.svg')\n"
    )
    chrome.stage.banner.retry_asked.emit()
    await chrome.tasks.settled()
    assert chrome.session.current == "mended"
    assert chrome.stage.banner.text() == ""


async def test_other_options_start_another_kernel_on_the_same_folders(chrome: Chrome) -> None:
    session = chrome.session
    await start(chrome, NOTES)
    before = session.kernel
    chrome.actions.run("network.offline")
    await chrome.tasks.settled()
    assert session.kernel is not before
    assert session.kernel is not None
    assert session.kernel.options.http == "offline"
    assert session.current == "notes"
    assert chrome.registry.checked("network.offline")
    assert chrome.toolbar.network.text() == "Offline"


async def test_the_clock_is_steered_by_commands(chrome: Chrome) -> None:
    kernel = await start(chrome)
    chrome.actions.run("clock.pause")
    assert (kernel.clock.mode, chrome.registry.checked("clock.pause")) == ("paused", True)
    before = kernel.clock.now()
    chrome.actions.run("clock.hour")
    await chrome.tasks.settled()
    assert kernel.clock.now() == before + 3600
    chrome.actions.run("clock.fast")
    assert (kernel.clock.mode, kernel.clock.rate) == ("accelerated", 60.0)
    chrome.actions.run("clock.real")
    assert kernel.clock.mode == "real"


async def test_signing_somebody_else_in_opens_the_panels_under_the_new_name(
    chrome: Chrome,
) -> None:
    kernel = await start(chrome, NOTES)
    chrome.actions.run("persona.u-grace")
    await chrome.tasks.settled()
    assert chrome.toolbar.persona.text() == "Grace"
    answer = kernel.panels.current("notes", "sidebar")
    assert answer is not None
    assert answer.user_id == "u-grace"
    assert chrome.registry.checked("persona.u-grace")


async def test_closing_an_extension_empties_its_slots(chrome: Chrome) -> None:
    await start(chrome, NOTES)
    chrome.actions.run("file.close_extension")
    await chrome.tasks.settled()
    assert chrome.session.current is None
    assert not chrome.stage.columns["left"].occupied()
    assert not chrome.registry.enabled("file.reload")
    assert chrome.toolbar._tabs == {}


async def test_an_error_of_ours_in_a_task_is_told_and_logged(
    chrome: Chrome, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail() -> None:
        await asyncio.sleep(0)
        raise RuntimeError("broken part")

    chrome.tasks.spawn(fail(), "failing")
    await chrome.tasks.settled()
    assert any("broken part" in text for text in chrome.toasts.texts())
    assert "broken part" in caplog.text


def test_a_remembered_zoom_enlarges_everything_and_another_one_too(tmp_path: Path) -> None:
    code = """
import os, sys
from workbench.gui import app
from workbench.gui.parts import look
application = app.make_application(150)
look.zoom().set(150)
before = look.px(20)
look.zoom().set(200)
print(application.devicePixelRatio(), before, look.px(30), "QT_SCALE_FACTOR" in os.environ)
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=True, env=environment(tmp_path),
    )  # fmt: skip
    assert done.stdout.split() == ["2.0", "20", "30", "False"]


def test_settings_may_live_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_SETTINGS", str(tmp_path / "x.ini"))
    assert app.settings_path() == tmp_path / "x.ini"
