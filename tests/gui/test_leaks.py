"""What a closed window or an old build leaves behind: nothing. A hundred are in the benchmarks."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from benchmarks import leaks_session
from workbench.gui import app

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def program(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    app.make_application()
    monkeypatch.setattr(leaks_session, "WARM", 1)


async def test_closed_windows_are_let_go_with_their_panes_and_kernels(tmp_path: Path) -> None:
    left = await leaks_session.windows(2, tmp_path)
    assert left["alive"] == 0
    assert left["widgets"] == 0


async def test_reloads_leave_no_listener_widget_or_process(tmp_path: Path) -> None:
    left = await leaks_session.reloads(5, tmp_path)
    assert left["reload_listeners"] == 0
    assert left["reload_widgets"] < 5  # a scroll bar may come, but not one with every reload
    assert left["reload_processes"] <= 0
