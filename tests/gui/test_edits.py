"""Random edits of an extension, many of them broken, while other things go on in it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.edit_sample import APP, copy_sample
from benchmarks.edit_session import EditSession
from workbench import paths
from workbench.gui.chrome import Chrome
from workbench.kernel.options import KernelOptions

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.parametrize(
    ("flight", "seed"), [("nothing", 21), ("sibling", 22), ("background", 23), ("reload", 24)]
)
async def test_every_edit_is_seen_and_nothing_is_lost(
    chrome: Chrome, tmp_path: Path, flight: str, seed: int
) -> None:
    folder = tmp_path / APP
    copy_sample(paths.samples() / APP, folder)
    await chrome.session.start(lambda: KernelOptions(watch=True), [folder])
    session = EditSession(chrome, folder, seed, flight)
    result = await session.run(10)
    assert result.hangs == []
    assert result.lost == []
    assert len(result.waits_ms) == result.checks == 10
    await chrome.tasks.settled()


async def test_a_panel_that_one_build_lacks_comes_back_with_what_was_typed_and_chosen(
    chrome: Chrome, tmp_path: Path
) -> None:
    folder = tmp_path / APP
    copy_sample(paths.samples() / APP, folder)
    await chrome.session.start(lambda: KernelOptions(watch=True), [folder])
    session = EditSession(chrome, folder, 25, "nothing")
    await session.run(0)
    file, column = folder / "ledger.py", chrome.stage.columns["right"]
    source = file.read_bytes()
    file.write_bytes(b"")  # as a reload finds it between an editor's truncating and writing
    await until(lambda: not column.occupied())
    assert column.isHidden()
    file.write_bytes(source)
    await until(column.occupied)
    await session.check("half a save")
    assert session.result.lost == []
    await chrome.tasks.settled()


async def until(seen: Callable[[], object]) -> None:
    """Waits for it, not for ever."""
    end = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)
