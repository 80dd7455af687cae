"""One person's way through the window with the notes sample, from the mouse to the ledger.

Pictures of each station go to ``WORKBENCH_SHOTS`` if it is set.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.journey import Journey
from workbench import paths
from workbench.gui.chrome import Chrome
from workbench.gui.panes.span_words import title
from workbench.kernel.options import KernelOptions


@pytest.fixture(params=["dark", "light"])
async def journey(request: pytest.FixtureRequest, chrome: Chrome, shots: Path) -> Journey:
    chrome.use_theme(request.param)
    return Journey(chrome, shots, request.param)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A copy of the sample that may be edited."""
    ignored = shutil.ignore_patterns("__pycache__")
    return shutil.copytree(paths.samples() / "notes", tmp_path / "notes", ignore=ignored)


@pytest.mark.qt_log_ignore("This plugin does not support")
async def test_from_opening_notes_to_reading_the_ledger_and_editing_the_panel(
    journey: Journey, notes: Path
) -> None:
    chrome = journey.chrome
    await chrome.session.start(lambda: KernelOptions(watch=True), [notes])
    await journey.until(lambda: "Latency budget" in journey.rows("left"), "the notes")
    assert "Research" in journey.rows("left")
    await journey.picture("open")

    journey.click_row("left", "Research")
    await journey.until(lambda: "Call the dentist" not in journey.rows("left"), "one folder only")
    assert "Latency budget" in journey.rows("left")

    journey.click_row("left", "Latency budget")
    await journey.until(chrome.stage.center_open, "the note in the center")
    page = journey.page("center")
    assert page is not None
    assert "note_id=n118" in page.header.params.text()
    assert chrome.stage.chat.width() == 380
    await journey.picture("note")

    journey.write("create a note called Groceries")
    await journey.until(journey.cards, "the confirmation")
    card = journey.cards()[0]
    await journey.picture("confirmation")
    QTest.mouseClick(card.yes, Qt.MouseButton.LeftButton)
    await journey.until(lambda: chrome.stage.chat.turn_views()[-1].answers(), "the answer")
    assert "Groceries" in chrome.stage.chat.turn_views()[-1].answers()[-1].text()
    journey.click_row("left", "All notes")
    await journey.until(lambda: "Groceries" in journey.rows("left"), "the new note in the list")

    await _read_the_panes(journey)
    await _edit_the_panel(journey, notes)
    await chrome.tasks.settled()


async def _read_the_panes(journey: Journey) -> None:
    chrome = journey.chrome
    trace = chrome.deck.ensure("trace")
    traces, spans = trace.traces, trace.spans  # type: ignore[attr-defined]
    turn = next(
        row for row in range(traces.model.rowCount()) if traces.model.item(row).kind == "turn"
    )
    at = traces.table.visualRect(traces.model.index(turn, 0)).center()
    QTest.mouseClick(traces.table.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def titles() -> list[str]:
        return [title(spans.item(row).record) for row in range(spans.rowCount())]

    await journey.until(lambda: "create_note" in titles(), "the call in the trace")
    assert titles()[0] == "turn"
    assert "http POST /v1/notes" in titles()
    await journey.picture("trace")

    QTest.mouseClick(chrome.deck.strip.tabs["latency"], Qt.MouseButton.LeftButton)
    latency = chrome.deck.ensure("latency").model  # type: ignore[attr-defined]

    def measured() -> set[str]:
        return {latency.item(row).name for row in range(latency.rowCount())}

    await journey.until(lambda: {"create_note", "sidebar"} <= measured(), "the measured calls")
    await journey.picture("latency")

    QTest.mouseClick(chrome.deck.strip.tabs["audit"], Qt.MouseButton.LeftButton)
    audit = chrome.deck.ensure("audit").model  # type: ignore[attr-defined]
    await journey.until(lambda: audit.rowCount(), "the audit row")
    row = [audit.index(0, column).data() for column in range(audit.columnCount())]
    assert row[1:5] == ["write", "notes.create_note", "Ada", "success"]
    await journey.picture("audit")
    for pane_id in ("logs", "problems"):
        chrome.deck.show_pane(pane_id)
        await journey.picture(pane_id)


async def _edit_the_panel(journey: Journey, notes: Path) -> None:
    chrome = journey.chrome
    source = notes / "panel_sidebar.py"
    code = source.read_text()
    source.write_text(code.replace('"All notes"', '"Every note"'))
    await journey.until(lambda: "Every note" in journey.rows("left"), "the edited panel")
    assert "Groceries" in journey.rows("left")
    assert chrome.status.build.text().startswith("build 2")
    await journey.picture("edited")

    source.write_text(code + "\ndef broken(:\n")
    await journey.until(lambda: chrome.stage.banner.text(), "the banner")
    assert chrome.stage.banner.place().startswith("panel_sidebar.py:")
    assert "Every note" in journey.rows("left")
    await journey.picture("broken")

    source.write_text(code)
    await journey.until(lambda: "All notes" in journey.rows("left"), "the mended panel")
    await journey.until(lambda: not chrome.stage.banner.text(), "the banner gone")
