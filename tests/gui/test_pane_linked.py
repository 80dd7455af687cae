"""The panes over a running kernel: failures are listed, and a selection is revealed everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.log_model import message
from workbench.kernel.options import KernelOptions

SHAKY = """
import logging

from imperal_sdk import Extension, ui

ext = Extension("shaky", version="1.0.0", display_name="Shaky", icon="icon.svg",
                description="Fails on purpose, so that failures can be looked at.")
log = logging.getLogger("shaky.panels")


@ext.panel("side", slot="left", title="Side")
async def side(ctx, **params):
    log.info("drawing the side")
    print("printed by the author")
    return ui.Text("fine")


@ext.panel("bad", slot="right", title="Bad")
async def bad(ctx, **params):
    log.error("about to fail")
    raise ValueError("no such folder")
"""

RAISES = SHAKY[: SHAKY.index("raise ")].count("\n") + 1


@pytest_asyncio.fixture
async def running(chrome: Chrome, tmp_path: Path) -> Chrome:
    """A window with an extension one of whose panels raises."""
    root = tmp_path / "shaky"
    root.mkdir()
    (root / "main.py").write_text(SHAKY)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    return chrome


def shown(chrome: Chrome, pane_id: str) -> Any:
    chrome.deck.show_pane(pane_id)
    return chrome.deck.panes[pane_id]


async def test_a_handler_that_raised_is_a_problem_with_its_line(running: Chrome) -> None:
    problems = shown(running, "problems")
    await until(lambda: problems.model.rowCount(), "the problem")
    row = [problems.model.index(0, column).data() for column in range(5)]
    assert row[1:] == ["ValueError", "shaky", f"main.py:{RAISES}", "no such folder"]
    assert running.deck.strip.tabs["problems"].badge() == problems.model.rowCount()
    problems.table.selectRow(0)
    assert problems.side.isVisible()
    assert problems.side.open.text() == f"Open line {RAISES}"
    assert running.registry.enabled("pane.open_source")


async def test_a_selected_problem_is_revealed_in_trace_and_logs(running: Chrome) -> None:
    trace, logs = shown(running, "trace"), shown(running, "logs")
    await until(lambda: logs.model.rowCount() >= 3, "the log lines")
    problems = shown(running, "problems")
    await until(lambda: problems.model.rowCount(), "the problem")
    problems.table.selectRow(0)
    problem = problems.selected_record().id
    await until(lambda: getattr(trace.selected_record(), "id", "") == problem, "the span")
    line = logs.selected_record()
    assert line is not None
    assert message(line) == "about to fail"


async def test_show_in_trace_brings_the_pane_into_view(running: Chrome) -> None:
    problems = shown(running, "problems")
    await until(lambda: problems.model.rowCount(), "the problem")
    problems.table.selectRow(0)
    QTest.mouseClick(problems.trace, Qt.MouseButton.LeftButton)
    assert running.deck.current == "trace"
    trace = running.deck.panes["trace"]

    def name() -> str:
        record = trace.selected_record()
        return record.name if record is not None else ""

    await until(lambda: name() == "bad", "the span of the problem")


async def test_log_lines_lead_to_their_place(running: Chrome) -> None:
    logs = shown(running, "logs")
    await until(lambda: logs.model.rowCount() >= 3, "the log lines")
    texts = {str(logs.model.index(row).data()) for row in range(logs.model.rowCount())}
    assert {"drawing the side", "printed by the author", "about to fail"} <= texts
    asked: list[tuple[str, int]] = []
    running.deck.link.source_asked.disconnect()
    running.deck.link.source_asked.connect(lambda file, line: asked.append((file, line)))
    row = next(r for r in range(3) if logs.model.index(r).data() == "about to fail")
    logs.view.select(row)
    QTest.keyClick(logs.view, Qt.Key.Key_Return)
    assert [(Path(file).name, line) for file, line in asked] == [("main.py", RAISES - 1)]


async def test_latency_counts_what_ran_before_it_was_opened(running: Chrome) -> None:
    latency = shown(running, "latency")
    await until(lambda: latency.model.rowCount() >= 2, "the measured panels")
    names = {latency.model.item(row).name for row in range(latency.model.rowCount())}
    assert {"side", "bad"} <= names


async def test_a_paused_pane_counts_what_waits(running: Chrome) -> None:
    trace = shown(running, "trace")
    await until(lambda: trace.traces.model.rowCount() >= 3, "the traces")
    before = trace.traces.model.rowCount()
    running.actions.run("pane.pause")
    kernel = running.session.kernel
    assert kernel is not None
    await kernel.panels.call("shaky", "side", {})
    await until(lambda: trace.traces.model.waiting, "the waiting trace")
    assert trace.traces.model.rowCount() == before
    assert trace.bar.counts.text() == "1 waiting"
    running.actions.run("pane.pause")
    await until(lambda: trace.traces.model.rowCount() == before + 1, "the trace that waited")


async def test_the_filter_is_reached_by_its_key_and_narrows(running: Chrome) -> None:
    problems = shown(running, "problems")
    await until(lambda: problems.model.rowCount(), "the problem")
    running.actions.run("pane.filter")
    QTest.keyClicks(problems.bar.filter, "nothing like this")
    await until(lambda: problems.model.rowCount() == 0, "an empty table")
    await until(
        lambda: problems.bar.counts.text() == "1 hidden by “nothing like …”", "what is hidden"
    )
    QTest.keyClick(problems.bar.filter, Qt.Key.Key_Escape)
    await until(lambda: problems.model.rowCount() == 1, "the row again")


@pytest.mark.parametrize("pane_id", ["trace", "latency", "audit", "logs", "problems"])
async def test_every_pane_starts_anew_with_another_kernel(running: Chrome, pane_id: str) -> None:
    pane = shown(running, pane_id)
    await running.session.close()
    assert pane.selected_record() is None or pane_id in ("trace", "latency")
    await running.session.start(lambda: KernelOptions(), [])
    await running.tasks.settled()
    model = getattr(pane, "model", None) or pane.traces.model
    assert model.rowCount() == 0


async def test_a_panel_added_by_a_save_comes_onto_the_stage(
    running: Chrome, tmp_path: Path
) -> None:
    source = tmp_path / "shaky" / "main.py"
    added = '\n\n@ext.panel("extra", slot="center", title="Extra")\nasync def extra(ctx, **p):\n'
    source.write_text(SHAKY + added + '    return ui.Text("brand new")\n')
    await running.session.folders.reload("shaky")
    center = running.stage.columns["center"]
    await until(center.occupied, "the new panel")
