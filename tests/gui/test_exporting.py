"""Writing a session for other tools, by command and file dialog."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.gui.until import until
from workbench.gui.bindings.exporting import with_suffix
from workbench.gui.chrome import Chrome
from workbench.kernel.export.formats import FORMATS
from workbench.kernel.options import KernelOptions

SAMPLE = Path(__file__).parents[2] / "sample_extensions" / "tasks"


def choose(chrome: Chrome, file: Path, format_id: str) -> None:
    """Answers the dialog that the command brings up."""
    chrome.actions.run("file.session_write")
    dialog = chrome.window.findChild(QFileDialog)
    assert dialog is not None
    filters = dialog.nameFilters()
    wanted = next(n for n, known in enumerate(FORMATS) if known.id == format_id)
    dialog.selectNameFilter(filters[wanted])
    dialog.fileSelected.emit(str(file))
    dialog.reject()


@pytest.mark.qt_log_ignore("This plugin does not support")
async def test_the_session_is_written_in_the_format_that_was_chosen(
    chrome: Chrome, tmp_path: Path
) -> None:
    await chrome.session.start(lambda: KernelOptions(), [SAMPLE])
    await chrome.tasks.settled()
    choose(chrome, tmp_path / "mine", "html")
    await until(lambda: (tmp_path / "mine.html").is_file(), "the page")
    choose(chrome, tmp_path / "mine.html", "chrome-trace")
    await chrome.tasks.settled()
    await until(lambda: (tmp_path / "mine.trace.json").is_file(), "the trace")
    await chrome.tasks.settled()
    assert "panel" in (tmp_path / "mine.html").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "mine.trace.json").read_bytes())["traceEvents"]


def test_a_file_gets_the_ending_of_its_format() -> None:
    page, trace, har, _ = FORMATS
    assert with_suffix(Path("/x/a"), page).name == "a.html"
    assert with_suffix(Path("/x/a.html"), har).name == "a.har"
    assert with_suffix(Path("/x/a.trace.json"), trace).name == "a.trace.json"
    assert with_suffix(Path("/x/a.otlp.json"), page).name == "a.html"
