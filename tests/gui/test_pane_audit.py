"""The Audit pane: the ledger narrowed by type, status and identity, and what a call caused."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.gui.until import until
from workbench.gui.chrome import Chrome
from workbench.gui.panes.audit import AuditPane
from workbench.kernel.options import KernelOptions

ACTS = """
from imperal_sdk import ActionResult, ChatExtension, Extension

ext = Extension("acts", version="1.0.0", display_name="Acts", icon="icon.svg",
                description="Reads, writes and fails.")
chat = ChatExtension(ext, "acts", "Acts")


@chat.function("look", description="Looks", action_type="read")
async def look(ctx):
    return ActionResult.success({}, "Looked")


@chat.function("write", description="Writes", action_type="write")
async def write(ctx):
    await ctx.notify("Written")
    return ActionResult.success({}, "Written")


@chat.function("fail", description="Fails", action_type="write")
async def fail(ctx):
    raise ValueError("no")


@ext.schedule("nightly", cron="0 3 * * *")
async def nightly(ctx):
    return None
"""


@pytest_asyncio.fixture
async def pane(chrome: Chrome, tmp_path: Path) -> AuditPane:
    """The ledger after a read, a write, a failure and a schedule."""
    root = tmp_path / "acts"
    root.mkdir()
    (root / "main.py").write_text(ACTS)
    await chrome.session.start(lambda: KernelOptions(), [root])
    await chrome.tasks.settled()
    kernel = chrome.session.kernel
    assert kernel is not None
    for function in ("look", "write", "fail"):
        await kernel.call("acts", function)
    await kernel.schedules.fire("acts", "nightly")
    chrome.deck.show_pane("audit")
    found = chrome.deck.panes["audit"]
    assert isinstance(found, AuditPane)
    await until(lambda: len(names(found)) == 4, "four rows")
    return found


def names(pane: AuditPane) -> list[str]:
    """The functions listed, newest first."""
    model = pane.model
    return [str(model.index(row, 2).data()) for row in range(model.rowCount())]


def choose(pane: AuditPane, group: str, title: str) -> None:
    """Opens the menu and picks an entry under a group's name."""
    QTest.mouseClick(pane.only, Qt.MouseButton.LeftButton)
    menu = next(m for m in pane.only.findChildren(QMenu) if m.isVisible())
    texts = [action.text() for action in menu.actions()]
    action = menu.actions()[texts.index(title, texts.index(group))]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


@pytest.mark.qt_log_ignore("This plugin does not support")
async def test_the_ledger_is_narrowed_by_type_status_and_identity(pane: AuditPane) -> None:
    assert names(pane) == ["acts.nightly", "acts.fail", "acts.write", "acts.look"]
    choose(pane, "Type", "write")
    await until(lambda: names(pane) == ["acts.fail", "acts.write"], "writes alone")
    assert pane.only.text() == "write"
    await until(lambda: "2 hidden" in pane.bar.counts.text(), "how many are hidden")
    choose(pane, "Status", "failed")
    await until(lambda: names(pane) == ["acts.fail"], "the write that failed")
    choose(pane, "Type", "any")
    choose(pane, "Status", "any")
    choose(pane, "Acting as", "__system__")
    await until(lambda: names(pane) == ["acts.nightly"], "what the system did")
    kernel = pane.session.kernel
    assert kernel is not None
    await kernel.call("acts", "look")
    await kernel.schedules.fire("acts", "nightly")
    await until(lambda: names(pane) == ["acts.nightly"] * 2, "its next fire, and nothing else")
    pane.only.clear()
    await until(lambda: len(names(pane)) == 6, "everything again")


async def test_a_row_leads_to_what_its_call_caused(pane: AuditPane, chrome: Chrome) -> None:
    pane.table.selectRow(names(pane).index("acts.write"))
    await until(lambda: "caused" in dict(pane.side.texts()), "what it caused")
    assert "notify.send" in dict(pane.side.texts())["caused"]
    QTest.mouseClick(pane.find_cause, Qt.MouseButton.LeftButton)
    assert chrome.deck.current == "notifications"
