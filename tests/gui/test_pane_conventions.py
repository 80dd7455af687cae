"""What every live pane does alike: Space pauses it, nothing is lost, it stays where one reads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.gui_fakes import FakeKernel, ListJournal, put_in, record
from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.catalogue import PANES
from workbench.gui.panes.pane import Pane
from workbench.kernel.kernel import Kernel
from workbench.kernel.options import KernelOptions

EXTENSION = """
import logging
from imperal_sdk import ActionResult, ChatExtension, Extension, ui
from pydantic import BaseModel

ext = Extension("busy", version="1.0.0", display_name="Busy", description="For a test.")
chat = ChatExtension(ext, tool_name="busy", description="For a test.")

class Nothing(BaseModel):
    pass

@ext.panel("side", slot="left", title="Side")
async def side(ctx, **kwargs):
    return ui.Stack(children=[ui.Text(content="x")])

@ext.skeleton("state", ttl=60)
async def state(ctx):
    return {"response": {"n": 1}}

@ext.schedule("tidy", cron="* * * * *")
async def tidy(ctx):
    logging.getLogger("busy").info("tidied")

@ext.on_event("busy.done")
async def done(ctx, event):
    logging.getLogger("busy").info("done")

@chat.function("work", description="Works.", action_type="read")
async def work(ctx, params: Nothing) -> ActionResult:
    logging.getLogger("busy").warning("working")
    await ctx.http.get("https://example.test/x")
    await ctx.store.set("made", {"n": 1})
    await ctx.notify("Something was made")
    return ActionResult.success(data={}, summary="Made.")

@chat.function("fail", description="Fails.", action_type="read")
async def fail(ctx, params: Nothing) -> ActionResult:
    raise ValueError("no luck")

@chat.function("long", description="Works long.", action_type="read", background=True)
async def long(ctx, params: Nothing) -> ActionResult:
    return ActionResult.success(data={}, summary="Done.")
"""


@pytest_asyncio.fixture
async def busy(chrome: Chrome, tmp_path: Path) -> AsyncIterator[Kernel]:
    """A kernel in which everything has happened once."""
    root = tmp_path / "busy"
    root.mkdir()
    (root / "main.py").write_text(EXTENSION)
    await chrome.session.start(lambda: KernelOptions(mock_default="200 {}"), [root])
    kernel = chrome.session.kernel
    assert kernel is not None
    await everything(kernel)
    yield kernel


async def everything(kernel: Kernel) -> None:
    """Lets each kind of thing happen."""
    for name in ("work", "fail", "long"):
        await kernel.call("busy", name)
    await kernel.panels.call("busy", "side")
    await kernel.skeletons.tick("busy", "state")
    await kernel.schedules.fire("busy", "tidy")
    await kernel.events.emit("busy", "busy.done", {}, user=kernel.personas.current)
    await kernel.settled()


def filled(pane: Pane) -> bool:
    """Whether a pane shows something rather than its empty state."""
    body: Any = getattr(pane, "body", None)
    return body is None or type(body.currentWidget()).__name__ != "Empty"


async def test_space_pauses_every_pane_and_what_comes_meanwhile_is_counted(
    chrome: Chrome, busy: Kernel
) -> None:
    for spec in PANES:
        chrome.actions.run(f"pane.{spec.pane_id}")
        pane = chrome.deck.panes[spec.pane_id]
        await until(lambda pane=pane: filled(pane), f"something in {spec.pane_id}")
        pane.focus_content()
        focus = QApplication.focusWidget()
        assert focus is not None, spec.pane_id
        assert pane.isAncestorOf(focus) or focus is pane, spec.pane_id
        QTest.keyClick(focus, Qt.Key.Key_Space)
        assert pane.paused, spec.pane_id
    await everything(busy)
    for pane_id, pane in chrome.deck.panes.items():
        await until(
            lambda pane=pane: "waiting" in pane.bar.counts.text(), f"what waits in {pane_id}"
        )
    for spec in PANES:
        pane = chrome.deck.panes[spec.pane_id]
        chrome.actions.run(f"pane.{spec.pane_id}")
        pane.focus_content()
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Space)
        assert not pane.paused, spec.pane_id
        await until(
            lambda pane=pane: "waiting" not in pane.bar.counts.text(), f"all of {spec.pane_id}"
        )


async def test_every_pane_says_how_much_which_filter_hides(chrome: Chrome, busy: Kernel) -> None:
    for spec in PANES:
        chrome.actions.run(f"pane.{spec.pane_id}")
        pane = chrome.deck.panes[spec.pane_id]
        await until(lambda pane=pane: filled(pane), f"something in {spec.pane_id}")
        pane.bar.filter.setFocus()
        QTest.keyClicks(pane.bar.filter, "zqx")
        await until(
            lambda pane=pane: "hidden by “zqx”" in pane.bar.counts.text(),
            f"what is hidden in {spec.pane_id}",
        )
        QTest.keyClick(pane.bar.filter, Qt.Key.Key_Escape)
        await until(
            lambda pane=pane: "hidden" not in pane.bar.counts.text(), f"all of {spec.pane_id}"
        )


async def test_a_table_scrolled_to_older_rows_stays_there(chrome: Chrome) -> None:
    kernel = FakeKernel()
    kernel.journal = ListJournal([record(n) for n in range(1, 150)])
    put_in(chrome, kernel)
    chrome.actions.run("pane.audit")
    pane: Any = chrome.deck.panes["audit"]
    await until(lambda: pane.model.rowCount() > 100, "the ledger")
    chrome.window.grab()
    bar = pane.table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    top = pane.table.indexAt(pane.table.rect().topLeft()).row()
    read = pane.model.item(top)
    chrome.session.bridge.records.emit([record(n) for n in range(200, 240)])
    await until(lambda: pane.model.row_where(frozenset({"audit-239"})) == 0, "the new rows")
    assert pane.model.item(pane.table.indexAt(pane.table.rect().topLeft()).row()) is read


async def test_the_trace_stops_following_when_somebody_scrolls_to_older_ones(
    chrome: Chrome,
) -> None:
    kernel = FakeKernel()
    panels = [record(n, kind="panel") for n in range(1, 60)]
    kernel.journal = ListJournal(panels)
    put_in(chrome, kernel)
    chrome.actions.run("pane.trace")
    pane: Any = chrome.deck.panes["trace"]
    await until(lambda: pane.traces.model.rowCount() == 59, "the traces")
    chrome.window.grab()
    bar = pane.traces.table.verticalScrollBar()
    await until(lambda: bar.maximum() > 100, "more than fits")
    bar.setValue(bar.maximum())
    value = bar.value()
    fresh = [record(n, kind="panel") for n in range(60, 64)]
    kernel.journal.records += fresh
    chrome.session.bridge.records.emit(fresh)
    await until(lambda: pane.traces.model.rowCount() == 63, "the new traces")
    assert bar.value() > value
    assert not pane.traces.follow.isChecked()
