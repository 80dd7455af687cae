"""Random edits of an extension, many of them broken, while other things go on in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.edit_sample import APP, copy_sample
from benchmarks.edit_session import EditSession
from workbench import paths
from workbench.gui.chrome import Chrome
from workbench.kernel.options import KernelOptions


@pytest.mark.qt_log_ignore("This plugin does not support")
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
